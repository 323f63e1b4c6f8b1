"""The template for GitLab: judged by GitLab's schema, and its script run as a runner runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.teams.tools import OFFLINE, planted, ran, read_yaml, source

pytestmark = pytest.mark.checkout

TEMPLATE = ".gitlab/planlint.gitlab-ci.yml"


@pytest.mark.slow
def test_gitlabs_schema_fits(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yml"
    wrong.write_text((ROOT / TEMPLATE).read_text("utf-8").replace("when: always", "when: sometimes"), "utf-8")
    check = (sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci")

    assert (ended := ran(*check, TEMPLATE)).returncode == 0, ended.stdout
    assert ran(*check, wrong).returncode == 1


@pytest.mark.slow
def test_the_script_writes_the_reports_that_are_kept_and_fails_with_findings(flawed: Path, tmp_path: Path) -> None:
    template = read_yaml(TEMPLATE)
    job = template["planlint"]
    (python := tmp_path / "bin" / "python").parent.mkdir()
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    variables = {name: described["value"] for name, described in template["variables"].items()}
    environment = {
        **OFFLINE,
        **variables,
        "TMPDIR": str(tmp_path),
        "PLANLINT_PACKAGE": str(source(tmp_path / "source")),
        "PLANLINT_ARGS": "--select LE106 --profile approval",
        "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}",
    }
    work = planted(tmp_path / "work")
    before = set(work.iterdir())
    flawed.rename(work / "a flawed.plan.yaml")

    script = "\n".join([*job["before_script"], *job["script"]])
    ended = subprocess.run(["sh", "-ec", script], cwd=work, env=environment, capture_output=True, text=True, check=False)

    kept = [*job["artifacts"]["paths"], *job["artifacts"]["reports"].values()]
    assert (ended.returncode, ended.stderr) == (1, "")
    assert sorted(file.name for file in {*work.iterdir()} - before if not file.name.endswith(".plan.yaml")) == sorted(kept)
    assert [each["check_name"] for each in json.loads((work / "gl-code-quality-report.json").read_text())] == ["LE106"]
