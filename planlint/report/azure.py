"""Logging commands of Azure Pipelines: ``##vso[task.logissue …]`` for errors and warnings.

https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands; the escapes are those of azure-pipelines-task-lib.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from planlint.finding import Finding, Severity
from planlint.lint.report import Failure, Report
from planlint.report import Options
from planlint.report.concise import failed, line
from planlint.report.pieces import joined
from planlint.report.summary import in_order, last_lines
from planlint.report.visible import visible

_DATA = str.maketrans({"%": "%AZP25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%AZP25", "\r": "%0D", "\n": "%0A", "]": "%5D", ";": "%3B"})


def render(report: Report, _: Options) -> Iterator[str]:
    """A command for each open error and warning; Azure knows no notes, so these are plain lines, as is the summary."""
    findings = (each for each in in_order(report) if each.is_open)
    said = (_plain(line(each)) if each.severity is Severity.INFO else _issue(each) for each in findings)
    return joined("\n", chain(said, map(_failed, report.failures), map(_plain, last_lines(report))), end="\n")


def _issue(finding: Finding) -> str:
    start = finding.span.start
    properties = {
        "type": finding.severity.word,
        "sourcepath": finding.file,
        "linenumber": str(start.line),
        "columnnumber": str(start.column),
        "code": finding.code,
    }
    # The list of a run shows the message only.
    return _command(properties, f"{finding.code} {finding.message}")


def _failed(failure: Failure) -> str:
    return _command({"type": "error", "sourcepath": failure.file, "code": failure.code}, failed(failure))


def _command(properties: dict[str, str], message: str) -> str:
    said = "".join(f"{name}={visible(value).translate(_PROPERTY)};" for name, value in properties.items())
    return f"##vso[task.logissue {said}]{visible(message).translate(_DATA)}"


def _plain(words: str) -> str:
    """A line in which the agent, which looks for ``##`` anywhere, finds no command."""
    return words.replace("##", "# #").replace("##", "# #")
