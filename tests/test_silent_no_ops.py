"""Nothing that is set, asked or written does nothing in silence: each ends with another code than 0, or is told, with what to do.

Gaps, held elsewhere: comments and waivers that accept nothing are in tests/lint/accept, baselines that are missing or stale in
tests/compare/test_baseline.py and tests/cli/test_baseline.py, ``--since`` without history in tests/cli/test_since.py.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import Run
from tests.packs import LONG_DAY, rule, write_pack

NEVER_AN_ELEMENT = rule(for_="plan.phases.filter(p, p.hours_per_day > 99.0)")
FAILS = rule(assert_="policy.hours / (policy.hours - 10) > 0")


class Case(NamedTuple):
    """What is asked in a folder with a sound plan, how it ends, and what is said: what is wrong, and what to do."""

    arguments: str
    code: int
    wrong: str
    remedy: str
    config: str = ""


CASES = {
    "unknown rule in select": Case("check .", 2, "planlint.toml: select: no rule is called 'LE999'", "did you mean", 'select = ["LE999"]'),
    "unknown rule in ignore": Case("check .", 2, "planlint.toml: ignore: no rule is called 'first-nihgt'", "did you mean first-night-gap?", 'ignore = ["first-nihgt"]'),
    "unknown rule in severity": Case("check .", 2, "planlint.toml: severity.XQ9: no rule is called 'XQ9'", "see: planlint rules", '[severity]\nXQ9 = "info"'),
    "unknown rule in off": Case("check .", 2, "planlint.toml: off.LE999: no rule", "did you mean", '[off]\nLE999 = "not in our country"'),
    "unknown rule in policy": Case("check .", 2, "planlint.toml: policy.LE999: there is no rule LE999", "did you mean", "[policy.LE999]\nx = 1"),
    "unknown rule in an override": Case("check .", 2, "per-file[0].ignore: no rule is called 'LE999'", "did you mean", '[[per-file]]\nfiles = ["*"]\nignore = ["LE999"]'),
    "unknown rule in an override for another plan": Case("check .", 2, "per-file[0].off.LE999: no rule", "did you mean", '[[per-file]]\nfiles = ["x"]\n[per-file.off]\nLE999 = "not in our country"'),
    "unknown key": Case("check .", 2, "planlint.toml:1: unknown key igonre", "did you mean ignore?", 'igonre = ["LE"]'),
    "unknown key in a table": Case("check .", 2, "unknown key thresholds.max_case_load", "did you mean max_caseload?", "[thresholds]\nmax_case_load = 9"),
    "unknown key in an override": Case("check .", 2, "unknown key per-file[0].fial-on", "did you mean fail-on?", '[[per-file]]\nfiles = ["*"]\nfial-on = "info"'),
    "override that takes in no plan": Case("check .", 0, "planlint: note: ", "per-file[0].files: aproved/* takes in no plan in", '[[per-file]]\nfiles = ["aproved/*"]\nprofile = "approval"'),
    "override that takes in no plan, strictly": Case("check --strict .", 2, "per-file[0].files: aproved/* takes in no plan in", "correct it, or leave the override out", '[[per-file]]\nfiles = ["a.plan.yaml", "aproved/*"]'),
    "override that takes in no plan, explained": Case("config explain .", 0, "does nothing: ", "correct it, or leave the override out", '[[per-file]]\nfiles = ["aproved/*"]'),
    "no names of plans": Case("check .", 2, "planlint.toml:1: files: the list is empty, and needs 1", "", "files = []"),
    "pack that is not there": Case("check .", 2, "planlint.toml: packs: there is no folder", "correct the path, or leave the pack out", 'packs = ["./nowhere"]'),
    "pack that is not installed": Case("check .", 2, "planlint.toml: packs: no distribution nowhere is installed", "a folder is written with a slash: ./nowhere", 'packs = ["nowhere"]'),
    "pack without rules": Case("check .", 2, "the pack holds no rules", "they stand in <family>/<CODE>-<name>.yaml", 'packs = ["./empty"]'),
    "extensions that are not there": Case("check .", 2, "nowhere.yaml: cannot be read", "", 'extensions = ["nowhere.yaml"]'),
    "configuration that is not there": Case("check --config nowhere.toml .", 2, "nowhere.toml: cannot be read", "No such file"),
    "configuration without a table": Case("check --config pyproject.toml .", 2, "pyproject.toml: has no table [tool.planlint]", ""),
    "extended configuration that is not there": Case("check .", 2, "planlint.toml: extends: there is no file", "nowhere.toml", 'extends = "nowhere.toml"'),
    "extended configuration without a table": Case("check .", 2, "pyproject.toml: has no table [tool.planlint]", "", 'extends = "pyproject.toml"'),
    "rule that gives no element": Case("test ./never", 1, "ZZ101 gives no element in any example, so nothing is tested", "never/work/ZZ101-long-day.yaml:"),
    "rule that fails": Case("check .", 4, "rule failed: ZZ101 on a.plan.yaml", "fails/work/ZZ101-long-day.yaml:5:22: nothing can be divided by zero", 'packs = ["./fails"]'),
    "rule that fails, though the exit code is not asked for": Case("check --exit-zero .", 4, "rule failed: ZZ101", "1 not judged (ZZ101)", 'packs = ["./fails"]'),
    "unknown rule to select": Case("check --select LE999 .", 2, "no rule is called 'LE999'", "did you mean"),
    "unknown rule to ignore": Case("check --ignore LE999 .", 2, "no rule is called 'LE999'", "did you mean"),
    "nothing to select": Case("check --select= .", 2, "no rule is called ''", "see: planlint rules"),
    "what is selected is ignored": Case("check --select LE106 --ignore LE .", 2, "no rule is left to ask: all of LE106 are ignored or switched off", "planlint config explain says where"),
    "what is selected is switched off": Case("check --select LE106 .", 2, "no rule is left to ask: all of LE106", "planlint config explain says where", '[off]\nLE = "somebody else looks at these"'),
    "everything is switched off by an override": Case("check .", 2, "no rule is left to ask", "planlint config explain says where", '[[per-file]]\nfiles = ["*"]\nselect = ["LE106"]\nignore = ["LE106"]'),
    "folder without a plan": Case("check never", 3, "no plan found in never", "plans are named plan.yaml or *.plan.yaml, or given by name"),
    "folder without a plan of the configured names": Case("check .", 3, "no plan found in .", "plans are named as `files` of the configuration says (*.plan), or given by name", 'files = ["*.plan"]'),
    "plan that is not there": Case("check nowhere.plan.yaml a.plan.yaml", 2, "no such file or folder: nowhere.plan.yaml", ""),
    "empty plan": Case("check blank.yaml", 1, "error[PL001]", "help: "),
    "report that cannot be written": Case("check --output json=nowhere/out.json .", 2, "nowhere/out.json: cannot be written", "No such file"),
    "report that another one replaces": Case("check --output json=out --output sarif=./out .", 2, "--output: out is named twice", "name another file"),
    "report that replaces a plan": Case("check --output json=a.plan.yaml .", 2, "a.plan.yaml is a plan, which the report would replace", "name another file"),
    "report without a file": Case("check --output json .", 2, "--output json: write FORMAT=FILE", "for example"),
    "unknown format": Case("check --format jsno .", 2, "there is no format jsno", "did you mean json?"),
    "unknown format of a report": Case("check --output sraif=out .", 2, "there is no format sraif", "did you mean sarif?"),
    "headings in a format that has none": Case("check --format json --group-by phase .", 2, "--group-by: the format json has no headings", "use --format text"),
    "name of standard input that is not read": Case("check --stdin-filename b.plan.yaml a.plan.yaml", 2, "--stdin-filename is the name of a plan from standard input", "write - as the path"),
    "no examples to run": Case("test", 2, "name a pack to test", "planlint test ./our-rules"),
    "no pack to lock": Case("packs lock", 2, "no configuration names a pack", "into planlint.toml"),
    "unknown rule to explain": Case("explain LE999", 2, "no rule is called 'LE999'", "did you mean"),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, sound: Path) -> Path:
    (tmp_path / "a.plan.yaml").write_bytes(sound.read_bytes())
    (tmp_path / "blank.yaml").write_text("# nothing yet\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    write_pack(tmp_path / "empty", {})
    write_pack(tmp_path / "never", {LONG_DAY: NEVER_AN_ELEMENT})
    write_pack(tmp_path / "fails", {LONG_DAY: FAILS})
    return tmp_path


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_it_is_told(planlint: Run, folder: Path, case: Case) -> None:
    if case.config:
        (folder / "planlint.toml").write_text(case.config, "utf-8")
    plan = (folder / "a.plan.yaml").read_bytes()

    ran = planlint(*case.arguments.split())

    said = ran.out + ran.err
    assert (ran.code, case.wrong in said, case.remedy in said) == (case.code, True, True), said
    assert (folder / "a.plan.yaml").read_bytes() == plan
