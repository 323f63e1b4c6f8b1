"""The four states of a value, as types.

A value is stated, not stated, stated as none, unknown, or not applicable with a reason; nothing in planlint merges these.
Scalars that may be absent are ``T | State | NotApplicable``; lists that are absent are empty tuples that know their state;
sections that are absent are sections in which every value is absent, so that code can ask for
``plan.legal.non_punishment.status`` without a guard.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, Any, ClassVar, NamedTuple, Self, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from planlint.errors import CannotJudge
from planlint.plan.state import State as State

T = TypeVar("T")

MIN_REASON = 15
"""Characters that a reason for "not applicable" needs."""


# Python 3.11 takes ten times as long for a member of an enum as for a name.
NOT_STATED, NONE, UNKNOWN, STATED = State.NOT_STATED, State.NONE, State.UNKNOWN, State.STATED

# Branches of the unions below; they never reach a user, see planlint.schema.conform.
STATE_BRANCH, EMPTY_BRANCH, VALUE_BRANCH, REASON_BRANCH = "?state", "?empty", "?value", "?reason"


class NotApplicable(BaseModel):
    """``{not_applicable: "why this does not apply"}``."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    not_applicable: str = Field(min_length=MIN_REASON, description=f"Why this does not apply, in {MIN_REASON} characters or more.")

    def __bool__(self) -> bool:
        return False


Absence = State | NotApplicable


class AbsentItems(tuple[Any, ...]):
    """A list that is not there: empty, and aware of why."""

    absence: Absence

    @classmethod
    def because(cls, absence: Absence) -> Self:
        items = cls()
        items.absence = absence
        return items


_ALWAYS_STATED = frozenset({str, dt.date, dt.datetime})
_NONE_IF_EMPTY = frozenset({bool, int, float, tuple, dict})


def state(value: object) -> State:
    """The state of any value of a plan: a scalar, a list or a section."""
    kind = type(value)  # asked a thousand times for each plan, mostly of these
    if kind in _ALWAYS_STATED:
        return STATED
    if kind in _NONE_IF_EMPTY:
        return STATED if value else NONE
    if kind is State:
        return value  # type: ignore[return-value]  # mypy does not narrow by type()
    if kind is AbsentItems:
        return state(value.absence)  # type: ignore[attr-defined]
    if isinstance(value, NotApplicable):
        return State.NOT_APPLICABLE
    absence = value.absence if isinstance(value, (AbsentItems, Section)) else None
    if absence is not None:
        return state(absence)
    if value is False or value == 0 or (isinstance(value, (tuple, dict)) and not value):
        return NONE
    return STATED


def known(value: T | State | NotApplicable) -> T | None:
    """The value where one is stated, else None."""
    kind = type(value)
    return None if kind is State or kind is NotApplicable else value  # type: ignore[return-value]  # mypy does not narrow by type()


# planlint itself puts State.UNFIT in the place of a value that does not fit; no text can become it.
_UNFIT: tuple[CoreSchema, str] = (core_schema.is_instance_schema(State), STATE_BRANCH)


def _written(*states: State) -> CoreSchema:
    """The states as they are written; an enum schema would also take the names of states that cannot be written."""
    words = {state.value: state for state in states}
    return core_schema.no_info_after_validator_function(words.__getitem__, core_schema.literal_schema(list(words)))


def _with_states(value: CoreSchema, *, absent: Any = None, empty: CoreSchema | None = None, required: bool = False) -> CoreSchema:
    """A union of the written states and a value; ``absent`` turns a state into what stands in the value's place."""
    states = _written(NONE, UNKNOWN) if required else _written(NOT_STATED, NONE, UNKNOWN)
    reason: CoreSchema = NotApplicable.__pydantic_core_schema__
    if absent is not None:
        states = core_schema.no_info_after_validator_function(absent, states)
        reason = core_schema.no_info_after_validator_function(absent, reason)
    unfit = (core_schema.no_info_after_validator_function(absent, _UNFIT[0]), STATE_BRANCH) if absent else _UNFIT
    choices: list[CoreSchema | tuple[CoreSchema, str]] = [(states, STATE_BRANCH), (value, VALUE_BRANCH), (reason, REASON_BRANCH), unfit]
    if absent is not None:
        choices[0], choices[1] = choices[1], choices[0]  # No list and no mapping is a word, and most are stated.
    if empty is not None:
        choices.insert(0, (empty, EMPTY_BRANCH))
    return core_schema.union_schema(choices, mode="left_to_right")


