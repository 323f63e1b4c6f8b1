"""From a syntax tree back to text, for people."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from planlint.expr.nodes import Binary, Call, Comprehension, Conditional, Field, Has, Index, ListOf, Literal, MapOf, Name, Node, Unary
from planlint.expr.parse import BINDS

_UNARY, _CONDITIONAL = 6, 0


def show(node: Node) -> str:
    """The expression as text that reads back into the same tree."""
    return _SHOWN[type(node)](node)


def _literal(node: Literal) -> str:
    if isinstance(node.value, str):
        return json.dumps(node.value, ensure_ascii=False)
    if isinstance(node.value, bool) or node.value is None:
        return {True: "true", False: "false", None: "null"}[node.value]
    return repr(node.value)


def _binds(node: Node) -> int:
    if isinstance(node, Binary):
        return BINDS[node.operator]
    if isinstance(node, Conditional):
        return _CONDITIONAL
    return _UNARY if isinstance(node, Unary) or _is_negative(node) else _UNARY + 1


def _is_negative(node: Node) -> bool:
    return isinstance(node, Literal) and isinstance(node.value, int | float) and repr(node.value).startswith("-")


def _within(node: Node, least: int) -> str:
    """In brackets where it binds less than what is around it."""
    return show(node) if _binds(node) >= least else f"({show(node)})"


def _binary(node: Binary) -> str:
    binds = BINDS[node.operator]
    return f"{_within(node.left, binds)} {node.operator} {_within(node.right, binds + 1)}"


def _unary(node: Unary) -> str:
    """``-5`` is a number, so the opposite of one takes brackets; so do two different signs."""
    text = _within(node.operand, _UNARY)
    return f"{node.operator}({text})" if text[0] in "!-" or (node.operator == "-" and text[0].isdigit()) else f"{node.operator}{text}"


def _call(node: Call) -> str:
    if node.method:
        return f"{_within(node.arguments[0], _UNARY + 1)}.{node.function}({', '.join(map(show, node.arguments[1:]))})"
    return f"{node.function}({', '.join(map(show, node.arguments))})"


def _comprehension(node: Comprehension) -> str:
    parts = [node.variable, *(show(part) for part in (node.test, node.result) if part is not None)]
    return f"{_within(node.range, _UNARY + 1)}.{node.kind}({', '.join(parts)})"


_SHOWN: Mapping[type, Callable[[Any], str]] = {
    Literal: _literal,
    Name: lambda node: str(node.name),
    Field: lambda node: f"{_within(node.of, _UNARY + 1)}.{node.name}",
    Has: lambda node: f"has({_within(node.of, _UNARY + 1)}.{node.name})",
    Index: lambda node: f"{_within(node.of, _UNARY + 1)}[{show(node.index)}]",
    ListOf: lambda node: f"[{', '.join(map(show, node.items))}]",
    MapOf: lambda node: "{" + ", ".join(f"{show(key)}: {show(value)}" for key, value in node.entries) + "}",
    Unary: _unary,
    Binary: _binary,
    Conditional: lambda node: f"{_within(node.test, 1)} ? {_within(node.yes, 1)} : {show(node.no)}",
    Call: _call,
    Comprehension: _comprehension,
}
