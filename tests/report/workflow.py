"""Reading GitHub's workflow commands, as its runner does."""

from __future__ import annotations

import re
from typing import NamedTuple

_COMMAND = re.compile(r"::(?P<name>[a-z-]+)(?: (?P<properties>.*?))?::(?P<data>.*)", re.DOTALL)


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    data: str


def parsed(output: str) -> list[Command]:
    """The commands of a log, a line each; whatever is no command is text."""
    return [command for line in output.split("\n") if (command := _parsed(line.rstrip("\r"))) is not None]


def _parsed(line: str) -> Command | None:
    found = _COMMAND.match(line.lstrip())
    if found is None:
        return None
    pairs = [each.split("=", 1) for each in (found["properties"] or "").split(",") if "=" in each]
    properties = {key.strip(): _unescaped(value, {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}) for key, value in pairs}
    return Command(found["name"], properties, _unescaped(found["data"], {"%0D": "\r", "%0A": "\n", "%25": "%"}))


def _unescaped(text: str, escapes: dict[str, str]) -> str:
    """The last one is undone last: ``%250A`` is ``%0A`` and not a line break."""
    for written, meant in escapes.items():
        text = text.replace(written, meant)
    return text
