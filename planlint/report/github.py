"""GitHub's workflow commands: annotations beside the lines of a change.

The grammar is that of docs.github.com, "Workflow commands for GitHub Actions", and its escapes are those of actions/toolkit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from planlint.finding import Finding, Severity
from planlint.lint.report import Failure, Report
from planlint.report import Options
from planlint.report.pieces import joined
from planlint.report.places import PlanPlace, plan_places
from planlint.report.summary import counted, last_lines, most_important_first
from planlint.report.visible import visible

MAX_ANNOTATIONS = 10
"""How many of each kind GitHub shows of a step; it drops the others without a word."""

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = _DATA | {":": "%3A", ",": "%2C"}


def render(report: Report, _: Options) -> Iterator[str]:
    """The most important open findings as annotations, then lines that say what is not shown and count everything."""
    commands = list(_shown(report, plan_places(report)))
    missing = report.count() + len(report.failures) - len(commands)
    lines = [f"{counted(missing, 'more finding')} not shown as annotations: GitHub takes ten of a kind."] if missing else []
    return joined("\n", [*commands, *lines, *last_lines(report)], end="\n")


def _shown(report: Report, places: Mapping[str, PlanPlace]) -> Iterator[str]:
    failures = report.failures[:MAX_ANNOTATIONS]
    for failure in failures:
        yield _failed(failure, places[failure.file].name)
    for severity in _COMMANDS:
        left = MAX_ANNOTATIONS - (len(failures) if severity is Severity.ERROR else 0)
        for finding in islice(most_important_first(report, severity), left):
            yield _annotation(finding, places[finding.file].name)


def _failed(failure: Failure, file: str) -> str:
    properties = {"title": f"rule {failure.code} failed", "file": file}
    return _command("error", properties, f"{failure.code} gave no verdict: {failure.reason}")


def _annotation(finding: Finding, file: str) -> str:
    start, end = finding.span
    properties: dict[str, object] = {
        "title": f"{finding.code} {finding.name}",
        "file": file,
        "line": start.line,
        "endLine": end.line,
    }
    if start.line == end.line:
        properties |= {"col": start.column, "endColumn": end.column}
    related = [f"{each.path_text} (line {each.span.start.line}): {each.label}" for each in finding.related]
    return _command(_COMMANDS[finding.severity], properties, "\n".join([finding.message, *related, " ".join(finding.help.split())]))


def _command(name: str, properties: Mapping[str, object], data: str) -> str:
    written = ",".join(f"{key}={_escaped(str(value), _PROPERTY)}" for key, value in properties.items())
    return f"::{name} {written}::{_escaped(data, _DATA)}"


def _escaped(text: str, escapes: Mapping[str, str]) -> str:
    """Text for a command: line breaks are kept, and no other character controls a terminal that shows the log."""
    return "".join(escapes.get(part) or visible(part) for part in re.split("([%\r\n:,])", text) if part)
