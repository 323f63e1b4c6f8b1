"""The exported JSON Schema and planlint itself judge a plan alike.

What a JSON Schema cannot say, planlint says alone: whether a subdivision or a language exists (the schema has their patterns), and
whether agencies are listed under a level of complicity that knows of none.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend
from pydantic import ValidationError as Unfit

from planlint.plan.model import Plan
from planlint.plan.states import EMPTY_BRANCH, REASON_BRANCH, STATE_BRANCH, Section
from planlint.schema.conform import conform
from planlint.schema.export import plan_schema
from planlint.schema.misfit import Misfit
from planlint.schema.shape import fields, shape_at
from planlint.source.document import Document, Path
from planlint.source.reader import read
from tests.conftest import ROOT

BASE: dict[str, Any] = read((ROOT / "examples/sound/quarry-release.plan.yaml").read_bytes(), "base").data
REASON = {"not_applicable": "fifteen characters and more"}

AWKWARD: list[Any] = [
    None, "none", "unknown", "open", "", "x", "X", "NOT_STATED", "UNFIT", "stated", "1.0",
    "P", "P1", "P1D", "P1Y2M3W4D", "p1d", "PT1H", "P1234D",
    True, False, 0, 1, 5, 6, 26, -1, 0.0, 0.5, 1.0, 1.5, 3.0, -0.0, 1e15, 1e16, 1e300,
    10**9, 10**9 + 1, 10**15 + 1, 10**400, float("inf"),
    "2026-02-28", "2026-02-30", "2024-02-29", "2023-02-29", "2026-2-3", "0000-01-01", "9999-12-31",
    "2026-02-28T05:30Z", "2026-02-28T05:30:59+05:30", "2026-02-30T05:30Z", "2026-02-28T24:00Z", "2026-02-28T05:30",
    "2026-02-28T05:30+24:00", "2026-02-28 05:30Z", "2026-02-28\n", "some-id\n", "٢٠٢٦-٠٢-٢٨",
    "a" * 40, "a" * 41, "b" * 2000, "c" * 2001, "\U0001f600" * 2000,
    "IN", "in", "IN-RJ", "IN-ZZ", "XK", "XXA", "ne", "nep", "pt-BR", "pt-br", "EUR", "EURO",
    "Asia/Kolkata", "Asia/Kolkatta", "posixrules", "police", "other", "entry", "TLP:RED",
    [], {}, [None], [[]], [{}], ["unknown"], ["entry"], ["entry", "entri"], [1], {"id": "x"}, {"x": 1},
    {"female": 1}, {"female": 1.0}, {"female": "none", "male": None}, {"female": True}, {"0-11": 3, "12-17": REASON},
    {"start": "unknown", "end": "unknown"}, REASON, [REASON], {"not_applicable": "unknown"}, {"not_applicable": "short"},
    {"not_applicable": None}, {"not_applicable": "y" * 15, "x": 1}, {"not_applicable": ["z" * 15]},
]  # fmt: skip


def _pattern(_: Validator, pattern: str, instance: object, __: Any) -> Iterator[ValidationError]:
    """``$`` as ECMA 262 has it, and with it JSON Schema: the very end, where Python's allows for one more line break."""
    if isinstance(instance, str) and not re.search(re.sub(r"\$(?=$|\|)", r"\\Z", pattern), instance):
        yield ValidationError("pattern")


@cache
def schema() -> dict[str, Any]:
    return plan_schema()


@cache
def judge() -> Validator:
    patient: type[Validator] = extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call] # jsonschema's own
    return patient(schema(), format_checker=FormatChecker(["date"]))


def beyond_schema(misfit: Misfit) -> bool:
    return misfit.hit.variant == "complicity_level" or (misfit.code == "PL006" and misfit.hit.variant in ("place", "language"))


def misfits(data: Any) -> list[Misfit]:
    found = conform(Document("plan", "", data)).misfits
    return [misfit for misfit in found if misfit.code in ("PL002", "PL005", "PL006", "PL012")]


def paths(data: Any, path: Path = ()) -> Iterator[Path]:
    yield path
    children: Any = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, child in children:
        yield from paths(child, (*path, step))


PATHS = [path for path in paths(BASE) if path]
MAPPINGS = [path for path in paths(BASE) if isinstance(shape_at(Plan, path), tuple)]


