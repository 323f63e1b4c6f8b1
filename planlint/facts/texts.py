"""The texts of a plan that planners word themselves, and where each stands."""

from __future__ import annotations

from collections.abc import Iterator
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
    for key, (attribute, shape) in fields(type(section)).items():
        here, value = (*path, key), section.__dict__.get(attribute)
        if shape.free_text and key in names:
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
