"""The order of phases: what each waits for, and circles in which they wait for each other."""

from __future__ import annotations

from collections.abc import Mapping

from planlint.plan.phases import Phase


class Order:
    """Phases and what they wait for, by id."""

    def __init__(self, phases: Mapping[str, Phase]) -> None:
        self.phases = phases
        self._found: dict[int, dict[str, str]] = {}

    def awaited(self, phase: Phase) -> tuple[Phase, ...]:
        """All that a phase waits for, over any number of others, nearest first; itself only where it stands in a circle."""
        return tuple(self.phases[name] for name in self._waiting(phase))

    def waits_for(self, phase: Phase, name: str) -> bool:
        """Whether a phase is the one of this name, or waits for it."""
        return phase.id == name or name in self._waiting(phase)

    def circle(self, phase: Phase) -> tuple[str, ...]:
        """The phases of a shortest circle in which a phase waits for itself, from it on; none where it stands in no circle."""
        waiting = self._waiting(phase)
        if phase.id not in waiting:
            return ()
        way = [waiting[phase.id]]
        while way[-1] != phase.id:
            way.append(waiting[way[-1]])
        return tuple(reversed(way))

    def _waiting(self, phase: Phase) -> dict[str, str]:
        """What a phase waits for, nearest first, each with the phase that waits for it on a shortest way there."""
        if id(phase) not in self._found:
            self._found[id(phase)] = self._search(phase)
        return self._found[id(phase)]

    def _search(self, phase: Phase) -> dict[str, str]:
        found: dict[str, str] = {}
        reached = [phase]
        for current in reached:  # the list grows while it is read, so that near phases come first
            for dependency in current.depends_on:
                if dependency.phase not in found:
                    found[dependency.phase] = current.id
                    reached.append(self.phases[dependency.phase])
        return found
