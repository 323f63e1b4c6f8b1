"""Edits of a text: put into it all together, byte for byte the same outside of them."""

from __future__ import annotations

from collections.abc import Iterable

from planlint.source.document import Edit, Lines, Position


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text with its edits; of those that touch each other, the first in the text is made."""
    lines = Lines(text)
    pieces: list[str] = []
    done = 0
    for start, end, new in sorted({(_offset(lines, each.span.start), _offset(lines, each.span.end), each.text) for each in edits}):
        if start >= done:
            pieces += [text[done:start], new]
            done = end
    return "".join([*pieces, text[done:]])


def overlap(one: Iterable[Edit], others: Iterable[Edit]) -> bool:
    """Whether two groups of edits touch the same stretch of a text in different ways."""
    mine, theirs = {*one}, {*others}
    return any(_touch(a, b) for a in mine for b in theirs if a != b)


def _touch(a: Edit, b: Edit) -> bool:
    return a.span.start < b.span.end and b.span.start < a.span.end if a.span != b.span else True


def _offset(lines: Lines, position: Position) -> int:
    return lines.offset(position)
