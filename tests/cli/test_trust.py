"""A merge request is judged by the configuration of the branch that it wants to enter, not by its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_since import WAIVER, wrong_sum
from tests.conftest import Run
from tests.packs import write_pack
from tests.repository import commit, git, needs_git, repository

pytestmark = needs_git


@pytest.fixture
def team(tmp_path: Path, flawed: Path) -> Path:
    """A repository with a flawed plan on a branch beside main."""
    top = repository(tmp_path / "team")
    write_pack(top / "ours")
    (top / "planlint.toml").write_text('packs = ["./ours"]\n[thresholds]\nmax_caseload = 15\n')
    commit(top)
    git(top, "switch", "-q", "-c", "change")
    (top / "plans").mkdir()
    flawed.rename(top / "plans" / "a.plan.yaml")
    return top


_TRICKS = {
    "never": {"planlint.toml": 'fail-on = "never"\n'},
    "nested": {"plans/planlint.toml": 'fail-on = "never"\n'},
    "pyproject": {"plans/pyproject.toml": '[tool.planlint]\nfail-on = "never"\n'},
    "per-file": {"planlint.toml": '[[per-file]]\nfiles = ["plans/"]\nfail-on = "never"\n'},
    "select": {"planlint.toml": 'select = ["TM107"]\n'},
    "files": {"planlint.toml": 'files = ["b.plan.yaml"]\n'},
    "off": {"planlint.toml": '[severity]\nLE = "info"\n'},
    "broken": {"planlint.toml": "tool = ["},
}


@pytest.mark.parametrize("trick", _TRICKS)
def test_a_trick_with_the_configuration_changes_nothing_and_is_told(planlint: Run, team: Path, trick: str) -> None:
    before = planlint("check", "--trust", "main", cwd=team)
    for name, text in _TRICKS[trick].items():
        (team / name).write_text(text)
    commit(team)

    ran = planlint("check", "--trust", "main", cwd=team)

    assert (before.code, before.err) == (1, "")
    assert (ran.code, ran.out) == (1, before.out)
    told = "".join(f"planlint: note: --trust main: {name} is another one there; the one here is not used\n" for name in _TRICKS[trick])
    assert ran.err == told


def test_what_holds_is_what_the_revision_says_of_the_plan(planlint: Run, team: Path) -> None:
    git(team, "switch", "-q", "main")
    (team / "planlint.toml").write_text('[[per-file]]\nfiles = ["plans/"]\nfail-on = "never"\n')
    git(team, "commit", "-qam", "the team decides")
    git(team, "switch", "-q", "change")

    assert (planlint("check", cwd=team).code, planlint("check", "--trust", "main", cwd=team).code) == (1, 0)


def test_a_changed_pack_is_told_and_not_used(planlint: Run, team: Path) -> None:
    rule = next((team / "ours").glob("*/*.yaml"))
    rule.write_text("- no: rule\n")

    ran = planlint("check", "--trust", "main", cwd=team)

    assert (planlint("check", cwd=team).code, ran.code) == (2, 1)
    assert f"{rule.relative_to(team).as_posix()} is another one there" in ran.err


def test_an_error_in_the_trusted_configuration_names_it_as_git_does(planlint: Run, team: Path) -> None:
    (team / "planlint.toml").write_text("colour = 1\n")
    git(team, "commit", "-qam", "wrong")

    ran = planlint("check", "--trust", "HEAD", cwd=team)

    assert (ran.code, ran.err) == (2, "planlint: HEAD:planlint.toml:1: unknown key colour\n")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--trust", "gone"), "--trust gone: git knows no such revision; fetch it first, for example: git fetch origin main"),
        (("--trust=--all",), "--trust --all: git knows no such revision; fetch it first, for example: git fetch origin main"),
        (("--trust", "main", "--isolated"), "--trust reads the configuration of plans in git; leave out --isolated and -"),
        (("--accept-from", "main", "--no-accept"), "--accept-from and --no-accept exclude each other"),
    ],
)
def test_what_cannot_be_done_is_told(planlint: Run, team: Path, options: tuple[str, ...], said: str) -> None:
    ran = planlint("check", *options, cwd=team)

    assert (ran.code, ran.err) == (2, f"planlint: {said}\n")


def test_a_waiver_of_the_merge_request_does_not_count_and_one_of_the_base_does(planlint: Run, sound: Path, tmp_path: Path) -> None:
    top = repository(tmp_path / "team")
    wrong = wrong_sum(sound.read_text("utf-8"))
    commit(top, base=wrong.replace("waivers: []", WAIVER), other=wrong)
    git(top, "switch", "-q", "-c", "change")
    commit(top, other=wrong.replace("waivers: []", WAIVER), new=wrong.replace("waivers: []", WAIVER))

    ways = ((), ("--accept-from", "main"), ("--no-accept",))
    plain, from_base, none = (json.loads(planlint("check", ".", *way, "--today=2026-04-01", "--format=json", cwd=top).out) for way in ways)

    assert [_open_in(report) for report in (plain, from_base, none)] == [
        [],
        ["new.plan.yaml", "other.plan.yaml"],
        ["base.plan.yaml", "new.plan.yaml", "other.plan.yaml"],
    ]


def _open_in(report: Any) -> list[str]:
    return sorted(each["file"] for each in report["findings"] if each["code"] == "TM104" and each["accepted"] is None)


def test_a_report_says_which_setting_lets_it_pass_and_where_it_stands(planlint: Run, flawed: Path, tmp_path: Path) -> None:
    (tmp_path / "planlint.toml").write_text('ignore = ["FN101"]\nfail-on = "never"\n[severity]\nTM104 = "info"\n')

    ran = planlint("check", flawed.name)

    told = (
        "fail-on is never, not error (planlint.toml:2)",
        "ignore is FN101, not none (planlint.toml:1)",
        "severity is TM104 info, not none (planlint.toml:3)",
        "passes only because fail-on is never, with open errors",
    )
    assert (ran.code, [line for line in ran.out.splitlines() if line in told]) == (0, list(told))
