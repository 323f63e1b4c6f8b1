"""Comments of a document. They say nothing to a rule, so the reader passes over them; callers that need them trigger a second pass."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ruamel.yaml.events import ScalarEvent

from planlint.source.document import Document, Span
from planlint.source.events import after_properties, events

_COMMENT = re.compile(r"#[^\r\n]*")
_LINE_END = re.compile(r"[\r\n]|\Z")


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
    """Where keys and values stand; of a block scalar only its lines, as a comment may stand behind its indicator."""
    for event in events(text):
        if isinstance(event, ScalarEvent):
            end = event.end_mark.index
            start = after_properties(text, event.start_mark.index, end)
            if event.style in ("|", ">") and (first_line := _LINE_END.search(text, start, end)):
                start = first_line.end()
            yield start, end
