"""Authorisations: who may act where, and on which paper, from which day to which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from planlint.facts import Facts
from planlint.facts.calendar import ENTRY_ACTIVITIES, through
from planlint.facts.spans import cover
from planlint.facts.wording import names_controlled_purchase
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.justice import Authorisation
from planlint.plan.phases import Phase
from planlint.plan.resources import Flow
from planlint.plan.states import State, known, state
from planlint.source.document import Path


class _Act(NamedTuple):
    """What somebody would do, where (None: wherever), from which day to which (None: unknown)."""

    phase: Phase
    activity: str
    premises: str | None
    begin: dt.date | None
    end: dt.date | None


class _Flaw(NamedTuple):
    """What keeps an authorisation from covering an act: how near it comes (0 is nearest), the message, the field."""

    rank: int
    variant: str
    authorisation: Authorisation
    field: str

    @property
    def is_near(self) -> bool:
        return self.rank < _FAR


_UNKNOWN, _GROUNDS, _UNTIL, _SINCE, _PREMISES, _ACTIVITIES, _FAR = range(7)
_LABELS = {
    "valid_until": "until",
    "valid_from": "since",
    "activities": "activities",
    "premises": "premises",
    "grounds_recorded": "grounds",
}
_AUTHORISATIONS: Path = ("legal", "authorisations")


def entry_authorisation_gap(facts: Facts) -> Iterator[Outcome]:
    """Every entry, search or arrest needs an authorisation for the activity and the premises over the whole phase."""
    for phase in facts.calendar.entry:
        yield from _once(_unauthorised_entries(facts, phase))


def _unauthorised_entries(facts: Facts, phase: Phase) -> Iterator[Outcome]:
    span = _span(facts, phase)
    for activity in phase.activities:
        if activity not in ENTRY_ACTIVITIES:
            continue
        if not phase.premises:
            yield _no_premises(facts, phase, activity)
        for premises in phase.premises:
            act = _Act(phase, activity, premises, *span)
            flaws = _flaws(facts, act)
            yield from _undated(facts, act) if flaws is None else [_hit(facts, act, flaws)]


def _once(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """The same, with each reason for not judging said once."""
    said: set[tuple[str, Path]] = set()
    for outcome in outcomes:
        if isinstance(outcome, Hit) or (outcome.reason, outcome.path) not in said:
            yield outcome
        if isinstance(outcome, NotEvaluated):
            said.add((outcome.reason, outcome.path))


def _undated(facts: Facts, act: _Act) -> Iterator[NotEvaluated]:
    """An authorisation fits, but whether it is valid long enough for an act of unknown days cannot be said."""
    for field, day in (("start", act.begin), ("end", act.end)):
        if day is None:
            yield NotEvaluated("phase_time_unknown", facts.directory.path(act.phase, field), {"phase": act.phase.id, "field": field})


def _no_premises(facts: Facts, phase: Phase, activity: str) -> Hit:
    said, fields = state(phase.premises), {"phase": phase.id, "activity": activity}
    if said is State.UNKNOWN:
        path = facts.directory.path(phase, "premises")
        return Hit(path=path, state=said, variant="premises_unknown", fields=fields, cause=(phase.id,))
    return Hit(path=facts.directory.path(phase), state=said, variant="no_premises", fields=fields, cause=(phase.id,))


def _span(facts: Facts, phase: Phase) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of a phase, where they are known."""
    start = known(phase.start)
    return None if start is None else facts.calendar.day(start), facts.calendar.last_day(phase)


def _flaws(facts: Facts, act: _Act) -> list[_Flaw] | None:
    """What keeps each authorisation from covering an act; None where one covers it."""
    flaws: list[_Flaw] = []
    for authorisation in facts.plan.legal.authorisations:
        flaw = _scope_flaw(authorisation, act) or _grounds_flaw(authorisation) or _time_flaw(authorisation, act)
        if flaw is None:
            return None
        flaws.append(flaw)
    return flaws


