"""An organisation's own fields: JSON Schemas (2020-12) of what plans may say under ``extensions`` in sections that an overlay opens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from planlint.errors import CannotRun, Unreadable
from planlint.plan.model import Plan
from planlint.plan.states import Section
from planlint.schema.misfit import nearest
from planlint.schema.patterns import linear
from planlint.schema.shape import fields, sections
from planlint.source.document import Document, Lines, Path
from planlint.source.reader import decode, read_text

KEY = "extensions"

_LOCAL_ONLY = ("$ref", "$dynamicRef")
_JOINABLE = {"type", "properties", "required", "additionalProperties", "description"}
_CONSTRAINTS = frozenset({"enum", "const", "pattern", "format", "anyOf", "oneOf", "allOf", "$ref"})
"""What makes a text more than free text."""
_REFUSED = ("$id", "$anchor", "$dynamicAnchor", "patternProperties")


@dataclass(frozen=True, eq=False)
class Overlay:
    """The schema of ``extensions`` by the section that it opens, and the file that opens it."""

    schemas: Mapping[tuple[str, ...], Mapping[str, Any]]
    files: Mapping[tuple[str, ...], str]

    @cached_property
    def by_section(self) -> dict[type[Section], Mapping[str, Any]]:
        """The same by the class of the section."""
        return {_section(path): schema for path, schema in self.schemas.items()}

    def is_free_text(self, path: Path) -> bool:
        """Whether what stands at a path below ``extensions`` is text that planners word themselves."""
        at = path.index(KEY)
        schema: Any = self.schemas.get(tuple(step for step in path[:at] if isinstance(step, str)))
        for step in path[at + 1 :]:
            if not isinstance(schema, Mapping):
                return False
            schema = schema.get("items") if isinstance(step, int) else schema.get("properties", {}).get(step)
        return isinstance(schema, Mapping) and schema.get("type", "string") == "string" and not _CONSTRAINTS & schema.keys()


NOTHING = Overlay({}, {})


def load_overlay(raw: bytes, name: str) -> Overlay:
    """Read an overlay; raises `CannotRun` at the place of what is wrong in it."""
    try:
        document = read_text(decode(raw), name)
    except Unreadable as error:
        place = Lines(error.text).position(error.offset)
        raise CannotRun(f"{name}:{place.line}:{place.column}: not readable as YAML: {error.variant.replace('_', ' ')}") from None
    if document.duplicates:
        _refuse(document, document.duplicates[0], "this key is there twice")
    schemas: dict[tuple[str, ...], Mapping[str, Any]] = {}
    for key, schema in document.data.items():
        path = tuple(str(key).split("."))
        _check_section(document, key, path)
        _check_schema(document, key, schema)
        schemas[path] = {"additionalProperties": False, **schema}
    return Overlay(schemas, dict.fromkeys(schemas, name))


def joined(overlays: Sequence[Overlay]) -> Overlay:
    """Several overlays as one; raises `CannotRun` where two say something of one field."""
    schemas: dict[tuple[str, ...], Mapping[str, Any]] = {}
    files: dict[tuple[str, ...], str] = {}
    for overlay in overlays:
        for path, schema in overlay.schemas.items():
            if path not in schemas:
                schemas[path], files[path] = schema, overlay.files[path]
                continue
            clash = _names(schemas[path]) & _names(schema)
            if clash or not {*schemas[path], *schema} <= _JOINABLE:
                what = f"field {min(clash)}" if clash else "schema with more than properties"
                raise CannotRun(f"{overlay.files[path]} and {files[path]} both open {'.'.join(path)} with a {what}")
            schemas[path] = {
                **schemas[path],
                "properties": {**schemas[path].get("properties", {}), **schema.get("properties", {})},
                "required": [*schemas[path].get("required", []), *schema.get("required", [])],
            }
    return Overlay(schemas, files)


def _names(schema: Mapping[str, Any]) -> set[str]:
    return set(schema.get("properties", {}))


def _refuse(document: Document, path: Path, reason: str) -> None:
    place = document.locate(path, "key").start
    raise CannotRun(f"{document.name}:{place.line}:{place.column}: {reason}")


def _section(path: tuple[str, ...]) -> type[Section]:
    """The class of the section at a path without list positions; raises KeyError where there is none."""
    section: type[Section] = Plan
    for name in path:
        kind = fields(section)[name][1].kind
        if not (isinstance(kind, type) and issubclass(kind, Section)):
            raise KeyError(name)
        section = kind
    return section


def _places() -> Iterator[tuple[tuple[str, ...], type[Section]]]:
    """Every section of a plan with its path."""
    waiting: list[tuple[tuple[str, ...], type[Section]]] = [((), Plan)]
    for path, section in waiting:
        keys = {attribute: key for key, (attribute, _) in fields(section).items()}
        waiting.extend(((*path, keys[attribute]), inner) for attribute, inner, _ in sections(section))
        if path:
            yield path, section


def _check_section(document: Document, key: str, path: tuple[str, ...]) -> None:
    places = list(_places())
    try:
        section = _section(path)
    except KeyError:
        near = nearest(key, [".".join(place) for place, _ in places])
        _refuse(document, (key,), f"{key} is not a section of a plan" + (f"; did you mean {near}?" if near else ""))
        return
    if (others := [".".join(place) for place, each in places if each is section]) and len(others) > 1:
        _refuse(document, (key,), f"{key} cannot be opened: the same section stands at {' and '.join(others)}")


def _check_schema(document: Document, key: str, schema: Any) -> None:
    from jsonschema import Draft202012Validator, SchemaError

    if not isinstance(schema, dict) or schema.get("type") != "object":
        _refuse(document, (key,), "extensions are a mapping: write `type: object`")
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        _refuse(document, (key, *error.absolute_path), f"not a JSON Schema: {error.validator} of {error.json_path}")
    for path, name, value in _keywords(schema, (key,)):
        if name in _LOCAL_ONLY and not str(value).startswith("#/$defs/"):
            _refuse(document, path, f"{name} leads only to #/$defs/…: nothing is fetched")
        if name in _REFUSED:
            _refuse(document, path, f"{name} is not available in an overlay; name each field in properties")
        if name == "pattern" and isinstance(value, str):
            _check_pattern(document, path, value)


def _check_pattern(document: Document, path: Path, pattern: str) -> None:
    if linear(pattern) is None:
        _refuse(document, path, "not a regular expression that runs in linear time (RE2 syntax)")


def _keywords(schema: Any, path: Path) -> Iterator[tuple[Path, str, Any]]:
    """Every keyword of a schema and of the schemas in it; names of properties are not keywords."""
    if isinstance(schema, list):
        for index, each in enumerate(schema):
            yield from _keywords(each, (*path, index))
    elif isinstance(schema, dict):
        for name, value in schema.items():
            here = (*path, name)
            yield here, name, value
            if name in ("properties", "$defs", "dependentSchemas") and isinstance(value, dict):
                for inner, each in value.items():
                    yield from _keywords(each, (*here, inner))
            elif name not in ("enum", "const", "default", "examples"):
                yield from _keywords(value, here)
