"""What a plan says under ``extensions``, held against the overlay that opens it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from planlint.finding import FieldValue, Hit
from planlint.plan.model import Plan
from planlint.plan.states import MIN_REASON, NotApplicable, Section, State
from planlint.schema.misfit import Misfit, misread, nearest
from planlint.schema.numbers import readings
from planlint.schema.overlay import KEY, Overlay
from planlint.schema.patterns import linear
from planlint.schema.shape import fields
from planlint.source.document import Path

Values = Mapping[str, Any]


class Extended(NamedTuple):
    """The plan's data without extensions; what each section says under them, by its path; and what of it does not fit."""

    data: Any
    values: Mapping[Path, Values]
    misfits: tuple[Misfit, ...]


def without_extensions(data: Any, overlay: Overlay) -> Extended:
    """Take the extensions out of the sections that an overlay opens, and judge them. ``data`` stays as it is."""
    found: dict[Path, Values] = {}
    misfits: list[Misfit] = []
    for names, schema in overlay.schemas.items():
        taken: dict[Path, Any] = {}
        data = _taken(data, names, (), taken)
        judge = _Judge(schema)
        for path, said in taken.items():
            found[path] = judge.values(said, path)
        misfits += judge.misfits
    return Extended(data, found, tuple(misfits))


def attach(plan: Plan, values: Mapping[Path, Values]) -> None:
    """Give the sections of a plan their extensions, where expressions find them."""
    for path, said in values.items():
        section: Any = plan
        for step in path:
            if isinstance(section, Section):
                section = section.__dict__.get(fields(type(section))[str(step)][0])
            else:
                section = section[step] if isinstance(section, tuple) and isinstance(step, int) and step < len(section) else None
        if isinstance(section, Section) and section.absence is None:
            section.__dict__[KEY] = said


def _taken(data: Any, names: tuple[str, ...], path: Path, taken: dict[Path, Any]) -> Any:
    """A copy, as far as needed, without the extensions of the sections at ``names``; they go into ``taken``."""
    if isinstance(data, list):
        items = [_taken(item, names, (*path, index), taken) for index, item in enumerate(data)]
        return items if any(map(_differ, items, data)) else data
    if not isinstance(data, dict):
        return data
    if not names:
        taken[path] = data.get(KEY)
        return {key: value for key, value in data.items() if key != KEY} if KEY in data else data
    if names[0] not in data:
        return data
    inner = _taken(data[names[0]], names[1:], (*path, names[0]), taken)
    return data if inner is data[names[0]] else {**data, names[0]: inner}


def _differ(one: object, other: object) -> bool:
    return one is not other


class _Judge:
    """One section's schema, and the misfits found with it."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema
        self.properties: Mapping[str, Any] = schema.get("properties", {})
        self.required = frozenset(schema.get("required", ()))
        self.misfits: list[Misfit] = []

    def values(self, said: Any, path: Path) -> Values:
        """What a section says of each field, absences as states; what does not fit as `State.UNFIT`."""
        here = (*path, KEY) if said is not None else path
        if said is not None and not isinstance(said, dict):
            self.misfits.append(Misfit("PL002", Hit(path=here, variant="mapping")))
            return dict.fromkeys(self.properties, State.UNFIT)
        stated = said or {}
        states = {name: state for name, value in stated.items() if (state := self._state(name, value)) is not None}
        judged = {name: value for name, value in stated.items() if name not in states}
        unfit: set[str] = set()
        for error in _validator(_Hashed(self.schema)).iter_errors(judged):
            unfit.update(str(step) for step in list(error.absolute_path)[:1])
            self.misfits += self._misfits(error, here, states, prefix="" if said is not None else f"{KEY}.")
        fitting = {name: _read(value, self.properties.get(name, {})) for name, value in judged.items() if name in self.properties}
        return {**fitting, **states, **dict.fromkeys(unfit, State.UNFIT)}

    def _state(self, name: str, value: Any) -> State | NotApplicable | None:
        """The state that is written in a value's place; a required field may be unknown, and nothing else."""
        if name not in self.properties:
            return None
        if value == "unknown":
            return State.UNKNOWN
        if name in self.required:
            return None
        if value is None:
            return State.NOT_STATED
        if value == "none" and "none" not in self.properties.get(name, {}).get("enum", ()):
            return State.NONE
        if isinstance(value, dict) and set(value) == {"not_applicable"} and len(str(value["not_applicable"])) >= MIN_REASON:
            return NotApplicable(not_applicable=str(value["not_applicable"]))
        return None

    def _misfits(self, error: Any, here: Path, states: Mapping[str, object], *, prefix: str) -> Iterator[Misfit]:
        """What one of jsonschema's errors says to a planner."""
        while error.validator in ("anyOf", "oneOf") and error.context:
            # Of several ways to be right, the one whose type fits was meant; the words of another are at least a list to choose from.
            error = min(error.context, key=lambda each: _FAR_OFF.get(each.validator, 0))
        at = (*here, *error.absolute_path)
        if error.validator == "required":
            yield from (_missing(at, f"{prefix}{key}") for key in _lacking(error) if at != here or key not in states)
        elif error.validator == "additionalProperties":
            known = list(error.schema.get("properties", {}))
            yield from (_unknown((*at, key), nearest(key, known)) for key in error.instance if key not in known)
        else:
            variant, said = _said(error)
            if variant in ("integer", "number") and isinstance(error.instance, str) and (meant := readings(error.instance)):
                yield misread(at, error.instance, meant)
                return
            yield Misfit("PL002", Hit(path=at, variant=variant, fields=said))


