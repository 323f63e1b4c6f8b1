"""From the text of an expression to its syntax tree.

The grammar is that of CEL (https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax) without byte strings, unsigned
numbers, messages and names with leading dots.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple, NoReturn, get_args

from planlint.errors import ExpressionError
from planlint.expr.nodes import (
    Binary,
    BinaryOperator,
    Call,
    Comprehend,
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
    children,
)
from planlint.expr.text import unquoted

MAX_LENGTH, MAX_DEPTH, MAX_NODES = 10_000, 60, 2_000

_RESERVED = frozenset(
    {
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return",
        "var", "void", "while",
    }
)  # fmt: skip
_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*)
    |(?P<text>[rRbB]{0,2}(?:\"\"\"(?s:\\.|.)*?\"\"\"|'''(?s:\\.|.)*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'))
    |(?P<double>\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?)
    |(?P<int>0[xX][0-9a-fA-F]+|\d+)(?P<unsigned>[uU]?)
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<sign>==|!=|<=|>=|&&|\|\||[<>!?:+\-*/%.,()\[\]{}])""",
    re.VERBOSE,
)
_RAW_TEXT = re.compile(r"(?P<prefix>[rR])(?P<quote>\"\"\"|'''|\"|')")
_COMPREHENSIONS = frozenset(get_args(Comprehend))
BINDS: Mapping[str, int] = {
    "||": 1, "&&": 2, "<": 3, "<=": 3, ">=": 3, ">": 3, "==": 3, "!=": 3, "in": 3, "+": 4, "-": 4, "*": 5, "/": 5, "%": 5,
}  # fmt: skip
"""How strongly binary operators bind."""

_OPERATORS: Mapping[str, BinaryOperator] = {operator: operator for operator in get_args(BinaryOperator)}
_TOO_DEEP = f"an expression nests at most {MAX_DEPTH} deep"
_MOST_DIGITS = 1000
_MIN_INT, _MAX_INT = -(2**63), 2**63 - 1


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


