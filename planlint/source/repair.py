"""A text that is not YAML, mended line by line in memory, so that one run can tell more than its first fault.

A slip that is known is mended as its author probably meant it; any other line that the parser refuses is blanked with what is indented
below it. Lines never move, so every place in the mended text is a place in the author's. What was blanked is said: nobody may take for
missing what stands there and could not be read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import islice
from typing import NamedTuple

from planlint.errors import Unreadable
from planlint.source.document import Document, Edit, Lines, Position, Span
from planlint.source.events import BLANK
from planlint.source.slips import ODD_BLANK, Slip, name_of, slips

MAX_LENGTH = 300_000
"""Of the texts that are read on; the largest example has 30,000 characters."""
_MAX_FAULTS = 30
_MAX_TRIES = 200
_MAX_READ = 3_000_000
"""Characters that are read in all tries together; it takes about a second."""
_MAX_ABOVE = 40
"""How many lines with an open quote or bracket are tried above the place where the parser stopped."""
_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_INDENT = re.compile(rf"(?:[ \t]|{ODD_BLANK.pattern})*")
_MOVABLE = re.compile(r"- |(?:[\w-]+|\"[^\"]*\"|'[^']*') *:(?=\s|\Z)")
"""An item or entry. Anything else would become a part of the text above, if it were moved below that."""
_MENDABLE = frozenset({"syntax", "control_character", "key", "unknown_tag"})
_OPEN = frozenset({"unclosed_quote", "unclosed_bracket"})

Read = Callable[[str], Document]


class Fault(NamedTuple):
    """A fault of syntax: the message of PL001 and its fields, where it stands, and what would mend it (nothing where nobody knows)."""

    variant: str
    fields: Mapping[str, str | int]
    span: Span
    edits: tuple[Edit, ...] = ()


class Repaired(NamedTuple):
    """All faults that were found, and the rest as a document (None where it could not be read).

    ``blanked``: lines were taken out, so that nobody knows what is missing. ``place`` leads from the mended text to the author's.
    """

    faults: tuple[Fault, ...]
    document: Document | None
    blanked: bool
    place: Callable[[Span], Span]


class _Mend(NamedTuple):
    """Lines by their number, from 0, as they should be, and what was wrong with the first."""

    variant: str
    lines: dict[int, str]
    character: str = ""


class _Stop(Exception):
    """Nothing more can be tried."""


def repair(error: Unreadable, read: Read) -> Repaired:
    """Mend and read on, as far as that leads; ``read`` reads a text and raises `Unreadable`."""
    return _Repair(error, read).run()


class _Repair:
    def __init__(self, error: Unreadable, read: Read) -> None:
        self.error: Unreadable | None = error
        self.read = read
        self.original = [found[1] for found in _LINE.finditer(error.text)]
        self.breaks = [found[2] for found in _LINE.finditer(error.text)]
        self.lines = list(self.original)
        self.faults: list[Fault] = []
        self.document: Document | None = None
        self.blanked = False
        self.tries = min(_MAX_TRIES, _MAX_READ // max(len(error.text), 1))

    def run(self) -> Repaired:
        try:
            while self.error is not None and len(self.faults) < _MAX_FAULTS:
                if len(self.error.text) > MAX_LENGTH or self.error.variant not in _MENDABLE:
                    raise _Stop
                self.step(self.error)
        except _Stop:
            pass
        if self.error is not None:
            self.faults.append(self.as_it_is(self.error))
            self.document = None
        faults = sorted(self.faults, key=lambda each: each.span)
        return Repaired(tuple(faults), self.document, self.blanked, self.place)

    def step(self, error: Unreadable) -> None:
        """Find what mends the text at its first error, and go on with the next one; raises `_Stop` where nothing does."""
        at = self.line_of(error)
        following = max(self.after(at, 1), default=at)
        stopped = self.place_of(error)
        mend = self.first_that_leads_on(self.near(at, error), stopped)
        if mend is None and (together := self.together(at)):
            self.faults += map(self.fault, together[:-1])
            mend = together[-1]
        mend = mend or self.farthest(self.moved(at), at, following)
        mend = mend or self.first_that_leads_on(self.open_above(at), stopped)
        if mend is not None:
            self.faults.append(self.fault(mend))
        else:
            mend = next((each for each in self.taken_out(at) if self.reached(each)[0] > at), None)
            if mend is None:
                raise _Stop
            self.blanked = True
            self.faults.append(self.as_it_is(error))
        self.apply(mend)

    def apply(self, mend: _Mend) -> None:
        for number, line in mend.lines.items():
            self.lines[number] = line
        self.error = self.error_of(self.lines)

    def near(self, at: int, error: Unreadable) -> Iterator[_Mend]:
        """Slips of the line where the parser stopped, and of the one before."""
        if error.variant == "control_character":
            yield _Mend("control_character", {at: self.lines[at].replace(error.text[error.offset], " ")}, str(error.fields["character"]))
        for number in (at, *self.before(at, 1)):
            for slip in slips(self.lines[number]):
                yield self.mend_of(slip, number)

    def together(self, at: int) -> list[_Mend]:
        """The slips of several lines before, which YAML takes for one text: mending one alone leads nowhere."""
        found: list[_Mend] = []
        for number in self.before(at, _MAX_ABOVE):
            slip = next(slips(self.lines[number]), None)
            if slip is None:
                break
            found.append(self.mend_of(slip, number))
            if len(found) > 1 and self.reached(_Mend("", {line: text for each in found for line, text in each.lines.items()}))[0] > at:
                for each in found[:-1]:
                    self.lines[next(iter(each.lines))] = each.lines[next(iter(each.lines))]
                return found
        return []

    def mend_of(self, slip: Slip, number: int) -> _Mend:
        return _Mend(slip.variant, {number: slip.mended}, slip.character)

    def open_above(self, at: int) -> Iterator[_Mend]:
        """Quotes and brackets that were opened above and not closed on their line, the nearest first."""
        found = (
            self.mend_of(slip, number)
            for number in self.before(at, at)
            if re.search(r"[\"'\[{]", self.lines[number])
            for slip in slips(self.lines[number])
            if slip.variant in _OPEN
        )
        return islice(found, _MAX_ABOVE)

    def moved(self, at: int) -> Iterator[_Mend]:
        """The line, or the one before, with what is indented below it, under one of the lines around it."""
        for number in (at, *self.before(at, 1)):
            line = self.lines[number]
            blanks = _INDENT.match(line)
            assert blanks is not None
            if not _MOVABLE.match(line, blanks.end()):
                continue
            own = len(blanks[0].expandtabs(2))
            odd = next((sign for sign in blanks[0] if sign != " "), "")
            variant = "indent" if not odd else "tab" if odd == "\t" else "odd_blank"
            for indent in sorted(self.indents_around(number), key=lambda each: abs(each - own)):
                for block in ([number], self.block(number))[: 1 + (indent != own)] if indent != own or odd else ():
                    lines = {each: self.indented(each, indent - own) for each in block}
                    yield _Mend(variant, lines, name_of(odd) if odd else "")

    def indented(self, number: int, by: int) -> str:
        blanks = _INDENT.match(self.lines[number])
        assert blanks is not None
        return " " * max(len(blanks[0].expandtabs(2)) + by, 0) + self.lines[number][blanks.end() :]

    def indents_around(self, number: int) -> set[int]:
        """How far the lines around are indented, and where the entry behind a dash begins; a dash stands only where others do."""
        around = [*self.before(number, 12), *self.after(number, 2)]
        dashes = {self.indent(each) for each in around if self.lines[each].lstrip().startswith("- ")}
        if self.lines[number].lstrip().startswith("- "):
            return dashes
        return {self.indent(each) for each in around} | {each + 2 for each in dashes}

    def taken_out(self, at: int) -> Iterator[_Mend]:
        for number in (at, *self.before(at, 1)):
            yield _Mend("syntax", dict.fromkeys(self.block(number), ""))

    def first_that_leads_on(self, mends: Iterable[_Mend], stopped: tuple[int, int]) -> _Mend | None:
        """The first with which the parser gets beyond the line where it stopped; or further in it, where the mend is above it."""

        def leads_on(mend: _Mend) -> bool:
            reached = self.reached(mend)
            return reached[0] > stopped[0] or (max(mend.lines) < stopped[0] and reached > stopped)

        return next((mend for mend in mends if leads_on(mend)), None)

    def farthest(self, mends: Iterable[_Mend], at: int, following: int) -> _Mend | None:
        """The one with which the parser gets farthest; the first of those that are alike.

        A line may be moved in vain so that it is only the next one that does not fit: unless a character is to blame, that must fit too.
        """
        reached = [(self.reached(mend)[0], -number, mend) for number, mend in enumerate(mends)]
        best = max(reached, default=None, key=lambda each: each[:2])
        return best[2] if best is not None and best[0] > (at if best[2].character else following) else None

    def reached(self, mend: _Mend) -> tuple[int, int]:
        """The line and column at which the parser stops with this mend."""
        if self.tries == 0:
            raise _Stop
        self.tries -= 1
        lines = [mend.lines.get(number, line) for number, line in enumerate(self.lines)]
        error = self.error_of(lines)
        return (len(self.lines), 0) if error is None else self.place_of(error)

    def place_of(self, error: Unreadable) -> tuple[int, int]:
        return self.line_of(error), Lines(error.text).position(error.offset).column

    def error_of(self, lines: list[str]) -> Unreadable | None:
        try:
            self.document = self.read("".join(map("".join, zip(lines, self.breaks, strict=True))))
        except Unreadable as error:
            return error
        return None

    def line_of(self, error: Unreadable) -> int:
        """The number of the line of an error; of the last with something in it where the error is at the end."""
        starts = [found.start() for found in _LINE.finditer(error.text)]
        number = bisect_right(starts, min(error.offset, max(len(error.text.rstrip(BLANK)) - 1, 0))) - 1
        return next((each for each in range(number, -1, -1) if self.lines[each].strip(BLANK)), number)

    def before(self, number: int, count: int) -> list[int]:
        """The nearest lines above with something in them, the nearest first."""
        return list(islice((each for each in range(number - 1, -1, -1) if self.is_said(each)), count))

    def after(self, number: int, count: int) -> list[int]:
        return list(islice((each for each in range(number + 1, len(self.lines)) if self.is_said(each)), count))

    def is_said(self, number: int) -> bool:
        line = self.lines[number].strip()
        return bool(line) and not line.startswith("#")

    def indent(self, number: int) -> int:
        blanks = _INDENT.match(self.lines[number])
        assert blanks is not None
        return len(blanks[0].expandtabs(2))

    def block(self, number: int) -> list[int]:
        """A line and those below it that are indented more, up to the last with something in it."""
        found = [number]
        for each in range(number + 1, len(self.lines)):
            if self.lines[each].strip() and self.indent(each) <= self.indent(number):
                break
            found.append(each)
        while not self.lines[found[-1]].strip() and len(found) > 1:
            found.pop()
        return found

    def fault(self, mend: _Mend) -> Fault:
        edits = [edit for number, line in mend.lines.items() for edit in line_edits(number + 1, self.original[number], line)]
        fields: dict[str, str | int] = {"character": mend.character} if mend.character else {}
        return Fault(mend.variant, fields, self.marked(edits, next(iter(mend.lines))), tuple(edits))

    def marked(self, edits: list[Edit], number: int) -> Span:
        """Where a fault is shown: what its first edit replaces, or the character at which something lacks."""
        first = edits[0].span if edits else Span(Position(number + 1, 1), Position(number + 1, 1))
        if first.start != first.end:
            return first
        start, end = first.start, len(self.original[first.start.line - 1])
        column = min(start.column, max(end, 1))
        return Span(Position(start.line, column), Position(start.line, column + (end > 0)))

    def as_it_is(self, error: Unreadable) -> Fault:
        lines = Lines(error.text)
        end = min(error.offset + 1, len(error.text))
        return Fault(error.variant, error.fields, self.place(Span(lines.position(error.offset), lines.position(end))))

    def place(self, span: Span) -> Span:
        """A stretch of the mended text in the author's."""
        return Span(self._back(span.start), self._back(span.end))

    def _back(self, position: Position) -> Position:
        old, new = self.original[position.line - 1], self.lines[position.line - 1]
        return position if old == new else Position(position.line, _column(old, new, position.column - 1) + 1)


def line_edits(number: int, old: str, new: str) -> Iterator[Edit]:
    """The least that turns a line into another one; what stays is not part of it, as it is the author's own."""
    inserted = _inserted(old, new)
    changes = _changed(old, new) if inserted is None else inserted
    for start, end, text in changes:
        yield Edit(Span(Position(number, start + 1), Position(number, end + 1)), text)


def _inserted(old: str, new: str) -> list[tuple[int, int, str]] | None:
    """What is put between the characters of a line; None where some of these go as well."""
    found: dict[int, str] = {}
    at = 0
    for sign in new:
        if old[at : at + 1] == sign:
            at += 1
        else:
            found[at] = found.get(at, "") + sign
    return [(place, place, text) for place, text in found.items()] if at == len(old) else None


def _changed(old: str, new: str) -> list[tuple[int, int, str]]:
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(start, end, new[first:last]) for kind, start, end, first, last in codes if kind != "equal"]


def _column(old: str, new: str, column: int) -> int:
    for kind, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if first <= column < last:
            return start + column - first if kind == "equal" else min(start + column - first, end)
    return len(old)