def keys_at(path: Path) -> list[str]:
    shape = shape_at(Plan, path)
    known = list(fields(shape.kind)) if shape and isinstance(shape.kind, type) and issubclass(shape.kind, Section) else []
    return [*known, "not_applicable", "unknown", "x", "from_", "absence"]


def at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


values = st.one_of(
    st.sampled_from(AWKWARD),
    st.sampled_from(PATHS).map(lambda path: at(BASE, path)),
    st.integers(),
    st.floats(allow_nan=False),  # JSON has no NaN.
    st.dates().map(str),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=45),
)
replacing = st.tuples(st.sampled_from(PATHS), values)
deleting = st.tuples(st.sampled_from(PATHS))
inserting = st.sampled_from(MAPPINGS).flatmap(lambda path: st.tuples(st.just(path), st.sampled_from(keys_at(path)), values))
edits = st.lists(st.one_of(replacing, deleting, inserting), min_size=1, max_size=3)


def edited(changes: list[tuple[Any, ...]]) -> Any:
    """The sound plan with every change whose place is still there."""
    data = copy.deepcopy(BASE)
    for path, *change in changes:
        try:
            inside = len(change) == 2
            container = at(data, path if inside else path[:-1])
            if not inside:
                container[path[-1]]  # the place is still there
            if not change:
                del container[path[-1]]
            elif isinstance(container, dict) and inside:
                container[change[0]] = copy.deepcopy(change[1])
            elif isinstance(container, list) and inside:
                container.append(copy.deepcopy(change[1]))
            else:
                container[path[-1]] = copy.deepcopy(change[0])
        except (KeyError, IndexError, TypeError):
            continue
    return data


def test_both_accept_the_sound_plan() -> None:
    assert (judge().is_valid(BASE), misfits(BASE)) == (True, [])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(edits)
def test_both_give_one_verdict_on_a_changed_plan(changes: list[tuple[Any, ...]]) -> None:
    data = edited(changes)
    found = misfits(data)
    valid = judge().is_valid(data)

    # Where the schema accepts, planlint finds nothing but what is beyond the schema; where it refuses, planlint finds something.
    assert [misfit for misfit in found if not beyond_schema(misfit)] == [] if valid else found != []


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())


def _sections(section: type[Section]) -> Iterator[type[Section]]:
    yield section
    for _, shape in fields(section).values():
        if isinstance(shape.kind, type) and issubclass(shape.kind, Section):
            yield from _sections(shape.kind)


SECTIONS = sorted(set(_sections(Plan)), key=lambda section: section.__name__)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.__name__)
def test_both_give_one_verdict_on_every_field_and_awkward_value(section: type[Section]) -> None:
    properties = _definition(section)["properties"]
    by_schema = {key: judge().evolve(schema={**properties[key], "$defs": schema()["$defs"]}) for key in fields(section)}
    differences = [
        (key, value)
        for value in AWKWARD
        for key, kinds in _refused(section, value).items()
        if by_schema[key].is_valid(value) != (kinds == set())
        and not (kinds == {"unknown_code"} and '"pattern"' in json.dumps(properties[key]))
    ]

    assert differences == []


def _refused(section: type[Section], value: Any) -> dict[str, set[str]]:
    """What the models say against a value, in every field of a section."""
    refused: dict[str, set[str]] = {key: set() for key in fields(section)}
    try:
        section.model_validate(dict.fromkeys(refused, value))
    except Unfit as errors:
        silent = (STATE_BRANCH, EMPTY_BRANCH, REASON_BRANCH)
        for error in errors.errors():
            loud = not any(step in silent for step in error["loc"])
            refused[str(error["loc"][0])].add(error["type"] if loud else "")
    return {key: kinds - {""} or kinds for key, kinds in refused.items()}


def _definition(section: type[Section]) -> dict[str, Any]:
    """Where the schema describes a section: in a definition, or in place where it is used once."""
    inline = {"Plan": schema(), "Operation": schema()["properties"]["plan"], "Situation": schema()["properties"]["situation"]}
    found: dict[str, Any] = {"Population": schema()["properties"]["population"], **inline, **schema()["$defs"]}[section.__name__]
    return found
