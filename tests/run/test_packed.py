"""Verdicts as packed text: they say what the values say, and take little room until they are written."""

from __future__ import annotations

import datetime as dt
import gc
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import pytest

from planlint.finding import Finding
from planlint.lint.engine import lint_bytes
from planlint.lint.report import FileReport, Report
from planlint.report import FORMATS, Options, find_format
from planlint.report.redact import redact
from planlint.run.batch import Asked, Run, reports
from planlint.run.packed import PackedFindings, decode, encode, packed_like
from tests.conftest import ROOT
from tests.report.made import ACCEPTED
from tests.run.test_batch import runs, tasks

RUN = Run(None, Asked(None, (), None, dt.date(2026, 3, 1)))
PLANS = sorted((ROOT / "examples").glob("*/*.plan.yaml"))
FLAWED = ROOT / "examples" / "judged" / "charcoal-kilns.plan.yaml"
FEW, MANY = 5, 20


def judged(plan: Path) -> FileReport:
    return lint_bytes(plan.read_bytes(), plan.name, RUN.policy)


def packed(report: FileReport) -> FileReport:
    return decode(encode(report), RUN.ruled, report.file, report.text)


@cache
def many(number: int) -> Report:
    """As many reports as a run holds them, of which no two say the same."""
    report = judged(FLAWED)

    def bad(name: str) -> FileReport:
        said = [
            replace(report.findings[each % len(report.findings)], message=f"{name} {each}", fingerprint=f"{name} {each}")
            for each in range(40)
        ]
        return packed(replace(report, file=name, text="", findings=tuple(said)))

    return Report(tuple(bad(f"{each:04}.plan.yaml") for each in range(number)))


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_a_packed_report_says_the_same(plan: Path) -> None:
    report = judged(plan)

    assert replace(packed(report), findings=tuple(packed(report).findings), packs=()) == report


def test_packed_findings_are_a_sequence_like_any_other() -> None:
    values = judged(FLAWED).findings
    findings = packed(judged(FLAWED)).findings

    assert isinstance(findings, PackedFindings)
    assert (len(findings), findings[0], findings[-1], findings[1:3]) == (len(values), values[0], values[-1], values[1:3])
    assert findings == values
    assert findings != values[1:]
    with pytest.raises(IndexError):
        findings[len(values)]


def test_what_was_decided_on_is_packed_too() -> None:
    first, second, *_ = judged(FLAWED).findings
    decided = (replace(first, accepted=ACCEPTED), replace(second, baseline="unchanged"))

    assert tuple(packed(replace(judged(FLAWED), findings=decided)).findings) == decided


def test_words_that_are_not_unicode_are_packed_too() -> None:
    first = replace(judged(FLAWED).findings[0], message="a\ud800b")

    assert packed(replace(judged(FLAWED), findings=(first,))).findings[0].message == "a\ud800b"


def test_a_report_that_is_made_of_a_packed_one_is_packed() -> None:
    plain = Report((judged(FLAWED),))
    kept = redact(Report((packed(judged(FLAWED)),)), keep=packed_like)

    assert isinstance(kept.files[0].findings, PackedFindings)
    assert kept.findings == redact(plain).findings


def values() -> int:
    """How many findings there are in this process."""
    gc.collect()
    return sum(isinstance(each, Finding) for each in gc.get_objects())


@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_holds_no_finding_as_a_value(tmp_path: Path, workers: int) -> None:
    plans = tasks(tmp_path)
    before = values()

    files = reports(plans, runs(), workers=workers)

    assert sum(len(file.findings) for file in files) >= len(plans)
    assert values() <= before


def peak(work: Callable[[], object]) -> int:
    """The most bytes that are taken at one time."""
    gc.collect()
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@cache
def as_values() -> int:
    """How much more room the findings of many plans take than those of few, all of them made at once."""
    return peak(lambda: replace(many(MANY)).findings) - peak(lambda: replace(many(FEW)).findings)


def write(form: str, report: Report, options: Options) -> None:
    for _ in find_format(form, isolated=True)(report, options):
        pass


@pytest.mark.parametrize(
    ("form", "options"),
    [
        *((form, Options(rules=lambda: RUN.policy.rules)) for form in FORMATS),
        ("text", Options(plain=True)),
        ("text", Options(group_by="family")),
        ("text", Options(statistics=True)),
    ],
)
def test_a_report_on_many_plans_takes_no_more_room_than_one_on_few(form: str, options: Options, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planlint.report.sarif._if_short", lambda _: None)  # what is short is held
    few, large = many(FEW), many(MANY)
    write(form, few, options)  # what is made once for all reports

    grown = peak(partial(write, form, replace(large), options)) - peak(partial(write, form, replace(few), options))

    assert grown < as_values() / 8, (grown, as_values())
