"""A document: the text of a plan, its plain data, and where in the text each key and value stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

Path = tuple[str | int, ...]
"""A place in a plan: keys and list positions from the top, ``("phases", 2, "start")``."""

Part = Literal["value", "key", "second_key"]
"""Which part of a path is meant: its value, its key, or that key where it is repeated."""

MAX_BYTES = 2 * 1024 * 1024
"""How large a plan may be. The largest example has 30 KB; the bound is there so that no input can take up the machine."""

_LINE_BREAK = re.compile(r"\r\n|\r|\n")


class Mark(NamedTuple):
    """Where a value stands, in code points from the start of the text, and the marks of what it contains."""

    start: int
    end: int
    children: dict[str, KeyMark] | list[Mark] | None = None


class KeyMark(NamedTuple):
    """Where a key stands, and the mark of its value."""

    start: int
    end: int
    value: Mark


class Position(NamedTuple):
    """Line and column, both from 1; columns count code points."""

    line: int
    column: int


class Span(NamedTuple):
    """A stretch of text; the end is exclusive."""

    start: Position
    end: Position


class Edit(NamedTuple):
    """A text that takes the place of a stretch of a document's text."""

    span: Span
    text: str


class Marks(NamedTuple):
    """The mark of a plan and, for every key repeated in its mapping, where it stands the second time."""

    plan: Mark
    second_keys: Mapping[Path, Mark] = MappingProxyType({})


class Lines:
    """The lines of a text, which end as in YAML 1.2: with LF, CR or CR LF."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(found.end() for found in _LINE_BREAK.finditer(text))]

    def __len__(self) -> int:
        return len(self._starts)

    def position(self, offset: int) -> Position:
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def offset(self, position: Position) -> int:
        return self._starts[position.line - 1] + position.column - 1

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its line break."""
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return self.text[self._starts[number - 1] : end].rstrip("\r\n")


def _no_marks() -> Marks:
    return Marks(Mark(0, 0))


@dataclass(frozen=True)
class Document:
    """One plan file. ``name`` is what people call it; ``data`` consists of dict, list and scalars alone."""

    name: str
    text: str
    data: dict[str, Any]
    find_marks: Callable[[], Marks] = _no_marks
    """Finds where everything stands; called only if that is asked for, as most plans have no findings."""
    duplicates: tuple[Path, ...] = ()
    """Keys that are repeated in their mapping; the data has the value of the first."""
    bare_booleans: tuple[Path, ...] = ()
    """Where a word without quotes stands that YAML 1.1 reads as a boolean, such as ``no``."""
    odd_numbers: tuple[tuple[Path, str], ...] = ()
    """Numbers without quotes that other countries read differently, as they are written: ``1200.000``, ``450,000`` between braces."""
    identity: str = ""
    """What the file is called from whichever folder planlint is started; empty where that is its name."""

    @cached_property
    def marks(self) -> Marks:
        """Where the plan and everything in it stands."""
        return self.find_marks()

    @cached_property
    def lines(self) -> Lines:
        return Lines(self.text)

    def locate(self, path: Path, part: Part = "value") -> Span:
        """The span of the value (or key) at ``path``; where there is none, that of the nearest key above."""
        second = self.marks.second_keys.get(path) if part == "second_key" else None
        start, end = (second.start, second.end) if second else self._extent(path, part)
        return self.span(start, end)

    def span(self, start: int, end: int) -> Span:
        return Span(self.lines.position(start), self.lines.position(end))

    def position_in(self, path: Path, text: str, at: int) -> Position:
        """Where character ``at`` of the text at ``path`` stands in the file.

        Quotes, escapes and folded lines make the written text longer than its value. So each character of the value is looked for in
        turn behind the one before, spaces excepted, since a line break may stand for them.
        """
        start, end = self._extent(path, "value")
        raw = self.text[start:end]
        place = raw.find("\n") + 1 if raw[:1] in ("|", ">") else int(raw[:1] in ("'", '"'))
        for sign in text[: max(at, 0)]:
            if not sign.isspace():
                place = max(raw.find(sign, place) + 1, place)
        while text[at : at + 1].strip() and place < len(raw) and raw[place] != text[at]:
            place += 1
        return self.lines.position(start + min(place, len(raw)))

    def cut(self, span: Span) -> str:
        """The text inside ``span``."""
        return self.text[self.lines.offset(span.start) : self.lines.offset(span.end)]

    def _extent(self, path: Path, part: Part) -> tuple[int, int]:
        mark = self.marks.plan
        key = _start_of_text(mark)
        for step in path:
            child = _child(mark, step)
            if child is None:
                return key
            if isinstance(child, KeyMark):
                key, mark = (child.start, child.end), child.value
            else:
                key, mark = (child.start, child.end), child
        # A value left empty has no text of its own, so its key is shown.
        if part != "value" or mark.start == mark.end or not path:
            return key
        return mark.start, mark.end


def _child(mark: Mark, step: str | int) -> KeyMark | Mark | None:
    children = mark.children
    if isinstance(children, dict):
        found: KeyMark | None = children.get(str(step))
        return found
    if isinstance(children, list) and isinstance(step, int) and 0 <= step < len(children):
        item: Mark = children[step]
        return item
    return None


def _start_of_text(mark: Mark) -> tuple[int, int]:
    """The first key of the plan, where findings about the plan as a whole are shown."""
    if isinstance(mark.children, dict) and mark.children:
        first = next(iter(mark.children.values()))
        return first.start, first.end
    return mark.start, mark.end
