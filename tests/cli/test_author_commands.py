"""`planlint test`, `planlint new` and `planlint packs` as an author runs them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run
from tests.packs import LONG_DAY, MANIFEST, RULE, rule, write_pack


def test_test_prints_a_line_for_each_rule_and_a_summary(planlint: Run, tmp_path: Path) -> None:
    write_pack(tmp_path / "ours")

    ran = planlint("test", "ours")

    assert re.sub(r"in [0-9.]+ s", "in 0 s", ran.out) == "ZZ101 long-day ..\n\n1 rule, 2 of 2 examples passed, all is well in 0 s\n"
    assert (ran.code, ran.err) == (0, "")


def test_a_failure_shows_what_was_expected_and_what_was_found(planlint: Run, tmp_path: Path) -> None:
    write_pack(tmp_path / "ours", {LONG_DAY: RULE.replace('p4-reception].hours_per_day": 10}', 'p5-care].hours_per_day": 12}')})

    ran = planlint("test", "ours")

    assert ran.code == 1
    assert ran.out.splitlines()[:5] == [
        "ZZ101 long-day .F", "", "ZZ101 good: a day of 10 hours", f"  --> {Path('ours') / LONG_DAY}:15:5",
        "  + found        phases[p5-care].hours_per_day default warning",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["test"], 2, 'name a pack to test (planlint test ./our-rules), or write packs = ["./our-rules"] into planlint.toml'),
        (["test", "./nowhere"], 2, "packs: no distribution ./nowhere is installed"),
        (["test", "ours", "-k", "LE101"], 2, "no rule is called 'LE101'"),
        (["new", "pack", "ours", "--prefix", "zz"], 2, "--prefix zz: two to four capital letters, for example TW"),
        (["new", "pack", "Our Rules", "--prefix", "ZZ"], 2, "--name Our Rules: lower-case letters, digits and hyphens, for example our-rules"),
        (["new", "pack", "ours", "--prefix", "ZZ"], 2, f"{Path('ours')}/pack.yaml is already there"),
        (["new", "rule", "ZZ101-x", "--family", "f", "--pack", "ours"], 2, f"ZZ101-x: code ZZ101 is used by {Path('ours') / LONG_DAY}"),
        (["new", "rule", "YY101-x", "--family", "f", "--pack", "ours"], 2, "YY101-x: the codes of this pack begin with ZZ"),
        (["new", "rule", "long day", "--family", "f", "--pack", "ours"], 2, "long day: a rule is named CODE-name, lower-case with hyphens behind the code: ZZ101-name-of-the-rule"),
        (["new", "rule", "ZZ102-x", "--family", "../f", "--pack", "ours"], 2, "--family ../f: lower-case letters, digits and hyphens, for example finance"),
        (["new", "rule", "ZZ102-x", "--family", "f", "--pack", "nowhere"], 2, "nowhere: there is no such folder"),
        (["packs", "lock"], 2, 'no configuration names a pack; write for example packs = ["./our-rules"] into planlint.toml'),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_clear_line(planlint: Run, tmp_path: Path, arguments: list[str], code: int, said: str) -> None:
    write_pack(tmp_path / "ours")

    ran = planlint(*arguments)

    assert (ran.code, ran.err.splitlines()[0].removeprefix("planlint: ").startswith(said)) == (code, True), ran.err


def test_a_new_rule_fails_until_it_is_filled_in_and_then_passes(planlint: Run, tmp_path: Path) -> None:
    assert planlint("new", "pack", "naïve rules", "--name", "ours", "--prefix", "ZZ").code == 0
    assert planlint("new", "rule", "ZZ101-long-day", "--family", "work", "--pack", "naïve rules").code == 0
    file = tmp_path / "naïve rules" / LONG_DAY
    before = planlint("test", "naïve rules")
    file.write_text(re.sub(r"<[a-z][^<>]*>", "words of our own", file.read_text("utf-8")), "utf-8")

    after = planlint("test", "naïve rules")

    assert (before.code, before.out.count("still to fill in")) == (1, 6)
    assert (after.code, after.out.splitlines()[0]) == (0, "ZZ101 long-day ..")


def test_check_uses_the_rules_of_the_pack_and_isolated_does_not(planlint: Run, tmp_path: Path, sound: Path) -> None:
    write_pack(tmp_path / "ours", {LONG_DAY: rule(policy="{hours: 8}")})
    (tmp_path / "planlint.toml").write_text('packs = ["./ours"]\n', "utf-8")
    (tmp_path / "a.plan.yaml").write_bytes(sound.read_bytes())

    ran, isolated = planlint("check", "a.plan.yaml"), planlint("check", "--isolated", "a.plan.yaml")

    assert "p4-reception: 9 hours are more than 8" in ran.out
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "1 warning in 1 plan (103 rules: 1 found, 97 passed, 5 not applicable)")
    assert isolated.out.splitlines()[-1] == "no findings in 1 plan (102 rules: 97 passed, 5 not applicable)"


def test_a_pack_that_changed_since_it_was_locked_stops_the_check(planlint: Run, tmp_path: Path, sound: Path) -> None:
    write_pack(tmp_path / "ours")
    (tmp_path / "planlint.toml").write_text('packs = ["./ours"]\n', "utf-8")
    (tmp_path / "a.plan.yaml").write_bytes(sound.read_bytes())
    locked = planlint("packs", "lock")
    agreed = [planlint("check", "a.plan.yaml").code, planlint("packs", "verify").code]
    write_pack(tmp_path / "ours", manifest=MANIFEST.replace("1.0.0", "1.1.0"))

    changed = planlint("check", "a.plan.yaml")

    assert (locked.code, agreed) == (0, [0, 0])
    assert (changed.code, changed.out) == (2, "")
    assert "planlint.lock: pack ours changed since it was locked (1.0.0 then, 1.1.0 now); look at what changed" in changed.err
    assert (planlint("packs", "verify").code, planlint("packs", "verify").out) == (
        2,
        "ours 1.1.0: changed since it was locked (1.0.0 then, 1.1.0 now)\n",
    )


def test_rules_explain_and_version_say_which_pack_a_rule_comes_from(planlint: Run, tmp_path: Path) -> None:
    write_pack(tmp_path / "ours")
    (tmp_path / "planlint.toml").write_text('packs = ["./ours"]\n[off]\nZZ = "until we have agreed on it"\n', "utf-8")

    listed, table, explained = planlint("rules"), planlint("rules", "--format", "markdown"), planlint("explain", "ZZ101")

    assert "work (ours 1.0.0)\n  ZZ101  warning  long-day" in listed.out
    assert "         switched off: until we have agreed on it" in listed.out
    assert "| ZZ101 | long-day | warning | A long day | ours 1.0.0 |" in table.out
    assert "It comes from pack ours 1.0.0." in explained.out
    assert "  assert  self.hours_per_day <= policy.hours\n  policy  hours: 10" in explained.out
    assert planlint("--version").out.splitlines()[-1].startswith("pack ours 1.0.0 (")


def test_a_foreign_rule_that_fails_ends_with_exit_code_4_and_its_place(planlint: Run, tmp_path: Path, sound: Path) -> None:
    write_pack(tmp_path / "ours", {LONG_DAY: rule(when='org(self.responsible).id == "x" || org("nobody").id == "y"')})
    (tmp_path / "planlint.toml").write_text('packs = ["./ours"]\n', "utf-8")
    (tmp_path / "a.plan.yaml").write_bytes(sound.read_bytes())

    ran = planlint("check", "a.plan.yaml")

    assert ran.code == 4
    assert f"rule failed: ZZ101 on a.plan.yaml: {tmp_path / 'ours' / LONG_DAY}:4:42: the plan has no organisation of this id" in ran.out


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent as on Unix")
def test_watch_runs_again_when_a_file_changes_and_ends_with_130(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "ours")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "planlint", "test", "ours", "--watch"]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        seen = [process.stdout.readline() for _ in range(5)]
        time.sleep(0.1)
        (pack / LONG_DAY).write_text(rule(when="nope"), "utf-8")
        seen.append(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        process.stdout.read()

    assert seen[0] == "ZZ101 long-day ..\n"
    assert seen[4] == "watching; Ctrl-C ends\n"
    assert seen[5] == f"{Path('ours') / LONG_DAY}:4:7: nope is not known here\n"
    assert process.returncode == 130
