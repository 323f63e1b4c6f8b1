"""The README says what planlint does today."""

from __future__ import annotations

import re

import pytest

from planlint.cli.exits import ExitCode
from planlint.config import Configuration
from tests.conftest import ROOT
from tests.refresh_readme import README, current

pytestmark = pytest.mark.checkout


def test_generated_parts_are_current() -> None:
    assert README.read_text("utf-8") == current(), "run: python tests/refresh_readme.py"


def test_ci_runs_the_test_command_of_the_readme() -> None:
    command = next(line for line in README.read_text("utf-8").splitlines() if line.endswith("-m pytest"))

    assert command in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()


def test_every_exit_code_is_explained() -> None:
    explained = {int(code) for code in re.findall(r"^\| (\d+) \|", README.read_text("utf-8"), re.MULTILINE)}

    assert explained == {code.value for code in ExitCode}


def test_the_configuration_shown_is_accepted() -> None:
    import tomllib

    shown = re.search(r"```toml\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert shown is not None

    assert Configuration.model_validate(tomllib.loads(shown.group(1))).thresholds.max_caseload == 15
