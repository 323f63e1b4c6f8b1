"""How often each rule was found: for a first look at many plans, and for seeing where a team loses most."""

from __future__ import annotations

from typing import NamedTuple

from planlint.finding import Finding, Report, Severity
from planlint.report import Options
from planlint.report.style import ink_of, paint
from planlint.report.summary import counted, summary
from planlint.report.visible import visible


class RuleCount(NamedTuple):
    """A rule, its open findings, and the highest severity among them."""

    code: str
    name: str
    found: int
    severity: Severity


def rule_counts(report: Report) -> list[RuleCount]:
    """The most frequent rule first; of equal ones the one with the lower code."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in report.open:
        by_rule.setdefault(finding.code, []).append(finding)
    counts = [RuleCount(code, each[0].name, len(each), max(one.severity for one in each)) for code, each in by_rule.items()]
    return sorted(counts, key=lambda each: (-each.found, each.code))


def statistics_text(report: Report, options: Options) -> str:
    """A table for people, or sentences where a screen reader reads them; then the summary."""
    counts = rule_counts(report)
    if options.plain:
        lines = [f"{visible(each.code)}, {visible(each.name)}: {counted(each.found, each.severity.word)}." for each in counts]
        return "\n".join([*lines, f"{summary(report)}."]) + "\n"
    number = max((len(str(each.found)) for each in counts), default=0)
    lines = [
        f"{each.found:>{number}}  {paint(f'{each.severity.word:7}', ink_of(each.severity), colour=options.colour)}"
        f"  {visible(each.code)} {visible(each.name)}"
        for each in counts
    ]
    return "\n".join([*lines, *([""] if lines else []), paint(summary(report), "bold", colour=options.colour)]) + "\n"