class _Beside(NamedTuple):
    """What may stand in a value's place: words (None is null), a reason, an empty mapping."""

    words: tuple[str | None, ...] = ()
    reason: bool = False
    empty: bool = False


_OPTIONAL = _Beside(("none", "unknown", None), reason=True)
_LISTED = _Beside(("none", "unknown"), reason=True)
_KNOWN = _Beside(("unknown",))


def _joined(value: JsonSchemaValue, words: Sequence[str | None], others: Sequence[JsonSchemaValue]) -> JsonSchemaValue:
    """The value's JSON Schema with what may stand in its place; all words in one enum, from which editors complete."""
    choices = value["anyOf"] if set(value) == {"anyOf"} else [value]
    plain = [each for each in choices if "enum" not in each]
    own = [word for each in choices if "enum" in each for word in each["enum"]]
    made = [*plain, {"enum": list(dict.fromkeys([*own, *words]))}, *others]
    return {"anyOf": made} if len(made) > 1 else made[0]


def _completable(value: JsonSchemaValue) -> JsonSchemaValue:
    """The same JSON Schema in words that editors complete: one word as an enum, a mapping of named keys as properties."""
    if "const" in value:
        return {"enum": [value["const"]], "type": "string"}
    if "propertyNames" in value:
        each = value["additionalProperties"]
        return {"additionalProperties": False, "properties": dict.fromkeys(value["propertyNames"]["enum"], each), "type": "object"}
    return value


class _Marker:
    """What an annotation does to its type."""

    def absent(self, absence: Absence, kind: Any) -> Any:
        """What stands in the place of an absent value of this kind."""
        return absence


class _Scalar(_Marker):
    def __init__(self, *, required: bool) -> None:
        self.required = required

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        kinds = [kind for kind in get_args(source) if kind not in (State, NotApplicable)]
        value = handler.generate_schema(kinds[0] if len(kinds) == 1 else _union(kinds))
        if self.required:
            unknown = _written(UNKNOWN)
            union = core_schema.union_schema([(unknown, STATE_BRANCH), (value, VALUE_BRANCH), _UNFIT], mode="left_to_right")
            return _remember(union, value, _KNOWN)
        return _remember(core_schema.with_default_schema(_with_states(value), default=NOT_STATED), value, _OPTIONAL)


def _union(kinds: list[Any]) -> Any:
    joined = kinds[0]
    for kind in kinds[1:]:
        joined = joined | kind
    return joined


