"""Checkstyle's XML: an element for each file, and in it one for each open finding; read by Jenkins, reviewdog and many others."""

from __future__ import annotations

from collections.abc import Iterator

from planlint.finding import Finding
from planlint.lint.report import Failure, FileReport, Report
from planlint.report import Options
from planlint.report.markup import HEAD, element, pieces


def render(report: Report, _: Options) -> Iterator[str]:
    """Every file that was checked, also one without findings; accepted and known findings are left out."""
    yield HEAD
    yield from pieces("checkstyle", {"version": "4.3"}, map(_file, report.files))
    yield "\n"


def _file(file: FileReport) -> str:
    findings = sorted((finding for finding in file.findings if finding.is_open), key=lambda finding: finding.order)
    return element("file", {"name": file.file}, [*map(_error, findings), *map(_failed, file.failures)])


def _error(finding: Finding) -> str:
    start = finding.span.start
    return element(
        "error",
        {
            "line": start.line,
            "column": start.column,
            "severity": finding.severity.word,
            "message": finding.message,
            "source": f"planlint.{finding.family}.{finding.code}",
        },
    )


def _failed(failure: Failure) -> str:
    """A rule that failed stands at the top of the file: its silence is no pass."""
    said = {"severity": "error", "message": f"rule failed: {failure.reason}", "source": f"planlint.failed.{failure.code}"}
    return element("error", {"line": 1, **said})
