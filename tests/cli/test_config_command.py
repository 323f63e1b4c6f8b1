"""``planlint config explain``: which settings hold for a plan, and who said so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.packs import write_pack

BASE = """\
fail-on = "warning"
packs = ["./ours"]
[thresholds]
max_caseload = 15
[severity]
LE106 = "warning"
"""
NEAREST = """\
extends = "../base.toml"
ignore = ["FN101"]
[off]
uninvited-foreign-operation = "we work in one country only"
[policy.ZZ101]
hours = 3

[[per-file]]
files = ["drafts/"]
fail-on = "never"
[[per-file]]
files = ["aproved/"]
profile = "approval"
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    write_pack(tmp_path / "ours")
    (tmp_path / "base.toml").write_text(BASE, "utf-8")
    folder = tmp_path / "plans" / "drafts"
    folder.mkdir(parents=True)
    (tmp_path / "plans" / "planlint.toml").write_text(NEAREST, "utf-8")
    file = folder / "a.plan.yaml"
    file.touch()
    return file


def test_every_setting_has_its_file_line_and_key(planlint: Run, plan: Path) -> None:
    ran = planlint("config", "explain", "plans/drafts/a.plan.yaml")

    lines = [line.strip() for line in ran.out.splitlines()]
    assert [
        line
        for line in (
            "plans/drafts/a.plan.yaml",
            "configuration: plans/planlint.toml",
            "extends: base.toml",
            "override for drafts/ holds (plans/planlint.toml:8 per-file[0])",
            "override for aproved/ is for other plans (plans/planlint.toml:11 per-file[1])",
            "ours 1.0.0, 1 rule, ours (base.toml:2 packs)",
            "fail-on: never (plans/planlint.toml:10 per-file[0].fail-on, default: error)",
            "ignore: FN101 (plans/planlint.toml:2 ignore, default: none)",
            "select: every rule (default)",
            "FN101 funds-reach-suspect: ignored (plans/planlint.toml:2 ignore)",
            "LE106 entry-authorisation-gap: severity: warning, its own is error (base.toml:6 severity.LE106)",
            "LE107 uninvited-foreign-operation: off: we work in one country only (plans/planlint.toml:4 off.uninvited-foreign-operation)",
            "max_caseload: 15 (base.toml:4 thresholds.max_caseload, default: 20)",
            "risk_high: 12 (default)",
            "ZZ101.hours: 3 (plans/planlint.toml:6 policy.ZZ101.hours, default: 10)",
        )
        if line not in lines
    ] == []
    assert (ran.code, ran.err) == (0, "")


def test_an_override_that_takes_in_no_plan_is_named(planlint: Run, plan: Path) -> None:
    said = planlint("config", "explain", str(plan)).out

    assert "does nothing: " in said
    assert "per-file[1].files: aproved/ takes in no plan in" in said


def explained(planlint: Run, *arguments: str) -> Any:
    return json.loads(planlint("config", "explain", "--format", "json", *arguments).out)


def test_json_says_the_same(planlint: Run, plan: Path) -> None:
    found = explained(planlint, str(plan))

    assert found["configuration"] == ["plans/planlint.toml", "base.toml"]
    assert [(each["files"], each["holds"]) for each in found["overrides"]] == [(["drafts/"], True), (["aproved/"], False)]
    assert [each["pattern"] for each in found["idle"]] == ["aproved/"]
    assert {
        "key": "fail-on",
        "value": "never",
        "default": "error",
        "said": {"file": "plans/planlint.toml", "key": "per-file[0].fail-on", "line": 10},
    } in found["settings"]


def test_without_a_configuration_the_defaults_hold(planlint: Run, tmp_path: Path) -> None:
    found = explained(planlint, str(tmp_path))

    assert (found["configuration"], found["rules"]) == ([], [])
    assert {each["said"] is None for each in (*found["settings"], *found["thresholds"])} == {True}


def test_isolated_and_another_configuration_hold_here_as_in_check(planlint: Run, plan: Path, tmp_path: Path) -> None:
    assert explained(planlint, str(plan), "--isolated")["configuration"] == []
    assert explained(planlint, str(plan), "--config", str(tmp_path / "base.toml"))["configuration"] == ["base.toml"]


def test_a_file_that_is_not_there_is_not_explained(planlint: Run) -> None:
    ran = planlint("config", "explain", "none.plan.yaml")

    assert (ran.code, ran.err) == (2, "planlint: no such file or folder: none.plan.yaml\n")
