"""Where a configuration says something: file, key and line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

Steps = tuple[str | int, ...]

_NAME = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_DOTTED = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_HEADER = re.compile(rf"\s*(?P<open>\[\[?)\s*(?P<name>{_DOTTED})\s*\]")
_KEY = re.compile(rf"\s*(?P<name>{_DOTTED})\s*=")


class Layer(NamedTuple):
    """What one configuration file says; ``prefix`` is where in the file."""

    file: Path
    prefix: tuple[str, ...]
    table: dict[str, Any]

    def says(self, steps: Steps) -> bool:
        """Whether something stands there."""
        here: object = self.table
        for step in steps:
            if isinstance(here, dict) and step in here:
                here = here[str(step)]
            elif isinstance(here, list) and isinstance(step, int) and step < len(here):
                here = here[step]
            else:
                return False
        return True


class Said(NamedTuple):
    """A place in a configuration file."""

    layer: Layer
    steps: Steps

    @property
    def key(self) -> str:
        """The place as people write it: ``tool.planlint.per-file[0].ignore``."""
        return key_text((*self.layer.prefix, *self.steps))

    @property
    def line(self) -> int | None:
        """The line of the key, or of what it stands in where it has none of its own."""
        return line_of(self.layer.file.read_text("utf-8"), (*self.layer.prefix, *self.steps))

    @property
    def at(self) -> str:
        """File and line."""
        return f"{self.layer.file}:{self.line}" if self.line is not None else str(self.layer.file)

    def __str__(self) -> str:
        return f"{self.layer.file}: {self.key}"


def key_text(steps: Steps) -> str:
    """A key with its tables, positions in brackets."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).removeprefix(".")


def line_of(text: str, steps: Steps) -> int | None:
    """The line of a TOML key, counted from 1; of the nearest table or key above it where it is within a value."""
    lines = _lines(text)
    return next((lines[steps[:depth]] for depth in range(len(steps), 0, -1) if steps[:depth] in lines), None)


def _lines(text: str) -> dict[Steps, int]:
    """The lines of the headers and keys that begin a line. Text that only looks like one, within a value, is a key that nobody asks for."""
    found: dict[Steps, int] = {}
    counts: dict[Steps, int] = {}
    table: Steps = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = _within(_names(header["name"]), counts, is_element=header["open"] == "[[")
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, *_names(key["name"])), number)
    return found


def _within(names: list[str], counts: dict[Steps, int], *, is_element: bool) -> Steps:
    """The table of a header: under the newest element of each list of tables that it goes through."""
    steps: Steps = ()
    for name in names[:-1]:
        steps = (*steps, name)
        steps = (*steps, counts[steps]) if steps in counts else steps
    steps = (*steps, names[-1])
    if not is_element:
        return steps
    counts[steps] = counts.get(steps, -1) + 1
    return (*steps, counts[steps])


def _names(dotted: str) -> list[str]:
    return [name.strip("\"'") for name in re.findall(_NAME, dotted)]
