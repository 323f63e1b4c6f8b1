"""Readiness: people are reached only when a bed, a doctor, a lawyer and, for children, their protection are confirmed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from planlint.checks import Check
from planlint.checks.children.safeguards import children_without_child_protection_actor
from planlint.checks.consent.stages import no_independent_legal_advice
from planlint.checks.health.treatment import no_emergency_medical_cover
from planlint.facts import Facts
from planlint.facts.calendar import DAY, through
from planlint.facts.population import HOUSING_TYPES
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Phrase, Place
from planlint.plan.care import Service
from planlint.plan.phases import Phase
from planlint.plan.states import State, known, state
from planlint.source.document import Path

_NEEDS: dict[str, frozenset[str]] = {
    "housing": HOUSING_TYPES,
    "emergency_medical": frozenset({"emergency_medical"}),
    "legal_aid": frozenset({"legal_aid"}),
    "child_protection": frozenset({"child_protection"}),
}
_GO_CONDITIONS = ("housing_confirmed", "medical_confirmed")


def recovery_before_aftercare_ready(facts: Facts) -> Iterator[Outcome]:
    """What people need in the first hours is confirmed before they are reached, and no entry starts without that."""
    day = facts.calendar.recovery_day
    if day is None:
        yield NotEvaluated("recovery_time_unknown", ("phases",))
        return
    for need in _NEEDS:
        if need != "child_protection" or facts.people.children:
            yield from _unready(facts, need, day)
    for phase in facts.calendar.entry:
        yield from _starts_anyway(facts, phase)


class _Shortcoming(NamedTuple):
    """Why a service is not ready: a word, the place that says so, and whether that place is unknown."""

    word: str | Phrase
    path: Path
    is_open: bool = False


def _unready(facts: Facts, need: str, day: dt.date) -> Iterator[Outcome]:
    services = [each for each in facts.plan.services if not _NEEDS[need].isdisjoint(each.types)]
    if all(each.status == "none" for each in services):
        if state(facts.plan.services) is State.UNKNOWN or any(state(each.types) is State.UNKNOWN for each in facts.plan.services):
            yield NotEvaluated("types_unknown", ("services",), {"need": need})
        elif need != "housing" and not _told(facts, need):
            yield Hit(path=_recovery(facts), variant="nothing", fields={"needs": need, "date": day.isoformat()}, cause=("nothing",))
        return
    lacks = {service.id: _shortcoming(facts, service, day) for service in services}
    found = {name: lack for name, lack in lacks.items() if lack is not None}
    if len(found) < len(lacks):
        return
    fields: dict[str, FieldValue] = {"needs": need, "date": day.isoformat()}
    unclear = {name: lack for name, lack in found.items() if lack.is_open}
    told = [hit.path for hit in _told(facts, need) if hit.state is State.UNKNOWN] if unclear else []
    for name, lack in unclear.items():
        if any(path[: len(lack.path)] == lack.path for path in told):
            continue  # One gap is told once.
        more = {**fields, "services": name, "what": lack.word}
        yield Hit(path=lack.path, variant="unknown", state=State.UNKNOWN, fields=more, cause=(need,))
    if not unclear:
        listed = tuple(Phrase("lacking", {"service": name, "what": lack.word}) for name, lack in found.items())
        marks = tuple(Place(lack.path, "not_ready") for lack in found.values())
        fields |= {"needs": Phrase("beds") if need == "housing" and facts.beds_await_confirmation else need}
        yield Hit(path=_recovery(facts), fields={**fields, "services": listed}, places=marks, cause=("not ready",))


_TOLD_BY: dict[str, Check] = {
    "emergency_medical": no_emergency_medical_cover,
    "legal_aid": no_independent_legal_advice,
    "child_protection": children_without_child_protection_actor,
}
"""HC101, CN106 and CH101, which speak of some of the needs as well; where nobody gives a bed, HS101 says so."""


def _told(facts: Facts, need: str) -> list[Hit]:
    check = _TOLD_BY.get(need)
    return [outcome for outcome in check(facts) if isinstance(outcome, Hit)] if check else []


def _recovery(facts: Facts) -> Path:
    """Where the plan says when people are first reached."""
    calendar = facts.calendar
    phases = (*calendar.recovery, *calendar.entry, *calendar.having("transport", "shelter"))
    first = next(phase for phase in phases if calendar.start_of(phase) == calendar.t_rec)
    return facts.directory.path(first, "start")


def _shortcoming(facts: Facts, service: Service, day: dt.date) -> _Shortcoming | None:
    """What keeps a service from being ready on the day of the recovery, what is certain first; None where it is ready."""
    found = (_unconfirmed(facts, service, day), _closed(facts, service, day))
    return min((each for each in found if each is not None), key=lambda each: each.is_open, default=None)


def _unconfirmed(facts: Facts, service: Service, day: dt.date) -> _Shortcoming | None:
    status, since = service.status, known(service.confirmed_on)
    if status != "confirmed":
        path = facts.directory.path(service, "status")
        return _Shortcoming(known(status) or Phrase("status_unknown"), path, status is State.UNKNOWN)
    path = facts.directory.path(service, "confirmed_on")
    if since is None:
        is_open = service.confirmed_on is State.UNKNOWN
        return _Shortcoming(Phrase("day_unknown" if is_open else "day_not_stated"), path, is_open)
    return _Shortcoming(Phrase("late", {"date": since.isoformat()}), path) if since > day else None


def _closed(facts: Facts, service: Service, day: dt.date) -> _Shortcoming | None:
    """A service is there in time if it opens on the next day at the latest, and is not over."""
    opens, until, at = known(service.available.from_), through(service.available.until), facts.directory.path(service, "available")
    if opens is not None and opens > day + DAY:
        return _Shortcoming(Phrase("opens", {"date": opens.isoformat()}), (*at, "from"))
    if until is not None and until < day:
        return _Shortcoming(Phrase("over", {"date": until.isoformat()}), (*at, "until"))
    if state(service.available) is State.NONE:
        return _Shortcoming(Phrase("never_open"), at)
    if opens is None or until is None:
        whole = state(service.available) is State.UNKNOWN
        return _Shortcoming(Phrase("open_unknown"), at if whole else (*at, "from" if opens is None else "until"), is_open=True)
    return None


def _starts_anyway(facts: Facts, phase: Phase) -> Iterator[Hit]:
    """An entry needs go conditions for a bed and a doctor, or a phase of preparation that is over before it starts."""
    missing = tuple(condition for condition in _GO_CONDITIONS if condition not in phase.go_conditions)
    prepared = [each for each in facts.order.awaited(phase) if "preparation" in each.activities]
    start = facts.calendar.start_of(phase)
    ends = {each.id: facts.calendar.end_of(each) for each in prepared}
    if not missing or any(end is not None and start is not None and end <= start for end in ends.values()):
        return
    fields: dict[str, FieldValue] = {"phase": phase.id, "missing": missing, "preparation": tuple(ends)}
    said = state(phase.go_conditions)
    variant = "no_condition_unknown" if said is State.UNKNOWN else "no_condition_late" if ends else "no_condition"
    marks = tuple(Place(facts.directory.path(each, "end"), "late") for each in prepared)
    yield Hit(path=facts.directory.path(phase, "go_conditions"), part="key", state=said, variant=variant, fields=fields, places=marks)
