"""What kind of value the schema expects at a path."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin

from planlint.plan.states import NotApplicable, Section, State
from planlint.plan.values import CodeOf, FreeText, RefTo
from planlint.source.document import Path


class Shape(NamedTuple):
    """A field without its states: ``kind`` is a Section class, a Literal, or a plain type.

    ``refs`` says where a reference leads, ``code`` of which code list a code is, ``free_text`` that planners word it themselves.
    """

    kind: Any
    is_list: bool = False
    refs: RefTo | None = None
    code: str | None = None
    free_text: bool = False


@cache
def fields(section: type[Section]) -> dict[str, tuple[str, Shape]]:
    """The fields of a section by the name they have in YAML: the attribute's name and its shape."""
    return {
        field.alias or name: (name, _shape(field.annotation, tuple(field.metadata)))
        for name, field in section.model_fields.items()
    }  # fmt: skip


def shape_at(section: type[Section], path: Path) -> Shape | None:
    """The shape of what stands at ``path`` below ``section``, or None where the schema knows nothing."""
    shape: Shape | None = Shape(section)
    for step in path:
        if shape is None:
            return None
        if isinstance(step, int):
            shape = shape._replace(is_list=False) if shape.is_list else None
        elif _is_section(shape.kind) and not shape.is_list:
            found = fields(shape.kind).get(step)
            shape = found[1] if found else None
        elif get_origin(shape.kind) is dict:
            shape = _shape(get_args(shape.kind)[1], ())
        else:
            shape = None
    return shape


def field_at(root: type[Section], path: Path) -> Any:
    """The field of a section that a path leads to, or whose list it leads into; None where the schema knows none."""
    while path and isinstance(path[-1], int):
        path = path[:-1]
    around = shape_at(root, path[:-1]) if path else None
    found = fields(around.kind).get(str(path[-1])) if around is not None and _is_section(around.kind) and not around.is_list else None
    return None if around is None or found is None else around.kind.model_fields[found[0]]


def sections(section: type[Section]) -> Iterator[tuple[str, type[Section], bool]]:
    """The sections directly inside a section: attribute, class, whether it is a list of them."""
    for name, shape in fields(section).values():
        if _is_section(shape.kind):
            yield name, shape.kind, shape.is_list


@cache
def known_keys(section: type[Section]) -> frozenset[str]:
    """Every key that the schema knows anywhere at or below a section."""
    keys = set(fields(section))
    for _, shape in fields(section).values():
        if _is_section(shape.kind):
            keys |= known_keys(shape.kind)
        elif get_origin(shape.kind) is dict:
            keys |= {*allowed(get_args(shape.kind)[0])}
    return frozenset(keys)


def allowed(kind: Any) -> tuple[str, ...]:
    """The words that a Literal allows, or nothing for another kind."""
    if get_origin(kind) is typing.Literal:
        return tuple(str(word) for word in get_args(kind))
    return ()


def _is_section(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Section)


def _shape(annotation: Any, metadata: tuple[Any, ...]) -> Shape:
    refs = next((mark for mark in metadata if isinstance(mark, RefTo)), None)
    code = next((mark.kind for mark in metadata if isinstance(mark, CodeOf)), None)
    free_text = any(isinstance(mark, FreeText) for mark in metadata)
    origin = get_origin(annotation)
    if origin is typing.Annotated:
        kind, *marks = get_args(annotation)
        return _shape(kind, (*metadata, *marks))
    if origin in (typing.Union, types.UnionType):
        kinds = [kind for kind in get_args(annotation) if kind not in (State, NotApplicable)]
        return _shape(kinds[0], metadata) if len(kinds) == 1 else Shape(annotation, False, refs, code, free_text)
    if origin is tuple:
        return _shape(get_args(annotation)[0], metadata)._replace(is_list=True)
    return Shape(annotation, False, refs, code, free_text)
