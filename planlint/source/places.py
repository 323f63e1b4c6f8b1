"""Where the values of a document stand, as the parser's events say it, and the marks that are made of them.

Most plans are sound, and nobody asks where in their text anything stands. So reading only keeps the events, which costs next to
nothing, and the marks are made when one is asked for.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from planlint.source.document import KeyMark, Mark

_PROPERTIES = re.compile(r"(?:[&!]\S*\s++(?:#[^\r\n]*+\s++)*+)+")
_BLANK = " \t\r\n"

Place = Any
"""Where a value stands: the event of a scalar, an `Alias` or a `Collection`."""


class Alias(NamedTuple):
    """The event of an alias, and the place of what it stands for."""

    event: Any
    anchored: Place


class Collection(NamedTuple):
    """The events between which a collection stands, the key and value (or the item) that come last in it, and all that are in its data."""

    start: Any
    end: Any
    last: tuple[Place, ...] | list[Place]
    children: dict[str, tuple[Place, Place]] | list[Place]


def after_properties(text: str, start: int, end: int) -> int:
    """Where a value starts behind its anchor and tag, and the comments behind those."""
    found = _PROPERTIES.match(text, start, end)
    return found.end() if found else (end if text[start : start + 1] in "&!" else start)


def children_of(place: Place) -> dict[str, tuple[Place, Place]] | list[Place] | None:
    """The places inside a place; None for a scalar."""
    if type(place) is Alias:
        return children_of(place.anchored)
    return place.children if type(place) is Collection else None


def extent_of(place: Place, text: str) -> tuple[int, int]:
    """Where a place starts and ends, without anchor, tag and what follows it."""
    if type(place) is Alias:
        return place.event.start_mark.index, place.event.end_mark.index
    if type(place) is Collection:
        return _extent_of_collection(place, text)
    start, end = place.start_mark.index, place.end_mark.index
    if place.ctag is not None or place.anchor is not None:
        start = after_properties(text, start, end)
    if place.style and place.style in "|>":
        end = start + len(text[start:end].rstrip(_BLANK))
    return start, end


def _extent_of_collection(place: Collection, text: str) -> tuple[int, int]:
    """A collection in brackets ends at its bracket, any other with its last value: the parser's own mark is past the comments."""
    start = place.start.start_mark.index
    if place.start.ctag is not None or place.start.anchor is not None:
        start = after_properties(text, start, len(text))
    if text[start] in "[{":
        return start, place.end.end_mark.index
    # An empty value stands where the parser noticed that there is none, which may be before its key's end.
    return start, max((extent_of(each, text)[1] for each in place.last), default=start)


def mark_of(place: Place, text: str) -> Mark:
    """The mark of a place, with those of all that is in it."""
    children = children_of(place)
    if isinstance(children, dict):
        marks = {key: KeyMark(*extent_of(of_key, text), mark_of(value, text)) for key, (of_key, value) in children.items()}
        return Mark(*extent_of(place, text), marks)
    return Mark(*extent_of(place, text), None if children is None else [mark_of(each, text) for each in children])
