"""``planlint fix`` and ``planlint check --fix``; the small forms that options take."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run

SOUND = (ROOT / "examples/sound/quarry-release.plan.yaml").read_bytes()
SLIPPED = SOUND.replace(b"country: IN\n", b"country: in\n", 1).replace(b"status: approved", b"status: aproved").replace(b"\n", b"\r\n")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "a.plan.yaml"
    file.write_bytes(SLIPPED)
    return file


def test_fix_mends_the_spelling_and_counts_what_stays_out(planlint: Run, plan: Path) -> None:
    ran = planlint("fix", "a.plan.yaml")

    assert (ran.code, ran.out.splitlines()) == (
        0,
        ["a.plan.yaml: 1 mended (PL006 1)", "1 more with --unsafe: what was probably meant"],
    )
    assert plan.read_bytes() == SLIPPED.replace(b"country: in\r", b"country: IN\r")
    assert planlint("fix", "a.plan.yaml").out.splitlines()[0] == "nothing to mend"


def test_unsafe_writes_what_was_probably_meant(planlint: Run, plan: Path) -> None:
    assert planlint("fix", "--unsafe").code == 0
    assert plan.read_bytes() == SOUND.replace(b"\n", b"\r\n")


def test_select_leaves_the_others_alone(planlint: Run, plan: Path) -> None:
    planlint("fix", "--unsafe", "--select", "pl002,PL003")

    assert plan.read_bytes() == SLIPPED.replace(b"aproved", b"approved")


def test_a_diff_changes_nothing_and_git_takes_it(planlint: Run, plan: Path, tmp_path: Path) -> None:
    ran = planlint("fix", "--diff", "a.plan.yaml")

    assert (ran.code, plan.read_bytes()) == (1, SLIPPED)
    patch = tmp_path / "patch"
    with patch.open("wb") as file:
        subprocess.run([sys.executable, "-m", "planlint", "fix", "--diff", "a.plan.yaml"], stdout=file, cwd=tmp_path, check=False)
    subprocess.run(["git", "apply", "patch"], cwd=tmp_path, check=True)
    assert plan.read_bytes() == SLIPPED.replace(b"country: in\r", b"country: IN\r")


def test_standard_input_is_mended_onto_standard_output(planlint: Run) -> None:
    ran = planlint("fix", "-", stdin=SOUND.replace(b"country: IN\n", b"country: in\n", 1))

    assert (ran.code, ran.out.encode(), ran.err) == (0, SOUND, "<stdin>: 1 mended (PL006 1)\n")


def test_check_mends_first_where_it_is_asked_to(planlint: Run, plan: Path) -> None:
    ran = planlint("check", "--fix", "a.plan.yaml", "--format", "json")

    assert [each["code"] for each in json.loads(ran.out)["findings"]] == ["PL002"]
    assert ran.err.splitlines()[0] == "planlint: a.plan.yaml: 1 mended (PL006 1)"
    assert planlint("check", "--fix", "-", stdin=SOUND).code == 2


def test_what_is_broken_says_what_is_blind_because_of_it(planlint: Run, tmp_path: Path) -> None:
    (tmp_path / "b.plan.yaml").write_bytes(SOUND.replace(b"tag: ne,", b"tag: xx,"))
    (finding,) = json.loads(planlint("check", "b.plan.yaml", "--format", "json").out)["findings"]

    assert (finding["code"], finding["blinds"] != []) == ("PL006", True)


def test_what_is_only_written_otherwise_blinds_no_rule(planlint: Run, tmp_path: Path) -> None:
    (tmp_path / "b.plan.yaml").write_bytes(SOUND.replace(b"tag: ne,", b"tag: nep,"))
    report = json.loads(planlint("check", "b.plan.yaml", "--format", "json").out)

    assert ([each["code"] for each in report["findings"]], report["not_evaluated"]) == (["PL006"], [])


@pytest.mark.parametrize("words", ["HS102,LE106", "hs102,le106", "HS102, LE106"])
def test_selectors_take_commas_and_small_letters(planlint: Run, sound: Path, words: str) -> None:
    assert "(2 rules: 2 passed)" in planlint("check", "--select", words, str(sound)).out


def test_an_output_to_a_dash_takes_the_place_of_standard_output(planlint: Run, sound: Path, tmp_path: Path) -> None:
    ran = planlint("check", str(sound), "--output", "json=-")

    assert (json.loads(ran.out)["version"], (tmp_path / "-").exists()) == (1, False)
    assert planlint("check", str(sound), "--output", "json=-", "--output", "sarif=-").code == 2


@pytest.mark.parametrize("day", ["20260101", "2026-W01-1", "1.1.2026", "2026-1-1", ""])
def test_today_takes_only_what_it_says(planlint: Run, sound: Path, day: str) -> None:
    ran = planlint("check", str(sound), "--today", day)

    assert (ran.code, ran.err) == (2, f"planlint: --today {day}: not a date, write YYYY-MM-DD\n")


@pytest.mark.parametrize("arguments", [["check", "--help"], ["baseline", "--help"], ["fix", "--help"], ["schema", "--help"]])
def test_help_does_not_depend_on_how_python_was_started(arguments: list[str]) -> None:
    said = [
        subprocess.run(
            [sys.executable, *options, "-m", "planlint", *arguments], capture_output=True, text=True, check=True, cwd=ROOT
        ).stdout
        for options in ([], ["-OO"])
    ]

    assert said[0] == said[1]
