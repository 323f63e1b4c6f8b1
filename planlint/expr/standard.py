"""The functions that CEL itself has, as far as they are part of the language here.

Source: https://github.com/google/cel-spec/blob/master/doc/langdef.md#list-of-standard-definitions
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from typing import Any

from planlint.expr.table import Entry, offer
from planlint.expr.values import MAX_INT, MIN_INT, Unfit, is_list
from planlint.schema.patterns import linear

STANDARD: dict[str, Entry] = {}


@offer(STANDARD, "size", "(string) -> int", "(list) -> int", "(map) -> int", example="size(self.premises) > 0", method=True)
def _size(value: Any) -> int:
    """Characters of a text, items of a list, keys of a map."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict) or is_list(value):
        iter(value)  # what may have more items than are known has no size
        return len(value)
    raise Unfit("only texts, lists and maps have a size")


def _texts(*values: Any) -> None:
    if not all(type(value) is str for value in values):
        raise Unfit("this function takes texts")


@offer(STANDARD, "startsWith", "(string, string) -> bool", example='self.jurisdiction.startsWith("IN-")', method=True)
def _starts_with(text: Any, start: Any) -> bool:
    """A text begins with another."""
    _texts(text, start)
    return bool(text.startswith(start))


@offer(STANDARD, "endsWith", "(string, string) -> bool", example='self.id.endsWith("-2")', method=True)
def _ends_with(text: Any, end: Any) -> bool:
    """A text ends with another."""
    _texts(text, end)
    return bool(text.endswith(end))


@offer(STANDARD, "contains", "(string, string) -> bool", example='self.id.contains("night")', method=True)
def _contains(text: Any, part: Any) -> bool:
    """A text holds another."""
    _texts(text, part)
    return part in text


def pattern(text: str) -> Callable[[str], bool]:
    """What tells whether a text fits a regular expression; raises `Unfit` for what is not one."""
    holds = linear(text)
    if holds is None:
        raise Unfit("this is not a regular expression (RE2 syntax, no look-around and no back-references)")
    return holds


@offer(STANDARD, "matches", "(string, string) -> bool", example='self.id.matches("^p[0-9]+-")', method=True)
def _matches(text: Any, wanted: Any) -> bool:
    """A regular expression fits a part of a text (RE2 syntax, linear time)."""
    _texts(text, wanted)
    return pattern(wanted)(text)


@offer(STANDARD, "join", "(list(string)) -> string", "(list(string), string) -> string", example='self.activities.join(", ")', method=True)
def _join(texts: Any, between: Any = "") -> str:
    """The texts of a list in one, with something between them."""
    if not is_list(texts):
        raise Unfit("join takes a list of texts")
    _texts(*texts, between)
    return str(between.join(texts))


@offer(STANDARD, "int", "(number) -> int", "(string) -> int", example="int(2.9) == 2")
def _int(value: Any) -> int:
    """A whole number of a number, without its fraction, or of a text."""
    if type(value) is int:
        return value
    if type(value) is float and math.isfinite(value) and MIN_INT < value < MAX_INT:
        return int(value)
    if type(value) is str and value.lstrip("-+").isdecimal() and value.isascii() and len(value) < 21 and MIN_INT <= int(value) <= MAX_INT:
        return int(value)
    raise Unfit("this is not a whole number of 64 bits")


@offer(STANDARD, "double", "(number) -> double", "(string) -> double", example="double(self.size.high) * 0.5")
def _double(value: Any) -> float:
    """A number with a fraction."""
    if type(value) in (int, float):
        return float(value)
    if type(value) is str and "_" not in value:
        try:
            return float(value)
        except ValueError:
            pass
    raise Unfit("this is not a number")


@offer(STANDARD, "string", "(number) -> string", "(bool) -> string", "(string) -> string", "(date) -> string", example='string(3) == "3"')
def _string(value: Any) -> str:
    """A value as text."""
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) is float:
        return repr(value).removesuffix(".0")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str | int):
        return str(value)
    raise Unfit("this has no text")
