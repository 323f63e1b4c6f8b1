"""What a compiled expression is made of: closures over a frame, which holds the run's steps, its context, and the variables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

from planlint.errors import Absent, CannotJudge, ExpressionError
from planlint.expr.nodes import Field
from planlint.expr.values import Unfit

Frame = list[Any]
Evaluate = Callable[[Frame], Any]
STEPS, CONTEXT, FIRST = 0, 1, 2
_MANY = (list, tuple, dict)
_LONG = 64
"""Characters of a text that cost a step."""
_DOES_NOT_TAKE = "this function does not take these values"


class Exhausted(Exception):
    """No steps are left. Not an `ExpressionError`: ``&&`` and ``||`` must not make an answer of it."""


@dataclass(slots=True)
class Steps:
    """How much a run may still do, and which elements of its list it could not judge."""

    left: int
    missed: list[Absent] = field(default_factory=list)

    def take(self, steps: int) -> None:
        self.left -= steps
        if self.left < 0:
            raise Exhausted


def refuse(reason: str, at: int) -> NoReturn:
    raise ExpressionError(reason, at)


def key_reader(node: Field) -> Callable[[Any], Any]:
    name, at = node.name, node.at

    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            refuse(f"there is no field {name}", at)
        try:
            return value[name]
        except KeyError:
            refuse(f"there is no field {name}", at)

    return read


def charge(frame: Frame, *given: Any) -> None:
    """Long values cost steps, so that an expression is done in bounded time whatever its functions do."""
    for value in given:
        if type(value) is str:
            if len(value) >= _LONG:
                frame[STEPS].take(len(value) // _LONG)
        elif isinstance(value, _MANY):
            frame[STEPS].take(len(value))


def applied(function: Callable[..., Any], arguments: tuple[Evaluate, ...], at: int) -> Evaluate:
    def apply(frame: Frame) -> Any:
        given = [argument(frame) for argument in arguments]
        charge(frame, *given)
        try:
            return function(*given)
        except Unfit as unfit:
            refuse(str(unfit), at)
        except TypeError:
            refuse(_DOES_NOT_TAKE, at)

    return apply


def contextual(function: Callable[..., Any], arguments: tuple[Evaluate, ...], at: int) -> Evaluate:
    def apply(frame: Frame) -> Any:
        given = [argument(frame) for argument in arguments]
        charge(frame, *given)
        try:
            return function(frame[CONTEXT], *given)
        except (TypeError, AttributeError, ValueError, ArithmeticError):
            refuse(_DOES_NOT_TAKE, at)
        except CannotJudge as error:
            raise Absent(error.reason, at, path=error.path) from None
        except ExpressionError as error:
            error.at = error.at or at
            raise

    return apply


def logical(left: Evaluate, right: Evaluate, *, decides: bool, at: int) -> Evaluate:
    """``||`` (``decides`` is true) and ``&&``: one side that decides makes up for an error of the other."""

    def truth(value: object) -> bool:
        return value if isinstance(value, bool) else refuse("what is joined here is neither true nor false", at)

    def join(frame: Frame) -> bool:
        try:
            if truth(left(frame)) is decides:
                return decides
        except ExpressionError:
            if truth(right(frame)) is decides:
                return decides
            raise
        return truth(right(frame))

    return join


def items(over: Evaluate, at: int, cost: int) -> Callable[[Frame], Sequence[Any]]:
    def items(frame: Frame) -> Sequence[Any]:
        over_these = over(frame)
        if not isinstance(over_these, _MANY):
            refuse("this goes over a list or the keys of a map", at)
        found = tuple(over_these)
        frame[STEPS].take(cost * len(found) + 1)
        return found

    return items


def quantified(items: Callable[[Frame], Sequence[Any]], slot: int, test: Evaluate, *, decides: bool, at: int) -> Evaluate:
    """``exists`` (``decides`` is true) and ``all``: one element that decides makes up for errors of others."""

    def over(frame: Frame) -> bool:
        failed: ExpressionError | None = None
        for item in items(frame):
            frame[slot] = item
            try:
                value = test(frame)
            except ExpressionError as error:
                failed = failed or error
                continue
            if value is decides:
                return value is True
            if type(value) is not bool:
                failed = failed or ExpressionError("the test is neither true nor false", at)
        if failed is not None:
            raise failed
        return not decides

    return over


def only_one(items: Callable[[Frame], Sequence[Any]], slot: int, test: Evaluate, at: int) -> Evaluate:
    def over(frame: Frame) -> bool:
        found = 0
        for item in items(frame):
            frame[slot] = item
            value = test(frame)
            if type(value) is not bool:
                refuse("the test is neither true nor false", at)
            found += value
        return found == 1

    return over


def collected(items: Callable[[Frame], Sequence[Any]], slot: int, test: Evaluate | None, result: Evaluate | None, at: int) -> Evaluate:
    """``filter`` (no result) and ``map``."""
    of_item = _collecting(slot, test, result, at)

    def over(frame: Frame) -> list[Any]:
        found: list[Any] = []
        for item in items(frame):
            found += of_item(frame, item)
        return found

    return over


def collected_apart(
    items: Callable[[Frame], Sequence[Any]], slot: int, test: Evaluate | None, result: Evaluate | None, at: int
) -> Evaluate:
    """``filter`` and ``map`` in what a rule goes over: an element that lacks a value is remembered as missed, and the others stay."""
    of_item = _collecting(slot, test, result, at)

    def over(frame: Frame) -> list[Any]:
        found: list[Any] = []
        for item in items(frame):
            try:
                found += of_item(frame, item)
            except Absent as absent:
                frame[STEPS].missed.append(absent)
        return found

    return over


def _collecting(slot: int, test: Evaluate | None, result: Evaluate | None, at: int) -> Callable[[Frame, Any], tuple[Any, ...]]:
    """What an item adds to a list: itself or what is made of it, or nothing where it does not pass the test."""

    def of_item(frame: Frame, item: Any) -> tuple[Any, ...]:
        frame[slot] = item
        if test is not None:
            value = test(frame)
            if value is False:
                return ()
            if value is not True:
                refuse("the test is neither true nor false", at)
        return (item if result is None else result(frame),)

    return of_item
