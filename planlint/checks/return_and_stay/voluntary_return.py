"""Voluntary return: nobody is sent back, and whoever goes was asked before the journey."""

from __future__ import annotations

from collections.abc import Iterator

from planlint.facts import Facts
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.care import ConsentStage, Route
from planlint.plan.states import State, known, state

_MODE = {State.NOT_STATED: "mode_not_stated", State.UNKNOWN: "mode_unknown"}
_CONSENT = {State.NOT_STATED: "not_stated", State.UNKNOWN: "unknown"}


def return_not_voluntary(facts: Facts) -> Iterator[Outcome]:
    """Every journey is chosen, and the choice is recorded before anybody leaves."""
    for route in facts.plan.returns.routes:
        mode = known(route.mode)
        fields: dict[str, FieldValue] = {"route": route.id, "group": route.group, "mode": mode or ""}
        consent = known(route.consent)
        if mode is not None and consent is None and _is_forced(facts, route) and route.consent is not State.UNKNOWN:
            mark = Place(facts.directory.path(route, "consent"), "unasked")
            yield Hit(path=facts.directory.path(route, "mode"), variant="unasked", fields=fields, places=(mark,))
            continue
        yield from _mode(facts, route, fields)
        if consent is None:
            said, at = state(route.consent), facts.directory.path(route, "consent")
            yield Hit(path=at, state=said, variant=_CONSENT.get(said, "stated_as_none"), fields=fields)
        else:
            yield from _asked(facts, route, facts.directory.stages[consent], fields)


def _is_forced(facts: Facts, route: Route) -> bool:
    """Whether people have no choice; a court may order an adult's return, which a planner can only report."""
    return known(route.mode) not in (None, "voluntary_assisted") and not _is_order_on_adults(facts, route)


def _is_order_on_adults(facts: Facts, route: Route) -> bool:
    return route.mode == "court_ordered" and not facts.people.has_minors(facts.directory.groups[route.group])


def _mode(facts: Facts, route: Route, fields: dict[str, FieldValue]) -> Iterator[Hit]:
    at = facts.directory.path(route, "mode")
    if known(route.mode) is None:
        said = state(route.mode)
        yield Hit(path=at, state=said, variant=_MODE.get(said, "mode_none"), fields=fields)
    elif _is_order_on_adults(facts, route):
        courts = _courts(facts)
        variant = "court" if courts else "court_unnamed"
        yield Hit(path=at, variant=variant, fields=fields | {"court": courts})
    elif route.mode == "court_ordered":
        ages = facts.directory.path(facts.directory.groups[route.group], "age_bands")
        yield Hit(path=at, variant="court_children", fields=fields, places=(Place(ages, "children"),))
    elif route.mode != "voluntary_assisted":
        yield Hit(path=at, variant="forced", fields=fields)


def _courts(facts: Facts) -> tuple[str, ...]:
    """Who issued the plan's court orders; where it has none, its courts."""
    orders = [each for each in facts.plan.legal.authorisations if each.type == "court_order"]
    issuers = tuple(dict.fromkeys(issuer for order in orders if (issuer := known(order.issued_by)) is not None))
    return issuers or tuple(each.id for each in facts.plan.organisations if each.kind == "judiciary")


def _asked(facts: Facts, route: Route, stage: ConsentStage, fields: dict[str, FieldValue]) -> Iterator[Outcome]:
    at, purpose = facts.directory.path(route, "consent"), facts.directory.path(stage, "purpose")
    fields = fields | {"stage": stage.id}
    if stage.purpose is State.UNKNOWN:
        yield Hit(path=purpose, state=State.UNKNOWN, variant="purpose_unknown", fields=fields, places=(Place(at, "consent"),))
    elif stage.purpose != "return":
        yield Hit(path=at, variant="purpose", fields=fields | {"purpose": str(stage.purpose)}, places=(Place(purpose, "purpose"),))
    else:
        yield from _asked_in_time(facts, route, stage, fields)


def _asked_in_time(facts: Facts, route: Route, stage: ConsentStage, fields: dict[str, FieldValue]) -> Iterator[Outcome]:
    """A question asked on the day of the journey is in time; one asked later is not."""
    name, leaves = known(stage.phase), known(route.not_before)
    phase = facts.directory.phases[name] if name is not None else None
    start = facts.calendar.start_of(phase) if phase else None
    if phase is None or start is None or leaves is None:
        path = facts.directory.path(route, "consent")
        yield NotEvaluated("asked_in_time_unknown", path, {"route": route.id, "stage": stage.id})
        return
    asked = facts.calendar.day(start)
    if asked > leaves:
        at = facts.directory.path(phase, "start")
        fields = fields | {"phase": phase.id, "start": asked.isoformat(), "date": leaves.isoformat()}
        marks = (Place(at, "asked"), Place(facts.directory.path(route, "not_before"), "leaves"))
        yield Hit(path=facts.directory.path(route, "consent"), variant="late", fields=fields, places=marks)
