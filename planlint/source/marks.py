"""Where in a text its keys and values stand.

Most plans are sound, and nobody asks where anything in them stands. So the reader only keeps the parser's events, and the marks are
made of them when one is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from typing import Any, NamedTuple

from ruamel.yaml import events as ev

from planlint.source.document import KeyMark, Mark, Marks, Path
from planlint.source.events import BLANK, after_properties, is_merge_key


class _Anchored(NamedTuple):
    """The event that an anchor stands at, and the marks of what is in there."""

    event: Any
    children: dict[str, KeyMark] | list[Mark] | None


_MAPPING_END, _SCALAR = ev.MappingEndEvent, ev.ScalarEvent


def _is_bare(event: Any) -> bool:
    """Whether it is a scalar without quotes, anchor and tag, as nearly every one is: it stands just where its event says."""
    return type(event) is _SCALAR and not event.style and event.ctag is None and event.anchor is None


def marks_of(text: str, events: Iterator[Any]) -> Marks:
    """The marks of a text that the reader has taken for a plan, from the parser's events for it."""
    return _Builder(text, copy(events)).marks()


class _Builder:
    """Builds marks as the reader builds data; what that refuses does not come here."""

    def __init__(self, text: str, events: Iterator[Any]) -> None:
        self.text = text
        self.next_event = events.__next__
        self.anchored: dict[str, _Anchored] = {}
        self.second_keys: dict[Path, Mark] = {}
        self.path: list[str | int] = []

    def marks(self) -> Marks:
        while not isinstance(self.next_event(), ev.DocumentStartEvent):
            pass
        return Marks(self.mark(self.next_event()), self.second_keys)

    def mark(self, event: Any) -> Mark:
        if isinstance(event, ev.AliasEvent):
            return Mark(event.start_mark.index, event.end_mark.index, self.anchored[event.anchor].children)
        if isinstance(event, ev.ScalarEvent):
            mark = Mark(*self.extent(event))
        elif isinstance(event, ev.SequenceStartEvent):
            mark = self.sequence(event)
        else:
            mark = self.mapping(event)
        if event.anchor is not None:
            self.anchored[event.anchor] = _Anchored(event, mark.children)
        return mark

    def extent(self, event: Any) -> tuple[int, int]:
        """Where a scalar starts and ends, without anchor, tag and what follows it."""
        start, end = event.start_mark.index, event.end_mark.index
        if event.ctag is not None or event.anchor is not None:
            start = after_properties(self.text, start, end)
        if event.style and event.style in "|>":
            end = start + len(self.text[start:end].rstrip(BLANK))
        return start, end

    def sequence(self, begin: Any) -> Mark:
        items: list[Mark] = []
        self.path.append(0)
        while not isinstance(event := self.next_event(), ev.SequenceEndEvent):
            self.path[-1] = len(items)
            items.append(self.mark(event))
        self.path.pop()
        return self.collection(begin, event, items, items[-1].end if items else None)

    def mapping(self, begin: Any) -> Mark:
        children: dict[str, KeyMark] = {}
        merged: list[Mark] = []
        last: int | None = None
        self.path.append("")
        path, next_event = self.path, self.next_event
        while type(event := next_event()) is not _MAPPING_END:
            if _is_bare(event):
                start, end, name = event.start_mark.index, event.end_mark.index, event.value
            else:
                start, end, _ = self.mark(event)
                name = str((self.anchored[event.anchor].event if isinstance(event, ev.AliasEvent) else event).value)
            path[-1] = name
            of_value = next_event()
            value = Mark(of_value.start_mark.index, of_value.end_mark.index) if _is_bare(of_value) else self.mark(of_value)
            # An empty value stands where the parser noticed that there is none, which may be before its key's end.
            last = max(end, value.end)
            if name in children:
                self.second_keys.setdefault(tuple(path), Mark(start, end))
                continue
            children[name] = KeyMark(start, end, value)
            if is_merge_key(event):
                merged.append(value)
        self.path.pop()
        if merged:
            del children["<<"]
        for value in merged:
            for source in value.children if isinstance(value.children, list) else [value]:
                assert isinstance(source.children, dict)
                children = {**children, **{name: mark for name, mark in source.children.items() if name not in children}}
        return self.collection(begin, event, children, last)

    def collection(self, begin: Any, end: Any, children: dict[str, KeyMark] | list[Mark], last: int | None) -> Mark:
        """A collection in brackets ends at its bracket, any other with its last value: the parser's own mark is past the comments."""
        start = begin.start_mark.index
        if begin.ctag is not None or begin.anchor is not None:
            start = after_properties(self.text, start, len(self.text))
        if self.text[start] in "[{":
            return Mark(start, end.end_mark.index, children)
        return Mark(start, start if last is None else last, children)
