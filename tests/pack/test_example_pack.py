"""The example pack, and the schemas that editors use for packs and rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from planlint.pack.examples import try_rule
from planlint.pack.load import Pack, builtin, load
from planlint.pack.manifest import Manifest
from planlint.rule import RuleFile
from planlint.schema.export import model_schema
from planlint.source.reader import read
from tests.conftest import ROOT, Run

EXAMPLE = ROOT / "examples" / "pack"


def test_the_example_pack_has_five_rules_with_thresholds_and_a_field_of_its_own() -> None:
    pack = load(EXAMPLE)

    assert list(pack.rules) == ["TW301", "TW101", "TW201", "TW202", "TW203"]
    assert [code for code, each in pack.rules.items() if each.file.policy] == ["TW101", "TW201", "TW203"]
    assert list(pack.own_overlay.schemas) == [("organisations",)]


@pytest.mark.parametrize("code", ["TW101", "TW201", "TW202", "TW203", "TW301"])
def test_a_rule_of_the_example_pack_does_what_its_examples_say_and_they_try_all_of_it(code: str) -> None:
    trial = try_rule(load(EXAMPLE), code)

    assert (trial.faults, trial.untaken) == ((), ())


@pytest.mark.parametrize("pack", [builtin(), load(EXAMPLE)], ids=["planlint", "tidewater"])
def test_every_rule_file_and_manifest_fits_the_schema_for_editors(pack: Pack) -> None:
    rules, manifest = Draft202012Validator(model_schema(RuleFile, "rule")), Draft202012Validator(model_schema(Manifest, "pack"))
    wrong = [
        (name, error.message)
        for name, raw in pack.contents.files.items()
        if name == "pack.yaml" or "/" in name
        for error in (manifest if name == "pack.yaml" else rules).iter_errors(read(raw, name).data)
    ]

    assert wrong == []


def test_the_schema_of_a_plan_holds_the_fields_that_the_configuration_opens(planlint: Run, tmp_path: Path) -> None:
    (tmp_path / "planlint.toml").write_text(f'packs = ["{EXAMPLE.as_posix()}"]\n', "utf-8")

    opened, isolated = json.loads(planlint("schema").out), json.loads(planlint("schema", "--isolated").out)

    assert set(opened["$defs"]["Organisation"]["properties"]["extensions"]["properties"]) == {"vetted_on", "vetting_file"}
    assert "extensions" not in isolated["$defs"]["Organisation"]["properties"]
