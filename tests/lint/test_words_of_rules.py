"""A check names degrees, reasons and phrases; the rule's file has the words, and one that it lacks is the rule's failure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from planlint.facts import Facts
from planlint.finding import Hit, NotEvaluated, Outcome, Phrase
from planlint.lint.engine import Policy, lint
from planlint.lint.report import Failure, FileReport
from planlint.rule import Rule, RuleFile
from tests.plans import PACK, TODAY, document

FILE: dict[str, Any] = {
    "title": "A plan that says little",
    "severity": "error",
    "check": "nowhere",
    "message": "{what} within {policy.days} days; {thresholds.max_caseload} people",
    "policy": {"days": {"value": 14, "about": "Days", "origin": "project", "stricter": "lower"}},
    "severities": {"slight": "info"},
    "not_evaluated": {"open": "whether {who} says more is unknown"},
    "phrases": {"little": "{who} says little", "who": "nobody"},
    "help": "Say more within {policy.days} days.",
    "why": "Silence helps nobody.",
}


def judged(monkeypatch: pytest.MonkeyPatch, *outcomes: Outcome) -> FileReport:
    def check(_: Facts, *, days: int) -> Iterator[Outcome]:
        assert days == 14
        yield from outcomes

    find: Callable[[str], Any] = lambda _: check  # noqa: E731  # stands in for a check's name
    monkeypatch.setattr("planlint.lint.engine.find_check", find)
    thresholds = PACK.thresholds.model_dump()
    rule = Rule(code="ZZ101", name="silence", family="work", file=RuleFile(**FILE), pack="ours", version="1", thresholds=thresholds)
    return lint(document(), Policy({**PACK.rules, "ZZ101": rule}, frozenset({"ZZ101"}), PACK.thresholds, TODAY))


def test_a_finding_has_the_words_the_values_and_the_severity_of_its_rule_s_file(monkeypatch: pytest.MonkeyPatch) -> None:
    what = Phrase("little", {"who": Phrase("who")})

    (finding,) = judged(monkeypatch, Hit(path=("plan",), fields={"what": what}, degree="slight")).findings

    assert ("nobody says little within 14 days; 20 people", "Say more within 14 days.", "info") == (
        finding.message,
        finding.help,
        finding.severity.word,
    )


def test_a_reason_has_the_words_of_the_rule_s_file_and_a_plugin_may_bring_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    report = judged(monkeypatch, NotEvaluated("open", ("plan",), {"who": "org-1"}), NotEvaluated("the moon is full"))

    assert ["whether org-1 says more is unknown", "the moon is full"] == [each.reason for each in report.not_evaluated]


@pytest.mark.parametrize(
    ("hit", "reason"),
    [
        (Hit(path=("plan",), fields={"what": "x"}, degree="grave"), "its file has no severity 'grave'"),
        (Hit(path=("plan",), fields={"what": Phrase("much")}), "its file has no phrase 'much'"),
        (Hit(path=("plan",)), "nothing fills {what} in its message"),
    ],
)
def test_words_that_the_file_lacks_are_the_rule_s_failure(monkeypatch: pytest.MonkeyPatch, hit: Hit, reason: str) -> None:
    assert (Failure("ZZ101", "example.plan.yaml", reason),) == judged(monkeypatch, hit).failures
