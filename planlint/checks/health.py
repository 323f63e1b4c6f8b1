"""Health: whether the care that people need in the first days is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from planlint.facts import Facts
from planlint.facts.calendar import through
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place, Severity
from planlint.plan.care import Service
from planlint.plan.people import Group
from planlint.plan.states import State, known, state
from planlint.source.document import Path

_TREATMENTS = frozenset({"detox", "opioid_agonist", "harm_reduction"})
_FIRST_DAYS = dt.timedelta(days=3)


class _Dependence(NamedTuple):
    """Why a group is thought to depend on substances, or may."""

    group: Group
    variant: str
    path: Path
    fields: dict[str, FieldValue]


def dependence_without_treatment(facts: Facts) -> Iterator[Outcome]:
    """Where people depend on substances, treatment that takes them must be open within days of the recovery."""
    concerned = [each for group in facts.plan.population.groups if (each := _dependence(facts, group)) is not None]
    if not concerned:
        return
    reached = facts.calendar.recovery_day
    by = None if reached is None else min(reached, dt.date.max - _FIRST_DAYS) + _FIRST_DAYS
    for each in concerned:
        yield from _untreated(facts, each, by)


def _dependence(facts: Facts, group: Group) -> _Dependence | None:
    """None where a group is said not to depend on substances, or nothing says that it does."""
    at, dependence = facts.directory.path(group, "substance_dependence"), group.substance_dependence
    fields: dict[str, FieldValue] = {"group": group.id}
    said = state(dependence.prevalence)
    if said in (State.NONE, State.NOT_APPLICABLE):
        return None
    if prevalence := known(dependence.prevalence):
        return _Dependence(group, "default", (*at, "prevalence"), fields | {"percent": round(prevalence * 100, 1)})
    if "PsychoactiveSubstances" in group.means_of_control:
        position = group.means_of_control.index("PsychoactiveSubstances")
        return _Dependence(group, "control", facts.directory.path(group, "means_of_control", position), fields)
    if said is State.UNKNOWN:
        whole = state(dependence) is State.UNKNOWN
        return _Dependence(group, "unknown", at if whole else (*at, "prevalence"), fields)
    return None


def _untreated(facts: Facts, need: _Dependence, by: dt.date | None) -> Iterator[Outcome]:
    """No treatment for a group by a day: none that takes it, none that is open then, or nobody knows.

    Where no treatment takes the group at all, the day does not matter.
    """
    services = [each for each in facts.plan.services if each.status != "none" and not _TREATMENTS.isdisjoint(each.types)]
    covering = [each for each in services if need.group in facts.people.served_by(each)]
    if covering and by is None:
        yield NotEvaluated("the plan has no known time at which people are first reached")
        return
    if by is not None and any(_is_open(each, by) for each in covering):
        return
    severity = Severity.WARNING if need.variant == "unknown" else Severity.ERROR
    fields = need.fields | ({} if by is None else {"date": by.isoformat()})
    said = State.UNKNOWN if need.variant == "unknown" else State.STATED
    if gap := _gap(facts, covering):
        service, path = gap
        yield Hit(path=path, variant="service_unknown", state=State.UNKNOWN, severity=severity, fields=fields | {"service": service})
    elif covering:
        names = tuple(each.id for each in covering)
        places = tuple(Place(facts.directory.path(each, "available"), "open") for each in covering)
        yield Hit(path=need.path, variant="closed", state=said, severity=severity, fields=fields | {"service": names}, places=places)
    else:
        places = tuple(Place(facts.directory.path(each, "groups"), "others") for each in services)
        yield Hit(path=need.path, variant=need.variant, state=said, severity=severity, fields=fields, places=places, cause=("none",))


def _is_open(service: Service, day: dt.date) -> bool:
    first, last = known(service.available.from_), through(service.available.until)
    return first is not None and last is not None and first <= day <= last


def _gap(facts: Facts, covering: Sequence[Service]) -> tuple[str, Path] | None:
    """What is unknown of services, one of which may be the treatment that is sought."""
    for service in facts.plan.services:
        if state(service.types) is State.UNKNOWN and service.status != "none":
            return service.id, facts.directory.path(service, "types")
    for service in covering:
        available, at = service.available, facts.directory.path(service, "available")
        if state(available) is State.UNKNOWN:
            return service.id, at
        for name, value in (("from", available.from_), ("until", available.until)):
            if state(value) is State.UNKNOWN:
                return service.id, (*at, name)
    return None
