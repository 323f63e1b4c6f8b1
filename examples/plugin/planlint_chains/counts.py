"""A report as a table of counts, separated by commas."""

from __future__ import annotations

from collections import Counter

from planlint.lint.report import Report
from planlint.report import Options


def render(report: Report, options: Options) -> str:
    """One line for each rule: code, severity, and how often it was found."""
    counts = Counter((finding.code, finding.severity.word) for finding in report.findings if finding.accepted is None)
    return "code,severity,findings\n" + "".join(f"{code},{severity},{count}\n" for (code, severity), count in sorted(counts.items()))
