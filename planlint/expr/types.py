"""What kinds of values an expression can have, known before any plan is read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal, get_args, get_origin

from planlint.plan.model import Plan
from planlint.plan.states import Section
from planlint.plan.values import Duration
from planlint.schema.shape import Shape, allowed, fields, sections

Kind = Literal["any", "null", "bool", "int", "double", "number", "string", "date", "duration", "list", "map", "section", "record"]


@dataclass(frozen=True, slots=True)
class Type:
    """A kind of value. ``of`` is what a list or map holds, ``section`` the part of a plan, ``members`` what a record has.

    ``words`` are the only words that a text can be; ``free_text`` is text in a planner's own words, which no message shows.
    """

    kind: Kind
    of: Type | None = None
    section: type[Section] | None = None
    members: tuple[tuple[str, Type], ...] = ()
    words: tuple[str, ...] = ()
    free_text: bool = False

    def __str__(self) -> str:
        if self.kind == "section" and self.section is not None:
            return self.section.__name__
        return f"{self.kind}({self.of})" if self.of is not None else self.kind

    @property
    def is_number(self) -> bool:
        return self.kind in ("int", "double", "number")


ANY, NULL, BOOL = Type("any"), Type("null"), Type("bool")
INT, DOUBLE, NUMBER = Type("int"), Type("double"), Type("number")
STRING, DATE, DURATION = Type("string"), Type("date"), Type("duration")
_PLAIN = {each.kind: each for each in (ANY, NULL, BOOL, INT, DOUBLE, NUMBER, STRING, DATE, DURATION)}


def list_of(item: Type) -> Type:
    return Type("list", of=item)


def record(members: Mapping[str, Type]) -> Type:
    return Type("record", members=tuple(members.items()))


def section_type(section: type[Section]) -> Type:
    return Type("section", section=section)


def type_of(shape: Shape) -> Type:
    """The type of a field of the plan; a date that may be ``open`` is a date that never comes."""
    item = _item_type(shape)
    return list_of(item) if shape.is_list else item


def _item_type(shape: Shape) -> Type:
    kind = shape.kind
    if isinstance(kind, type) and issubclass(kind, Section):
        return section_type(kind)
    if words := allowed(kind):
        return replace(STRING, words=words)
    if get_origin(kind) is dict:
        keys, values = get_args(kind)
        return Type("map", of=_item_type(Shape(int)), words=allowed(keys)) if values else ANY
    if kind is Duration:
        return DURATION
    if kind is dt.date or dt.date in get_args(kind):
        return DATE
    if bool in get_args(kind):
        return ANY
    plain = {bool: BOOL, int: INT, float: DOUBLE}
    return plain[kind] if kind in plain else replace(STRING, free_text=shape.free_text)


@cache
def section_fields(section: type[Section]) -> dict[str, Type]:
    """The types of a section's fields by their names in YAML."""
    return {name: type_of(shape) for name, (_, shape) in fields(section).items()}


@cache
def section_classes() -> dict[str, type[Section]]:
    """Every part of a plan by its name, as signatures use it: Phase, Organisation, BudgetLine."""
    found: dict[str, type[Section]] = {}
    waiting: list[type[Section]] = [Plan]
    while waiting:
        section = waiting.pop()
        if section.__name__ not in found:
            found[section.__name__] = section
            waiting.extend(inner for _, inner, _ in sections(section))
    return found


def schema_type(schema: Mapping[str, Any]) -> Type:
    """The type of a field that an overlay describes by JSON Schema; text without an enum, a pattern or a format is free text."""
    kind, words = schema.get("type"), schema.get("enum", ())
    if schema.get("format") == "date":
        return DATE
    if kind == "array":
        return list_of(schema_type(schema.get("items", {})))
    if kind == "object":
        inner = schema.get("properties", {})
        return record({name: schema_type(each) for name, each in inner.items()}) if inner else Type("map", of=ANY)
    if kind == "string" or (words and all(isinstance(word, str) for word in words)):
        return replace(STRING, words=tuple(words), free_text=not words and "pattern" not in schema)
    plain = {"boolean": BOOL, "integer": INT, "number": DOUBLE}
    return plain[kind] if isinstance(kind, str) and kind in plain else ANY


@dataclass(frozen=True, slots=True)
class Signature:
    """What a function takes and gives."""

    parameters: tuple[Type, ...]
    result: Type


_TOKEN = re.compile(r"\s*([A-Za-z]+|[(),])")


def parse_signature(text: str) -> Signature:
    """Read ``(list(string), string) -> bool``."""
    parameters, _, result = text.rpartition("->")
    return Signature(tuple(_types(parameters.strip()[1:-1])), parse_type(result))


def parse_type(text: str) -> Type:
    """Read ``list(Phase)``, ``string``, ``Organisation``."""
    (found,) = _types(text)
    return found


def _types(text: str) -> Iterator[Type]:
    tokens = [*_TOKEN.findall(text), ""]
    at = 0

    def one() -> Type:
        nonlocal at
        word = tokens[at]
        at += 1
        inner = None
        if tokens[at] == "(":
            at += 1
            inner = one()
            at += 1
        return _named(word, inner)

    while tokens[at]:
        yield one()
        at += tokens[at] == ","


def _named(word: str, inner: Type | None) -> Type:
    if word in _PLAIN:
        return _PLAIN[word]
    if word in ("list", "map"):
        return Type("list" if word == "list" else "map", of=inner or ANY)
    if word == "section":
        return Type("section")
    return section_type(section_classes()[word])


def takes(parameter: Type, given: Type) -> bool:
    """Whether a value of type ``given`` may be where ``parameter`` is asked for."""
    if "any" in (parameter.kind, given.kind):
        return True
    if parameter.kind == "number":
        return given.is_number
    if parameter.kind != given.kind:
        return False
    if parameter.section is not None and given.section is not None:
        return parameter.section is given.section
    return parameter.of is None or given.of is None or takes(parameter.of, given.of)


def comparable(one: Type, other: Type) -> bool:
    """Whether two values can be equal at all."""
    return (one.is_number and other.is_number) or one.kind == "null" or other.kind == "null" or takes(one, other) or takes(other, one)


def is_free_text(given: Type) -> bool:
    """Whether a value is, or holds, text in a planner's own words."""
    return given.free_text or (given.of is not None and is_free_text(given.of))


def joined(types: list[Type]) -> Type:
    """The type that holds values of all of these."""
    if not types:
        return ANY
    first, *others = types
    if all(each.is_number for each in types):
        return first if all(each.kind == first.kind for each in others) else NUMBER
    if not all(takes(first, each) and takes(each, first) for each in others):
        return ANY
    free_text = any(each.free_text for each in types)
    words = tuple(dict.fromkeys(word for each in types for word in each.words)) if all(each.words for each in types) else ()
    return replace(first, words=words, free_text=free_text)
