"""From a syntax tree to closures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from planlint.errors import ExpressionError
from planlint.expr import values
from planlint.expr.closures import (
    CONTEXT,
    FIRST,
    STEPS,
    Evaluate,
    Exhausted,
    Frame,
    Steps,
    applied,
    charge,
    collected,
    collected_apart,
    contextual,
    items,
    key_reader,
    logical,
    only_one,
    quantified,
    refuse,
)
from planlint.expr.nodes import (
    Binary,
    Call,
    Comprehension,
    Conditional,
    Field,
    Has,
    Index,
    ListOf,
    Literal,
    MapOf,
    Name,
    Node,
    Unary,
    in_order,
)
from planlint.expr.standard import pattern
from planlint.expr.values import Unfit


@dataclass(frozen=True, slots=True)
class Function:
    """What computes a function. ``contextual`` gets the run's context first, ``raw`` its arguments whether or not there is a value."""

    call: Callable[..., Any]
    contextual: bool = False
    raw: bool = False


@dataclass(frozen=True, slots=True)
class Environment:
    """What an expression may use: functions, and how it reads what is not a plain mapping (None: it is one).

    ``day`` turns a moment into its day, so that dates and moments can be compared; ``said`` is what stands at a key, absent or not.
    """

    functions: Mapping[str, Function]
    field: Callable[[Field, bool], Callable[[Any], Any] | None] = lambda node, raw: None
    has: Callable[[Has], Callable[[Any], Any] | None] = lambda node: None
    day: Callable[[Any, dt.date], dt.date] = lambda context, moment: moment
    said: Callable[[Any, Any], Any] = values.look_up


