"""``planlint check`` as people and CI run it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Ran, Run
from tests.repository import needs_git, repository


def codes(ran: Ran) -> list[str]:
    return [finding["code"] for finding in json.loads(ran.out)["findings"]]


def test_sound_plan_ends_with_0_and_says_what_was_checked(planlint: Run, sound: Path) -> None:
    ran = planlint("check", str(sound))

    assert (ran.code, ran.err) == (0, "")
    assert "1 plan" in ran.out.splitlines()[-1]


def test_flawed_plan_ends_with_1(planlint: Run, flawed: Path) -> None:
    ran = planlint("check", str(flawed), "--format", "json")

    assert (ran.code, codes(ran)) == (1, ["LE106"])


def test_every_file_is_checked_whatever_its_name(planlint: Run, flawed: Path, tmp_path: Path) -> None:
    odd = tmp_path / "mit Leerzeichen & Ümlaut\u3000(1).txt"
    shutil.copy(flawed, odd)

    ran = planlint("check", odd.name, "--format", "json")

    assert [finding["file"] for finding in json.loads(ran.out)["findings"]] == [odd.name]


@pytest.mark.skipif(os.name == "nt", reason="Windows file names are text")
def test_a_file_name_that_is_not_utf8_is_printable(planlint: Run, flawed: Path, tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.plan.yaml")).write_bytes(flawed.read_bytes())

    ran = planlint("check", ".", "--format", "json")

    assert [finding["file"] for finding in json.loads(ran.out)["findings"]] == ["caf\ufffd.plan.yaml", "flawed.plan.yaml"]


def test_standard_input_is_named_by_the_option(planlint: Run, flawed: Path) -> None:
    ran = planlint("check", "-", "--stdin-filename", "draft.plan.yaml", "--format", "json", stdin=flawed.read_bytes())

    assert [finding["file"] for finding in json.loads(ran.out)["findings"]] == ["draft.plan.yaml"]


def test_windows_line_ends_and_a_byte_order_mark_change_no_place(planlint: Run, flawed: Path, tmp_path: Path) -> None:
    windows = tmp_path / "windows.plan.yaml"
    windows.write_bytes(b"\xef\xbb\xbf" + flawed.read_bytes().replace(b"\n", b"\r\n"))

    spans = [json.loads(planlint("check", str(file), "--format", "json").out)["findings"][0]["span"] for file in (flawed, windows)]

    assert spans[0] == spans[1]


def test_json_is_the_same_bytes_every_time(planlint: Run, flawed: Path) -> None:
    first, second = (planlint("check", str(flawed), "--format", "json", PYTHONHASHSEED=seed) for seed in ("1", "2"))

    assert first == second


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 1),
        (["--fail-on", "never"], 0),
        (["--exit-zero"], 0),
        (["--select", "TM"], 0),
        (["--select", "LE106"], 1),
        (["--select", "law-enforcement"], 1),
        (["--select", "entry-authorisation-gap"], 1),
        (["--ignore", "LE1"], 0),
    ],
)
def test_exit_code_follows_options(planlint: Run, flawed: Path, arguments: list[str], code: int) -> None:
    ran = planlint("check", str(flawed), *arguments)

    assert ran.code == code


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--select", "LE999"], "no rule is called 'LE999'"),
        (["--ignore", "law-enforcment"], "did you mean law-enforcement?"),
        (["--ignore", "PL002"], "cannot be ignored"),
        (["--today", "tomorrow"], "not a date"),
        (["--config", "missing.toml"], "missing.toml: cannot be read"),
        (["--isolated", "--config", "x.toml"], "exclude each other"),
        (["--fail-on", "warn"], "--fail-on"),
        (["--no-such-option"], "No such option"),
    ],
)
def test_what_cannot_be_done_ends_with_2_and_says_why(planlint: Run, flawed: Path, arguments: list[str], words: str) -> None:
    ran = planlint("check", str(flawed), *arguments)

    assert (ran.code, ran.out, words in ran.err) == (2, "", True), ran.err


def test_missing_file_ends_with_2_even_with_exit_zero(planlint: Run) -> None:
    ran = planlint("check", "missing.plan.yaml", "--exit-zero")

    assert (ran.code, ran.err) == (2, "planlint: no such file or folder: missing.plan.yaml\n")


def test_folder_without_plans_ends_with_3(planlint: Run) -> None:
    ran = planlint("check", ".")

    assert (ran.code, ran.out) == (3, "")
    assert "plans are named plan.yaml or *.plan.yaml" in ran.err


@needs_git
def test_folder_is_searched_as_git_sees_it(planlint: Run, flawed: Path, tmp_path: Path) -> None:
    repository(tmp_path)
    names = (
        "a/plan.yaml",
        "a/b.plan.yml",
        "a/notes.yaml",
        "drafts/old.plan.yaml",
        ".hidden/plan.yaml",
        "c/kept.plan.yaml",
        "c/x.plan.yaml",
    )
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(flawed, tmp_path / name)
    (tmp_path / ".gitignore").write_text("drafts/\n*.plan.yaml\n!flawed.plan.yaml\n")
    (tmp_path / "c" / ".gitignore").write_text("!kept.plan.yaml\n")

    ran = planlint("check", ".", "--format", "json")

    found = [finding["file"] for finding in json.loads(ran.out)["findings"]]
    assert found == ["a/b.plan.yml", "a/plan.yaml", "c/kept.plan.yaml", "flawed.plan.yaml"]


@pytest.mark.parametrize("chosen", [(), ("--config", "planlint.toml")])
def test_each_plan_is_held_against_the_overrides_that_are_for_it(
    planlint: Run, flawed: Path, tmp_path: Path, chosen: tuple[str, ...]
) -> None:
    (tmp_path / "drafts").mkdir()
    shutil.copy(flawed, tmp_path / "drafts" / "a.plan.yaml")
    override = '[[per-file]]\nfiles = ["drafts/"]\nfail-on = "never"\n[per-file.severity]\nLE106 = "info"\n'
    (tmp_path / "planlint.toml").write_text(override, "utf-8")

    drafts, every = (planlint("check", path, *chosen, "--format", "json") for path in ("drafts", "."))

    assert (drafts.code, every.code) == (0, 1)
    found = [(finding["file"], finding["severity"]) for finding in json.loads(every.out)["findings"]]
    assert found == [("drafts/a.plan.yaml", "info"), ("flawed.plan.yaml", "error")]


def test_a_file_named_twice_is_checked_once(planlint: Run, flawed: Path) -> None:
    ran = planlint("check", str(flawed), flawed.name, ".", "--format", "json")

    assert json.loads(ran.out)["summary"]["files"] == 1


def test_waiver_expires_on_the_day_that_is_given(planlint: Run, sound: Path, tmp_path: Path) -> None:
    file = tmp_path / "waived.plan.yaml"
    waiver = "[{rule: RP104, reason: no such case, approved_by: collector, expires: 2026-05-01}]"
    file.write_text(sound.read_text("utf-8").replace("waivers: []", f"waivers: {waiver}"), "utf-8")

    before, after = (planlint("check", str(file), "--today", day, "--format", "json") for day in ("2026-05-01", "2026-05-02"))

    assert [(ran.code, [finding["severity"] for finding in json.loads(ran.out)["findings"]]) for ran in (before, after)] == [
        (0, ["warning"]),
        (1, ["error"]),
    ]


def test_nothing_is_read_from_the_working_folder_s_python(planlint: Run, sound: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.txt").write_text("")

    assert planlint("check", str(sound), cwd=tmp_path).code == 0


@pytest.mark.parametrize("command", ["check {}", "check {} --frames", "check {} --format json", "rules", "--help", "--version"])
def test_a_reader_that_went_away_is_no_success_and_no_finding(command: str, flawed: Path) -> None:
    words = [sys.executable, "-m", "planlint", *(word.format(flawed) for word in command.split())]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        err = process.stderr.read()

    assert (process.returncode, err) == (2, b"")


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is a Linux device")
@pytest.mark.parametrize("command", ["check -", "rules", "check - --format json"])
def test_a_full_disk_is_no_bug_and_no_success(command: str, sound: Path) -> None:
    shell = f"{sys.executable} -m planlint {command} < {sound} > /dev/full"
    ran = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, cwd=ROOT, check=False)

    assert (ran.returncode, ran.stderr) == (2, "planlint: the system refuses: No space left on device\n")


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is a Linux device")
@pytest.mark.parametrize("command", ["check /nowhere", "check --nothing", "nothing"])
def test_an_error_that_cannot_be_told_is_no_finding(command: str) -> None:
    shell = f"{sys.executable} -m planlint {command} 2> /dev/full"

    assert subprocess.run(["bash", "-c", shell], capture_output=True, cwd=ROOT, check=False).returncode == 2


@pytest.mark.skipif(os.name == "nt", reason="streams are closed as POSIX shells do")
@pytest.mark.parametrize("closed", ["2>&-", "<&-"])
def test_closed_streams_change_no_exit_code(closed: str, flawed: Path) -> None:
    shell = f"{sys.executable} -m planlint check {flawed} {closed}"
    ran = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, cwd=ROOT, check=False)

    assert (ran.returncode, ran.stderr) == (1, "")


@pytest.mark.skipif(os.name == "nt", reason="streams are closed as POSIX shells do")
@pytest.mark.parametrize("closed", [">&-", ">&- 2>&-"])
def test_a_report_that_nobody_can_read_is_no_pass(closed: str, sound: Path) -> None:
    shell = f"{sys.executable} -m planlint check {sound} {closed}"

    assert subprocess.run(["bash", "-c", shell], capture_output=True, cwd=ROOT, check=False).returncode == 2


def test_endless_input_is_refused_at_the_limit(planlint: Run, tmp_path: Path) -> None:
    ran = planlint("check", "/dev/zero", "--format", "json") if os.name != "nt" else planlint("check", "-", stdin=b"x" * 3_000_000)

    assert (ran.code, codes(ran)) == (1, ["PL001"])


def test_a_rule_without_a_verdict_fails_where_that_is_asked_for(planlint: Run, sound: Path, tmp_path: Path) -> None:
    plan = tmp_path / "open.plan.yaml"
    plan.write_text(sound.read_text("utf-8").replace("operation_kind: ", "operation_kind: unknown # "), "utf-8")

    codes = [planlint("check", str(plan), "--select", "TM107", *more).code for more in ([], ["--fail-on-not-evaluated"])]

    assert [0, 1] == codes


def test_a_rule_that_was_asked_for_and_judged_nothing_is_told(planlint: Run, sound: Path) -> None:
    ran = planlint("check", str(sound), "--select", "LE106", "--select", "LE107")

    assert "planlint: note: --select: LE107 judged nothing: not applicable in every plan\n" == ran.err
