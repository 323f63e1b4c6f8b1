"""Values that a planner called unknown, and whether somebody closes the gap in time."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from planlint.facts.calendar import Calendar
from planlint.facts.directory import Directory
from planlint.plan.conduct import Unknown
from planlint.plan.model import Plan
from planlint.plan.states import known
from planlint.source.document import Path
from planlint.source.paths import find_path, value_at


class Unknowns:
    """The plan's own list of gaps."""

    def __init__(self, plan: Plan, data: dict[str, Any], directory: Directory, calendar: Calendar) -> None:
        self.plan = plan
        self.data = data
        self.directory = directory
        self.calendar = calendar

    @cached_property
    def _entries(self) -> dict[Path, list[Unknown]]:
        found: dict[Path, list[Unknown]] = {}
        for entry in self.plan.unknowns:
            path = find_path(entry.path, self.data) if isinstance(entry.path, str) else None
            if path is not None:
                found.setdefault(path, []).append(entry)
        return found

    def is_owned(self, path: Path) -> bool:
        """Whether the gap at ``path`` has an owner and is closed before it can hurt: by the recovery, or in a named later phase.

        Of a section that is unknown as a whole, everything in it is that gap.
        """
        while path and value_at(path, self.data) is None:
            path = path[:-1]
        return any(self._closes_in_time(entry) for entry in self._entries.get(path, ()))

    def _closes_in_time(self, entry: Unknown) -> bool:
        due = known(entry.due)
        return isinstance(entry.owner, str) and due is not None and due <= (self._deadline(entry) or dt.date.min)

    def _deadline(self, entry: Unknown) -> dt.date | None:
        deadline = self.calendar.recovery_day or known(self.plan.plan.window.end)
        if isinstance(entry.phase, str) and (last := self.calendar.last_day(self.directory.phases[entry.phase])) is not None:
            return max(last, deadline) if deadline else last
        return deadline
