"""The texts of a plan that planners word themselves, and where each stands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from planlint.plan.model import Plan
from planlint.plan.states import Section
from planlint.schema.shape import fields
from planlint.source.document import Path


class Words(NamedTuple):
    """A text and where it stands; None where what stands there does not fit the schema, and may be anything."""

    path: Path
    text: str | None


def free_texts(plan: Plan, names: frozenset[str]) -> Iterator[Words]:
    """The free texts in fields of these names, in the order of the plan's schema."""
    yield from _inside(plan, (), names)


def _inside(section: Section, path: Path, names: frozenset[str]) -> Iterator[Words]:
    if section.absence is not None:
        return
    unfit = section.__dict__.get("unfit", {})
    for key, attribute, is_text in _worded(type(section), names):
        here, value = (*path, key), section.__dict__.get(attribute)
        if is_text:
            if attribute in unfit:
                yield Words(here, None)
            elif isinstance(value, str):
                yield Words(here, value)
        elif isinstance(value, Section):
            yield from _inside(value, here, names)
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, Section):
                    yield from _inside(item, (*here, index), names)


@cache
def _worded(section: type[Section], names: frozenset[str]) -> tuple[tuple[str, str, bool], ...]:
    """The fields of a section that are such texts or have some inside: key, attribute, whether it is a text itself."""
    found: list[tuple[str, str, bool]] = []
    for key, (attribute, shape) in fields(section).items():
        is_text = shape.free_text and key in names
        has_texts = isinstance(shape.kind, type) and issubclass(shape.kind, Section) and bool(_worded(shape.kind, names))
        if is_text or has_texts:
            found.append((key, attribute, is_text))
    return tuple(found)
