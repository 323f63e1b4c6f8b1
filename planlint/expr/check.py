"""An expression held against the plan's types before any plan is read: a misspelt field is an error of the rule, not a silent pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, NoReturn

from planlint.errors import ExpressionError
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
)
from planlint.expr.types import (
    ANY,
    BOOL,
    DOUBLE,
    INT,
    NULL,
    STRING,
    Signature,
    Type,
    comparable,
    is_free_text,
    joined,
    list_of,
    schema_type,
    section_fields,
    takes,
)
from planlint.schema.misfit import nearest
from planlint.schema.overlay import KEY, Overlay

Scope = Mapping[str, Type]


@dataclass(frozen=True, slots=True)
class Overloads:
    """How a function may be called; ``raw`` takes a place in the plan rather than its value."""

    signatures: tuple[Signature, ...]
    method: bool = False
    raw: bool = False


class Checked(NamedTuple):
    """The type of an expression, and of each of its parts."""

    type: Type
    types: Mapping[Node, Type]


def check(node: Node, variables: Scope, functions: Mapping[str, Overloads], overlay: Overlay) -> Checked:
    """Find the types of an expression; raises `ExpressionError` where they do not fit."""
    checker = _Checker(functions, overlay)
    return Checked(checker.type_of(node, variables), checker.types)


def _refuse(reason: str, at: int) -> NoReturn:
    raise ExpressionError(reason, at)


def _refuse_word(reason: str, word: str, known: Sequence[str], at: int) -> NoReturn:
    near = nearest(word, known)
    _refuse(reason + (f"; did you mean {near}?" if near else ""), at)


class _Checker:
    def __init__(self, functions: Mapping[str, Overloads], overlay: Overlay) -> None:
        self.functions = functions
        self.overlay = overlay
        self.types: dict[Node, Type] = {}

    def type_of(self, node: Node, scope: Scope) -> Type:
        found = self._typed(node, scope)
        self.types[node] = found
        return found

    def _typed(self, node: Node, scope: Scope) -> Type:
        handlers: Mapping[type, Callable[[Any, Scope], Type]] = {
            Literal: self._literal, Name: self._name, Field: self._field, Has: self._has, Index: self._index, ListOf: self._list,
            MapOf: self._map, Unary: self._unary, Binary: self._binary, Conditional: self._conditional, Call: self._call,
            Comprehension: self._comprehension,
        }  # fmt: skip
        return handlers[type(node)](node, scope)

    def _literal(self, node: Literal, scope: Scope) -> Type:
        if node.value is None:
            return NULL
        by_class: Mapping[type, Type] = {bool: BOOL, int: INT, float: DOUBLE, str: STRING}
        return by_class[type(node.value)]

    def _name(self, node: Name, scope: Scope) -> Type:
        if node.name not in scope:
            _refuse_word(f"{node.name} is not known here", node.name, list(scope), node.at)
        return scope[node.name]

    def _field(self, node: Field, scope: Scope) -> Type:
        return _member(self.type_of(node.of, scope), node.name, node.at, self.overlay)

    def _has(self, node: Has, scope: Scope) -> Type:
        _member(self.type_of(node.of, scope), node.name, node.at, self.overlay)
        return BOOL

    def _list(self, node: ListOf, scope: Scope) -> Type:
        return list_of(joined([self.type_of(item, scope) for item in node.items]))

    def _map(self, node: MapOf, scope: Scope) -> Type:
        for key, _ in node.entries:
            self.type_of(key, scope)
        return Type("map", of=joined([self.type_of(value, scope) for _, value in node.entries]))

    def _conditional(self, node: Conditional, scope: Scope) -> Type:
        self._boolean(node.test, scope, "what stands before ?")
        return joined([self.type_of(node.yes, scope), self.type_of(node.no, scope)])

    def _boolean(self, node: Node, scope: Scope, what: str) -> None:
        found = self.type_of(node, scope)
        if not takes(BOOL, found):
            _refuse(f"{what} must be true or false, and this is {_a(found)}", node.at)

    def _index(self, node: Index, scope: Scope) -> Type:
        of, index = self.type_of(node.of, scope), self.type_of(node.index, scope)
        if of.kind == "list":
            if not takes(INT, index):
                _refuse(f"a list is indexed by a number, and this is {_a(index)}", node.index.at)
            return of.of or ANY
        if of.kind == "map":
            self._word(of, node.index)
            return of.of or ANY
        if of.kind != "any":
            _refuse(f"{_a(of)} cannot be indexed", node.at)
        return ANY

    def _unary(self, node: Unary, scope: Scope) -> Type:
        if node.operator == "!":
            self._boolean(node.operand, scope, "what stands behind !")
            return BOOL
        found = self.type_of(node.operand, scope)
        if not (found.is_number or found.kind == "any"):
            _refuse(f"- needs a number, and this is {_a(found)}", node.operand.at)
        return found

    def _binary(self, node: Binary, scope: Scope) -> Type:
        match node.operator:
            case "&&" | "||":
                self._boolean(node.left, scope, f"what stands before {node.operator}")
                self._boolean(node.right, scope, f"what stands behind {node.operator}")
            case "==" | "!=":
                self._equality(node, self.type_of(node.left, scope), self.type_of(node.right, scope))
            case "in":
                self._membership(node, self.type_of(node.left, scope), self.type_of(node.right, scope))
            case "<" | "<=" | ">" | ">=":
                left, right = self.type_of(node.left, scope), self.type_of(node.right, scope)
                if not _ordered(left, right):
                    _refuse(f"{_a(left)} and {_a(right)} have no order{_date_hint(left, right)}", node.at)
            case "+" | "-" | "*" | "/" | "%":
                return self._arithmetic(node, self.type_of(node.left, scope), self.type_of(node.right, scope))
        return BOOL

    def _equality(self, node: Binary, left: Type, right: Type) -> None:
        if (left == NULL) is not (right == NULL):
            _refuse("nothing in a plan is equal to null; ask stated(…), or not_stated(…), of a field", node.at)
        if not comparable(left, right):
            _refuse(f"{_a(left)} is never equal to {_a(right)}{_date_hint(left, right)}", node.at)
        self._word(left, node.right)
        self._word(right, node.left)

    def _membership(self, node: Binary, left: Type, right: Type) -> None:
        if right.kind not in ("list", "map", "any"):
            _refuse(f"in looks in a list or a map, and this is {_a(right)}", node.right.at)
        if right.kind == "list" and right.of is not None and not comparable(left, right.of):
            _refuse(f"{_a(left)} is never in a list of {right.of}", node.at)
        self._word(right if right.kind == "map" else right.of or ANY, node.left)
        if isinstance(node.right, ListOf):
            for item in node.right.items:
                self._word(left, item)

    def _word(self, type_: Type, node: Node) -> None:
        """Whether a text that is written out is one of the words that the plan allows there."""
        if not (type_.words and isinstance(node, Literal) and isinstance(node.value, str)) or node.value in (*type_.words, "none"):
            return
        if node.value == "unknown":
            _refuse("ask unknown(…) whether a value is unknown; an unknown value is not equal to anything", node.at)
        _refuse_word(f'"{node.value}" is never written there', node.value, type_.words, node.at)

    def _arithmetic(self, node: Binary, left: Type, right: Type) -> Type:
        if "any" in (left.kind, right.kind):
            return right if left.kind == "any" else left
        if node.operator == "+" and left.kind == right.kind and left.kind in ("string", "list"):
            return replace(joined([left, right]), words=())
        if not (left.is_number and right.is_number):
            hint = "; for dates use days(a, b) or add_days(date, n)" if "date" in (left.kind, right.kind) else ""
            _refuse(f"{node.operator} does not go with {_a(left)} and {_a(right)}{hint}", node.at)
        if left.kind != right.kind and "number" not in (left.kind, right.kind):
            _refuse(f"{node.operator} needs two numbers of one kind: turn one into the other with double(…) or int(…)", node.at)
        if node.operator == "%" and "double" in (left.kind, right.kind):
            _refuse("% needs whole numbers", node.at)
        return joined([left, right])

    def _call(self, node: Call, scope: Scope) -> Type:
        function = self.functions.get(node.function)
        if function is None:
            _refuse_word(f"there is no function {node.function}", node.function, list(self.functions), node.at)
        given = [self.type_of(argument, scope) for argument in node.arguments]
        if node.method and not function.method:
            _refuse(f"write {node.function}(x), not x.{node.function}()", node.at)
        if function.raw and not self._is_place(node.arguments[0] if node.arguments else None):
            _refuse(f"{node.function} asks about a field of the plan, for example {node.function}(self.id)", node.at)
        fitting = [signature for signature in function.signatures if _accepts(signature, given)]
        if not fitting:
            self._refuse_call(node, function, given)
        found = joined([each.result for each in fitting]) if len(fitting) > 1 else _specific(fitting[0], given)
        # Free text stays free text, whatever is made of it.
        return replace(found, free_text=True) if found.kind == "string" and any(map(is_free_text, given)) else found

    def _is_place(self, node: Node | None) -> bool:
        """Whether something may stand there, or not: a field, or a key of a map."""
        return isinstance(node, Field) or (isinstance(node, Index) and self.types[node.of].kind == "map")

    def _refuse_call(self, node: Call, function: Overloads, given: Sequence[Type]) -> NoReturn:
        ways = " or ".join(f"{node.function}({', '.join(map(str, each.parameters))})" for each in function.signatures)
        got = ", ".join(map(str, given)) or "nothing"
        _refuse(f"{node.function} is called as {ways}, and this gives it {got}", node.at)

    def _comprehension(self, node: Comprehension, scope: Scope) -> Type:
        over = self.type_of(node.range, scope)
        if over.kind not in ("list", "map", "any"):
            _refuse(f"{node.kind} goes over a list, and this is {_a(over)}", node.range.at)
        item = (over.of or ANY) if over.kind == "list" else replace(STRING, words=over.words) if over.kind == "map" else ANY
        inner = {**scope, node.variable: item}
        if node.test is not None:
            self._boolean(node.test, inner, f"the test of {node.kind}")
        if node.kind == "map":
            assert node.result is not None
            return list_of(self.type_of(node.result, inner))
        return list_of(item) if node.kind == "filter" else BOOL


def _member(of: Type, name: str, at: int, overlay: Overlay) -> Type:
    """The type of a field; raises `ExpressionError` with the nearest name where there is none of that name."""
    if of.kind == "any":
        return ANY
    if of.kind == "section" and of.section is not None:
        known = section_fields(of.section)
        if (schema := overlay.by_section.get(of.section)) is not None:
            known = {**known, KEY: schema_type(schema)}
        owner = of.section.__name__
    elif of.kind == "record":
        known, owner = dict(of.members), "it"
    elif of.kind == "map":
        if of.words and name not in of.words:
            _refuse_word(f"{name} is not a key there", name, of.words, at)
        return of.of or ANY
    else:
        hint = "; go over it with all, exists, filter or map" if of.kind == "list" else ""
        _refuse(f"{_a(of)} has no fields{hint}", at)
    if name not in known:
        _refuse_word(f"{owner} has no field {name}", name, list(known), at)
    return known[name]


def _ordered(left: Type, right: Type) -> bool:
    if "any" in (left.kind, right.kind):
        return True
    return (left.is_number and right.is_number) or (left.kind == right.kind and left.kind in ("string", "date", "bool"))


def _accepts(signature: Signature, given: Sequence[Type]) -> bool:
    return len(signature.parameters) == len(given) and all(map(takes, signature.parameters, given))


def _specific(signature: Signature, given: Sequence[Type]) -> Type:
    """The result, with what is known of a list's items where the signature leaves it open."""
    parameter, item = (signature.parameters[:1] or (ANY,))[0], (given[0].of if given else None) or ANY
    if parameter.kind != "list" or given[0].kind != "list":
        return signature.result
    if parameter.of is not None and parameter.of.kind == "list":
        item = item.of or ANY
    return list_of(item) if signature.result == list_of(ANY) else item if signature.result == ANY else signature.result


def _a(found: Type) -> str:
    if found.kind == "section":
        return f"{found} (a part of the plan)" if found.section else "a part of the plan"
    words: Mapping[str, str] = {
        "any": "anything",
        "int": "a whole number",
        "double": "a number",
        "number": "a number",
        "string": "a text",
        "bool": "true or false",
        "record": "a group of values",
    }
    return words.get(found.kind, f"a {found}")


def _date_hint(left: Type, right: Type) -> str:
    return '; write date("2026-03-09")' if {left.kind, right.kind} == {"date", "string"} else ""
