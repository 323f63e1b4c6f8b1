"""Children: who answers for them, from the first hours on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from planlint.facts import Facts
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.people import Organisation, Personnel
from planlint.plan.phases import Phase
from planlint.plan.states import State, state
from planlint.source.document import Path

_FIRST_HOURS = dt.timedelta(hours=24)


def children_without_child_protection_actor(facts: Facts) -> Iterator[Outcome]:
    """A child protection authority of the country, with its officers, must be there within a day of the first contact."""
    reached = facts.calendar.t_rec
    if reached is None:
        yield NotEvaluated("the plan has no known time at which people are first reached")
        return
    authorities = [each for each in _child_protection(facts) if each.country in facts.roles.countries]
    if not authorities:
        yield _no_authority(facts)
        return
    first_hours = [phase for phase in facts.calendar.contact if _is_near(facts, phase, reached)]
    attended = [phase for phase in first_hours if any(_takes_part(each, phase) for each in authorities)]
    fields: dict[str, FieldValue] = {
        "authority": tuple(each.id for each in authorities),
        "phases": tuple(phase.id for phase in attended),
        "date": facts.calendar.day(reached).isoformat(),
    }
    if not attended:
        yield _not_involved(facts, authorities, first_hours, fields)
    elif not any(phase.id in person.phases for phase in attended for person in _officers(facts)):
        yield _no_officer(facts, attended, fields)


def _child_protection(facts: Facts) -> Iterator[Organisation]:
    return (each for each in facts.plan.organisations if each.kind == "child_protection_authority")


def _officers(facts: Facts) -> Iterator[Personnel]:
    return (person for person in facts.plan.personnel if person.role == "child_protection_officer")


def _is_near(facts: Facts, phase: Phase, reached: dt.datetime) -> bool:
    start = facts.calendar.start_of(phase)
    return start is not None and abs(start - reached) <= _FIRST_HOURS


def _takes_part(organisation: Organisation, phase: Phase) -> bool:
    return organisation.id == phase.responsible or organisation.id in phase.support


def _no_authority(facts: Facts) -> Hit:
    """No authority of the country takes part at all: what comes nearest to one, and what keeps it from being one."""
    elsewhere = list(_child_protection(facts))
    unclear = [each for each in elsewhere if state(each.country) is State.UNKNOWN]
    if elsewhere:
        nearest = (unclear or elsewhere)[0]
        variant, said = ("country_unknown", State.UNKNOWN) if unclear else ("other_country", State.STATED)
        fields = {"authority": nearest.id, "country": str(nearest.country)}
        return Hit(path=facts.directory.path(nearest, "country"), variant=variant, fields=fields, state=said)
    named = facts.plan.children.authority
    if not isinstance(named, str):
        at: Path = ("children", "authority") if "children" in facts.data else ("organisations",)
        return Hit(path=at, part="key", variant="no_authority", state=state(named))
    body = facts.directory.organisations[named]
    if state(body.kind) is State.UNKNOWN:
        return Hit(path=facts.directory.path(body, "kind"), variant="kind_unknown", fields={"authority": named}, state=State.UNKNOWN)
    return Hit(path=("children", "authority"), variant="other_kind", fields={"authority": named})


def _not_involved(facts: Facts, authorities: Sequence[Organisation], first_hours: Sequence[Phase], fields: dict[str, FieldValue]) -> Hit:
    starts = [(phase.start, facts.directory.path(phase, "start")) for phase in facts.calendar.contact]
    helpers = [
        (value, facts.directory.path(phase, name))
        for phase in first_hours
        for value, name in ((phase.responsible, "responsible"), (phase.support, "support"))
    ]
    if gap := _first_unknown([*helpers, *starts]):
        return Hit(path=gap, variant="unknown", fields=fields, state=State.UNKNOWN)
    places = tuple(Place(facts.directory.path(phase), "phase") for phase in first_hours)
    return Hit(path=facts.directory.path(authorities[0]), fields=fields, places=places)


def _no_officer(facts: Facts, attended: Sequence[Phase], fields: dict[str, FieldValue]) -> Hit:
    officers = list(_officers(facts))
    if gap := _first_unknown((person.phases, facts.directory.path(person, "phases")) for person in officers):
        return Hit(path=gap, variant="officer_unknown", fields=fields, state=State.UNKNOWN)
    places = tuple(Place(facts.directory.path(person, "phases"), "officer") for person in officers)
    return Hit(path=facts.directory.path(attended[0]), variant="no_officer", fields=fields, places=places)


def _first_unknown(values: Iterable[tuple[object, Path]]) -> Path | None:
    return next((path for value, path in values if state(value) is State.UNKNOWN), None)
