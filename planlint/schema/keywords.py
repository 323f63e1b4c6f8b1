"""JSON Schema (2020-12) as overlays use it: which keywords there are, where schemas stand inside schemas, how they judge.

What jsonschema does with regular expressions and repeated items is replaced: a plan must not be able to make it slow.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from pydantic_core import SchemaValidator, core_schema

from planlint.plan import codes
from planlint.plan.values import DATE_PATTERN
from planlint.source.document import Path

if TYPE_CHECKING:
    from jsonschema import FormatChecker, ValidationError
    from jsonschema.protocols import Validator

Schema = Mapping[str, Any]

CODES: dict[str, Callable[[str], object]] = {
    "country": codes.is_country,
    "place": codes.is_place,
    "nationality": codes.is_nationality,
    "language": codes.is_language,
    "currency": codes.is_currency,
    "timezone": codes.time_zone,
}
"""Formats that are codes; JSON Schema knows none of them, so the exported schema spells them out."""

FORMATS = ("date", *CODES)

_ONE = ("additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then")
_LISTED = ("allOf", "anyOf", "oneOf", "prefixItems")
_NAMED = ("$defs", "dependentSchemas", "patternProperties", "properties")
IN_PLACE = ("allOf", "anyOf", "dependentSchemas", "else", "if", "not", "oneOf", "then")
"""Keywords whose schemas judge the same value, not one inside it."""

KEYWORDS = frozenset({
    *_ONE, *_LISTED, *_NAMED, "$ref", "const", "dependentRequired", "enum", "exclusiveMaximum", "exclusiveMinimum", "format",
    "maxContains", "maxItems", "maxLength", "maxProperties", "maximum", "minContains", "minItems", "minLength", "minProperties",
    "minimum", "multipleOf", "pattern", "required", "type", "uniqueItems",
    "$comment", "default", "deprecated", "description", "examples", "readOnly", "title", "writeOnly",
})  # fmt: skip
"""``$id``, anchors and ``$schema`` make no sense in a part of a file; what is unevaluated is left to ``additionalProperties``."""

_DATE = re.compile(DATE_PATTERN)


def inner(schema: Schema) -> Iterator[tuple[Path, Any]]:
    """The schemas directly inside a schema, each with its path."""
    for key in schema:
        if key in _ONE:
            yield (key,), schema[key]
        elif key in _LISTED:
            yield from (((key, index), each) for index, each in enumerate(schema[key]))
        elif key in _NAMED:
            yield from (((key, name), each) for name, each in schema[key].items())


def every(schema: Any, path: Path = ()) -> Iterator[tuple[Path, Schema]]:
    """A schema and all schemas inside it, each with its path; ``true`` and ``false`` are left out."""
    if isinstance(schema, dict):
        yield path, schema
        for step, each in inner(schema):
            yield from every(each, (*path, *step))


def changed(schema: Any, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    """A copy in which ``change`` was applied to the schema and to every schema inside it."""
    if not isinstance(schema, dict):
        return schema
    made = dict(schema)
    for key in schema:
        if key in _ONE:
            made[key] = changed(schema[key], change)
        elif key in _LISTED:
            made[key] = [changed(each, change) for each in schema[key]]
        elif key in _NAMED:
            made[key] = {name: changed(each, change) for name, each in schema[key].items()}
    return change(made)


@cache
def linear(pattern: str) -> Callable[[str], bool]:
    """Whether a text has a part of this form, in time linear in the text; raises ValueError with the reason for a bad pattern."""
    from pydantic_core import SchemaError

    try:
        return SchemaValidator(core_schema.str_schema(pattern=pattern, regex_engine="rust-regex")).isinstance_python
    except SchemaError as error:
        reason = str(error).rpartition("error: ")[2].splitlines()[0]
        raise ValueError(reason) from None


def is_date(text: str) -> bool:
    """Whether a text is a calendar day, YYYY-MM-DD."""
    try:
        return _DATE.fullmatch(text) is not None and bool(dt.date.fromisoformat(text))
    except ValueError:
        return False


@cache
def judge() -> Callable[[Schema], Validator]:
    """What makes a validator of a schema. The first call imports jsonschema, which takes long."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    own = {
        "pattern": _pattern,
        "patternProperties": _pattern_properties,
        "additionalProperties": _additional_properties,
        "propertyNames": _property_names,
        "uniqueItems": _unique_items,
    }
    types = Draft202012Validator.TYPE_CHECKER.redefine("number", lambda _, value: _is_finite(value))
    made = extend(Draft202012Validator, own, type_checker=types)  # type: ignore[no-untyped-call] # jsonschema's own
    return partial(made, format_checker=_formats())


def check_schema(schema: Schema) -> None:
    """Raise jsonschema's SchemaError where a schema is not one; patterns are looked at elsewhere, by the engine that runs them."""
    from jsonschema import Draft202012Validator, FormatChecker, SchemaError
    from jsonschema.exceptions import best_match

    error = best_match(Draft202012Validator(Draft202012Validator.META_SCHEMA, format_checker=FormatChecker(())).iter_errors(schema))
    if error is not None:
        raise SchemaError.create_from(error)


def _formats() -> FormatChecker:
    from jsonschema import FormatChecker

    checker = FormatChecker(())
    for name, is_known in {"date": is_date, **CODES}.items():
        checker.checks(name, raises=ValueError)(partial(_has_format, is_known))
    return checker


def _has_format(is_known: Callable[[str], object], value: object) -> bool:
    return not isinstance(value, str) or bool(is_known(value))


def _is_finite(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _error(path: Path = ()) -> ValidationError:
    from jsonschema import ValidationError

    return ValidationError("", path=path)


def _pattern(_: Validator, pattern: str, value: object, __: Schema) -> Iterator[ValidationError]:
    if isinstance(value, str) and not linear(pattern)(value):
        yield _error()


def _pattern_properties(validator: Any, patterns: Mapping[str, Any], value: object, _: Schema) -> Iterator[ValidationError]:
    if not isinstance(value, dict):
        return
    for pattern, schema in patterns.items():
        for key in filter(linear(pattern), value):
            yield from validator.descend(value[key], schema, path=key, schema_path=pattern)


def _additional_properties(validator: Any, allowed: Any, value: object, schema: Schema) -> Iterator[ValidationError]:
    if not isinstance(value, dict):
        return
    patterns = [linear(pattern) for pattern in schema.get("patternProperties", ())]
    for key in value.keys() - schema.get("properties", {}).keys():
        if any(fits(key) for fits in patterns):
            continue
        if allowed is False:
            yield _error((key,))
        else:
            yield from validator.descend(value[key], allowed, path=key)


def _property_names(validator: Any, schema: Any, value: object, _: Schema) -> Iterator[ValidationError]:
    if isinstance(value, dict):
        names = validator.evolve(schema=schema)
        yield from (_error((key,)) for key in value if not names.is_valid(key))


def _unique_items(_: Validator, unique: bool, value: object, __: Schema) -> Iterator[ValidationError]:
    if unique and isinstance(value, list) and len(set(map(_comparable, value))) < len(value):
        yield _error()


def _comparable(value: Any) -> object:
    """A hashable stand-in that is equal where JSON Schema calls values equal: 1 is 1.0, but not true."""
    if isinstance(value, dict):
        return frozenset((key, _comparable(each)) for key, each in value.items())
    return tuple(map(_comparable, value)) if isinstance(value, list) else (isinstance(value, bool), value)
