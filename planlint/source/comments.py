"""Comments of a document. They say nothing to a rule, so the reader passes over them; who asks pays for a second look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ruamel.yaml.events import ScalarEvent

from planlint.source.document import Document, Span
from planlint.source.reader import events

_COMMENT = re.compile(r"#[^\r\n]*")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*")


class Comment(NamedTuple):
    """A comment from its ``#`` to the end of its line."""

    text: str
    span: Span


def comments(document: Document) -> tuple[Comment, ...]:
    """Every comment, in the order of the text: what starts with ``#`` outside of keys and values."""
    found: list[Comment] = []
    start = 0
    for first, last in (*_scalars(document.text), (len(document.text), len(document.text))):
        for each in _COMMENT.finditer(document.text, start, first):
            found.append(Comment(each.group(), document.span(*each.span())))
        start = last
    return tuple(found)


def _scalars(text: str) -> Iterator[tuple[int, int]]:
    """Where keys and values stand; of a block scalar, its indicator and its lines stand apart, as a comment may be between them."""
    for event in events(text):
        if not isinstance(event, ScalarEvent):
            continue
        start, end = event.start_mark.index, event.end_mark.index
        if event.style not in ("|", ">"):
            yield start, end
        elif header := _BLOCK_HEADER.search(text, start, end):
            yield start, header.end()
            line_end = re.compile(r"[\r\n]|\Z").search(text, header.end())
            yield (line_end.start() if line_end else end), end
