"""The comments of a document, and the key or list item that each belongs to.

To rules a comment says nothing, so the reader passes over them. Those who look for comments parse the text a second time.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from ruamel.yaml.events import ScalarEvent

from planlint.source.document import Document, KeyMark, Mark, Path, Span
from planlint.source.events import events, start_of

_COMMENT = re.compile(r"#[^\r\n]*")
_LINE_END = re.compile(r"[\r\n]|\Z")


class Comment(NamedTuple):
    """A comment from its ``#`` to the end of its line."""

    text: str
    span: Span


def comments(document: Document) -> tuple[Comment, ...]:
    """Every comment, in the order of the text: all that starts with ``#`` outside keys and values."""
    found: list[Comment] = []
    start = 0
    for first, last in (*_scalars(document.text), (len(document.text), len(document.text))):
        for each in _COMMENT.finditer(document.text, start, first):
            found.append(Comment(each.group(), document.span(*each.span())))
        start = last
    return tuple(found)


def _scalars(text: str) -> Iterator[tuple[int, int]]:
    """Where keys and values stand; of a block scalar only its lines, as a comment may follow its ``|`` or ``>``."""
    for event in events(text):
        if isinstance(event, ScalarEvent):
            end = event.end_mark.index
            start = start_of(event, text)
            if event.style in ("|", ">") and (first_line := _LINE_END.search(text, start, end)):
                start = first_line.end()
            yield start, end


_BREAK = r"(?:\r\n|\r|\n)"
_PROPERTIES = r"(?:(?:-|[&!]\S*+)\s++(?:#[^\r\n]*+\s++)*+)*+"
_COMMENT_LINES = rf"(?:{_BREAK}[ \t]*+#[^\r\n]*+)*+"
_ABOVE = re.compile(rf"{_COMMENT_LINES}{_BREAK}(?P<indent>[ \t]*+){_PROPERTIES}")
"""What may stand between a comment and the key or item below it: more comments, and the item's dash, anchor and tag."""
_BEGUN = re.compile(r"\s*+(?:(?:-|[&!]\S*+)(?:\s++|\Z))++")
"""The start of a line that holds only an item's dash, anchor or tag; its value is on a line below."""


class Entries:
    """The keys and list items of a document, to be found by where they start and end in its text."""

    def __init__(self, document: Document) -> None:
        self.document = document
        places = sorted(_starts(document.marks.plan, document.text), key=lambda each: (each[0], len(each[2])))
        self._starts = [start for start, _, _ in places]
        self._paths = [path for _, _, path in places]
        self._ending = {end: path for _, end, path in places}  # where several end together, the innermost is kept: it starts last

    def of(self, comment: Comment) -> Path | None:
        """The key or item on the comment's line or, where a comment has a line to itself, on the next; None unless it is exactly one."""
        lines = self.document.lines
        start = lines.offset(comment.span.start)
        line = start - comment.span.start.column + 1
        before = self.document.text[line:start]
        if not before.strip():
            return self._below(lines.offset(comment.span.end), comment.span.start.column - 1)
        if (found := self._first_two(line, start)) or (found := self._ending_at(line + len(before.rstrip(" \t,")))):
            return found[0] if len(found) == 1 else None
        return self._below(lines.offset(comment.span.end), 0) if _BEGUN.fullmatch(before) else None

    def _first_two(self, start: int, end: int) -> list[Path]:
        """The outermost entries that start in a stretch of text, two at most."""
        tops: list[Path] = []
        for path in self._paths[bisect_left(self._starts, start) : bisect_left(self._starts, end)]:
            if not any(path[: len(top)] == top for top in tops):
                tops.append(path)
                if len(tops) == 2:
                    break
        return tops

    def _ending_at(self, end: int) -> list[Path]:
        return [self._ending[end]] if end in self._ending else []

    def _below(self, end: int, indent: int) -> Path | None:
        """The entry on the next line. None where that is indented less, as the comment may then be for the entry above."""
        index = bisect_left(self._starts, end)
        if index == len(self._starts):
            return None
        between = _ABOVE.fullmatch(self.document.text, end, self._starts[index])
        return self._paths[index] if between and len(between["indent"]) >= indent else None


def _starts(root: Mark, text: str) -> Iterator[tuple[int, int, Path]]:
    """Start, end and path of every key and item; and again for the value of a key, where it could stand on a line of its own."""
    waiting: list[tuple[Mark, Path]] = [(root, ())]
    while waiting:
        mark, path = waiting.pop()
        for step, place, value in _children(mark):
            if not (mark.start <= place.start and place.end <= mark.end):
                continue  # An alias or a merge key brings this in; it stands elsewhere.
            here = (*path, step)
            yield place.start, max(place.end, value.end), here
            if value is not place and value.start > place.end and (value.children is None or text[value.start] in "[{"):
                yield value.start, value.end, here
            if value.children:
                waiting.append((value, here))


def _children(mark: Mark) -> Iterator[tuple[str | int, KeyMark | Mark, Mark]]:
    if isinstance(mark.children, dict):
        for key, found in mark.children.items():
            yield key, found, found.value
    else:
        for index, item in enumerate(mark.children or ()):
            yield index, item, item
