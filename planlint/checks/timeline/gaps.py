"""Gaps: what is unknown must be somebody's task, with a day before which it can still help."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from planlint.errors import CannotJudge
from planlint.facts import Facts
from planlint.facts.unknowns import Entry
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.states import State, known
from planlint.source.document import Path
from planlint.source.paths import path_text


def unknown_left_unresolved(facts: Facts) -> Iterator[Outcome]:
    """Every unknown value has an owner and a day in time; an entry for a value that is not unknown is out of date."""
    for place in facts.unknowns.places:
        yield from _unresolved(facts, place)
    places = frozenset(facts.unknowns.places)
    for entry in facts.unknowns.entries:
        if entry.place not in places:
            variant = "stale" if entry.place else "nowhere"
            fields: dict[str, FieldValue] = {"place": path_text(entry.place, facts.data) if entry.place else ""}
            yield Hit(path=(*entry.path, "path"), variant=variant, fields=fields)


def _unresolved(facts: Facts, place: Path) -> Iterator[Outcome]:
    fields: dict[str, FieldValue] = {"place": path_text(place, facts.data)}
    entries = facts.unknowns.entries_of(place)
    try:
        if any(facts.unknowns.closes_in_time(entry.said) for entry in entries):
            return
        variant, more = _shortcoming(facts, entries[0]) if entries else ("", {})
    except CannotJudge as error:
        where = path_text(error.path, facts.data)
        yield NotEvaluated("due_open", place, {"fields": fields["place"], "where": where, "reason": error.reason})
        return
    marks = tuple(Place(entry.path, "entry") for entry in entries)
    yield Hit(path=place, variant=variant, fields=fields | more, state=State.UNKNOWN, places=marks)


def _shortcoming(facts: Facts, entry: Entry) -> tuple[str, dict[str, FieldValue]]:
    """What an entry lacks, as the name of a message, and what fills it."""
    said, due = entry.said, known(entry.said.due)
    if not isinstance(said.owner, str):
        return ("no_owner", {}) if due is not None else ("nothing", {})
    if due is None:
        return "no_day", {"owner": said.owner}
    limit = facts.unknowns.deadline(said)
    if limit is None:
        raise CannotJudge(("plan", "window", "end"), "is unknown")
    fields: dict[str, FieldValue] = {"owner": said.owner, "due": due.isoformat(), "limit": limit.isoformat()}
    return _lateness(facts, entry, limit, fields)


def _lateness(facts: Facts, entry: Entry, limit: dt.date, fields: dict[str, FieldValue]) -> tuple[str, dict[str, FieldValue]]:
    """By which day it would have been early enough: the end of a phase, the recovery, or the end of the plan."""
    phase = entry.said.phase
    if isinstance(phase, str) and limit == facts.calendar.last_day(facts.directory.phases[phase]):
        return "after_phase", fields | {"phase": phase}
    return "after_plan" if facts.calendar.recovery_day is None else "after_recovery", fields