@dataclass(frozen=True, slots=True)
class Trace:
    """The truth values that each condition of an expression had."""

    seen: dict[Node, set[bool]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled expression."""

    evaluate: Evaluate
    slots: int
    at: int

    def run(self, variables: Sequence[Any], steps: Steps, context: Any = None) -> Any:
        """The value for these variables; raises `ExpressionError` where there is none."""
        frame: Frame = [steps, context, *variables, *([None] * self.slots)]
        try:
            return self.evaluate(frame)
        except Exhausted:
            raise ExpressionError("this takes more steps than a rule may", self.at) from None


def compile_node(
    node: Node, variables: Sequence[str], environment: Environment, trace: Trace | None = None, apart: Collection[Node] = ()
) -> Program:
    """Compile a tree; raises `ExpressionError` for what is wrong whatever the values: an unknown name, a wrong regular expression.

    In the comprehensions that are ``apart``, an element that lacks a value is missed, and does not take the others with it.
    """
    compiler = _Compiler(environment, trace, apart)
    evaluate = compiler.condition(node, {name: FIRST + index for index, name in enumerate(variables)})
    loop = next((each for each in in_order(node) if isinstance(each, Comprehension)), node)
    return Program(evaluate, compiler.slots, loop.at)


Scope = Mapping[str, int]


class _Compiler:
    def __init__(self, environment: Environment, trace: Trace | None, apart: Collection[Node]) -> None:
        self.environment = environment
        self.trace = trace
        self.apart = apart
        self.slots = 0

    def node(self, node: Node, scope: Scope) -> Evaluate:
        compilers: Mapping[type, Callable[[Any, Scope], Evaluate]] = {
            Literal: self._literal, Name: self._name, Field: self._field, Has: self._has, Index: self._index, ListOf: self._list,
            MapOf: self._map, Unary: self._unary, Binary: self._binary, Conditional: self._conditional, Call: self._call,
            Comprehension: self._comprehension,
        }  # fmt: skip
        return compilers[type(node)](node, scope)

    def condition(self, node: Node, scope: Scope) -> Evaluate:
        """A part whose truth values a trace keeps."""
        evaluate = self.node(node, scope)
        if self.trace is None or isinstance(node, Literal):
            return evaluate
        seen = self.trace.seen.setdefault(node, set())

        def traced(frame: Frame) -> Any:
            value = evaluate(frame)
            if type(value) is bool:
                seen.add(value)
            return value

        return traced

    def _literal(self, node: Literal, _: Scope) -> Evaluate:
        value = node.value
        return lambda frame: value

    def _name(self, node: Name, scope: Scope) -> Evaluate:
        if node.name not in scope:
            refuse(f"{node.name} is not known here", node.at)
        slot = scope[node.name]
        return lambda frame: frame[slot]

    def _field(self, node: Field, scope: Scope, *, raw: bool = False) -> Evaluate:
        read = self.environment.field(node, raw) or key_reader(node)
        if isinstance(node.of, Name) and node.of.name in scope:
            slot = scope[node.of.name]
            return lambda frame: read(frame[slot])
        of = self.node(node.of, scope)
        return lambda frame: read(of(frame))

    def _has(self, node: Has, scope: Scope) -> Evaluate:
        of, name, at = self.node(node.of, scope), node.name, node.at
        if (read := self.environment.has(node)) is not None:
            return lambda frame: read(of(frame))

        def has(frame: Frame) -> bool:
            value = of(frame)
            return name in value if isinstance(value, dict) else refuse("only a mapping has fields", at)

        return has

    def _index(self, node: Index, scope: Scope) -> Evaluate:
        of, index, at = self.node(node.of, scope), self.node(node.index, scope), node.at

        def look_up(frame: Frame) -> Any:
            try:
                return values.look_up(of(frame), index(frame))
            except Unfit as unfit:
                refuse(str(unfit), at)

        return look_up

    def _list(self, node: ListOf, scope: Scope) -> Evaluate:
        if all(isinstance(item, Literal) for item in node.items):
            constant = tuple(item.value for item in node.items if isinstance(item, Literal))
            return lambda frame: constant
        items = tuple(self.node(item, scope) for item in node.items)
        return lambda frame: [item(frame) for item in items]

    def _map(self, node: MapOf, scope: Scope) -> Evaluate:
        entries = [(key.at, self.node(key, scope), self.node(value, scope)) for key, value in node.entries]

        def build(frame: Frame) -> dict[Any, Any]:
            made: dict[Any, Any] = {}
            for at, key, value in entries:
                name = key(frame)
                if type(name) not in (str, int, bool):
                    refuse("a key is a text, a whole number or a truth value", at)
                if values.contains(made, name):
                    refuse("this key is there twice", at)
                made[name] = value(frame)
            return made

        return build

    def _unary(self, node: Unary, scope: Scope) -> Evaluate:
        at = node.at
        if node.operator == "!":
            condition = self.condition(node.operand, scope)

            def not_(frame: Frame) -> bool:
                value = condition(frame)
                return not value if type(value) is bool else refuse("! needs true or false", at)

            return not_
        return applied(values.negated, (self.node(node.operand, scope),), at)

    def _conditional(self, node: Conditional, scope: Scope) -> Evaluate:
        test, yes, no, at = self.condition(node.test, scope), self.node(node.yes, scope), self.node(node.no, scope), node.at

        def choose(frame: Frame) -> Any:
            value = test(frame)
            if value is True:
                return yes(frame)
            return no(frame) if value is False else refuse("what stands before ? is neither true nor false", at)

        return choose

    def _binary(self, node: Binary, scope: Scope) -> Evaluate:
        match node.operator:
            case "&&" | "||":
                left, right = self.condition(node.left, scope), self.condition(node.right, scope)
                return logical(left, right, decides=node.operator == "||", at=node.at)
            case "==" | "!=":
                return self._equality(node, scope)
            case "in":
                return self._membership(node, scope)
            case "<" | "<=" | ">" | ">=":
                return self._order(node, scope)
            case _:
                return applied(values.ARITHMETIC[node.operator], (self.node(node.left, scope), self.node(node.right, scope)), node.at)

    def _equality(self, node: Binary, scope: Scope) -> Evaluate:
        left, right, wanted = self.node(node.left, scope), self.node(node.right, scope), node.operator == "=="
        if isinstance(node.right, Literal) and isinstance(node.right.value, str):
            text = node.right.value
            if wanted:
                return lambda frame: left(frame) == text
            return lambda frame: left(frame) != text
        day = self.environment.day

        def compare(frame: Frame) -> bool:
            one, other = left(frame), right(frame)
            charge(frame, one, other)
            if type(one) is str and type(other) is str:
                return (one == other) is wanted
            if isinstance(one, dt.date) and isinstance(other, dt.date) and type(one) is not type(other):
                one, other = day(frame[CONTEXT], one), day(frame[CONTEXT], other)
            return values.equal(one, other) is wanted

        return compare

    def _order(self, node: Binary, scope: Scope) -> Evaluate:
        left, right, sign, at, day = self.node(node.left, scope), self.node(node.right, scope), node.operator, node.at, self.environment.day

        def compare(frame: Frame) -> bool:
            one, other = left(frame), right(frame)
            if isinstance(one, dt.date) and isinstance(other, dt.date) and type(one) is not type(other):
                one, other = day(frame[CONTEXT], one), day(frame[CONTEXT], other)
            try:
                return values.ordered(sign, one, other)
            except Unfit as unfit:
                refuse(str(unfit), at)

        return compare

    def _membership(self, node: Binary, scope: Scope) -> Evaluate:
        left, at = self.node(node.left, scope), node.at
        if isinstance(node.right, ListOf) and all(isinstance(item, Literal) and isinstance(item.value, str) for item in node.right.items):
            words = frozenset(item.value for item in node.right.items if isinstance(item, Literal))

            def is_word(frame: Frame) -> bool:
                item = left(frame)
                return type(item) is str and item in words

            return is_word
        right = self.node(node.right, scope)

        def is_in(frame: Frame) -> bool:
            item, where = left(frame), right(frame)
            if type(item) is str and type(where) in (list, tuple):
                frame[STEPS].take(len(where) >> 4)
                return item in where
            charge(frame, item, where)
            try:
                return values.contains(where, item)
            except Unfit as unfit:
                refuse(str(unfit), at)

        return is_in

    def _call(self, node: Call, scope: Scope) -> Evaluate:
        function = self.environment.functions.get(node.function)
        if function is None:
            refuse(f"there is no function {node.function}", node.at)
        if node.function == "matches" and isinstance(node.arguments[-1], Literal) and isinstance(text := node.arguments[-1].value, str):
            try:
                pattern(text)
            except Unfit as unfit:
                refuse(str(unfit), node.arguments[-1].at)
        arguments = tuple(self._place(each, scope) if function.raw else self.node(each, scope) for each in node.arguments)
        return contextual(function.call, arguments, node.at) if function.contextual else applied(function.call, arguments, node.at)

    def _place(self, node: Node, scope: Scope) -> Evaluate:
        """What stands at a field or at a key, absent or not."""
        if isinstance(node, Field):
            return self._field(node, scope, raw=True)
        assert isinstance(node, Index)
        of, index, said = self.node(node.of, scope), self.node(node.index, scope), self.environment.said
        return lambda frame: said(of(frame), index(frame))

    def _comprehension(self, node: Comprehension, scope: Scope) -> Evaluate:
        over = self.node(node.range, scope)
        slot = FIRST + len(scope)
        self.slots = max(self.slots, slot)
        inner = {**scope, node.variable: slot}
        if node.variable in scope:  # the name is hidden, its slot is not taken
            inner[f" {slot}"] = slot
        test = None if node.test is None else self.condition(node.test, inner)
        result = None if node.result is None else self.node(node.result, inner)
        cost = 1 + sum(len(in_order(part)) for part in (node.test, node.result) if part is not None) // 8
        elements = items(over, node.range.at, cost)
        if node.kind in ("all", "exists"):
            return quantified(elements, slot, test or (lambda frame: True), decides=node.kind == "exists", at=node.at)
        if node.kind == "exists_one":
            return only_one(elements, slot, test or (lambda frame: True), node.at)
        return (collected_apart if node in self.apart else collected)(elements, slot, test, result, node.at)
