"""Findings beside older ones: which are new, and how a baseline is written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from planlint.compare.baseline import Entry, baseline_text, beside, entry_of, found, gone, listed, read_baseline, united
from planlint.finding import BaselineState, Finding, Severity
from planlint.lint.report import Unevaluated
from tests.report.made import ACCEPTED, EVALUATED, GAP, NAME

OLD = replace(GAP, severity=Severity.WARNING, places=("phases[p4-care]",))


@pytest.mark.parametrize(
    ("old", "now", "state"),
    [
        (OLD, OLD, "unchanged"),
        (OLD, replace(OLD, severity=Severity.INFO, places=()), "unchanged"),
        (OLD, replace(OLD, severity=Severity.ERROR), "new"),
        (OLD, replace(OLD, places=("phases[p4-care]", "phases[p5]")), "new"),
        (OLD, replace(OLD, fingerprint="f00e"), "new"),
        (OLD, replace(OLD, code="LE107"), "new"),
        (OLD, replace(OLD, accepted=ACCEPTED), "unchanged"),
        (replace(OLD, accepted=ACCEPTED), replace(OLD, accepted=ACCEPTED), "unchanged"),
        (replace(OLD, accepted=ACCEPTED), OLD, "new"),
    ],
    ids=["same", "better", "worse", "more places", "other fingerprint", "other rule", "now accepted", "still accepted", "acceptance ended"],
)
def test_a_finding_is_known_while_it_is_no_more_than_it_was(old: Finding, now: Finding, state: BaselineState) -> None:
    older, newer = replace(EVALUATED, findings=(old,)), replace(EVALUATED, findings=(now,))

    assert [each.baseline for each in beside(newer, found(older), lambda _: True).findings] == [state]


def test_what_may_not_be_known_is_new() -> None:
    report = replace(EVALUATED, findings=(GAP,))

    assert [each.baseline for each in beside(report, found(report), lambda _: False).findings] == ["new"]


def test_a_baseline_reads_back_as_it_was_written(tmp_path: Path) -> None:
    entries = (entry_of(OLD, "öl/\udce9.plan.yaml", "decided on 3 April"), entry_of(GAP, NAME, "decided on 3 April")._replace(rule="LE1"))
    file = tmp_path / "b.json"
    file.write_text(baseline_text(entries), "ascii")

    assert set(read_baseline(file, "b.json")) == set(entries)


def test_the_order_of_entries_does_not_show_in_the_file() -> None:
    one, other = entry_of(OLD, "b", "r"), entry_of(GAP, "a", "r")

    assert baseline_text([one, other]) == baseline_text([other, one])


def test_an_accepted_finding_takes_the_place_of_its_older_self() -> None:
    old, worse = entry_of(OLD, NAME, "then"), entry_of(GAP, NAME, "now")

    assert united([old], [worse]) == [worse]


def test_gone_is_only_what_could_have_been_found() -> None:
    def of(rule: str, file: str = NAME) -> Entry:
        return entry_of(replace(GAP, code=rule), file, "r")

    report = replace(
        EVALUATED,
        findings=(GAP,),
        rules=("LE106", "TM101", "TM102", "TM103"),
        not_evaluated=(Unevaluated("TM102", NAME, "unknown"),),
        deferred=("TM103",),
    )
    entries = [of("LE106"), of("TM101"), of("TM102"), of("TM103"), of("TM104"), of("TM101", "other.plan.yaml")]

    assert gone(entries, {NAME: report}) == [of("TM101")]
    assert listed(entries)["TM101", "f00d"].covers(GAP)
