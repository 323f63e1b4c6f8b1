"""What may be said of a plan: one state for each rule that was asked, and one step of a ladder that never congratulates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from planlint.finding import Severity
from planlint.lint.report import FileReport, Report, Seen

RuleState = Literal["found", "not_judged", "deferred", "accepted", "passed", "not_applicable"]
RULE_STATES: Mapping[RuleState, str] = {
    "found": "found",
    "not_judged": "not judged",
    "deferred": "for a later profile",
    "accepted": "accepted only",
    "passed": "passed",
    "not_applicable": "not applicable",
}
"""The states of a rule, and their words. Of those that are true of it, a rule has the first."""

Step = Literal["cannot_be_read", "must_not_go", "should_be_mended", "advice", "nothing_found"]
STEPS: Mapping[Step, str] = {
    "cannot_be_read": "cannot be read",
    "must_not_go": "must not go",
    "should_be_mended": "should be mended",
    "advice": "advice only",
    "nothing_found": "nothing found",
}
"""The steps of the ladder, from the lowest, and their words."""

_BY_SEVERITY: Mapping[Severity | None, Step] = {
    Severity.ERROR: "must_not_go",
    Severity.WARNING: "should_be_mended",
    Severity.INFO: "advice",
    None: "nothing_found",
}


class Fared(NamedTuple):
    """Where a plan stands, by what is found in it and accepted by nobody, and the state of each rule that was asked of it."""

    file: FileReport
    step: Step
    states: Mapping[str, RuleState]


def fared(report: Report) -> Iterator[Fared]:
    """How each plan fared, in the order of the report."""
    for file, seen in zip(report.files, report.survey.seen, strict=True):
        # A file that is no plan has no acceptances, not even none.
        step: Step = "cannot_be_read" if file.acceptances is None else _BY_SEVERITY[seen.worst]
        yield Fared(file, step, _states(file, seen))


def _states(file: FileReport, seen: Seen) -> dict[str, RuleState]:
    """The state of each rule that was asked of one plan."""
    ascending: Iterable[tuple[RuleState, Iterable[str]]] = (
        ("not_applicable", (*file.not_applicable, *(each.code for each in file.declared))),
        ("accepted", seen.accepted),
        ("deferred", file.deferred),
        ("not_judged", (*(each.code for each in file.not_evaluated), *(each.code for each in file.failures))),
        ("found", seen.found),
    )
    states: dict[str, RuleState] = dict.fromkeys(file.rules, "passed")
    for state, codes in ascending:
        states |= dict.fromkeys((code for code in codes if code in states), state)
    return states


def states_over_all(report: Report) -> dict[str, RuleState]:
    """The state of each rule over all plans: of those that it has on some plan, the first."""
    order = {state: place for place, state in enumerate(RULE_STATES)}
    first: dict[str, RuleState] = {}
    for each in fared(report):
        for code, state in each.states.items():
            if code not in first or order[state] < order[first[code]]:
                first[code] = state
    return first


def numbers(states: Mapping[str, RuleState]) -> dict[RuleState, int]:
    """How many rules have each state; together they are the rules that were asked."""
    counted = Counter(states.values())
    return {state: counted[state] for state in RULE_STATES}
