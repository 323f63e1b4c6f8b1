"""``explain``, ``rules``, ``facts``, ``init``, ``schema``, and planlint alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from planlint.cli.init import OperationKind
from planlint.pack.load import builtin
from planlint.plan import vocabulary
from tests.conftest import ROOT, Run


def test_planlint_alone_teaches_the_first_steps(planlint: Run) -> None:
    ran = planlint()

    assert (ran.code, ran.err) == (0, "")
    assert "planlint init --kind" in ran.out
    assert "planlint check" in ran.out


@pytest.mark.parametrize("command", ["check", "explain", "rules", "facts", "schema", "init"])
def test_every_command_explains_itself(planlint: Run, command: str) -> None:
    ran = planlint(command, "--help")

    assert (ran.code, ran.err) == (0, "")
    assert "Usage: planlint" in ran.out


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_start_up_imports_nothing_heavy(option: str) -> None:
    probe = (
        "import sys\n"
        "from planlint.cli import main\n"
        f"main(['{option}'])\n"
        "print(sorted({'pydantic', 'ruamel', 'ruamel.yaml', 'jsonschema'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, cwd=ROOT, check=True)

    assert ran.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("code", sorted(builtin().rules))
def test_every_rule_explains_itself(planlint: Run, code: str) -> None:
    ran = planlint("explain", code)

    assert ran.code == 0
    assert [heading for heading in ("Why", "What to do", "What it says", "How it behaves") if heading not in ran.out.splitlines()] == []


def test_explain_takes_a_name_too(planlint: Run) -> None:
    assert planlint("explain", "entry-authorisation-gap") == planlint("explain", "LE106")


def test_explain_suggests_the_nearest_rule(planlint: Run) -> None:
    ran = planlint("explain", "LE16")

    assert (ran.code, ran.out) == (2, "")
    assert "did you mean LE1" in ran.err


def test_rules_lists_every_rule_once(planlint: Run) -> None:
    listed = json.loads(planlint("rules", "--format", "json").out)

    assert sorted(rule["code"] for rule in listed) == sorted(code for code, rule in builtin().rules.items() if not rule.is_diagnostic)


def test_facts_shows_what_planlint_derived(planlint: Run, sound: Path) -> None:
    found = json.loads(planlint("facts", str(sound), "--format", "json").out)

    assert {name: found[name] for name in ("countries", "entry", "t_rec", "follow_up_end", "compromised")} == {
        "countries": ["IN"],
        "entry": ["p3-release"],
        "t_rec": "2026-03-10T05:30:00+05:30",
        "follow_up_end": "2027-07-10",
        "compromised": ["canal-post"],
    }


def test_facts_of_an_unreadable_plan_point_to_check(planlint: Run, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("[")

    ran = planlint("facts", "x.yaml")

    assert (ran.code, ran.err) == (2, "planlint: x.yaml: not readable as a plan; planlint check x.yaml says why\n")


@pytest.mark.parametrize("kind", ["plan", "rule", "config", "report"])
def test_schema_prints_a_schema(planlint: Run, kind: str) -> None:
    schema = json.loads(planlint("schema", kind).out)

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_init_offers_every_kind_of_operation() -> None:
    assert tuple(kind.value for kind in OperationKind) == get_args(vocabulary.OperationKind)


def test_init_overwrites_nothing_unless_forced(planlint: Run, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text("precious")

    first = planlint("init", "--kind", "inspection")
    kept = (tmp_path / "plan.yaml").read_text()
    forced = planlint("init", "--kind", "inspection", "--force")

    assert (first.code, first.err, kept, forced.code) == (2, "planlint: plan.yaml is already there; --force overwrites it\n", "precious", 0)


def test_python_m_planlint_passes_the_exit_code_on(planlint: Run) -> None:
    assert planlint("check", "nowhere").code == 2


def test_rules_are_listed_by_what_they_rest_on(planlint: Run) -> None:
    standards, claims = planlint("rules", "--standards"), planlint("rules", "--essay")

    assert (0, 0) == (standards.code, claims.code)
    assert "Council of Europe Convention (CETS 197)" in standards.out.splitlines()
    assert 41 == len(claims.out.splitlines())
    assert [] == [line for line in claims.out.splitlines() if line.endswith("no rule")]


def test_standards_and_claims_are_not_listed_together(planlint: Run) -> None:
    ran = planlint("rules", "--standards", "--essay")

    assert (2, "planlint: --standards and --essay exclude each other\n") == (ran.code, ran.err)
