"""Google's own CEL evaluates the same expressions, and agrees."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import assume, given, settings

from planlint.errors import ExpressionError
from planlint.expr.closures import Steps
from planlint.expr.compile import Environment, Function, compile_node
from planlint.expr.nodes import Node
from planlint.expr.parse import parse
from planlint.expr.show import show
from planlint.expr.standard import STANDARD
from tests.expr.trees import typed_tree

cel: Any = pytest.importorskip("cel_expr_python.cel", reason="Google's CEL has no wheel for this platform")

VARIABLES = {"i": 3, "d": 0.5, "s": "ab", "b": True, "l": [1, 3, 3]}
_ENVIRONMENT = Environment({name: Function(each.call) for name, each in STANDARD.items()})


@cache
def environment() -> Any:
    kinds = cel.Type
    return cel.NewEnv(variables={"i": kinds.INT, "d": kinds.DOUBLE, "s": kinds.STRING, "b": kinds.BOOL, "l": kinds.List(kinds.INT)})


def googles(text: str) -> object:
    """What Google's CEL gives; an error is the word for it."""
    try:
        program = environment().compile(text)
    except RuntimeError:
        assume(False)  # its checker refuses some expressions whose values would fit
    result = program.eval(data=VARIABLES)
    return "an error" if result.type() == cel.Type.ERROR else result.plain_value()


def ours(text: str) -> object:
    try:
        return compile_node(parse(text), list(VARIABLES), _ENVIRONMENT).run(list(VARIABLES.values()), Steps(1_000_000))
    except ExpressionError:
        return "an error"


def plain(value: object) -> object:
    """Tuples as lists, whole parts of doubles kept apart from ints, not a number equal to itself."""
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return ("double", repr(value)) if isinstance(value, float) else value


@settings(max_examples=600, deadline=None)
@given(typed_tree)
def test_googles_cel_gives_the_same(tree: Node) -> None:
    text = show(tree)

    assert plain(ours(text)) == plain(googles(text)), text
