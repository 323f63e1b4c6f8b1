"""The functions that CEL itself has, as far as they are part of the language here.

Source: https://github.com/google/cel-spec/blob/master/doc/langdef.md#list-of-standard-definitions
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from planlint.expr.values import MAX_INT, MIN_INT, Unfit, is_list


class StandardFunction(NamedTuple):
    """How a function is called (with ``method``: as ``x.size()``), what it means, an example, and what computes it."""

    signatures: tuple[str, ...]
    meaning: str
    example: str
    call: Callable[..., Any]
    method: bool


STANDARD: dict[str, StandardFunction] = {}

_Function = Callable[..., Any]


def _offer(name: str, *signatures: str, example: str, method: bool = True) -> Callable[[_Function], _Function]:
    def offered(call: _Function) -> _Function:
        STANDARD[name] = StandardFunction(signatures, (call.__doc__ or "").rstrip("."), example, call, method)
        return call

    return offered


@_offer("size", "(string) -> int", "(list) -> int", "(map) -> int", example="size(self.premises) > 0")
def _size(value: Any) -> int:
    """Characters of a text, items of a list, keys of a map."""
    if isinstance(value, str | dict) or is_list(value):
        return len(value)
    raise Unfit("only texts, lists and maps have a size")


def _texts(*values: Any) -> None:
    if not all(type(value) is str for value in values):
        raise Unfit("this function takes texts")


@_offer("startsWith", "(string, string) -> bool", example='self.jurisdiction.startsWith("IN-")')
def _starts_with(text: Any, start: Any) -> bool:
    """A text begins with another."""
    _texts(text, start)
    return bool(text.startswith(start))


@_offer("endsWith", "(string, string) -> bool", example='self.id.endsWith("-2")')
def _ends_with(text: Any, end: Any) -> bool:
    """A text ends with another."""
    _texts(text, end)
    return bool(text.endswith(end))


@_offer("contains", "(string, string) -> bool", example='self.id.contains("night")')
def _contains(text: Any, part: Any) -> bool:
    """A text holds another."""
    _texts(text, part)
    return part in text


@lru_cache(maxsize=256)
def pattern(text: str) -> Callable[[str], bool]:
    """A regular expression of Rust's engine, which takes linear time; raises `Unfit` for what is not one."""
    from pydantic_core import SchemaError, SchemaValidator, core_schema

    try:
        validator = SchemaValidator(core_schema.str_schema(pattern=text, regex_engine="rust-regex"))
    except SchemaError:
        raise Unfit("this is not a regular expression (RE2 syntax, no look-around and no back-references)") from None
    return validator.isinstance_python


@_offer("matches", "(string, string) -> bool", example='self.id.matches("^p[0-9]+-")')
def _matches(text: Any, wanted: Any) -> bool:
    """A regular expression fits a part of a text (RE2 syntax, linear time)."""
    _texts(text, wanted)
    return pattern(wanted)(text)


@_offer("join", "(list(string)) -> string", "(list(string), string) -> string", example='self.activities.join(", ")')
def _join(texts: Any, between: Any = "") -> str:
    """The texts of a list in one, with something between them."""
    if not is_list(texts):
        raise Unfit("join takes a list of texts")
    _texts(*texts, between)
    return str(between.join(texts))


@_offer("int", "(number) -> int", "(string) -> int", example="int(2.9) == 2", method=False)
def _int(value: Any) -> int:
    """A whole number of a number, without its fraction, or of a text."""
    if type(value) is int:
        return value
    if type(value) is float and math.isfinite(value) and MIN_INT < value < MAX_INT:
        return int(value)
    if type(value) is str and value.lstrip("-+").isdecimal() and value.isascii() and len(value) < 21 and MIN_INT <= int(value) <= MAX_INT:
        return int(value)
    raise Unfit("this is not a whole number of 64 bits")


@_offer("double", "(number) -> double", "(string) -> double", example="double(self.size.high) * 0.5", method=False)
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


@_offer(
    "string", "(number) -> string", "(bool) -> string", "(string) -> string", "(date) -> string", example='string(3) == "3"', method=False
)
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
