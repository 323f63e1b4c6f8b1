"""``planlint accepted`` and the day on which acceptances end, as people and CI run them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planlint.pack.load import builtin
from tests.conftest import Run

COMMENT = "# planlint: ignore[TM104] until=2026-04-30 by=ahtu -- the bank | *rounds*"
WAIVERS = """\
waivers:
  - {rule: TM104, path: personnel, reason: two are on leave, approved_by: collector, expires: 2026-03-31}
  - {rule: CN101, reason: no time, approved_by: collector, expires: 2026-12-31}
"""


@pytest.fixture
def accepting(tmp_path: Path, sound: Path) -> Path:
    """A plan with a wrong sum that a comment accepts, a waiver that nothing needs, and one of a rule that cannot be waived."""
    text = sound.read_text("utf-8").replace("amount: 260000, payee: hospital", "amount: 360000, payee: hospital")
    text = text.replace("finance:\n", f"{COMMENT}\nfinance:\n").replace("waivers: []\n", WAIVERS)
    file = tmp_path / "accepting.plan.yaml"
    file.write_text(text, "utf-8")
    return file


def line_of(file: Path, words: str) -> int:
    return next(number for number, line in enumerate(file.read_text("utf-8").splitlines(), 1) if words in line)


def test_all_plans_are_listed_and_what_ends_first_comes_first(planlint: Run, accepting: Path, sound: Path) -> None:
    ran = planlint("accepted", ".", str(sound), "--today", "2026-03-01")

    expected = f"""\
until 2026-03-31 (30 days left): error[TM104] Numbers that should agree do not
  waiver at accepting.plan.yaml:{line_of(accepting, "on leave")}:5 personnel
  by collector (the lead itself): two are on leave
  unused

until 2026-04-30 (60 days left): error[TM104] Numbers that should agree do not
  comment at accepting.plan.yaml:{line_of(accepting, "the bank")}:1 finance
  by ahtu: the bank | *rounds*
  valid

until 2026-12-31 (305 days left): error[CN101] {builtin().rules["CN101"].file.title}
  waiver at accepting.plan.yaml:{line_of(accepting, "no time")}:5
  by collector (the lead itself): no time
  refused: CN101 cannot be waived

3 acceptances in 2 plans as of 2026-03-01: 1 valid, 1 unused, 1 refused
"""
    assert (0, "", expected) == (ran.code, ran.err, ran.out)


def test_the_list_for_the_meeting_is_a_table_in_which_text_stays_text(planlint: Run, accepting: Path) -> None:
    lines = planlint("accepted", "--format", "markdown", "--today", "2026-05-02").out.splitlines()

    assert "3 acceptances in 1 plan as of 2026-05-02: 2 expired, 1 refused." == lines[0]
    assert ["until", "days left", "standing", "rule", "severity", "plan", "place", "by", "reason"] == lines[2].strip("| ").split(" | ")
    place = f"accepting.plan.yaml:{line_of(accepting, 'the bank')}:1"
    row = f"| 2026-04-30 | -2 | expired | TM104 Numbers that should agree do not | error | {place} | finance | ahtu | the bank \\| \\*rounds\\* |"
    assert row == lines[5]


def test_the_list_for_programs(planlint: Run, accepting: Path) -> None:
    listed = json.loads(planlint("accepted", "--format", "json", "--today", "2026-03-01").out)

    second = {
        "file": "accepting.plan.yaml",
        "line": line_of(accepting, "the bank"),
        "column": 1,
        "path": "finance",
        "rule": "TM104",
        "title": "Numbers that should agree do not",
        "severity": "error",
        "in": "comment",
        "reason": "the bank | *rounds*",
        "by": "ahtu",
        "approver": "other",
        "until": "2026-04-30",
        "days_left": 60,
        "standing": "valid",
        "why": None,
    }
    assert (1, "2026-03-01", 1, 3, second) == (
        listed["version"],
        listed["today"],
        listed["files"],
        len(listed["accepted"]),
        listed["accepted"][1],
    )


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("text", "0 acceptances in 1 plan as of 2026-03-01\n"),
        ("markdown", "0 acceptances in 1 plan as of 2026-03-01.\n"),
        ("json", '{"version": 1, "today": "2026-03-01", "files": 1, "accepted": []}\n'),
    ],
)
def test_where_nothing_is_accepted_the_list_says_so(planlint: Run, sound: Path, form: str, expected: str) -> None:
    assert (0, expected, "") == planlint("accepted", str(sound), "--format", form, "--today", "2026-03-01")


def test_a_file_that_cannot_be_read_as_a_plan_is_not_left_out_silently(planlint: Run, accepting: Path) -> None:
    (accepting.parent / "broken.plan.yaml").write_text("a: [")

    ran = planlint("accepted", "--today", "2026-03-01")

    assert (2, "3 acceptances in 2 plans") == (ran.code, ran.out.splitlines()[-1].partition(" as of")[0])
    assert "planlint: not listed, because planlint cannot read them as plans (planlint check says why): broken.plan.yaml\n" == ran.err


@pytest.mark.parametrize("today", ["tomorrow", "2026-02-30"])
def test_a_day_that_is_none_is_refused(planlint: Run, sound: Path, today: str) -> None:
    assert (2, "", f"planlint: --today {today}: not a date, write YYYY-MM-DD\n") == planlint("accepted", str(sound), "--today", today)


@pytest.mark.parametrize(
    ("today", "code", "last"),
    [
        ("2026-04-30", 0, "1 warning and 1 accepted in 1 plan"),
        ("2026-05-01", 1, "2 errors, 1 warning in 1 plan"),
    ],
)
def test_check_accepts_until_the_last_day_and_prints_the_day(planlint: Run, accepting: Path, today: str, code: int, last: str) -> None:
    waivers = "waivers:\n  - {rule: TM104, path: personnel, reason: two are on leave, approved_by: collector, expires: 2026-12-31}\n"
    accepting.write_text(accepting.read_text("utf-8").replace(WAIVERS, waivers), "utf-8")

    # The first run must not be remembered for the second, whose day is another one.
    planlint("check", "--today", "2026-03-01")
    ran = planlint("check", "--today", today)

    assert (code, last) == (ran.code, ran.out.splitlines()[-1].partition(" (")[0])
    assert f"acceptances are judged as of {today}" in ran.out.splitlines()


def test_check_prints_no_day_where_nothing_hangs_on_it(planlint: Run, sound: Path) -> None:
    assert "as of" not in planlint("check", str(sound)).out


def test_check_does_not_publish_a_reason(planlint: Run, accepting: Path) -> None:
    for form in ("text", "json"):
        assert "rounds" not in planlint("check", "--today", "2026-03-01", "--format", form).out
