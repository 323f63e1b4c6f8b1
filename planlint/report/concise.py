"""One line for each open finding, as compilers write them, and a last line that counts; for editors, grep and short logs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from planlint.finding import Finding
from planlint.lint.report import Failure, Report
from planlint.report import Options
from planlint.report.pieces import joined
from planlint.report.summary import in_order, last_lines
from planlint.report.visible import visible


def render(report: Report, _: Options) -> Iterator[str]:
    """``file:line:column: severity[CODE] message`` in the order of the files; rules that failed; the summary."""
    findings = (line(finding) for finding in in_order(report) if finding.is_open)
    return joined("\n", chain(findings, map(failed, report.failures), last_lines(report)), end="\n")


def line(finding: Finding) -> str:
    return f"{place(finding)}: {finding.severity.word}[{visible(finding.code)}] {visible(finding.message)}"


def place(finding: Finding) -> str:
    """Where a finding stands, for example ``plans/a.plan.yaml:5:10``."""
    return f"{visible(finding.file)}:{finding.span.start.line}:{finding.span.start.column}"


def failed(failure: Failure) -> str:
    """A rule that failed, in one line: it has no place in the plan, and its silence is no pass."""
    return f"{visible(failure.file)}: rule failed: {visible(failure.code)}: {visible(failure.reason)}"
