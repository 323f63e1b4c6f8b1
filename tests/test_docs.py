"""README and CONTRIBUTING say what planlint does today."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from planlint.cli.exits import ExitCode
from planlint.config.policy import thresholds
from planlint.config.settings import Configuration
from planlint.errors import ExpressionError
from planlint.expr.access import FACTS_TYPE, THRESHOLDS_TYPE
from planlint.expr.check import check
from planlint.expr.environment import OVERLOADS, TABLE
from planlint.expr.parse import parse
from planlint.expr.types import section_classes, section_type
from planlint.plan.model import Plan
from planlint.plan.states import Section
from planlint.schema.overlay import NOTHING
from tests.conftest import ROOT, Run
from tests.plans import PACK, report
from tests.refresh_docs import CONTRIBUTING, README, contributing, current

pytestmark = pytest.mark.checkout


def test_generated_parts_are_current() -> None:
    assert README.read_text("utf-8") == current(), "run: python -m tests.refresh"
    assert CONTRIBUTING.read_text("utf-8") == contributing(), "run: python -m tests.refresh"


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

    assert thresholds(Configuration.model_validate(tomllib.loads(shown.group(1)))).max_caseload == 15


def test_the_authors_guide_leads_to_a_working_rule_step_by_step(planlint: Run, tmp_path: Path, sound: Path) -> None:
    guide = README.read_text("utf-8").partition("## Rules of your own")[2].partition("## Developing")[0]
    (tmp_path / "my.plan.yaml").write_bytes(sound.read_bytes())
    ran = []
    for block in re.finditer(r"```(?P<kind>\w+)(?: (?P<file>\S+))?\n(?P<text>.*?)```", guide, re.DOTALL):
        if block["file"]:
            (tmp_path / block["file"]).write_text(block["text"], "utf-8")
            continue
        for command in block["text"].splitlines():
            done = planlint(*command.split()[1:])
            ran.append((command, done.code, done.err, done.out.splitlines()[-1]))

    assert [(command, code, error) for command, code, error, _ in ran if code or error] == []
    lasts = {command: last for command, _, _, last in ran}
    assert lasts["planlint test our-rules"].startswith("1 rule, 3 of 3 examples passed, all is well in ")
    rules = [code for code, rule in PACK.rules.items() if not rule.is_diagnostic]
    away = len(report(*rules).not_applicable)
    every = len(rules) + 1  # with the author's
    assert lasts["planlint check my.plan.yaml"] == f"no findings in 1 plan ({every} rules: {every - away} passed, {away} not applicable)"


@pytest.mark.parametrize("name", TABLE)
def test_the_example_of_every_function_fits_some_part_of_the_plan(name: str) -> None:
    example = TABLE[name].example
    known = {"plan": section_type(Plan), "facts": FACTS_TYPE, "thresholds": THRESHOLDS_TYPE}

    def fits(section: type[Section]) -> bool:
        try:
            check(parse(example), {**known, "self": section_type(section)}, OVERLOADS, NOTHING)
        except ExpressionError:
            return False
        return True

    assert f"{name}(" in example
    assert any(fits(section) for section in section_classes().values())
