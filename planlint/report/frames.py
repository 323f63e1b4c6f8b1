"""Frames: lines of a plan with what a finding says underlined in them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from planlint.report.style import Ink, paint
from planlint.report.visible import cells, visible
from planlint.source.document import Lines, Span

_CUT = "…"
_MIN_ROOM = 30


class Marked(NamedTuple):
    """A place to underline, and what stands beside the line; the primary one is what the finding is about."""

    span: Span
    label: str
    is_primary: bool = False


class _Excerpt(NamedTuple):
    """What is shown of a line: its characters from ``left`` to ``right``."""

    line: str
    left: int
    right: int

    @property
    def shown(self) -> str:
        return self._cut_off + visible(self.line[self.left : self.right]) + (_CUT if self.right < len(self.line) else "")

    def offset(self, index: int) -> int:
        """The cell at which a character of the line is shown."""
        return cells(self._cut_off + visible(self.line[self.left : min(index, self.right)]))

    @property
    def _cut_off(self) -> str:
        return _CUT if self.left else ""


def frame(lines: Lines, marked: Sequence[Marked], *, width: int, ink: Ink, colour: bool) -> tuple[int, list[str]]:
    """The width of the line numbers, and the rows: the primary line first, then the others in the order of the plan.

    Places in lines that the text does not have are left out. ``ink`` colours the primary place.
    """
    # Two labels may say the same of one place.
    places = list(dict.fromkeys(place for place in marked if place.span.start.line <= len(lines)))
    if not places:
        return 1, []
    first = next((place.span.start.line for place in places if place.is_primary), 0)
    places.sort(key=lambda place: (place.span.start.line != first, place.span.start))
    gutter = len(str(max(place.span.start.line for place in places)))
    room = max(width - gutter - 3, _MIN_ROOM)
    bar = paint(f"{'':{gutter}} |", "blue", colour=colour)
    rows: list[str] = []
    for number, group in groupby(places, key=lambda place: place.span.start.line):
        line = lines.line(number)
        for excerpt, together in _excerpts(line, list(group), room):
            rows += [bar, f"{paint(f'{number:>{gutter}} |', 'blue', colour=colour)} {excerpt.shown}".rstrip()]
            for place in together:
                underline, label = _mark(excerpt, place)
                own = ink if place.is_primary else "blue"
                rows += [f"{bar} {row}" for row in _mark_rows(underline, label, room, own, colour=colour)]
    return gutter, rows


def _mark(excerpt: _Excerpt, place: Marked) -> tuple[str, str]:
    """The underline with the blanks before it, and its label; a span of several lines is marked in its first one."""
    start, end = place.span
    begin = excerpt.offset(start.column - 1)
    length = max(excerpt.offset(_end(excerpt.line, place.span)) - begin, 1)
    last = end.line - (end.column == 1)
    extent = f"(to line {last})" if last > start.line else ""
    label = " ".join(word for word in (visible(place.label), extent) if word)
    return " " * begin + ("^" if place.is_primary else "-") * length, label


def _mark_rows(underline: str, label: str, room: int, ink: Ink, *, colour: bool) -> Iterator[str]:
    """Underline and label in one row, or in rows of its own where the label would run over the edge."""
    blanks = " " * underline.count(" ")
    mark = paint(underline.strip(), ink, colour=colour)
    painted = paint(label, ink, colour=colour)
    if not label or len(underline) + 1 + cells(label) <= room:
        yield f"{blanks}{mark} {painted}".rstrip()
        return
    yield blanks + mark
    for words in textwrap.wrap(label, room, break_on_hyphens=False):
        yield f"{' ' * max(0, min(len(blanks), room - cells(words)))}{paint(words, ink, colour=colour)}"


def _excerpts(line: str, places: Sequence[Marked], room: int) -> Iterator[tuple[_Excerpt, list[Marked]]]:
    """The stretches of one line that show its places: one where they stand close enough together, else several."""
    together: list[Marked] = []
    for place in places:
        if together and not _fits(line, together[0], place, room):
            yield _excerpt(line, together, room), together
            together = []
        together = [*together, place]
    yield _excerpt(line, together, room), together


def _fits(line: str, first: Marked, last: Marked, room: int) -> bool:
    begin, end = first.span.start.column - 1, last.span.start.column - 1
    return _short(line, room) or (end - begin <= room and cells(visible(line[begin:end])) <= room // 2)


def _short(line: str, room: int) -> bool:
    # Lines may be a megabyte long; no more is ever measured than fits into the room.
    return len(line) <= room and cells(visible(line)) <= room


def _excerpt(line: str, places: Sequence[Marked], room: int) -> _Excerpt:
    if _short(line, room):
        return _Excerpt(line, 0, len(line))
    first = places[0].span.start.column - 1
    start = places[-1].span.start.column - 1
    stop = min(max(_end(line, places[-1].span), start + 1), start + room // 4)
    left = 0
    if stop > room or cells(visible(line[:stop])) >= room:
        spare = room - cells(visible(line[first:stop]))
        left = _context(line, first, max(spare // 2, room // 4))
    right = min(len(line), max(left + room, start + 1))
    while right > start + 1 and cells(visible(line[left:right])) > room - 2:
        right -= 1
    return _Excerpt(line, left, right)


def _end(line: str, span: Span) -> int:
    """Where a span ends in its first line."""
    return len(line.rstrip()) if span.end.line > span.start.line else span.end.column - 1


def _context(line: str, first: int, room: int) -> int:
    """Where a cut line begins: some way before the first place, and never within a character."""
    left = max(0, first - room)
    while left < first and (cells(visible(line[left:first])) > room or not cells(visible(line[left]))):
        left += 1
    return left
