"""Entries that many phases must come before, one after the other: what no expression can say, because a chain has no fixed length."""

from __future__ import annotations

from collections.abc import Iterator

from planlint.facts import Facts
from planlint.finding import Hit, Place
from planlint.plan.phases import Phase

_AT_MOST = 4


def waits_for_too_many(facts: Facts) -> Iterator[Hit]:
    """An entry should not hang on more than four phases in a row."""
    for phase in facts.calendar.entry:
        chain = _longest(facts, phase, frozenset())
        if len(chain) > _AT_MOST:
            yield Hit(
                path=facts.directory.path(phase, "depends_on"),
                part="key",
                fields={"phase": phase.id, "count": len(chain), "limit": _AT_MOST, "chain": tuple(each.id for each in chain)},
                places=tuple(Place(facts.directory.path(each), "link") for each in chain),
            )


def _longest(facts: Facts, phase: Phase, seen: frozenset[str]) -> list[Phase]:
    """The longest chain of phases that come before one; a phase that waits for itself is counted once."""
    seen |= {phase.id}
    before = [facts.directory.phases[each.phase] for each in phase.depends_on if each.phase not in seen]
    return max(([*_longest(facts, each, seen), each] for each in before), key=len, default=[])
