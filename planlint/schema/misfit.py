"""pydantic's errors as hits of the PL diagnostics, in words for planners."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from pydantic_core import ErrorDetails

from planlint.finding import FieldValue, Hit
from planlint.plan.codes import nearest_pool
from planlint.plan.states import EMPTY_BRANCH, REASON_BRANCH, STATE_BRANCH, VALUE_BRANCH, Section, State
from planlint.schema.numbers import readings
from planlint.schema.shape import Shape, allowed, fields, shape_at
from planlint.source.document import Path
from planlint.source.scalars import YAML_1_1_BOOLEANS


class Misfit(NamedTuple):
    """A hit of a PL diagnostic."""

    code: str
    hit: Hit


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
}  # fmt: skip


_DAYS = frozenset({"date", "moment", "date_or_open"})
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:[0-9]{2}))?\Z")


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
    if fault.kind == "unknown_code":
        return _unknown_code(fault.path, fault.context["kind"], fault.input)
    if fault.kind == "timezone":
        return _unknown_code(fault.path, "timezone", fault.input)
    if fault.kind in ("literal_error", "enum"):
        shape = shape_at(root, fault.path)
        words = allowed(shape.kind) if shape else ()
        return _with_nearest("PL002", fault.path, "word", nearest(fault.input, words), {"allowed": words})
    variant = _VARIANTS.get(fault.kind, "other")
    if variant in ("integer", "number") and isinstance(fault.input, str) and (meant := readings(fault.input)):
        return misread(fault.path, fault.input, meant)
    if variant in _DAYS and isinstance(fault.input, str) and _DAY.match(fault.input):
        return Misfit("PL002", Hit(path=fault.path, variant="no_such_day"))
    bounds = {name: value for name, value in fault.context.items() if isinstance(value, (int, float))}
    return Misfit("PL002", Hit(path=fault.path, variant=variant, fields=_range(bounds)))


def misread(path: Path, written: str, meant: Sequence[int | float]) -> Misfit:
    """A number that is written as some countries do, with what it may mean."""
    fields: dict[str, FieldValue] = {"written": written, "first": meant[0], "second": meant[-1]}
    return Misfit("PL012", Hit(path=path, variant="two" if len(meant) > 1 else "one", fields=fields))


def _range(bounds: dict[str, Any]) -> dict[str, FieldValue]:
    if "ge" in bounds:
        return {"bound": f"{bounds['ge']:g} or more"}
    if "le" in bounds:
        return {"bound": f"{bounds['le']:g} or less"}
    return {"bound": next((value for name, value in bounds.items() if name.endswith("length")), "")}


def _unknown_key(root: type[Section], path: Path) -> Misfit:
    *parents, key = path
    shape = shape_at(root, tuple(parents))
    if shape is None:
        known: tuple[str, ...] = ()
    elif isinstance(shape.kind, type) and issubclass(shape.kind, Section):
        known = tuple(fields(shape.kind))
    else:
        arguments = getattr(shape.kind, "__args__", ())
        known = allowed(arguments[0]) if arguments else ()
    found = _with_nearest("PL005", path, "default", nearest(key, known), {})
    return Misfit("PL005", Hit(path=path, part="key", variant=found.hit.variant, fields=found.hit.fields))


def _unknown_code(path: Path, kind: str, written: object) -> Misfit:
    near = nearest(written, nearest_pool(kind)) if kind == "timezone" else None
    return _with_nearest("PL006", path, kind, near, {})


def _with_nearest(code: str, path: Path, variant: str, near: str | None, extra: dict[str, FieldValue]) -> Misfit:
    if near is None:
        return Misfit(code, Hit(path=path, variant=variant, fields=extra))
    return Misfit(code, Hit(path=path, variant=f"{variant}_near", fields={**extra, "nearest": near}))


def nearest(word: object, known: Iterable[str]) -> str | None:
    """The known word that was probably meant."""
    if not isinstance(word, str):
        return None
    lowered = {candidate.lower(): candidate for candidate in known}
    close = difflib.get_close_matches(word.lower().replace(" ", "_").replace("-", "_")[:60], lowered, n=1, cutoff=0.6)
    close = close or difflib.get_close_matches(word.lower()[:60], lowered, n=1, cutoff=0.6)
    return lowered[close[0]] if close else None


def is_boolean_trap(word: object, shape: Shape) -> bool:
    """Whether ``word`` is a YAML 1.1 boolean where a code, a boolean or an enum is expected (not free text)."""
    expected = shape.kind is bool or shape.code is not None or bool(allowed(shape.kind))
    return expected and isinstance(word, str) and word in YAML_1_1_BOOLEANS
