"""XML as text: nothing that a plan or a file name holds can end an element, and nothing stands in it that XML 1.0 forbids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from planlint.report.pieces import enclosed
from planlint.report.visible import visible

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'

# https://www.w3.org/TR/xml/#charsets, production [2] Char, turned round.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(name: str, attributes: dict[str, str | int], content: Iterable[str] = ()) -> str:
    """An element whose content is XML already, one part a line."""
    return "".join(pieces(name, attributes, content))


def pieces(name: str, attributes: dict[str, str | int], content: Iterable[str] = ()) -> Iterator[str]:
    """The same piece by piece."""
    said = "".join(f' {key}="{text(str(value))}"' for key, value in attributes.items())
    return enclosed(f"<{name}{said}>\n", "\n", content, f"\n</{name}>", empty=f"<{name}{said}/>")


def lines(words: Iterable[str]) -> list[str]:
    """Lines of text as content."""
    return [text(line) for line in words]


def text(words: str) -> str:
    """One line of text, fit for content and for a value in quotes."""
    return escape(_FORBIDDEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", visible(words)))
