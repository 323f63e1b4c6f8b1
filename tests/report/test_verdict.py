"""Where plans stand: one state for each rule, and a ladder that never congratulates."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from planlint.finding import Accepted, Profile, Severity
from planlint.lint.engine import lint_bytes
from planlint.lint.report import Declared, Failure, FileReport, Report, Unevaluated
from planlint.pack.load import builtin
from planlint.report.verdict import RULE_STATES, RuleState, fared, numbers, states_over_all
from tests.conftest import ROOT
from tests.report.made import GAP, NAME, examples, finding, policy, rendered, report, span_of

PLANS = sorted((ROOT / "examples").glob("*/*.plan.yaml"))
ACCEPTED = Accepted("reason", "collector", "2026-05-01")
PROFILES: tuple[Profile | None, ...] = (None, "draft", "review", "approval")
RULES = ("LE106",)


def state_of(base: FileReport) -> RuleState:
    [plan] = fared(Report((base,)))
    return plan.states["LE106"]


def asked(**parts: Any) -> FileReport:
    """A plan of which one rule was asked."""
    return replace(FileReport(file=NAME, text="", rules=RULES), **parts)


UNJUDGED = (Unevaluated("LE106", NAME, "phases is unknown"),)
DECLARED = (Declared("LE106", NAME, "media", span_of("media", "media")),)
BY_PRECEDENCE: list[tuple[dict[str, Any], RuleState]] = [
    ({"findings": (GAP,)}, "found"),
    ({"not_evaluated": UNJUDGED}, "not_judged"),
    ({"deferred": RULES}, "deferred"),
    ({"findings": (replace(GAP, accepted=ACCEPTED),)}, "accepted"),
    ({"not_applicable": RULES}, "not_applicable"),
]


@pytest.mark.parametrize(("parts", "state"), BY_PRECEDENCE, ids=[state for _, state in BY_PRECEDENCE])
def test_a_rule_has_one_state(parts: dict[str, Any], state: RuleState) -> None:
    assert state == state_of(asked(**parts))


@pytest.mark.parametrize("earlier", range(4))
def test_of_several_states_a_rule_has_the_first(earlier: int) -> None:
    first, state = BY_PRECEDENCE[earlier]
    later = {name: value for parts, _ in BY_PRECEDENCE[earlier + 1 :] for name, value in parts.items()}

    assert state == state_of(asked(**{**later, **first}))


def test_a_rule_of_which_nothing_is_said_passed_and_a_declared_one_does_not_apply() -> None:
    assert ("passed", "not_applicable") == (state_of(asked()), state_of(asked(declared=DECLARED)))


def test_a_rule_that_failed_has_judged_nothing() -> None:
    assert "not_judged" == state_of(asked(failures=(Failure("LE106", NAME, "KeyError"),)))


def test_what_an_older_report_knew_is_still_found() -> None:
    assert "found" == state_of(asked(findings=(replace(GAP, baseline="unchanged"),)))


def test_over_several_plans_a_rule_has_the_first_of_its_states() -> None:
    plans = [asked(file=f"{number}.plan.yaml", **parts) for number, (parts, _) in enumerate(BY_PRECEDENCE[1:])]

    assert {"LE106": "not_judged"} == states_over_all(Report(tuple(plans)))


@cache
def judged(plan: Path, profile: Profile | None) -> FileReport:
    return lint_bytes(plan.read_bytes(), plan.name, policy(*builtin().rules)._replace(profile=profile))


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: f"{plan.parent.name}-{plan.name.partition('.')[0]}")
def test_the_numbers_add_up_to_the_rules_that_were_asked(plan: Path, profile: Profile | None) -> None:
    report = judged(plan, profile)
    [one] = fared(Report((report,)))
    by_state = numbers(one.states)

    assert (len(report.rules), list(RULE_STATES)) == (sum(by_state.values()), list(by_state))


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (asked(acceptances=None), "cannot_be_read"),
        (asked(findings=(GAP,)), "must_not_go"),
        (asked(findings=(replace(GAP, baseline="unchanged"),)), "must_not_go"),
        (asked(findings=(finding("legal", severity=Severity.WARNING),)), "should_be_mended"),
        (asked(findings=(finding("legal", severity=Severity.INFO),)), "advice"),
        (asked(findings=(replace(GAP, accepted=ACCEPTED),)), "nothing_found"),
        (asked(), "nothing_found"),
    ],
)
def test_a_plan_stands_on_the_step_of_the_worst_that_nobody_accepted(file: FileReport, expected: str) -> None:
    [plan] = fared(Report((file,)))

    assert expected == plan.step


def test_a_plan_that_cannot_be_read_stands_on_the_lowest_step_though_a_report_is_redacted() -> None:
    from planlint.report.redact import redact

    made = Report((lint_bytes(b"a: [", NAME, policy(*builtin().rules)),))

    counted = sum(not rule.is_diagnostic for rule in builtin().rules.values())
    assert f"verdict: cannot be read; {counted} of {counted} rules not judged" in rendered("text", redact(made))


@pytest.mark.parametrize("form", ["text", "concise", "markdown", "github", "azure", "teamcity", "json", "jsonl", "sarif", "junit"])
def test_every_format_that_tells_more_than_findings_says_where_the_plan_stands(form: str) -> None:
    said = rendered(form, report(GAP))

    assert any(words in said for words in ("must not go", "must_not_go"))


def test_no_format_praises_a_plan() -> None:
    sound = Report(tuple(file for file in examples().files if not file.findings))

    for form in ("text", "concise", "markdown", "json", "junit", "sarif", "github"):
        assert not any(
            word in rendered(form, sound).lower() for word in ("congratulations", "all good", "valid plan", "is valid", "all is well")
        )


def test_two_plans_that_are_shown_by_one_name_stand_each_on_its_own_step() -> None:
    made = Report((asked(findings=(GAP,)), asked()))

    assert ["must_not_go", "nothing_found"] == [each.step for each in fared(made)]
