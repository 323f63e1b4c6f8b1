"""Where in a text its keys and values stand.

Most plans are sound, and then no place in them is ever asked for. So the reader only keeps the parser's events, as nodes nested like
the values, and marks are made of them on first use.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from ruamel.yaml import events as ev

from planlint.source.document import KeyMark, Mark, Marks, Path
from planlint.source.events import BLANK, inherit, is_merge_key, start_of


class AliasNode(NamedTuple):
    """An alias, and the value that it repeats."""

    event: Any
    target: Any


CollectionNode = tuple[Any, Any, list[Any]]
"""A list or mapping: its first event, its last, and the nodes of its items, or in turn those of a key and its value.

A plain tuple, because a named one takes eight times as long to make, and one is made for every collection of every plan."""

Node = Any
"""One of these two, or the event of a scalar, which is its own node. Untyped, as the parser's events are."""

_SCALAR = ev.ScalarEvent


def marks_of(text: str, root: Node, duplicates: Iterable[tuple[Path, Node]]) -> Marks:
    """The marks of ``root`` and all that is in it, and those of ``duplicates``, the keys that are repeated there."""
    marking = _Marking(text)
    second_keys: dict[Path, Mark] = {}
    for path, key in duplicates:
        second_keys.setdefault(path, marking.mark(key))
    return Marks(marking.mark(root), second_keys)


def _is_bare(node: Node) -> bool:
    """Whether it is a scalar without quotes, anchor and tag, as nearly all are. These stand exactly where their events say."""
    return type(node) is _SCALAR and not node.style and node.ctag is None and node.anchor is None


def _extent(event: Any, text: str) -> tuple[int, int]:
    """Where a scalar or an alias starts and ends, without anchor, tag and the blank lines that follow it."""
    start, end = start_of(event, text), event.end_mark.index
    if type(event) is _SCALAR and event.style and event.style in "|>":
        end = start + len(text[start:end].rstrip(BLANK))
    return start, end


class _Marking:
    """Makes marks of nodes. Aliases share the children of what they repeat, so that a few lines of them do not make millions of marks."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.anchored: dict[int, Mark] = {}

    def mark(self, node: Node) -> Mark:
        kind = type(node)
        if kind is _SCALAR:
            return Mark(*_extent(node, self.text))
        if kind is AliasNode:
            target = self.anchored.get(id(node.target))  # made already, as an anchor comes before its aliases
            return Mark(*_extent(node.event, self.text), target.children if target else None)
        return self.collection(node)

    def collection(self, node: CollectionNode) -> Mark:
        """A collection in brackets ends at its bracket, any other with its last value; the parser puts that end behind later comments."""
        begin, end, nodes = node
        children: dict[str, KeyMark] | list[Mark]
        children, last = self.entries(nodes) if type(begin) is ev.MappingStartEvent else self.items(nodes)
        start = start_of(begin, self.text)
        if self.text[start] in "[{":
            last = end.end_mark.index
        mark = Mark(start, start if last is None else last, children)
        if begin.anchor is not None:
            self.anchored[id(node)] = mark
        return mark

    def items(self, nodes: list[Node]) -> tuple[list[Mark], int | None]:
        marks = [Mark(node.start_mark.index, node.end_mark.index) if _is_bare(node) else self.mark(node) for node in nodes]
        return marks, marks[-1].end if marks else None

    def entries(self, nodes: list[Node]) -> tuple[dict[str, KeyMark], int | None]:
        marks: dict[str, KeyMark] = {}
        merges = False
        last: int | None = None
        keys_and_values = iter(nodes)
        for key, of_value in zip(keys_and_values, keys_and_values, strict=True):
            if _is_bare(key):
                start, end, name = key.start_mark.index, key.end_mark.index, key.value
            else:
                start, end, _ = self.mark(key)
                name = str((key.target if type(key) is AliasNode else key).value)
            value = Mark(of_value.start_mark.index, of_value.end_mark.index) if _is_bare(of_value) else self.mark(of_value)
            # An empty value stands where the parser noticed that there is none, which may be before the end of its key.
            last = max(end, value.end)
            if name not in marks:
                marks[name] = KeyMark(start, end, value)
                merges = merges or (name == "<<" and is_merge_key(key))
        if merges:
            value = marks["<<"].value
            sources = value.children if isinstance(value.children, list) else [value]
            inherit(marks, (source.children for source in sources))
        return marks, last
