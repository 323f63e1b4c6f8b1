"""Paths as people write them: ``phases[p3-inspection].start`` and back."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from planlint.source.document import Path

_STEP = re.compile(r"\.?(?P<key>[^.\[\]\"]+)|\.?\"(?P<quoted>[^\"]+)\"|\[(?P<item>[^\]]+)\]")
_PLAIN_KEY = re.compile(r"[^.\[\]\"]+\Z")


def path_text(path: Path, data: Any) -> str:
    """A path as people read it: list items by their ids, by position only where they have none."""
    words: list[str] = []
    for step in path:
        data = _step(data, step)
        if isinstance(step, int):
            name = data.get("id") if isinstance(data, dict) else None
            words.append(f"[{name if isinstance(name, str) else step}]")
        else:
            shown = step if step.isidentifier() or _PLAIN_KEY.match(step) else f'"{step}"'
            words.append(f".{shown}" if words else shown)
    return "".join(words)


def find_path(text: str, data: Any) -> Path | None:
    """The path that ``text`` names in ``data``, whose last key need not exist; None where it names nothing."""
    path: list[str | int] = []
    at = 0
    while at < len(text):
        found = _STEP.match(text, at)
        if found is None or (path and data is None):
            return None
        step = _named_step(found, data)
        if step is None:
            return None
        path.append(step)
        data = _step(data, step)
        at = found.end()
    return tuple(path)


def value_at(path: Path, data: Any) -> Any:
    """The value at a path; None where there is none."""
    for step in path:
        data = _step(data, step)
    return data


_Link = tuple[Any, str | int] | None
"""A step, and the link to the steps before it."""


def texts_where(data: dict[str, Any], holds: Callable[[str], bool]) -> Iterator[Path]:
    """Where the texts of a plan's data stand for which something holds, in any order.

    Looking at the data is much faster than at the models, and a path is put together only where it is wanted.
    """
    waiting: list[tuple[_Link, dict[str, Any] | list[Any]]] = [(None, data)]
    while waiting:
        link, around = waiting.pop()
        for step, value in around.items() if isinstance(around, dict) else enumerate(around):
            kind = type(value)
            if kind is str:
                if holds(value):
                    yield _path((link, step))
            elif kind is dict or kind is list:
                waiting.append(((link, step), value))


def _path(link: _Link) -> Path:
    steps: list[str | int] = []
    while link is not None:
        link, step = link
        steps.append(step)
    return tuple(reversed(steps))


def pointer(path: Path) -> str:
    """A path as a JSON Pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def _named_step(found: re.Match[str], data: Any) -> str | int | None:
    if found["item"] is None:
        return found["key"] or found["quoted"]
    if not isinstance(data, list):
        return None
    for index, item in enumerate(data):
        if isinstance(item, dict) and item.get("id") == found["item"]:
            return index
    return int(found["item"]) if found["item"].isdecimal() and int(found["item"]) < len(data) else None


def _step(data: Any, step: str | int) -> Any:
    if isinstance(data, dict):
        return data.get(str(step))
    if isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data):
        return data[step]
    return None
