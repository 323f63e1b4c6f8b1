"""How far a plan is: the profiles draft, review and approval.

A draft can be judged: every required value is stated, if only as unknown, and everything fits the schema. It may leave all else open,
but must not decide against people: it is free of the errors that no plan may ever have. A plan under review is free of all errors that
can be mended on paper. A plan for approval has neither an error nor a warning that nobody decided on, nor a rule that waits for a value
that the plan could state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from planlint.errors import CannotJudge
from planlint.finding import PROFILES, Finding, Profile, Severity
from planlint.lint.report import Standing, Unevaluated
from planlint.plan.model import Plan
from planlint.plan.states import State, known
from planlint.rule import Rule

MEANINGS: Mapping[Profile, str] = {
    "draft": "It can be judged: everything required is stated, if only as unknown, and everything fits the schema; and it decides nothing "
    "that no plan may decide. A team can work on it together: what is open is listed, and nothing is said of it.",
    "review": "It meets draft, and has no error that can be mended on paper.",
    "approval": "It meets review, has no error and no warning that nobody decided on, and no rule waits for a value that it could state. "
    "Whether what it states is true, only people can know.",
}
"""When a plan meets each profile, for those who ask."""

_OF_STATUS: Mapping[str, Profile] = {"draft": "draft", "in_review": "review"}


def profile_of(plan: Plan) -> Profile:
    """The profile that fits what a plan says of its own status; a plan that is unclear about it is held to the highest."""
    try:
        return _OF_STATUS.get(known(plan.plan.status) or "", "approval")
    except CannotJudge:
        return "approval"


def asks_for(asked: Profile, own: Profile) -> bool:
    """Whether a profile asks for a rule; ``own`` is the first one that does."""
    return PROFILES.index(own) <= PROFILES.index(asked)


def standing(
    findings: Iterable[Finding], not_evaluated: Sequence[Unevaluated], failed: Iterable[str], rules: Mapping[str, Rule]
) -> Standing:
    """Which profile a plan meets: none while a required value is missing. What somebody accepted counts as decided."""
    undecided = [finding for finding in findings if finding.accepted is None]
    missing = sum(_missing(finding) for finding in undecided if rules[finding.code].file.by == "schema")
    failures = sorted(failed)
    met: Profile | None = None
    for profile in PROFILES:
        needs = {finding.code for finding in undecided if _blocks(finding, profile)}
        needs |= {code for code in failures if asks_for(profile, rules[code].file.profile)}
        if profile == "approval":
            needs |= {each.code for each in not_evaluated if each.open}
        if needs:
            return Standing(met, profile, tuple(sorted(needs)), missing)
        met = profile
    return Standing(met, None, ())


def _missing(finding: Finding) -> int:
    """How many required values are not stated, by a finding of the schema; keys that one section lacks are one finding."""
    if finding.state is not State.NOT_STATED or finding.severity is not Severity.ERROR:
        return 0
    return max(len(finding.filled), 1)


def _blocks(finding: Finding, profile: Profile) -> bool:
    if profile == "approval":
        return finding.severity >= Severity.WARNING
    return finding.severity is Severity.ERROR and asks_for(profile, finding.profile)