def parse(text: str) -> Node:
    """Read an expression; raises `ExpressionError` at the place where it is not one of the language."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"an expression has at most {MAX_LENGTH} characters", MAX_LENGTH)
    return _Parser(_tokens(text), len(text)).whole()


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    while at < len(text):
        if raw := _RAW_TEXT.match(text, at):
            end = text.find(raw["quote"], raw.end())
            if end < 0:
                raise ExpressionError("this text has no end", at)
            tokens.append(_Token("text", text[at : end + len(raw["quote"])], at))
            at = end + len(raw["quote"])
            continue
        found = _TOKEN.match(text, at)
        if found is None:
            raise ExpressionError("this text has no end" if text[at] in "\"'" else f"{text[at]!r} has no meaning here", at)
        if found["unsigned"]:
            raise ExpressionError("numbers without a sign (5u) are not part of the language; write 5", at)
        if found.lastgroup != "space":
            kind = "int" if found["int"] else str(found.lastgroup)
            tokens.append(_Token(kind, found[0], at))
        at = found.end()
    return tokens


class _Parser:
    def __init__(self, tokens: list[_Token], length: int) -> None:
        self.tokens = tokens
        self.end = _Token("end", "", length)
        self.next = 0
        self.depth = 0
        self.nodes = 0

    def whole(self) -> Node:
        if not self.tokens:
            raise ExpressionError("an expression is missing", 0)
        node = self.expression()
        if self.token.kind != "end":
            self.refuse("this does not belong here")
        _refuse_depth(node)
        return node

    @property
    def token(self) -> _Token:
        return self.tokens[self.next] if self.next < len(self.tokens) else self.end

    def refuse(self, reason: str, at: int | None = None) -> NoReturn:
        place = self.token.at if at is None else at
        raise ExpressionError(f"{reason}, and the expression ends here" if self.token.kind == "end" and at is None else reason, place)

    def take(self) -> _Token:
        token = self.token
        self.next += 1
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.refuse(f"an expression has at most {MAX_NODES} parts", token.at)
        return token

    def accept(self, sign: str) -> _Token | None:
        return self.take() if self.token.kind == "sign" and self.token.text == sign else None

    def expect(self, sign: str) -> _Token:
        return self.accept(sign) or self.refuse(f"{sign} is missing")

    def expression(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.refuse(_TOO_DEEP, self.token.at)
        node = self.binary(self.unary(), 1)
        if mark := self.accept("?"):
            yes = self.binary(self.unary(), 1)
            self.expect(":")
            node = Conditional(mark.at, node, yes, self.expression())
        self.depth -= 1
        return node

    def binary(self, left: Node, least: int) -> Node:
        """Operators that bind at least as strongly as ``least`` (precedence climbing)."""
        while (binds := self._binds()) >= least:
            sign = self.take()
            right = self.unary()
            while self._binds() > binds:
                right = self.binary(right, binds + 1)
            left = Binary(sign.at, _OPERATORS[sign.text], left, right)
        return left

    def _binds(self) -> int:
        return BINDS.get(self.token.text, 0) if self.token.kind in ("sign", "name") else 0

    def unary(self) -> Node:
        signs: list[_Token] = []
        while self.token.kind == "sign" and self.token.text in ("!", "-"):
            signs.append(self.take())
        if any(sign.text != signs[0].text for sign in signs):
            self.refuse("! and - do not go together", signs[0].at)
        if len(signs) > MAX_DEPTH:
            self.refuse(_TOO_DEEP, signs[MAX_DEPTH].at)
        negative = bool(signs) and signs[-1].text == "-" and self.token.kind in ("int", "double")
        node = self.postfix(self.number(negative=True) if negative else None)
        for sign in reversed(signs[:-1] if negative else signs):
            node = Unary(sign.at, "!" if sign.text == "!" else "-", node)
        return node

    def postfix(self, start: Node | None = None) -> Node:
        node = self.primary() if start is None else start
        while self.token.kind == "sign" and self.token.text in (".", "["):
            if bracket := self.accept("["):
                node = Index(bracket.at, node, self.expression())
                self.expect("]")
            else:
                self.take()
                node = self.selected(node)
        return node

    def selected(self, of: Node) -> Node:
        if self.token.kind != "name":
            self.refuse("the name of a field is missing")
        name = self.take()
        _refuse_hidden(name)
        if not self.accept("("):
            return Field(name.at, of, name.text)
        if name.text in _COMPREHENSIONS:
            return self.comprehension(of, name)
        return Call(name.at, name.text, (of, *self.arguments(")")), method=True)

    def comprehension(self, of: Node, name: _Token) -> Node:
        variable = self.expression()
        if not isinstance(variable, Name):
            self.refuse(f"{name.text} starts with the name for each element, for example {name.text}(p, …)", name.at)
        self.expect(",")
        first = self.expression()
        second = self.expression() if name.text == "map" and self.accept(",") else None
        self.expect(")")
        kind: Comprehend = next(each for each in get_args(Comprehend) if each == name.text)
        if kind != "map":
            return Comprehension(name.at, kind, of, variable.name, first)
        test, result = (None, first) if second is None else (first, second)
        return Comprehension(name.at, kind, of, variable.name, test, result)

    def arguments(self, closing: str) -> tuple[Node, ...]:
        found: list[Node] = []
        while not self.accept(closing):
            if found and not self.accept(","):
                self.refuse(f"{closing} is missing")
            if found and closing == "]" and self.accept(closing):
                break
            found.append(self.expression())
        return tuple(found)

    def primary(self) -> Node:
        token = self.token
        by_kind: Mapping[str, Callable[[], Node]] = {"int": self.number, "double": self.number, "text": self.text, "name": self.name}
        if token.kind in by_kind:
            return by_kind[token.kind]()
        if self.accept("("):
            node = self.expression()
            self.expect(")")
            return node
        if self.accept("["):
            return ListOf(token.at, self.arguments("]"))
        return self.mapping(self.expect_value().at)

    def expect_value(self) -> _Token:
        return self.accept("{") or self.refuse("a value is missing")

    def mapping(self, at: int) -> Node:
        entries: list[tuple[Node, Node]] = []
        while not self.accept("}"):
            if entries:
                self.expect(",")
                if self.accept("}"):
                    break
            key = self.expression()
            self.expect(":")
            entries.append((key, self.expression()))
        return MapOf(at, tuple(entries))

    def number(self, *, negative: bool = False) -> Node:
        token = self.take()
        if token.kind == "double":
            value = float(token.text)
            return Literal(token.at, -value if negative else value)
        # Python itself refuses thousands of digits; more than any number of 64 bits has are too many.
        if len(token.text) > _MOST_DIGITS:
            self.refuse("this number is too large: whole numbers have 64 bits", token.at)
        whole = int(token.text, 16 if token.text[:2].lower() == "0x" else 10)
        whole = -whole if negative else whole
        if not _MIN_INT <= whole <= _MAX_INT:
            self.refuse("this number is too large: whole numbers have 64 bits", token.at)
        return Literal(token.at, whole)

    def text(self) -> Node:
        token = self.take()
        return Literal(token.at, unquoted(token.text, token.at))

    def name(self) -> Node:
        token = self.take()
        constants: Mapping[str, bool | None] = {"true": True, "false": False, "null": None}
        if token.text in constants:
            return Literal(token.at, constants[token.text])
        if token.text in _RESERVED or token.text == "in":
            self.refuse(f"{token.text} is a reserved word", token.at)
        _refuse_hidden(token)
        if not self.accept("("):
            return Name(token.at, token.text)
        if token.text != "has":
            return Call(token.at, token.text, self.arguments(")"))
        asked = self.arguments(")")
        if len(asked) != 1 or not isinstance(asked[0], Field):
            self.refuse("has asks about one field, for example has(self.id)", token.at)
        return Has(asked[0].at, asked[0].of, asked[0].name)


def _refuse_depth(node: Node) -> None:
    """Long chains of operators and fields nest as well, to the left; what follows goes down the tree by recursion."""
    level = [node]
    for _ in range(2 * MAX_DEPTH):
        level = [child for each in level for child in children(each)]
        if not level:
            return
    raise ExpressionError(f"an expression has at most {2 * MAX_DEPTH} operators or fields in a row", level[0].at)


def _refuse_hidden(name: _Token) -> None:
    if name.text.startswith("__"):
        raise ExpressionError("names do not begin with two underscores", name.at)
