"""How expressions read a plan: values as they are, and an error that names the place where a value is absent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter
from typing import Any, NoReturn

from planlint.errors import Absent, CannotJudge
from planlint.expr.closures import key_reader
from planlint.expr.nodes import Field, Has
from planlint.expr.types import DOUBLE, INT, Type, parse_type, record, section_fields
from planlint.facts import Facts
from planlint.facts.summary import FACTS
from planlint.facts.thresholds import Thresholds
from planlint.plan.states import AbsentItems, NotApplicable, Section, State, state
from planlint.schema.overlay import KEY
from planlint.schema.shape import fields
from planlint.source.document import Path

Read = Callable[[Any], Any]
_WORD = State.UNKNOWN.value

SAID = {
    State.NOT_STATED: "is not stated",
    State.UNKNOWN: "is unknown",
    State.NONE: "is stated as none",
    State.NOT_APPLICABLE: "is declared not applicable",
    State.UNFIT: "does not fit the schema",
}
_NONE_IS: Mapping[str, Any] = {"string": "none", "int": 0, "double": 0.0, "bool": False}
"""What ``none`` is worth to an expression; a date or a duration that is none has no worth."""

FACTS_TYPE = record({name: parse_type(fact.type) for name, fact in FACTS.items()})
THRESHOLDS_TYPE = record({name: INT if field.annotation is int else DOUBLE for name, field in Thresholds.model_fields.items()})


def path_of(absent: Absent, facts: Facts) -> Path | None:
    """Where the value that is absent would stand; None for one that has no place in the plan, such as a fact that is not known."""
    if absent.path is not None or not isinstance(absent.holder, Section):
        return absent.path
    holder = facts.directory.path_of(absent.holder)
    return None if holder is None else (*holder, *absent.key.split("."))


_OPEN = (State.UNKNOWN, State.UNFIT)
"""What nobody can pass over: it may be anything."""


class Counts(dict[str, Any]):
    """A mapping as expressions see it; asking for a key without a value says so, and so does going over keys of which one is unknown.

    ``none`` is what a value is worth that the plan gives as none; None: that depends on the field.
    """

    def __init__(self, values: Mapping[str, Any], holder: Section, key: str, at: int, none: object = None) -> None:
        present = {name: none if value is State.NONE and none is not None else value for name, value in values.items()}
        super().__init__({name: value for name, value in present.items() if not isinstance(value, State | NotApplicable)})
        self._values = values
        self._place = (holder, key, at)

    def __contains__(self, name: object) -> bool:
        """Whether the key has a value."""
        if super().__contains__(name):
            return True
        if state(self._values.get(str(name), State.NOT_STATED)) in _OPEN:
            self[str(name)]
        return False

    def __iter__(self) -> Iterator[str]:
        """The keys that are stated; where another one is unknown, nobody can go over all of them."""
        for name, value in self._values.items():
            if state(value) in _OPEN:
                self[name]
        return super().__iter__()

    def __missing__(self, name: str) -> NoReturn:
        holder, key = self.holder(name)
        raise Absent(SAID[state(self._values.get(name, State.NOT_STATED))], self._place[2], holder=holder, key=key)

    def holder(self, name: str) -> tuple[Section, str]:
        """The part of the plan that a key stands in, and its name there."""
        section, key, _ = self._place
        return section, f"{key}.{name}"

    def said(self, name: str) -> Any:
        """What stands at a key, whatever state it is in; what does not fit the schema is nothing that can be asked about."""
        value = self._values.get(name, State.NOT_STATED)
        return self[name] if state(value) is State.UNFIT else value


class PartlyKnown(tuple[Any, ...]):
    """A list in which the word ``unknown`` stands for items that nobody knows: what is in it is, what else may be in it is not known."""

    place: tuple[object, str, int]

    @classmethod
    def of(cls, items: tuple[Any, ...], holder: object, key: str, at: int) -> PartlyKnown:
        made = cls(items)
        made.place = (holder, key, at)
        return made

    def __contains__(self, item: object) -> bool:
        return super().__contains__(item) or self._refuse()

    def __iter__(self) -> Iterator[Any]:
        self._refuse()

    def __getitem__(self, at: Any) -> Any:
        item = super().__getitem__(at)
        return self._refuse() if item == _WORD else item

    def _refuse(self) -> NoReturn:
        holder, key, at = self.place
        raise Absent("holds an item that is unknown", at, holder=holder, key=key)


def field_reader(node: Field, of: Type, *, raw: bool) -> Read | None:
    """How to read a field of a value of type ``of``; ``raw`` gives what stands there, absent or not. None: it is a plain mapping."""
    if of is FACTS_TYPE:
        return _fact(node)
    if of is THRESHOLDS_TYPE:
        return attrgetter(node.name)
    if of.section is None:
        return _key(node) if raw else _own_field(node, dict(of.members)[node.name]) if of.kind == "record" else None
    given = section_fields(of.section).get(node.name)
    if given is None:
        return _extensions(node)
    attribute, _ = fields(of.section)[node.name]
    if raw or given.section is not None:
        return _as_it_is(node, attribute)
    if given.kind == "list":
        return _list(node, attribute, has_unknown=given.of is not None and _WORD in given.of.words)
    value = _scalar(node, attribute, _NONE_IS.get(given.kind))
    return _map(node, value) if given.kind == "map" else _date(value) if given.kind == "date" else value


def presence_reader(node: Has, of: Type) -> Read | None:
    """How ``has(x.name)`` looks: whether the plan says anything of it, or a fact is known."""
    if of is FACTS_TYPE:
        return _is_known(_fact(Field(node.at, node.of, node.name)))
    if of.section is None:
        read = _key(node)
        return lambda mapping: state(read(mapping)) is not State.NOT_STATED
    if node.name not in section_fields(of.section):
        return None
    attribute, _ = fields(of.section)[node.name]
    return lambda section: state(section.__dict__.get(attribute, State.UNFIT)) is not State.NOT_STATED


def _is_known(read: Read) -> Read:
    def known(facts: Facts) -> bool:
        try:
            read(facts)
        except Absent:
            return False
        return True

    return known


def _fact(node: Field) -> Read:
    fact = FACTS[node.name]

    def read(facts: Facts) -> Any:
        try:
            value = fact.of(facts)
        except CannotJudge as error:
            raise Absent(error.reason, node.at, path=error.path) from None
        if value is None:
            raise Absent("is not known", node.at, key=f"facts.{node.name}")
        return value

    return read


def _key(node: Field | Has) -> Read:
    """What stands at a key of a mapping, absent or not."""
    plain = key_reader(Field(node.at, node.of, node.name))

    def read(mapping: Any) -> Any:
        if isinstance(mapping, Counts):
            return mapping.said(node.name)
        return State.NOT_STATED if isinstance(mapping, dict) and node.name not in mapping else plain(mapping)

    return read


def said_at(mapping: Any, key: Any) -> Any:
    """What stands at a key of a map, absent or not."""
    return mapping.said(key) if isinstance(mapping, Counts) else mapping[key]


def _own_field(node: Field, given: Type) -> Read:
    """A field of an organisation's own; what `none` is worth is told by its type."""
    plain = key_reader(node)
    none = () if given.kind == "list" else _NONE_IS.get(given.kind)

    def read(mapping: Any) -> Any:
        if isinstance(mapping, Counts):
            if none is not None and mapping.said(node.name) is State.NONE:
                return none
        elif isinstance(mapping, dict) and node.name not in mapping:
            raise Absent(SAID[State.NOT_STATED], node.at, key=node.name)
        value = plain(mapping)
        if given.kind == "list" and _WORD in value:
            holder, key = mapping.holder(node.name) if isinstance(mapping, Counts) else (None, node.name)
            return PartlyKnown.of(value, holder, key, node.at)
        return value

    return read


