"""Fields of an organisation: opened by JSON Schema, judged at their places, seen by expressions, merged into the exported schema."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from planlint.errors import CannotRun
from planlint.lint.engine import Policy, lint
from planlint.pack.load import builtin, load
from planlint.schema.conform import conform
from planlint.schema.export import plan_schema
from planlint.schema.overlay import Overlay, joined, load_overlay
from planlint.source.document import Document
from tests.packs import LONG_DAY, MANIFEST, rule, write_pack
from tests.plans import document

FIELDS = b"""\
organisations:
  type: object
  properties:
    vetted_on: {type: string, format: date}
    risk: {enum: [low, medium, high]}
    file: {type: string, pattern: "^TW-[0-9]+$"}
    partners: {type: array, items: {type: string}, maxItems: 2}
    score: {type: number, minimum: 0, maximum: 10}
    trusted: {type: boolean}
    size: {anyOf: [{type: integer, minimum: 1}, {enum: [large]}]}
    address: {$ref: "#/$defs/address"}
  $defs:
    address: {type: object, properties: {city: {type: string}}, required: [city], additionalProperties: false}
"""
OVERLAY = load_overlay(FIELDS, "fields.yaml")
REQUIRED = load_overlay(b"plan: {type: object, properties: {desk: {type: string}}, required: [desk]}", "fields.yaml")
AT = "organisations[collector].extensions"


def misfits(overlay: Overlay, **edits: Any) -> list[str]:
    """What does not fit in the edited sound plan: code, path, words."""
    policy = Policy(builtin().rules, frozenset({"PL009"}), builtin().thresholds, dt.date(2026, 1, 1), overlay)
    return [f"{each.code} {each.path_text}: {each.message}" for each in lint(document(**edits), policy).findings]


def said(value: object) -> list[str]:
    return misfits(OVERLAY, set={AT: value})


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"vetted_on": "2026-01-02", "risk": "low", "file": "TW-7", "partners": ["a"], "score": 3, "trusted": True, "size": 4}, []),
        ({"vetted_on": "unknown", "risk": None, "file": "none", "score": "unknown"}, []),
        ({"risk": {"not_applicable": "a body of the state, which we do not judge"}}, []),
        ({}, []),
        ({"vetted_on": "2026-02-30"}, [f"PL002 {AT}.vetted_on: not a date: write YYYY-MM-DD"]),
        ({"vetted_at": "x"}, [f"PL005 {AT}.vetted_at: this key does not exist here; did you mean `vetted_on`?"]),
        ({"risk": "lowish"}, [f"PL002 {AT}.risk: not one of the allowed words; did you mean `low`? Allowed: low, medium and high"]),
        ({"file": "7"}, [f"PL002 {AT}.file: does not keep to `pattern` of the field's own schema: ^TW-[0-9]+$"]),
        ({"partners": "a"}, [f"PL002 {AT}.partners: expected a list: `[a, b]`, or one `- item` a line"]),
        ({"partners": ["a", 3]}, [f"PL002 {AT}.partners[1]: expected text; put numbers and dates that are meant as text in quotes"]),
        ({"partners": ["a", "b", "c"]}, [f"PL002 {AT}.partners: does not keep to `maxItems` of the field's own schema: 2"]),
        ({"score": 11}, [f"PL002 {AT}.score: the number is out of range: 10 or less is allowed"]),
        ({"trusted": "yes"}, [f"PL002 {AT}.trusted: expected `true` or `false`"]),
        ({"size": 0}, [f"PL002 {AT}.size: the number is out of range: 1 or more is allowed"]),
        ({"address": {}}, [f"PL002 {AT}.address: required here, but missing: city"]),
        ("x", [f"PL002 {AT}: expected a mapping of `key: value` lines"]),
    ],
)
def test_every_field_is_judged_at_its_place_in_plain_words(value: object, words: list[str]) -> None:
    assert said(value) == words


def test_extensions_that_no_overlay_opens_are_unknown_keys() -> None:
    assert misfits(OVERLAY, set={"plan.extensions": {"desk": "a"}}) == ["PL005 plan.extensions: this key does not exist here"]


def test_a_required_field_is_asked_for_where_the_section_says_nothing_and_may_be_unknown() -> None:
    assert misfits(REQUIRED) == ["PL002 plan: required here, but missing: extensions.desk"]
    assert misfits(REQUIRED, set={"plan.extensions": {}}) == ["PL002 plan.extensions: required here, but missing: desk"]
    assert misfits(REQUIRED, set={"plan.extensions": {"desk": "unknown"}}) == []
    assert misfits(REQUIRED, set={"plan.extensions": {"desk": "none"}}) == []


def test_the_text_of_the_plan_stays_as_it_is() -> None:
    plan = document(set={AT: {"risk": "low"}})
    before = json.dumps(plan.data)
    conform(plan, OVERLAY)

    assert json.dumps(plan.data) == before


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("organisation: {type: object}", "1:1: organisation is not a section of a plan; did you mean organisations?"),
        ("organisations: {type: array}", "1:1: extensions are a mapping: write `type: object`"),
        ("organisations:\n  type: object\n  properties: {a: {type: strin}}", "3:20: not a JSON Schema: anyOf of $.properties.a.type"),
        ("organisations:\n  type: object\n  properties: {a: {$ref: 'https://example.org/a'}}", "3:20: $ref leads only to #/$defs/…: nothing is fetched"),
        ("organisations:\n  type: object\n  patternProperties: {a: {}}", "3:3: patternProperties is not available in an overlay; name each field in properties"),
        ("organisations:\n  type: object\n  properties: {a: {pattern: '(?=a)'}}", "3:20: not a regular expression that runs in linear time (RE2 syntax)"),
        ("finance.funding.available: {type: object}", "1:1: finance.funding.available cannot be opened: the same section stands at services.available and finance.funding.available"),
        ("plan: {type: object}\nplan: {type: object}", "1:1: this key is there twice"),
        ("[a", "1:1: not readable as YAML: syntax"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_an_overlay_is_told_at_its_place(text: str, words: str) -> None:
    with pytest.raises(CannotRun) as raised:
        load_overlay(text.encode(), "fields.yaml")

    assert str(raised.value).removeprefix("fields.yaml:") == words


def test_two_overlays_open_one_section_with_different_fields_and_never_with_the_same() -> None:
    other = load_overlay(b"organisations: {type: object, properties: {rank: {type: integer}}}", "more.yaml")
    plain = load_overlay(b"organisations: {type: object, properties: {risk: {type: integer}}}", "plain.yaml")

    assert misfits(joined([plain, other]), set={AT: {"risk": 3, "rank": 1}}) == []
    with pytest.raises(CannotRun, match=r"again\.yaml and plain\.yaml both open organisations with a field risk"):
        joined([plain, load_overlay(b"organisations: {type: object, properties: {risk: {type: integer}}}", "again.yaml")])


def test_expressions_see_the_fields_and_say_where_one_is_missing_or_does_not_fit(tmp_path: Path) -> None:
    text = rule(
        for_="plan.organisations", when='self.id == "collector"', at="extensions.score", policy="",
        assert_="self.extensions.score < 5", message='"{self.id} {self.extensions.score}"',
    ).replace("at: extensions.score\n", "")  # fmt: skip
    folder = write_pack(tmp_path, {LONG_DAY: text}, manifest=MANIFEST + "extensions: fields.yaml\n")
    (folder / "fields.yaml").write_bytes(FIELDS)
    pack = load(folder)

    def found(value: object) -> list[str]:
        policy = Policy({**builtin().rules, **pack.rules}, frozenset(pack.rules), builtin().thresholds, dt.date(2026, 1, 1), pack.overlay)
        report = lint(document(set={AT: value}), policy)
        return [each.message for each in report.findings] + [each.reason for each in report.not_evaluated]

    assert found({"score": 7}) == ["collector 7"]
    assert found({"score": 4}) == []
    assert found({}) == ["organisations[collector].extensions.score is not stated"]
    assert found({"score": "unknown"}) == ["organisations[collector].extensions.score is unknown"]
    assert found({"score": "x"}) == ["expected a number", "organisations[collector].extensions.score does not fit the schema"]


_ANY = st.recursive(st.none() | st.booleans() | st.integers(-2, 12) | st.floats(-1, 11, allow_nan=False) | st.sampled_from(["low", "TW-1", "large", "x", "2026-01-02", "2026-13-01"]),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["city", "x"]), inner, max_size=2), max_leaves=4)  # fmt: skip
_KEYS = st.sampled_from(["vetted_on", "risk", "file", "partners", "score", "trusted", "size", "address", "other"])


_SOUND = document()
_ORGANISATION = Draft202012Validator(
    {"$ref": "#/$defs/Organisation", "$defs": plan_schema(OVERLAY)["$defs"]}, format_checker=Draft202012Validator.FORMAT_CHECKER
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(_KEYS, _ANY, max_size=3))
def test_planlint_and_the_exported_schema_judge_alike(value: dict[str, Any]) -> None:
    (collector,) = (each for each in _SOUND.data["organisations"] if each["id"] == "collector")
    others = [each for each in _SOUND.data["organisations"] if each is not collector]
    organisation = {**collector, "extensions": value}
    judged = conform(Document("a", "", {**_SOUND.data, "organisations": [*others, organisation]}), OVERLAY).misfits

    assert (not judged) == _ORGANISATION.is_valid(organisation)


def test_the_exported_schema_with_an_overlay_is_one() -> None:
    Draft202012Validator.check_schema(plan_schema(OVERLAY))


def test_without_an_overlay_jsonschema_is_not_imported(sound: Path) -> None:
    code = f"import sys\nfrom planlint.cli import main\nmain(['check', '--isolated', {str(sound)!r}])\nprint('jsonschema' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.splitlines()[-1] == "False"
