"""The recovery period: time in which nobody has to decide anything."""

from __future__ import annotations

from collections.abc import Iterator

from planlint.facts import Facts
from planlint.finding import FieldValue, Hit, Place
from planlint.plan.states import State, known, state
from planlint.source.document import Path

_PERIOD: Path = ("legal", "reflection_period")


def reflection_period_too_short(facts: Facts) -> Iterator[Hit]:
    """People from abroad get at least the days that the law and planlint's threshold ask for."""
    yield from _left_out(facts)
    period, floor = facts.plan.legal.reflection_period, facts.thresholds.min_reflection_days
    statutory = known(period.statutory_min_days) or 0
    need, days = max(floor, statutory), known(period.days)
    if days is not None and max(days, _passed(facts)) >= need:
        return
    at = _PERIOD if period.absence is not None else (*_PERIOD, "days")
    fields: dict[str, FieldValue] = {"days": days or 0, "need": need}
    degree = "" if _is_certain(facts) else "maybe_foreign"
    said, law = state(period.days), state(period.statutory_min_days)
    if said is not State.STATED and not (said is State.NONE and days == 0 and law is State.NONE):
        yield Hit(path=at, state=said, fields=fields, degree=degree, places=_nationalities(facts))
        return
    mark = Place((*_PERIOD, "statutory_min_days"), "law")
    if (days or 0) < statutory:
        variant = "law"
    elif law is State.NONE:
        variant, degree = "no_law", f"no_law_{degree}" if degree else ""
    else:
        variant = {State.STATED: "above_law", State.UNKNOWN: "law_unknown"}.get(law, "law_not_stated")
    marks = () if variant == "law_not_stated" else (mark,)
    yield Hit(path=at, variant=variant, fields=fields, degree=degree, places=(*marks, *_nationalities(facts)))


def _left_out(facts: Facts) -> Iterator[Hit]:
    """Groups from abroad, or perhaps, that are missing among those for whom the period is meant."""
    for group in facts.plan.population.groups:
        if facts.recovery_period.leaves_out(group):
            degree = "" if facts.people.foreign(group) == "yes" else "maybe_foreign"
            places = (Place(facts.directory.path(group, "nationality"), "foreign"),)
            yield Hit(path=(*_PERIOD, "groups"), variant="left_out", fields={"group": group.id}, degree=degree, places=places)


def _passed(facts: Facts) -> int:
    """Days that people in a shelter have had before the plan begins."""
    started, begins = known(facts.plan.legal.reflection_period.started_on), known(facts.plan.plan.window.start)
    return 0 if started is None or begins is None else max((begins - started).days, 0)


def _is_certain(facts: Facts) -> bool:
    """Whether a group is from abroad, and does not only may be."""
    return any(facts.people.foreign(group) == "yes" for group in facts.plan.population.groups)


def _nationalities(facts: Facts) -> tuple[Place, ...]:
    foreign = [group for group in facts.plan.population.groups if facts.people.foreign(group) != "no"]
    return tuple(Place(facts.directory.path(group, "nationality"), "foreign") for group in foreign)
