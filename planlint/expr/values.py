"""What operators do with values, as CEL defines it (https://github.com/google/cel-spec/blob/master/doc/langdef.md).

Values are Python's int (64 bits), float, str, bool, None, lists or tuples, dicts and dates; anything else is equal only to itself.
"""

from __future__ import annotations

import datetime as dt
import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

MIN_INT, MAX_INT = -(2**63), 2**63 - 1


class Unfit(Exception):
    """An operator or function that its values do not fit; whoever applies it knows the place."""


# Named once: a union that is written where it is asked for is built anew each time.
_LISTS = (list, tuple)
_MANY = (list, tuple, dict)
_PLAIN = (str, int, float, type(None))
_ORDERED = (str, bool, dt.date)


def is_list(value: object) -> bool:
    return isinstance(value, _LISTS)


def is_number(value: object) -> bool:
    return type(value) is int or type(value) is float


def equal(one: Any, other: Any) -> bool:
    """Equality across kinds: 1 equals 1.0, true does not equal 1, and values of different kinds are not equal."""
    if type(one) is type(other) and isinstance(one, _PLAIN):
        return bool(one == other)
    if is_number(one) and is_number(other):
        return bool(one == other)
    if isinstance(one, _MANY) and isinstance(other, _MANY):
        iter(one), iter(other)  # a list or map of which a part is unknown is neither equal to another nor different from it
    if is_list(one) and is_list(other):
        return len(one) == len(other) and all(map(equal, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return len(one) == len(other) and all(contains(other, key) and equal(value, look_up(other, key)) for key, value in one.items())
    if isinstance(one, dt.date) and isinstance(other, dt.date):
        return one == other
    return one is other or (type(one) is type(other) and not isinstance(one, _MANY) and bool(one == other))


_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def ordered(sign: str, one: Any, other: Any) -> bool:
    """Order of numbers across kinds, of texts by code points, of truth values and dates; raises `Unfit` for anything else."""
    if is_number(one) and is_number(other):
        return _ORDER[sign](one, other)
    if type(one) is type(other) and isinstance(one, _ORDERED):
        return _ORDER[sign](one, other)
    raise Unfit(f"these two have no order ({sign})")


def contains(where: Any, item: Any) -> bool:
    """Whether a list holds an item, or a map a key; raises `Unfit` where neither is asked."""
    if is_list(where):
        return item in where if type(item) is str else any(equal(item, each) for each in where)
    if isinstance(where, dict):
        return _find(where, item) is not None
    raise Unfit("in looks in a list or a map")


def look_up(where: Any, key: Any) -> Any:
    """An item of a list by its position, or the value of a map's key; raises `Unfit` where there is none."""
    if is_list(where):
        position = int(key) if type(key) is float and key.is_integer() else key
        if type(position) is not int:
            raise Unfit("a list is indexed by a whole number")
        if not 0 <= position < len(where):
            raise Unfit(f"the list has no item {position}")
        return where[position]
    if isinstance(where, dict):
        found = _find(where, key)
        if found is not None:
            return where[found[0]]
        if type(key) is str and hasattr(type(where), "__missing__"):
            return where[key]
        raise Unfit("the map has no such key")
    raise Unfit("only lists and maps are indexed")


def _find(where: dict[Any, Any], key: Any) -> tuple[Any] | None:
    """The key of a map that equals one; Python takes true for 1."""
    if type(key) is str:
        return (key,) if key in where else None
    return next(((each,) for each in where if type(each) is not str and equal(each, key)), None)


def _whole(value: int) -> int:
    if MIN_INT <= value <= MAX_INT:
        return value
    raise Unfit("the result does not fit into 64 bits")


def negated(value: Any) -> Any:
    if type(value) is int:
        return _whole(-value)
    if type(value) is float:
        return -value
    raise Unfit("only a number has an opposite (-)")


def added(one: Any, other: Any) -> Any:
    """The sum of two numbers of one kind, two texts or two lists joined."""
    if _both(int, one, other):
        return _whole(one + other)
    if _both(float, one, other) or _both(str, one, other):
        return one + other
    if is_list(one) and is_list(other):
        return [*one, *other]
    raise Unfit("+ does not go with these two")


def _both(kind: type, one: Any, other: Any) -> bool:
    return type(one) is kind and type(other) is kind


def subtracted(one: Any, other: Any) -> Any:
    if _both(int, one, other):
        return _whole(one - other)
    if _both(float, one, other):
        return one - other
    raise Unfit("- does not go with these two")


def multiplied(one: Any, other: Any) -> Any:
    if _both(int, one, other):
        return _whole(one * other)
    if _both(float, one, other):
        return one * other
    raise Unfit("* does not go with these two")


def divided(one: Any, other: Any) -> Any:
    """The quotient; of whole numbers without its fraction, towards zero."""
    if _both(int, one, other):
        if other == 0:
            raise Unfit("nothing can be divided by zero")
        quotient = abs(one) // abs(other)
        return _whole(quotient if (one < 0) == (other < 0) else -quotient)
    if _both(float, one, other):
        return one / other if other else _by_zero(one, other)
    raise Unfit("/ does not go with these two")


def _by_zero(one: float, zero: float) -> float:
    """IEEE 754: a number by zero is infinite, zero by zero is not a number."""
    return math.nan if one == 0 or math.isnan(one) else math.copysign(math.inf, one) * math.copysign(1.0, zero)


def remainder(one: Any, other: Any) -> Any:
    """The remainder of whole numbers, with the sign of the first."""
    if not _both(int, one, other):
        raise Unfit("% needs whole numbers")
    if other == 0:
        raise Unfit("nothing can be divided by zero")
    return int(math.copysign(1, one)) * (abs(one) % abs(other))


ARITHMETIC: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": added, "-": subtracted, "*": multiplied, "/": divided, "%": remainder,
}  # fmt: skip