def _extensions(node: Field) -> Read:
    return lambda section: Counts(section.__dict__.get(KEY, {}), section, node.name, node.at)


def _as_it_is(node: Field, attribute: str) -> Read:
    def read(section: Section) -> Any:
        try:
            return getattr(section, attribute)
        except CannotJudge as error:
            raise Absent(error.reason, node.at, path=error.path) from None

    return read


def _list(node: Field, attribute: str, *, has_unknown: bool) -> Read:
    read_raw = _as_it_is(node, attribute)

    def read(section: Section) -> Any:
        value = read_raw(section)
        if type(value) is AbsentItems and (why := state(value)) is not State.NONE:
            raise Absent(SAID[why], node.at, holder=section, key=node.name)
        return PartlyKnown.of(value, section, node.name, node.at) if has_unknown and _WORD in value else value

    return read


def _scalar(node: Field, attribute: str, none: Any) -> Read:
    def read(section: Section) -> Any:
        try:
            value = getattr(section, attribute)
        except CannotJudge as error:
            raise Absent(error.reason, node.at, path=error.path) from None
        if value.__class__ is State or value.__class__ is NotApplicable:
            if value is State.NONE and none is not None:
                return none
            raise Absent(SAID[state(value)], node.at, holder=section, key=node.name)
        return value

    return read


def _map(node: Field, read_value: Read) -> Read:
    return lambda section: Counts(read_value(section), section, node.name, node.at, _NONE_IS["int"])


def _date(read_value: Read) -> Read:
    def read(section: Section) -> Any:
        value = read_value(section)
        return dt.date.max if value == "open" else value

    return read
