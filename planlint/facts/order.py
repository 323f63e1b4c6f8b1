"""The order of phases: what each waits for, and circles in which they wait for each other.

`graphlib` cannot do this. It sorts, but does not say what a single phase waits for; and where phases wait in circles it stops at one
circle of its choice, while TM102 shows every phase in a circle a shortest one of its own.
"""

from __future__ import annotations

from collections.abc import Mapping

from planlint.plan.phases import Phase


class Order:
    """Phases and what they wait for, by id."""

    def __init__(self, phases: Mapping[str, Phase]) -> None:
        self.phases = phases
        self._found: dict[int, dict[str, str]] = {}

    def awaited(self, phase: Phase) -> tuple[Phase, ...]:
        """All that a phase waits for, directly or through others, nearest first; the phase itself only where it is in a circle."""
        return tuple(self.phases[name] for name in self._waiting(phase))

    def waits_for(self, phase: Phase, name: str) -> bool:
        """Whether a phase has this name, or waits for the one that has."""
        return phase.id == name or name in self._waiting(phase)

    def circle(self, phase: Phase) -> tuple[str, ...]:
        """A shortest circle in which a phase waits for itself, starting with it; empty where there is none."""
        waiting = self._waiting(phase)
        if phase.id not in waiting:
            return ()
        way = [waiting[phase.id]]
        while way[-1] != phase.id:
            way.append(waiting[way[-1]])
        return tuple(reversed(way))

    def _waiting(self, phase: Phase) -> dict[str, str]:
        """What a phase waits for, nearest first, each with the phase before it on a shortest way there."""
        if id(phase) not in self._found:
            self._found[id(phase)] = self._search(phase)
        return self._found[id(phase)]

    def _search(self, phase: Phase) -> dict[str, str]:
        found: dict[str, str] = {}
        reached = [phase]
        for current in reached:  # the list grows as it is read: a search in breadth, nearest phases first
            for dependency in current.depends_on:
                if dependency.phase not in found:
                    found[dependency.phase] = current.id
                    reached.append(self.phases[dependency.phase])
        return found
