"""An empty plan that names every decision and makes none: generated from the plan's own models, so it cannot lag behind them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any, get_args, get_origin

from planlint.plan.model import Plan
from planlint.plan.states import Section
from planlint.schema.shape import Shape, allowed, fields

_WIDTH = 118

_LEFT_OUT: dict[str, frozenset[str]] = {
    "survivor_outreach": frozenset({"evidence", "returns", "reintegration"}),
    "shelter_services": frozenset({"evidence", "parties"}),
    "repatriation": frozenset({"evidence", "identification"}),
    "training_capacity": frozenset({"evidence", "identification", "services", "children", "consent", "returns", "reintegration"}),
}
"""Optional sections that a kind of operation seldom needs; the rules ask for what it does need."""

_HEAD = """\
# An operation plan for planlint. Fill in what follows the colons, then run: planlint check {name}
#
#   left empty       not decided yet; planlint asks for it where it matters
#   none, [], false  decided: there is none
#   unknown          a gap; name in `unknowns` who closes it, and by when
#
# Delete what does not belong to your operation. Write nobody's name: use ids and short labels.
"""


def scaffold(kind: str, name: str) -> str:
    """The text of an empty plan for a kind of operation; ``name`` is the file's name."""
    lines = _HEAD.format(name=name).splitlines()
    left_out = _LEFT_OUT.get(kind, frozenset())
    for key, (attribute, shape) in fields(Plan).items():
        lines.append("")
        description = str(Plan.model_fields[attribute].description)
        if key in left_out:
            lines.extend(_comment(f"{key}: seldom part of {kind}; add it where it is. {description}", 0))
        elif key == "planlint":
            lines.append('planlint: "1.0"')
        else:
            lines.extend(_comment(description, 0))
            lines.extend(_field(key, shape, required=_is_required(Plan, attribute), indent=0))
    return "\n".join(lines).replace("  operation_kind:", f"  operation_kind: {kind}", 1) + "\n"


def skeleton(section: type[Section], key: str) -> list[str]:
    """A field of a section with all that is in it, empty, and what each is; nothing where there is no such field."""
    found = fields(section).get(key)
    if found is None:
        return []
    attribute, shape = found
    note = f"{section.model_fields[attribute].description or ''} Required.".strip()
    return list(_noted(_field(key, shape, required=_is_required(section, attribute), indent=0), note, 0))


def _is_required(section: type[Section], attribute: str) -> bool:
    """Whether the key must be written: its type has no default to stand for "not stated"."""
    marks = section.model_fields[attribute].metadata
    return all(getattr(mark, "required", True) for mark in marks)


def _members(section: type[Section], indent: int) -> Iterator[str]:
    for key, (attribute, shape) in fields(section).items():
        field = section.model_fields[attribute]
        required = _is_required(section, attribute)
        words = [str(field.description)] if field.description else []
        if choices := _choices(shape):
            words.append(f"One of: {', '.join(choices)}." if not shape.is_list else f"Any of: {', '.join(choices)}.")
        note = " ".join(words)
        if required:
            note += " Required."
        yield from _noted(_field(key, shape, required=required, indent=indent), note, indent)


def _noted(lines: Iterator[str], note: str, indent: int) -> Iterator[str]:
    """A field with its note behind it where that fits, else above it."""
    first = next(lines)
    if len(first) + len(note) + 4 <= _WIDTH:
        yield f"{first}  # {note}"
    else:
        yield from _comment(note, indent)
        yield first
    yield from lines


def _field(key: str, shape: Shape, *, required: bool, indent: int) -> Iterator[str]:
    pad = " " * indent
    yield f"{pad}{key}:"
    if not (isinstance(shape.kind, type) and issubclass(shape.kind, Section)):
        return
    if not shape.is_list:
        yield from _members(shape.kind, indent + 2)
        return
    entry = list(_members(shape.kind, 0))
    lines = [f"{'- ' if index == 0 else '  '}{line}" for index, line in enumerate(_comments_inside(entry))]
    # An entry of a list that may be left out waits behind comment signs.
    yield from (f"{pad}  {line}" if required else f"{pad}  # {line}" for line in lines)


def _comments_inside(entry: list[str]) -> list[str]:
    """An entry whose first line is a key: a comment in front of it would part the dash from its key."""
    first = next(index for index, line in enumerate(entry) if not line.startswith("#"))
    return [entry[first], *entry[:first], *entry[first + 1 :]]


def _choices(shape: Shape) -> tuple[str, ...]:
    if get_origin(shape.kind) is dict:
        key: Any = get_args(shape.kind)[0]
        return tuple(f'"{word}": n' for word in allowed(key))
    return allowed(shape.kind)


def _comment(text: str, indent: int) -> list[str]:
    pad = " " * indent + "# "
    return textwrap.wrap(text, _WIDTH, initial_indent=pad, subsequent_indent=pad, break_long_words=False, break_on_hyphens=False)
