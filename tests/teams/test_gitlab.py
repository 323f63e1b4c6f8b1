"""The template for GitLab: judged by GitLab's schema, and its script run as a runner runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.teams.tools import OFFLINE, ran, read_yaml

pytestmark = pytest.mark.checkout

TEMPLATE = ".gitlab/planlint.gitlab-ci.yml"


@pytest.mark.slow
def test_gitlabs_schema_fits(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yml"
    wrong.write_text((ROOT / TEMPLATE).read_text("utf-8").replace("when: always", "when: sometimes"), "utf-8")
    check = (sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci")

    assert (ended := ran(*check, TEMPLATE)).returncode == 0, ended.stdout
    assert ran(*check, wrong).returncode == 1


def test_the_script_writes_the_reports_that_are_kept_and_fails_with_findings(flawed: Path, tmp_path: Path) -> None:
    template = read_yaml(TEMPLATE)
    job = template["planlint"]
    program = tmp_path / "bin" / "planlint"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}{os.pathsep}$PYTHONPATH" exec "{sys.executable}" -m planlint "$@"\n')
    program.chmod(0o755)
    variables = {name: described["value"] for name, described in template["variables"].items()}
    environment = {
        **OFFLINE,
        **variables,
        "PLANLINT_ARGS": "--select LE106 --profile approval",
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
    }
    work = tmp_path / "work"
    work.mkdir()
    flawed.rename(work / "a flawed.plan.yaml")

    ended = subprocess.run(["sh", "-ec", "\n".join(job["script"])], cwd=work, env=environment, capture_output=True, text=True, check=False)

    kept = [*job["artifacts"]["paths"], *job["artifacts"]["reports"].values()]
    assert (ended.returncode, ended.stderr) == (1, "")
    assert sorted(file.name for file in work.iterdir() if not file.name.endswith(".plan.yaml")) == sorted(kept)
    assert [each["check_name"] for each in json.loads((work / "gl-code-quality-report.json").read_text())] == ["LE106"]
