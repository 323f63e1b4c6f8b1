"""Text of a plan made fit for a terminal: nothing in it moves the cursor, hides or reorders what a person reads."""

from __future__ import annotations

import re

_TAB = "    "

# C0 and C1 controls, bidirectional marks, invisible and tag characters, separators, lone surrogates. The joiners U+200C and
# U+200D stay: Persian, Indic scripts and emoji are written with them.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ud800-\udfff"
    "\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)


def visible(text: str) -> str:
    """One line in which tabs are spaces and every unsafe character shows its code point: ``<U+202E>``."""
    if text.isprintable():
        return text
    return _UNSAFE.sub(lambda found: f"<U+{ord(found[0]):04X}>", text.replace("\t", _TAB))


def escape_json(line: str) -> str:
    """The same for one line that is JSON already, so that it says the same to a parser."""
    if line.isprintable():
        return line
    return _UNSAFE.sub(_json_escape, line)


def _json_escape(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def cells(text: str) -> int:
    """How many columns of a terminal a visible text takes."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    return wcswidth(text)
