"""A check without options goes round typer, and each option is declared once."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields

from planlint.cli.asked import Wanted
from planlint.cli.check import check
from planlint.cli.fast import plans_alone
from tests.process import ROOT

PLAN = str(ROOT / "examples" / "sound" / "quarry-release.plan.yaml")


def test_a_check_without_options_imports_no_typer() -> None:
    code = f"import sys; from planlint.cli import main; main(['check', {PLAN!r}]); print(sorted({{'typer', 'click'}} & set(sys.modules)))"

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert said.splitlines()[-1] == "[]"


def test_an_option_or_another_command_is_for_typer() -> None:
    assert [None, None, None] == [plans_alone(each) for each in ([], ["rules"], ["check", "a.plan.yaml", "--frames"])]


def test_typer_sees_the_options_of_the_one_declaration() -> None:
    parameters = check.__signature__.parameters  # type: ignore[attr-defined]

    assert {each.name: each.default for each in fields(Wanted)} == {name: each.default for name, each in parameters.items()}
