"""The order of phases: what each waits for, and circles in which they wait for each other."""

from __future__ import annotations

from planlint.facts.directory import Directory
from planlint.plan.phases import Phase


class Order:
    """Phases and what they wait for, by id."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory

    def awaited(self, phase: Phase) -> tuple[Phase, ...]:
        """All that a phase waits for, over any number of others, nearest first; itself only where it stands in a circle."""
        return tuple(self.directory.phases[name] for name in self._ways(phase))

    def waits_for(self, phase: Phase, name: str) -> bool:
        """Whether a phase is the one of this name, or waits for it."""
        return phase.id == name or name in self._ways(phase)

    def circle(self, phase: Phase) -> tuple[str, ...]:
        """The phases of a shortest circle in which a phase waits for itself, from it on; none where it stands in no circle."""
        return self._ways(phase).get(phase.id, ())

    def _ways(self, phase: Phase) -> dict[str, tuple[str, ...]]:
        """What a phase waits for, nearest first, each with a shortest way to it: the phases from this one to the last before it."""
        ways: dict[str, tuple[str, ...]] = {}
        waiting: list[tuple[Phase, tuple[str, ...]]] = [(phase, (phase.id,))]
        for current, way in waiting:  # the list grows while it is read, so that near phases come first
            for dependency in current.depends_on:
                if dependency.phase not in ways:
                    ways[dependency.phase] = way
                    waiting.append((self.directory.phases[dependency.phase], (*way, dependency.phase)))
        return ways
