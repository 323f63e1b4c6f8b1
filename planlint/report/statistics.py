"""How often each rule was found: for a first look at many plans, and for seeing where a team loses most."""

from __future__ import annotations

from typing import NamedTuple

from planlint.finding import Severity
from planlint.lint.report import Report
from planlint.report import Options
from planlint.report.style import ink_of, paint
from planlint.report.summary import counted, deviations, summary
from planlint.report.visible import visible


class RuleCount(NamedTuple):
    """A rule, its open findings, and the highest severity among them."""

    code: str
    name: str
    found: int
    severity: Severity


def rule_counts(report: Report) -> list[RuleCount]:
    """The most frequent rule first; of equal ones the one with the lower code."""
    counts: dict[str, RuleCount] = {}
    for finding in (each for file in report.files for each in file.findings if each.is_open):
        code, name, found, severity = counts.get(finding.code) or RuleCount(finding.code, finding.name, 0, finding.severity)
        counts[code] = RuleCount(code, name, found + 1, max(severity, finding.severity))
    return sorted(counts.values(), key=lambda each: (-each.found, each.code))


def statistics_text(report: Report, options: Options) -> str:
    """A table for people, or sentences where a screen reader reads them; then the summary."""
    counts = rule_counts(report)
    if options.plain:
        lines = [f"{visible(each.code)}, {visible(each.name)}: {counted(each.found, each.severity.word)}." for each in counts]
        return "\n".join([*lines, *(f"{line}." for line in deviations(report)), f"{summary(report)}."]) + "\n"
    number = max((len(str(each.found)) for each in counts), default=0)
    lines = [
        f"{each.found:>{number}}  {paint(f'{each.severity.word:7}', ink_of(each.severity), colour=options.colour)}"
        f"  {visible(each.code)} {visible(each.name)}"
        for each in counts
    ]
    ending = [paint(line, "bold", colour=options.colour) for line in (*deviations(report), summary(report))]
    return "\n".join([*lines, *([""] if lines else []), *ending]) + "\n"
