"""Values that a planner called unknown, and whether somebody closes the gap in time.

Lists that hold the word `unknown` among others (kinds of exploitation) are read as well; keys, such as the age band of that name,
and references never are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from planlint.facts.calendar import Calendar
from planlint.facts.directory import Directory
from planlint.plan.conduct import Unknown
from planlint.plan.model import Plan
from planlint.plan.states import Section, State, known, state
from planlint.schema.overlay import KEY
from planlint.schema.shape import Shape, fields
from planlint.source.document import Path
from planlint.source.paths import find_path, texts_where, value_at

_LISTS_OF_ITS_OWN = frozenset({"unknowns", "waivers"})
"""What they lack is said where it matters: at the gap, at the waiver."""


class Entry(NamedTuple):
    """An entry of the plan's list of gaps, where it stands, and the place that it names (None where there is no such place)."""

    said: Unknown
    path: Path
    place: Path | None


class Unknowns:
    """The plan's own list of gaps."""

    def __init__(self, plan: Plan, data: dict[str, Any], directory: Directory, calendar: Calendar) -> None:
        self.plan = plan
        self.data = data
        self.directory = directory
        self.calendar = calendar

    @cached_property
    def places(self) -> tuple[Path, ...]:
        """Where the plan says `unknown`, in any order."""
        if not _has_word(self.data):  # as in most plans that are done
            return ()
        return tuple(path for path in texts_where(self.data, _WORD.__eq__) if path[0] not in _LISTS_OF_ITS_OWN and _is_gap(self.plan, path))

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The list of gaps, in the order of the plan."""
        return tuple(
            Entry(said, ("unknowns", index), find_path(said.path, self.data) if isinstance(said.path, str) else None)
            for index, said in enumerate(self.plan.unknowns)
        )

    @cached_property
    def _by_place(self) -> Mapping[Path, tuple[Entry, ...]]:
        found: dict[Path, tuple[Entry, ...]] = {}
        for entry in self.entries:
            if entry.place is not None:
                found[entry.place] = (*found.get(entry.place, ()), entry)
        return found

    def entries_of(self, place: Path) -> tuple[Entry, ...]:
        """The entries that name exactly this place."""
        return self._by_place.get(place, ())

    def is_owned(self, path: Path) -> bool:
        """Whether the gap at ``path`` has an owner and is closed before it can hurt: by the recovery, or in a named later phase.

        Of a section that is unknown as a whole, everything in it is that gap.
        """
        while path and value_at(path, self.data) is None:
            path = path[:-1]
        return any(self.closes_in_time(entry.said) for entry in self.entries_of(path))

    def closes_in_time(self, entry: Unknown) -> bool:
        """Whether an entry names an owner, and a day that is early enough."""
        due = known(entry.due)
        return isinstance(entry.owner, str) and due is not None and due <= (self.deadline(entry) or dt.date.min)

    def deadline(self, entry: Unknown) -> dt.date | None:
        """The last day that is early enough: of the recovery (else of the plan), or of the later phase that the entry names."""
        deadline = self.calendar.recovery_day or known(self.plan.plan.window.end)
        if isinstance(entry.phase, str) and (last := self.calendar.last_day(self.directory.phases[entry.phase])) is not None:
            return max(last, deadline) if deadline else last
        return deadline


_WORD = "unknown"


def _has_word(data: dict[str, Any]) -> bool:
    """Whether the word stands anywhere; a third faster than asking where."""
    waiting: list[dict[str, Any] | list[Any]] = [data]
    for around in waiting:  # the list grows while it is read
        for value in around.values() if isinstance(around, dict) else around:
            kind = type(value)
            if kind is str:
                if value == _WORD:
                    return True
            elif kind is dict or kind is list:
                waiting.append(value)
    return False


def _is_gap(plan: Plan, path: Path) -> bool:
    """Whether the word at a path is what the schema takes for "unknown", and not a reference or something that does not fit."""
    value: object = plan
    shape: Shape | None = None
    for step in path:
        if isinstance(value, Section):
            attribute, shape = (KEY, None) if step == KEY else fields(type(value)).get(str(step), ("", None))
            value = value.__dict__.get(attribute)
        elif isinstance(value, dict):
            value = value.get(step)
        else:
            value = value[step] if isinstance(value, tuple) and isinstance(step, int) and step < len(value) else None
    is_item = isinstance(path[-1], int) and value == _WORD
    return state(value) is State.UNKNOWN or (is_item and shape is not None and shape.refs is None)