def _scope_flaw(authorisation: Authorisation, act: _Act) -> _Flaw | None:
    activity = _names(authorisation.activities, act.activity)
    premises = True if act.premises is None else _names(authorisation.premises, act.premises)
    if activity and premises:
        return None
    if activity is False:
        near = premises is True and act.premises is not None
        return _Flaw(_ACTIVITIES if near else _FAR, "other_activities" if near else "default", authorisation, "activities")
    if premises is False:
        variant = "other_premises" if authorisation.premises else "names_no_premises"
        return _Flaw(_PREMISES if activity else _FAR, variant if activity else "default", authorisation, "premises")
    return _Flaw(_UNKNOWN, "unknown", authorisation, "activities" if activity is None else "premises")


def _names(items: Sequence[str], item: str) -> bool | None:
    """Whether a list names something; None where it is unknown."""
    return None if state(items) is State.UNKNOWN else item in items


def _grounds_flaw(authorisation: Authorisation) -> _Flaw | None:
    """A power without warrant counts only with its grounds on record; what may be one, too."""
    if authorisation.grounds_recorded is True or known(authorisation.type) not in ("warrantless_power", None):
        return None
    if known(authorisation.type) is None:
        return _Flaw(_UNKNOWN, "unknown", authorisation, "type")
    if state(authorisation.grounds_recorded) is State.UNKNOWN:
        return _Flaw(_UNKNOWN, "unknown", authorisation, "grounds_recorded")
    stated = state(authorisation.grounds_recorded) is not State.NOT_STATED
    return _Flaw(_GROUNDS, "no_grounds" if stated else "grounds_not_stated", authorisation, "grounds_recorded")


def _time_flaw(authorisation: Authorisation, act: _Act) -> _Flaw | None:
    for field in ("valid_until", "valid_from"):
        if state(getattr(authorisation, field)) is State.UNKNOWN:
            return _Flaw(_UNKNOWN, "unknown", authorisation, field)
    until, since = through(authorisation.valid_until), known(authorisation.valid_from)
    first, last = act.begin or act.end, act.end or act.begin
    if until is None:
        return _Flaw(_UNTIL, "until_not_stated", authorisation, "valid_until")
    if last is not None and until < last:
        return _Flaw(_UNTIL, "ends_early", authorisation, "valid_until")
    if since is None:
        return _Flaw(_SINCE, "since_not_stated", authorisation, "valid_from")
    if first is not None and since > first:
        return _Flaw(_SINCE, "starts_late", authorisation, "valid_from")
    return None


def _hit(facts: Facts, act: _Act, flaws: Sequence[_Flaw], marks: tuple[Place, ...] = ()) -> Hit:
    """The finding for an act that nothing covers, with what comes nearest to covering it."""
    path = facts.directory.path(act.phase)
    fields: dict[str, FieldValue] = {"phase": act.phase.id, "activity": act.activity, "premises": act.premises or ""}
    fields |= _days(date=act.begin or act.end, end=act.end or act.begin)
    shared: tuple[FieldValue, ...] = (act.phase.id, act.premises or "")
    if state(facts.plan.legal.authorisations) is State.UNKNOWN:
        here = Place(path, "phase")
        return Hit(path=_AUTHORISATIONS, state=State.UNKNOWN, variant="all_unknown", fields=fields, places=(here,), cause=("all",))
    nearest = min(flaws, key=lambda flaw: flaw.rank, default=None)
    if nearest is None or not nearest.is_near:
        variant = "default" if "date" in fields else "undated"
        return Hit(path=path, variant=variant, fields=fields, places=marks, cause=shared)
    authorisation, at = nearest.authorisation, facts.directory.path(nearest.authorisation, nearest.field)
    fields |= {"authorisation": authorisation.id, "what": nearest.field, "others": authorisation.premises}
    fields |= _days(until=through(authorisation.valid_until), since=known(authorisation.valid_from))
    if nearest.rank == _UNKNOWN:
        here = Place(path, "phase")
        shared = (authorisation.id, nearest.field)
        return Hit(path=at, state=State.UNKNOWN, variant=nearest.variant, fields=fields, places=(here, *marks), cause=shared)
    places = (Place(at, _LABELS[nearest.field]), *marks)
    return Hit(path=path, variant=nearest.variant, fields=fields, places=places, cause=(*shared, authorisation.id))