def _remember(schema: Any, value: CoreSchema, beside: _Beside) -> CoreSchema:
    """Attach how the JSON Schema is made: from the value's own, with what may stand beside it."""

    def made(part: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        # A handler passes over what is attached to the schema it is given; one level down it does not.
        shown: JsonSchemaValue = handler(core_schema.definitions_schema(part, []))
        return _completable(shown)

    def to_json(_: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        shown = made(value, handler)
        if not beside.words:
            return shown
        others: list[JsonSchemaValue] = []
        if beside.empty and "required" in handler.resolve_ref_schema(shown):
            others.append({"type": "object", "maxProperties": 0})
        if beside.reason:
            others.append(made(NotApplicable.__pydantic_core_schema__, handler))
        return _joined(shown, beside.words, others)

    remembered: CoreSchema = {**schema, "metadata": {**(schema.get("metadata") or {}), "pydantic_js_functions": [to_json]}}
    return remembered


class _Items(_Marker):
    def __init__(self, *, required: bool) -> None:
        self.required = required

    def absent(self, absence: Absence, kind: Any) -> AbsentItems:
        return AbsentItems.because(absence)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        value = handler.generate_schema(source)
        union = _with_states(value, absent=AbsentItems.because, required=self.required)
        if self.required:
            return _remember(union, value, _LISTED)
        return _remember(core_schema.with_default_schema(union, default=NO_ITEMS), value, _OPTIONAL)


class _Part(_Marker):
    def __init__(self, *, required: bool) -> None:
        self.required = required

    def absent(self, absence: Absence, kind: type[Section]) -> Section:
        return kind.absent(absence)

    def __get_pydantic_core_schema__(self, source: type[Section], handler: GetCoreSchemaHandler) -> CoreSchema:
        value = handler.generate_schema(source)
        empty = core_schema.no_info_after_validator_function(lambda _: source.absent(State.NONE), core_schema.dict_schema(max_length=0))
        union = _with_states(value, absent=source.absent, empty=empty, required=self.required)
        if self.required:
            return _remember(union, value, _LISTED._replace(empty=True))
        default = core_schema.with_default_schema(union, default_factory=lambda: source.absent(State.NOT_STATED))
        return _remember(default, value, _OPTIONAL._replace(empty=True))


class _Required(_Marker):
    """A value that must be written and cannot be ``unknown``."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        value = handler.generate_schema(source)
        union = core_schema.union_schema([(value, VALUE_BRANCH), _UNFIT], mode="left_to_right")
        return _remember(union, value, _Beside())


NO_ITEMS = AbsentItems.because(State.NOT_STATED)

Stated = Annotated[T | State | NotApplicable, _Scalar(required=False)]
"""A scalar that a planner may leave out, call ``none`` or ``unknown``, or declare not applicable."""

Known = Annotated[T | State | NotApplicable, _Scalar(required=True)]
"""A scalar that must be written, if only as ``unknown``."""

Required = Annotated[T, _Required()]
"""A list, section or constant that must be written out."""

Many = Annotated[tuple[T, ...], _Items(required=False)]
"""A list that may be absent."""

Listed = Annotated[tuple[T, ...], _Items(required=True)]
"""A list that must be written, if only as ``none`` or ``unknown``."""

Part = Annotated[T, _Part(required=False)]
"""A section that may be absent; then everything in it is absent for the same reason."""

Whole = Annotated[T, _Part(required=True)]
"""A section that must be written, if only as ``none`` or ``unknown``."""


def about(description: str) -> Any:
    """What a field is, for editors and for ``planlint schema``."""
    return Field(description=description)


def may_be_none(field: Any) -> bool:
    """Whether ``none`` stands for a state in a field, and not for a word."""
    return any(isinstance(mark, _Scalar) and not mark.required for mark in field.metadata)


def words_beside(field: Any) -> tuple[str, ...]:
    """The states that may be written in the place of a field's value."""
    for mark in field.metadata:
        if isinstance(mark, (_Scalar, _Items, _Part)):
            words = ("unknown",) if isinstance(mark, _Scalar) and mark.required else ("none", "unknown")
            return words if words == ("unknown",) else (*words, '{not_applicable: "why"}')
    return ()


class Section(BaseModel):
    """A mapping in a plan."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, protected_namespaces=())

    absence: ClassVar[Absence | None] = None

    @classmethod
    def absent(cls, absence: Absence) -> Self:
        """The section as it looks where it is not there."""
        return _absent_section(cls, absence)  # type: ignore[return-value]

    def __getattr__(self, name: str) -> Any:
        # Python asks here only for what the instance lacks: a value taken out because it does not fit.
        unfit = self.__dict__.get("unfit")
        if unfit and name in unfit:
            raise CannotJudge(unfit[name], "does not fit the schema")
        raise AttributeError(f"{type(self).__name__} has no {name!r}")


@lru_cache(maxsize=1024)
def _absent_section(section: type[Section], absence: Absence) -> Section:
    values: dict[str, Any] = {name: _absent_value(field, absence) for name, field in section.model_fields.items()}
    made = section.model_construct(**values)
    made.__dict__["absence"] = absence
    return made


def _absent_value(field: Any, absence: Absence) -> Any:
    for mark in field.metadata:
        if isinstance(mark, _Marker):
            return mark.absent(absence, field.annotation)
    return absence
