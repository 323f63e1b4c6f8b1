"""Findings that a comment in the file accepts: for which place, by whom, until when; and what is said of one that accepts nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from planlint.finding import Severity
from planlint.lint.engine import Policy, lint_bytes
from planlint.lint.report import FileReport
from planlint.pack.load import builtin
from planlint.rule import Rule
from planlint.run.packed import Ruled, Words, decode, encode
from tests.plans import PACK, TODAY, found

LINES = "TM104 finance.lines lines error"
WOMEN = "TM104 personnel[paramedics].female female error"
LINES_START = "  lines:\n    - {id: b-plan"
SOUND = PACK.base.decode()
WRONG = SOUND.replace("amount: 260000, payee: hospital", "amount: 360000, payee: hospital")
MILD = {**PACK.rules, "TM104": PACK.rules["TM104"].with_severity(Severity.WARNING)}
BY = "until=2026-12-31 by=collector -- the invoice is disputed"


def above_lines(*comments: str) -> str:
    """The plan whose budget lines do not add up, with comments above the lines."""
    assert LINES_START in WRONG
    return WRONG.replace(LINES_START, "".join(f"  {comment}\n" for comment in comments) + LINES_START)


def checked(text: str, *codes: str, today: dt.date = TODAY, rules: Mapping[str, Rule] = PACK.rules) -> FileReport:
    diagnostics = {code for code in PACK.rules if code.startswith("PL")}
    return lint_bytes(text.encode(), "plan", Policy(rules, frozenset({*(codes or ("TM104",)), *diagnostics}), builtin().thresholds, today))


def accepted(*comments: str, today: dt.date = TODAY, rules: Mapping[str, Rule] = PACK.rules) -> list[str]:
    return found(checked(above_lines(*comments), today=today, rules=rules))


def test_without_a_comment_nothing_is_accepted() -> None:
    assert [LINES] == accepted()


@pytest.mark.parametrize("rule", ["TM104", "numbers-do-not-add-up", "LE108, TM104"])
def test_a_comment_accepts_the_findings_of_its_rules(rule: str) -> None:
    assert [f"{LINES} accepted"] == accepted(f"# planlint: ignore[{rule}] {BY}")


def test_a_comment_accepts_under_its_entry() -> None:
    text = WRONG.replace("finance:\n", f"finance:  # planlint: ignore[TM104] {BY}\n")

    assert [f"{LINES} accepted"] == found(checked(text))


def test_a_comment_accepts_nothing_beside_or_above_its_entry() -> None:
    text = WRONG.replace("  total: 8200000\n", f"  total: 8200000  # planlint: ignore[TM104] {BY}\n")

    assert ["PL007 finance.total unused warning", LINES] == found(checked(text))


def test_hits_are_accepted_before_they_are_grouped_into_findings() -> None:
    text = SOUND.replace("  custodian: ahtu\n", f"  custodian: saathi # planlint: ignore[EV102] {BY}\n")
    text = text.replace("  investigating_authority: ahtu\n", "  investigating_authority: none\n")

    assert sorted(line.endswith("accepted") for line in found(checked(text, "EV102"))) == [False, True]


def test_an_accepted_finding_says_who_accepted_it_why_until_when_and_where() -> None:
    said = [finding.accepted for finding in checked(above_lines(f"# planlint: ignore[TM104] {BY}")).findings]

    assert [("the invoice is disputed", "collector", "2026-12-31", "comment", "finance.lines")] == [
        (each.reason, each.approved_by, each.expires, each.by, each.path_text) for each in said if each
    ]


def test_a_comment_accepts_on_its_last_day_and_not_on_the_day_after() -> None:
    comment = f"# planlint: ignore[TM104] {BY}"

    assert [f"{LINES} accepted"] == accepted(comment, today=dt.date(2026, 12, 31))
    assert ["PL007 finance.lines expired error", LINES] == accepted(comment, today=dt.date(2027, 1, 1))


@pytest.mark.parametrize(
    ("comment", "variant"),
    [
        ("# planlint: ignore[TM104] by=collector -- the invoice is disputed", "no_expiry"),
        ("# planlint: ignore[TM104] until=2026-12-31 -- the invoice is disputed", "no_approver"),
        ("# planlint: ignore[TM104] -- the invoice is disputed", "no_approver"),
        ("# planlint: ignore[TM104] until=2026-12-31 by=collector", "no_reason"),
        ("# planlint: ignore[TM104] -- ...", "no_reason"),
        ("# planlint: ignore[TM104] -- Unknown", "no_reason"),
        ("# planlint: ignore[TM104] -- TBD", "no_reason"),
        ("# planlint: ignore[TM104] -- ok ok", "no_reason"),
        ("# planlint: ignore[TM104] until=2026-12-31 by=nobody -- the invoice is disputed", "unknown_approver"),
        ("# planlint: ignore[TM104] until=2026-12-31 by=canal-post -- the invoice is disputed", "compromised_approver"),
        ("# planlint: ignore[TM104] until=31.12.2026 by=collector -- the invoice is disputed", "bad_date"),
        ("# planlint: ignore[TM104] expires=2026-12-31 by=collector -- the invoice is disputed", "unknown_key"),
        (f"# planlint: ignore[TM999] {BY}", "no_such_rule"),
        (f"# planlint: ignore[TM1044] {BY}", "no_such_rule_near"),
        (f"# planlint: ignore[TM] {BY}", "blanket"),
        (f"# planlint: ignore[TM1] {BY}", "blanket"),
        (f"# planlint: ignore[timeline] {BY}", "blanket"),
        (f"# planlint: ignore[all] {BY}", "blanket"),
        (f"# planlint: ignore[*] {BY}", "blanket"),
        (f"# planlint: ignore[CN101] {BY}", "not_waivable"),
        (f"# planlint: ignore[PL007] {BY}", "not_waivable"),
        (f"# planlint: ignore TM104 {BY}", "form"),
        (f"# planlint ignore[TM104] {BY}", "form"),
        ("# planlint: ignore", "blanket"),
    ],
)
def test_a_comment_that_lacks_something_accepts_nothing(comment: str, variant: str) -> None:
    assert [f"PL007 finance.lines {variant} error", LINES] == accepted(comment)


def test_a_comment_may_name_its_rule_in_small_letters() -> None:
    assert accepted(f"# planlint: ignore[tm104] {BY}") == accepted(f"# planlint: ignore[TM104] {BY}") == [f"{LINES} accepted"]


def test_a_comment_that_belongs_to_no_entry_accepts_nothing() -> None:
    assert [LINES, "PL007  no_entry error"] == found(checked(f"{WRONG}# planlint: ignore[TM104] {BY}\n"))


def test_each_comment_of_no_entry_is_told_at_its_own_place() -> None:
    text = f"{SOUND}# planlint: ignore[TM104] {BY}\n# planlint: ignore[TM104] {BY}\n"
    last = SOUND.count("\n")

    assert [(last + 1, 1), (last + 2, 1)] == [finding.span.start for finding in checked(text).findings]


@pytest.mark.parametrize("options", ["", " by=collector", " until=2026-03-01"])
def test_a_warning_is_accepted_without_approver_or_expiry(options: str) -> None:
    comment = f"# planlint: ignore[TM104]{options} -- the invoice is disputed"

    assert ["TM104 finance.lines lines warning accepted"] == accepted(comment, rules=MILD)


@pytest.mark.parametrize(("options", "variant"), [(" by=nobody", "unknown_approver"), (" until=2026-02-28", "expired")])
def test_what_is_said_of_a_warning_is_checked_all_the_same(options: str, variant: str) -> None:
    comment = f"# planlint: ignore[TM104]{options} -- the invoice is disputed"

    assert [f"PL007 finance.lines {variant} error", "TM104 finance.lines lines warning"] == accepted(comment, rules=MILD)


def test_of_two_comments_for_one_rule_and_place_the_second_is_told() -> None:
    comment = f"# planlint: ignore[TM104] {BY}"

    assert ["PL007 finance.lines repeated error", f"{LINES} accepted"] == accepted(comment, comment)


def test_a_comment_that_renews_an_expired_one_accepts() -> None:
    expired, renewed = (f"# planlint: ignore[TM104] until={day} by=collector -- disputed" for day in ("2026-01-31", "2026-12-31"))

    assert ["PL007 finance.lines expired error", f"{LINES} accepted"] == accepted(expired, renewed)


def test_a_comment_beside_a_waiver_that_accepts_the_same_is_unused() -> None:
    waiver = "waivers:\n  - {rule: TM104, reason: disputed, approved_by: collector, expires: 2026-05-01}\n"
    text = above_lines(f"# planlint: ignore[TM104] {BY}").replace("waivers: []\n", waiver)

    assert ["PL007 finance.lines unused warning", f"{LINES} accepted"] == found(checked(text))


def test_the_rules_of_one_comment_that_are_not_needed_are_one_finding() -> None:
    text = SOUND.replace("finance:\n", f"finance:  # planlint: ignore[TM104, TM101] {BY}\n")

    assert ["this comment accepts no finding of TM104 and TM101; take it out"] == [
        finding.message for finding in checked(text, "TM104", "TM101").findings
    ]


def test_a_comment_for_a_rule_that_this_run_leaves_out_is_not_called_unused() -> None:
    assert [] == found(checked(above_lines(f"# planlint: ignore[TM104] {BY}"), "TM101"))


def test_a_comment_for_a_rule_that_cannot_be_judged_is_not_called_unused() -> None:
    text = above_lines(f"# planlint: ignore[TM104] {BY}").replace("total: 8200000", "total: lots")

    assert ["PL002 finance.total number error"] == found(checked(text))


def test_a_directive_inside_text_is_text() -> None:
    comment = f"# planlint: ignore[TM104] {BY}"
    text = WRONG.replace("finance:\n", "finance: # planlint ignores nothing\n").replace(
        "  summary: A", f"  summary: |\n    {comment}\n    A", 1
    )

    assert [LINES] == found(checked(text))


def test_windows_line_ends_change_nothing() -> None:
    text = above_lines("# why", f"# planlint: ignore[TM104] {BY}", "# because")

    assert [f"{LINES} accepted"] == found(checked(text)) == found(checked(text.replace("\n", "\r\n")))


def test_a_verdict_that_hangs_on_the_day_says_so() -> None:
    comments = (f"# planlint: ignore[TM104] {BY}", "# planlint ignore", "# checked with planlint")

    assert [True, True, False] == [checked(above_lines(comment)).dated for comment in comments]


def test_all_acceptances_are_listed_with_what_came_of_them() -> None:
    text = above_lines(
        f"# planlint: ignore[TM104, TM101, LE108] {BY}",
        "# planlint: ignore[TM104] until=2026-01-31 by=ahtu -- renewed above",
        "# planlint: ignore[CN101] -- too slow",
        "# planlint: ignore",
    )

    listed = checked(text, "TM104", "TM101").acceptances

    assert listed is not None
    assert [
        ("TM104", Severity.ERROR, "collector", "2026-12-31", "valid", ""),
        ("TM101", Severity.ERROR, "collector", "2026-12-31", "unused", "this comment accepts no finding of TM101; take it out"),
        ("LE108", Severity.WARNING, "collector", "2026-12-31", "not_judged", ""),
        ("TM104", Severity.ERROR, "ahtu", "2026-01-31", "expired", "this comment for TM104 expired on 2026-01-31; today is 2026-03-01"),
        ("CN101", Severity.ERROR, "", "", "refused", "CN101 cannot be waived"),
        ("", None, "", "", "refused", "this comment names no single rule; a family or everything cannot be accepted"),
    ] == [(each.code, each.severity, each.accepted.approved_by, each.accepted.expires, each.standing, each.why) for each in listed]


def test_of_a_file_that_is_no_plan_nobody_can_say_what_it_accepts() -> None:
    assert checked("a: [ # planlint: ignore").acceptances is None


@pytest.mark.parametrize("text", [above_lines(f"# planlint: ignore[TM104] {BY}", "# planlint: ignore"), SOUND, "a: ["])
def test_a_report_between_processes_keeps_them(text: str) -> None:
    report = checked(text)
    words = {code: Words(rule.name, rule.family, rule.is_waivable, rule.help, rule.file.why.strip()) for code, rule in PACK.rules.items()}

    assert report == decode(encode(report), Ruled(("TM104",), words, ()), "plan", report.text)
