"""How far a plan is: what each profile asks for, and what keeps a plan from the next one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planlint.finding import PROFILES, Accepted, Finding, Profile, Severity
from planlint.lint.engine import Policy, lint
from planlint.lint.profiles import profile_of, standing
from planlint.lint.report import Report, Standing, Unevaluated
from planlint.pack.load import builtin
from planlint.report.summary import profiles
from tests.plans import document, facts
from tests.report.made import NAME, finding, policy

RULES = builtin().rules
ERROR, WARNING = finding("p3-inspection"), finding("p3-inspection", severity=Severity.WARNING)
ACCEPTED = Accepted("reason", "collector", "2026-05-01")


def of(*findings: Finding, unjudged: tuple[Unevaluated, ...] = (), failed: tuple[str, ...] = ()) -> Standing:
    return standing(findings, unjudged, failed, RULES)


def asked_from(profile: Profile, made: Finding = ERROR) -> Finding:
    return replace(made, profile=profile)


def test_a_plan_without_findings_meets_everything() -> None:
    assert Standing("approval", None, ()) == of()


@pytest.mark.parametrize(
    ("profile", "met", "following"), [("draft", None, "draft"), ("review", "draft", "review"), ("approval", "review", "approval")]
)
def test_an_error_keeps_a_plan_from_the_first_profile_that_asks_for_its_rule(
    profile: Profile, met: Profile | None, following: Profile
) -> None:
    assert Standing(met, following, ("LE106",)) == of(asked_from(profile))


@pytest.mark.parametrize("profile", ["draft", "review", "approval"])
def test_a_warning_that_nobody_decided_on_keeps_a_plan_from_approval_only(profile: Profile) -> None:
    assert Standing("review", "approval", ("LE106",)) == of(asked_from(profile, WARNING))


def test_what_somebody_accepted_is_decided() -> None:
    assert Standing("approval", None, ()) == of(replace(ERROR, accepted=ACCEPTED), replace(WARNING, accepted=ACCEPTED))


def test_a_rule_that_waits_for_a_value_keeps_a_plan_from_approval() -> None:
    assert Standing("review", "approval", ("HS102",)) == of(unjudged=(Unevaluated("HS102", NAME, "phases[p3].start is unknown"),))


def test_a_rule_that_has_nothing_to_judge_by_keeps_a_plan_from_nothing() -> None:
    assert Standing("approval", None, ()) == of(unjudged=(Unevaluated("HS102", NAME, "nobody is reached", open=False),))


def test_a_rule_that_failed_is_never_a_pass() -> None:
    assert Standing(None, "draft", ("PL002",)) == of(failed=("PL002",))


@pytest.mark.parametrize(
    ("status", "profile"),
    [
        ("draft", "draft"),
        ("in_review", "review"),
        ("approved", "approval"),
        ("active", "approval"),
        ("closed", "approval"),
        ("unknown", "approval"),
    ],
)
def test_status_of_a_plan_says_how_far_it_should_be(status: str, profile: Profile) -> None:
    assert profile == profile_of(facts(set={"plan.status": status}).plan)


def asked(profile: Profile | None, **edits: Any) -> tuple[set[str], set[str]]:
    """The codes of what is found, and of what is left for a later profile."""
    report = lint(document(**edits), policy(*RULES)._replace(profile=profile))
    return {each.code for each in report.findings}, set(report.deferred)


def test_what_a_later_profile_asks_for_is_counted_and_not_told() -> None:
    not_approved: dict[str, Any] = {"set": {"plan.approvals": []}}

    assert ({"PL009"}, set()) == asked(None, **not_approved)
    assert (set(), {"PL009"}) == asked("review", **not_approved)


def test_where_rules_are_left_out_nobody_can_say_which_profile_is_met() -> None:
    every = Policy(RULES, frozenset(RULES), policy().thresholds, policy().today)

    assert Standing("approval", None, ()) == lint(document(), every).standing
    assert lint(document(), every._replace(whole=False)).standing is None


REQUIRED = ["plan.title", "plan.lead", "plan.window.end", "phases[p3-release].start", "services[sv-men].status", "finance.total", "legal"]


def stands(**edits: Any) -> Standing:
    every = Policy(RULES, frozenset(RULES), policy().thresholds, policy().today)
    found = lint(document(**edits), every).standing
    assert found is not None
    return found


@pytest.mark.parametrize("path", REQUIRED)
def test_while_a_required_value_is_missing_a_plan_meets_no_profile(path: str) -> None:
    missing = stands(remove=[path])

    assert (None, "draft", 1) == (missing.met, missing.next, missing.missing)


@pytest.mark.parametrize("path", ["plan.title", "plan.summary"])
def test_a_required_text_that_says_nothing_is_missing(path: str) -> None:
    placeholder = stands(set={path: "to be confirmed"})

    assert (None, ("PL011",), 1) == (placeholder.met, placeholder.needs, placeholder.missing)


@given(st.permutations(REQUIRED), st.integers(0, len(REQUIRED)))
@settings(max_examples=15, deadline=None)
def test_stating_a_required_value_never_lowers_the_profile(order: list[str], stated: int) -> None:
    steps = [stands(remove=order[number:]) for number in (stated, min(stated + 1, len(order)))]
    ranks = [-1 if each.met is None else PROFILES.index(each.met) for each in steps]

    assert ranks == sorted(ranks)
    assert [each.missing for each in steps] == [len(order) - stated, len(order) - min(stated + 1, len(order))]


def test_the_report_says_how_far_a_plan_is_from_being_judged_and_what_to_do() -> None:
    every = Policy(RULES, frozenset(RULES), policy().thresholds, policy().today)
    made = Report((lint(document(remove=["plan.lead", "plan.title"]), every),))

    counted = sum(not rule.is_diagnostic for rule in RULES.values())
    assert f"no profile met: 2 required values are missing (state them, or write unknown), and 10 of {counted} rules" in profiles(made)