def _days(**days: dt.date | None) -> dict[str, FieldValue]:
    return {name: day.isoformat() for name, day in days.items() if day is not None}


_COVERT = ("covert", "surveillance", "controlled_purchase")
_COVERT_POWERS = frozenset({"surveil", "search", "arrest"})


def covert_activity_unauthorised(facts: Facts) -> Iterator[Outcome]:
    """Covert work needs the power, and authorisation throughout."""
    for phase in facts.calendar.having(*_COVERT):
        activities = tuple(each for each in phase.activities if each in _COVERT)
        yield from _once(outcome for activity in activities for outcome in _unauthorised_secrets(facts, phase, activity))
        yield from _secret_without_power(facts, phase, activities)


def _unauthorised_secrets(facts: Facts, phase: Phase, activity: str) -> Iterator[Outcome]:
    purchases = _purchases(facts, phase) if activity == "controlled_purchase" else []
    for flow, day in purchases:
        mark = Place(facts.directory.path(flow, "date"), "purchase")
        yield from _secret(facts, _Act(phase, activity, None, day, day), (mark,))
    if not purchases:
        yield from _secret(facts, _Act(phase, activity, None, *_span(facts, phase)))


def _secret(facts: Facts, act: _Act, marks: tuple[Place, ...] = ()) -> Iterator[Outcome]:
    flaws = _flaws(facts, act)
    if flaws is None or _is_renewed(facts.plan.legal.authorisations, act):
        yield from _undated(facts, act)
    else:
        yield _hit(facts, act, flaws, marks)


def _purchases(facts: Facts, phase: Phase) -> list[tuple[Flow, dt.date]]:
    """The dated controlled purchases of a phase: those on its days, and those on the days of no such phase."""
    spans = {each.id: _span(facts, each) for each in facts.calendar.having("controlled_purchase")}
    found: list[tuple[Flow, dt.date]] = []
    for flow in facts.plan.finance.flows:
        day = known(flow.date)
        if day is None or not names_controlled_purchase(known(flow.purpose) or ""):
            continue
        phases = [name for name, (begin, end) in spans.items() if begin is not None and end is not None and begin <= day <= end]
        if phase.id in spans and (phase.id in phases or not phases):
            found.append((flow, day))
    return found


def _is_renewed(authorisations: Iterable[Authorisation], act: _Act) -> bool:
    """Whether authorisations that follow each other without a gap cover an act: long surveillance is renewed month by month."""
    usable = (each for each in authorisations if _scope_flaw(each, act) is None and _grounds_flaw(each) is None)
    spans = ((known(each.valid_from), through(each.valid_until)) for each in usable)
    dated = [(since, until) for since, until in spans if since is not None and until is not None]
    return act.begin is not None and act.end is not None and cover(dated, act.begin, act.end)


def _secret_without_power(facts: Facts, phase: Phase, activities: tuple[str, ...]) -> Iterator[Hit]:
    at = facts.directory.path(phase, "responsible")
    fields: dict[str, FieldValue] = {"phase": phase.id, "activity": activities}
    name = known(phase.responsible)
    if name is None:
        yield Hit(path=at, state=State.UNKNOWN, variant="nobody", fields=fields)
        return
    organisation = facts.directory.organisations[name]
    if not _COVERT_POWERS.isdisjoint(organisation.powers):
        return
    fields |= {"organisation": organisation.id}
    said, powers = state(organisation.powers), facts.directory.path(organisation, "powers")
    if said in _UNSAID:
        yield Hit(path=powers, state=said, variant=_UNSAID[said], fields=fields, places=(Place(at, "responsible"),), cause=(name,))
    else:
        yield Hit(path=at, state=said, variant="no_power", fields=fields, places=(Place(powers, "powers"),), cause=(name,))


_UNSAID: Mapping[State, str] = {State.NOT_STATED: "powers_not_stated", State.UNKNOWN: "powers_unknown"}
