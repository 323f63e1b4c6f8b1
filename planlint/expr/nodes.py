"""The syntax tree of an expression. ``at`` is where a node stands in the expression's text, in code points from 0."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal as OneOf
from typing import get_args

Comprehend = OneOf["all", "exists", "exists_one", "filter", "map"]
BinaryOperator = OneOf["==", "!=", "<", "<=", ">", ">=", "in", "&&", "||", "+", "-", "*", "/", "%"]


@dataclass(frozen=True, slots=True, eq=False)
class Literal:
    """``5``, ``2.5``, ``"text"``, ``true``, ``null``."""

    at: int
    value: int | float | str | bool | None


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """A variable: ``self``, or one that a comprehension binds."""

    at: int
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """``of.name``; ``at`` is the place of the name behind the dot."""

    at: int
    of: Node
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """``of[index]``."""

    at: int
    of: Node
    index: Node


@dataclass(frozen=True, slots=True, eq=False)
class ListOf:
    """``[a, b]``."""

    at: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class MapOf:
    """``{"a": 1}``."""

    at: int
    entries: tuple[tuple[Node, Node], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Unary:
    """``!operand`` or ``-operand``."""

    at: int
    operator: OneOf["!", "-"]
    operand: Node


@dataclass(frozen=True, slots=True, eq=False)
class Binary:
    """``left operator right``; ``at`` is the place of the operator."""

    at: int
    operator: BinaryOperator
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, eq=False)
class Conditional:
    """``test ? yes : no``; ``at`` is the place of the question mark."""

    at: int
    test: Node
    yes: Node
    no: Node


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """``function(arguments)``, or ``target.function(arguments)`` with the target as the first argument (``method`` is true then)."""

    at: int
    function: str
    arguments: tuple[Node, ...]
    method: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Has:
    """``has(of.name)``."""

    at: int
    of: Node
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Comprehension:
    """``range.all(variable, test)`` and its kin; ``result`` is what ``map`` makes of each element, ``test`` may then be None."""

    at: int
    kind: Comprehend
    range: Node
    variable: str
    test: Node | None
    result: Node | None = None


Node = Literal | Name | Field | Index | ListOf | MapOf | Unary | Binary | Conditional | Call | Has | Comprehension


_CLASSES = get_args(Node)


def children(node: Node) -> list[Node]:
    """The nodes directly below a node."""
    found: list[Node] = []
    waiting: list[object] = [getattr(node, field.name) for field in fields(node)]
    for value in waiting:
        if isinstance(value, _CLASSES):
            found.append(value)
        elif isinstance(value, tuple):
            waiting.extend(value)
    return found


def in_order(node: Node) -> list[Node]:
    """Every node of a tree, those nearer to its root first."""
    found = [node]
    for each in found:
        found.extend(children(each))
    return found