_FAR_OFF = {"enum": 1, "const": 1, "type": 2}


def _lacking(error: Any) -> list[str]:
    """The key of an error about a required one: jsonschema gives an error for each, and names all of them in it."""
    return [key for key in error.validator_value if key not in error.instance and error.message.startswith(repr(key))]


def _missing(path: Path, key: str) -> Misfit:
    return Misfit("PL002", Hit(path=path, part="key", variant="missing", fields={"key": key}, state=State.NOT_STATED))


def _unknown(path: Path, near: str | None) -> Misfit:
    hit = Hit(path=path, part="key") if near is None else Hit(path=path, part="key", variant="default_near", fields={"nearest": near})
    return Misfit("PL005", hit)


_TYPES = {"boolean": "boolean", "string": "text", "integer": "integer", "number": "number", "array": "list", "object": "mapping"}
_BOUNDS = {"minimum": "or more", "maximum": "or less", "minLength": "too_short", "maxLength": "too_long"}


def _said(error: Any) -> tuple[str, dict[str, FieldValue]]:
    """The message of PL002 for an error of the validator, and what fills it."""
    keyword, wanted = str(error.validator), error.validator_value
    if keyword in ("enum", "const"):
        allowed = tuple(str(word) for word in (wanted if keyword == "enum" else [wanted]))
        near = nearest(error.instance, allowed)
        said: dict[str, FieldValue] = {"allowed": allowed, "about": ""}
        return ("word", said) if near is None else ("word_near", {**said, "nearest": near})
    if keyword == "type" and wanted in _TYPES:
        return _TYPES[wanted], {}
    if keyword == "format" and wanted == "date":
        return "date", {}
    if keyword in ("minimum", "maximum"):
        return "range", {"bound": f"{wanted:g} {_BOUNDS[keyword]}"}
    if keyword in ("minLength", "maxLength"):
        return _BOUNDS[keyword], {"bound": wanted}
    words = (
        wanted if isinstance(wanted, str | int | float) else " or ".join(map(str, wanted)) if isinstance(wanted, list) else "see its schema"
    )
    return "constraint", {"keyword": keyword, "bound": words}


def _read(value: Any, schema: Mapping[str, Any]) -> Any:
    """A fitting value as expressions see it: dates as dates, numbers with a fraction where the schema says number."""
    if schema.get("format") == "date" and isinstance(value, str) and _is_date(value):
        return dt.date.fromisoformat(value)
    if schema.get("type") == "number" and type(value) is int:
        return float(value)
    if isinstance(value, list):
        return tuple(_read(item, schema.get("items", {})) for item in value)
    if isinstance(value, dict):
        inner = schema.get("properties", {})
        return {key: _read(each, inner.get(key, {})) for key, each in value.items()}
    return value


def _is_date(text: object) -> bool:
    if not isinstance(text, str):
        return True
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is None:
        return False
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


class _Hashed:
    """A schema as a key by identity: its validator is made once."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema

    def __hash__(self) -> int:
        return id(self.schema)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Hashed) and other.schema is self.schema


@cache
def _validator(hashed: _Hashed) -> Any:
    """Jsonschema's validator with regular expressions in linear time and no way to fetch anything."""
    from jsonschema import Draft202012Validator, FormatChecker, ValidationError, validators
    from referencing import Registry

    extend: Any = validators.extend

    def pattern(validator: Any, wanted: str, instance: Any, schema: Any) -> Iterator[Any]:
        holds = linear(wanted)
        if isinstance(instance, str) and holds is not None and not holds(instance):
            yield ValidationError("does not fit the pattern")

    checker = FormatChecker(formats=())
    checker.checks("date")(_is_date)
    return extend(Draft202012Validator, {"pattern": pattern})(dict(hashed.schema), format_checker=checker, registry=Registry())
