"""``planlint init`` writes a plan that names every decision, makes none, and fits the schema once it is filled in."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, get_args, get_origin

import pytest

from planlint.cli.init import OperationKind
from planlint.lint.engine import Policy, lint
from planlint.pack.load import builtin
from planlint.plan.model import Plan
from planlint.plan.states import Section
from planlint.schema.conform import conform
from planlint.schema.empty_plan import scaffold
from planlint.schema.shape import Shape, allowed, fields, shape_at
from planlint.source.document import Path
from planlint.source.reader import read_text

KINDS = [kind.value for kind in OperationKind]
_COMMENTED_ENTRY = re.compile(r"^( *)# (?=(- | {2,})[a-z_]+:| {2,}# )", re.MULTILINE)


@pytest.mark.parametrize("kind", KINDS)
def test_the_empty_plan_misses_only_what_is_required(kind: str) -> None:
    pack = builtin()
    policy = Policy(pack.rules, frozenset(), builtin().thresholds, dt.date(2026, 1, 1))

    report = lint(read_text(scaffold(kind, "plan.yaml"), "plan.yaml"), policy)

    assert {(finding.code, finding.variant) for finding in report.findings} == {("PL002", "empty")}


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_of_the_schema_is_named(kind: str) -> None:
    document = read_text(_uncommented(scaffold(kind, "plan.yaml")), "plan.yaml")

    assert [path for path in _missing(Plan, document.data) if path[0] not in _left_out(document.data)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_filled_plan_fits_the_schema(kind: str) -> None:
    document = read_text(_uncommented(scaffold(kind, "plan.yaml")), "plan.yaml")
    filled = read_text(_as_json(_filled(document.data, ())), "plan.yaml")

    # The same sample everywhere leads references nowhere, repeats ids, and lists an agency of which no complicity is known.
    misfits = [
        misfit for misfit in conform(filled).misfits if misfit.code not in ("PL003", "PL004") and misfit.hit.variant != "complicity_level"
    ]

    assert misfits == []


def test_no_decision_is_made_but_the_kind() -> None:
    data = read_text(scaffold("inspection", "plan.yaml"), "plan.yaml").data

    assert sorted(_values(data)) == ["1.0", "inspection"]


def _uncommented(text: str) -> str:
    """The scaffold with the entries of its lists, which wait behind comment signs, made live."""
    while (shown := _COMMENTED_ENTRY.sub(r"\1", text)) != text:
        text = shown
    return text


def _left_out(data: dict[str, Any]) -> set[str]:
    return set(fields(Plan)) - set(data)


def _missing(section: type[Section], data: dict[str, Any], path: Path = ()) -> list[Path]:
    missing: list[Path] = []
    for key, (_, shape) in fields(section).items():
        if key not in data:
            missing.append((*path, key))
        elif isinstance(shape.kind, type) and issubclass(shape.kind, Section):
            inside = data[key][0] if shape.is_list else data[key]
            missing += _missing(shape.kind, inside, (*path, key))
    return missing


def _filled(data: Any, path: Path) -> Any:
    if isinstance(data, dict):
        return {key: _filled(value, (*path, key)) for key, value in data.items()}
    if isinstance(data, list):
        return [_filled(value, (*path, index)) for index, value in enumerate(data)]
    shape = shape_at(Plan, path)
    assert shape is not None, path
    return data if data is not None else ([_sample(shape)] if shape.is_list else _sample(shape))


_CODES = {"country": "IN", "place": "IN-RJ", "nationality": "NP", "language": "ne", "currency": "INR"}


def _sample(shape: Shape) -> Any:
    if words := allowed(shape.kind):
        return words[0]
    if shape.code:
        return _CODES[shape.code]
    if shape.refs:
        return "some-id"
    if get_origin(shape.kind) is dict:
        return {allowed(get_args(shape.kind)[0])[0]: 1}
    if bool in get_args(shape.kind):
        return True
    names = {bool: True, int: 1, float: 1, str: "x1"}
    if shape.kind in names:
        return names[shape.kind]
    return {"ZoneInfo": "Asia/Kolkata", "Duration": "P1M"}.get(getattr(shape.kind, "__name__", ""), "2026-01-01")


def _values(data: Any) -> list[str]:
    if isinstance(data, (dict, list)):
        return [value for item in (data.values() if isinstance(data, dict) else data) for value in _values(item)]
    return [] if data is None else [str(data)]


def _as_json(data: Any) -> str:
    import json

    return json.dumps(data)
