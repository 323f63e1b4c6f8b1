"""pydantic's errors as hits of the PL diagnostics, in words for planners."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from pydantic_core import ErrorDetails

from planlint.finding import Hit
from planlint.plan.states import EMPTY_BRANCH, REASON_BRANCH, STATE_BRANCH, VALUE_BRANCH, Section, State, words_beside
from planlint.schema.shape import Shape, allowed, field_at, fields, shape_at
from planlint.schema.ways_out import CODES, Wanted, unknown_key, way_out
from planlint.schema.ways_out import Misfit as Misfit
from planlint.schema.ways_out import misread as misread
from planlint.schema.ways_out import nearest as nearest
from planlint.source.document import Path
from planlint.source.scalars import YAML_1_1_BOOLEANS


class Fault(NamedTuple):
    """One of pydantic's errors at its path in the data."""

    path: Path
    kind: str
    input: Any
    context: dict[str, Any]


_DROPPED = (STATE_BRANCH, EMPTY_BRANCH)
_KEY = "[key]"
_VARIANTS = {
    "bool_type": "boolean", "bool_or": "boolean", "string_type": "text", "string_too_long": "too_long", "string_too_short": "too_short",
    "string_pattern_mismatch": "id", "int_type": "integer", "float_type": "number", "finite_number": "number",
    "tuple_type": "list", "dict_type": "mapping", "model_type": "mapping", "model_attributes_type": "mapping",
    "greater_than_equal": "range", "less_than_equal": "range",
    "date": "date", "moment": "moment", "date_or_open": "date_or_open", "duration": "duration",
    "country": "code", "place": "code", "nationality": "code", "language": "code", "currency": "code",
    "literal_error": "word", "enum": "word", "unknown_code": "unknown_code", "timezone": "unknown_code",
}  # fmt: skip


def faults(errors: Iterable[ErrorDetails], data: Any) -> list[Fault]:
    """The errors that speak to a planner: of a union, those of the branch that the value was meant for."""
    found: dict[tuple[Path, str], Fault] = {}
    every = list(errors)
    unions = {error["loc"][: error["loc"].index(REASON_BRANCH)] for error in every if REASON_BRANCH in error["loc"]}
    for error in every:
        location = error["loc"]
        kind = "extra_forbidden" if location[-1] == _KEY and error["type"] != "extra_forbidden" else error["type"]
        # A key may be called as a branch is; of an unknown key it is known where in the location it stands.
        around, key = _parted(location, error["type"]) if kind == "extra_forbidden" else (location, ())
        if any(step in _DROPPED for step in around):
            continue
        path = (*(step for step in around if step not in (VALUE_BRANCH, REASON_BRANCH)), *key)
        if (REASON_BRANCH in around) != _has_reason(data, around, unions):
            continue
        found.setdefault((path, kind), Fault(path, kind, error["input"], error.get("ctx", {})))
    return list(found.values())


def _parted(location: Path, kind: str) -> tuple[Path, Path]:
    """Where an unknown key stands, and the key itself."""
    return (location[:-1], location[-1:]) if kind == "extra_forbidden" else (location[:-2], location[-2:-1])


def _has_reason(data: Any, location: tuple[str | int, ...], unions: set[tuple[str | int, ...]]) -> bool:
    """Whether a union that takes a reason, and that the error is about, was given ``{not_applicable: …}``."""
    for depth, step in enumerate(location):
        if step in (VALUE_BRANCH, REASON_BRANCH):
            if isinstance(data, dict) and "not_applicable" in data and location[:depth] in unions:
                return True
        elif isinstance(data, dict):
            data = data.get(str(step))
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
    return False


def misfit(root: type[Section], fault: Fault) -> Misfit:
    """The hit for one fault."""
    *parents, last = fault.path or ("",)
    if fault.kind == "missing":
        return Misfit("PL002", Hit(path=tuple(parents), part="key", variant="missing", fields={"key": last}, state=State.NOT_STATED))
    if fault.kind == "extra_forbidden":
        return _unknown_key(root, fault.path)
    if fault.input is None:
        return Misfit("PL002", Hit(path=fault.path, part="key", variant="empty", fields={"key": last}, state=State.NOT_STATED))
    shape = shape_at(root, fault.path)
    field = field_at(root, fault.path)
    return way_out(
        fault.path,
        Wanted(
            kind=_VARIANTS.get(fault.kind, fault.kind),
            words=allowed(shape.kind) if shape else (),
            beside=words_beside(field) if field is not None and not isinstance(fault.path[-1], int) else (),
            about=str(field.description) if field is not None and field.description else "",
            code=fault.context.get("kind", fault.kind if fault.kind in CODES else ""),
            bound=_bound(fault.context),
            estimate=shape is not None and _is_estimate(shape.kind),
            of_sections=shape is not None and isinstance(shape.kind, type) and issubclass(shape.kind, Section),
        ),
        fault.input,
    )


def _is_estimate(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Section) and {"low", "best", "high"} <= set(fields(kind))


def _bound(context: dict[str, Any]) -> str:
    bounds = {name: value for name, value in context.items() if isinstance(value, (int, float))}
    if "ge" in bounds:
        return f"{bounds['ge']:g} or more"
    if "le" in bounds:
        return f"{bounds['le']:g} or less"
    return next((f"{value:g}" for name, value in bounds.items() if name.endswith("length")), "")


def _unknown_key(root: type[Section], path: Path) -> Misfit:
    parents = path[:-1]
    shape = shape_at(root, parents)
    if shape is None:
        known: tuple[str, ...] = ()
    elif isinstance(shape.kind, type) and issubclass(shape.kind, Section):
        known = tuple(fields(shape.kind))
    else:
        arguments = getattr(shape.kind, "__args__", ())
        known = allowed(arguments[0]) if arguments else ()
    return unknown_key(path, known)


def is_boolean_trap(word: object, shape: Shape) -> bool:
    """Whether ``word`` is a YAML 1.1 boolean where a code, a boolean or an enum is expected (not free text)."""
    expected = shape.kind is bool or shape.code is not None or bool(allowed(shape.kind))
    return expected and isinstance(word, str) and word in YAML_1_1_BOOLEANS
