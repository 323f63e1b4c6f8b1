"""Law enforcement and legality: who may enter, on what authority."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from planlint.facts import Facts
from planlint.facts.calendar import ENTRY_ACTIVITIES, through
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.justice import Authorisation
from planlint.plan.phases import Phase
from planlint.plan.states import known


def entry_authorisation_gap(facts: Facts) -> Iterator[Outcome]:
    """Every entry, search or arrest needs an authorisation for the activity and the premises over the whole phase."""
    for phase in facts.calendar.entry:
        start, end = known(phase.start), facts.calendar.last_day(phase)
        if start is None or end is None:
            yield NotEvaluated(f"{phase.id} has no known start or end", facts.directory.path(phase))
            continue
        begin = facts.calendar.day(start)
        for activity in phase.activities:
            if activity not in ENTRY_ACTIVITIES:
                continue
            if not phase.premises:
                fields = {"phase": phase.id, "activity": activity}
                yield Hit(path=facts.directory.path(phase), variant="no_premises", fields=fields, cause=(phase.id,))
            for premises in phase.premises:
                yield from _missing_authorisation(facts, phase, activity, premises, begin, end)


def _missing_authorisation(facts: Facts, phase: Phase, activity: str, premises: str, begin: dt.date, end: dt.date) -> Iterator[Hit]:
    nearest: tuple[int, str, Authorisation, str] | None = None
    for authorisation in facts.plan.legal.authorisations:
        flaw = _flaw(authorisation, activity, premises, begin, end)
        if flaw is None:
            return
        rank, variant, field = flaw
        if nearest is None or rank < nearest[0]:
            nearest = (rank, variant, authorisation, field)
    fields: dict[str, FieldValue] = {
        "phase": phase.id,
        "activity": activity,
        "premises": premises,
        "date": begin.isoformat(),
        "end": end.isoformat(),
    }
    path = facts.directory.path(phase)
    if nearest is None or nearest[0] > _NEAR_MISS:
        yield Hit(path=path, fields=fields, cause=(phase.id, premises))
        return
    _, variant, authorisation, field = nearest
    fields |= {"authorisation": authorisation.id, "until": _day(authorisation.valid_until), "since": _day(authorisation.valid_from)}
    place = Place(facts.directory.path(authorisation, field), _LABELS[field])
    yield Hit(path=path, variant=variant, fields=fields, places=(place,), cause=(phase.id, premises, authorisation.id))


_NEAR_MISS = 4
_LABELS = {
    "valid_until": "until",
    "valid_from": "since",
    "activities": "activities",
    "premises": "premises",
    "grounds_recorded": "grounds",
}


def _flaw(authorisation: Authorisation, activity: str, premises: str, begin: dt.date, end: dt.date) -> tuple[int, str, str] | None:
    """What keeps an authorisation from covering an act: how near it comes (0 is nearest), the message, the field; None if it covers."""
    names_activity = activity in authorisation.activities
    names_premises = premises in authorisation.premises
    if names_activity and names_premises:
        if authorisation.type == "warrantless_power" and authorisation.grounds_recorded is not True:
            return 0, "no_grounds", "grounds_recorded"
        since, until = known(authorisation.valid_from), through(authorisation.valid_until)
        if until is None or until < end:
            return 1, "ends_early", "valid_until"
        if since is None or since > begin:
            return 2, "starts_late", "valid_from"
        return None
    if names_activity:
        return 3, "other_premises", "premises"
    return (4, "other_activities", "activities") if names_premises else (5, "default", "activities")


def _day(moment: object) -> str:
    return moment.isoformat() if isinstance(moment, dt.date) else "an unstated day"
