"""The Reviewdog Diagnostic Format (rdjson): for reviewdog, which writes review comments on many code hosts.

https://github.com/reviewdog/reviewdog/tree/master/proto/rdf. Its columns count bytes of UTF-8 and planlint's count characters; to turn
one into the other takes the plan's text, so only lines are given.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain
from typing import Any

from planlint.finding import Finding
from planlint.lint.report import Failure, Report
from planlint.report import Options
from planlint.report.concise import failed
from planlint.report.pieces import enclosed
from planlint.report.summary import in_order
from planlint.report.visible import escape_json
from planlint.source.document import Span

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


def render(report: Report, _: Options) -> Iterator[str]:
    """Open findings, a line each; then the rules that failed."""
    findings = (_finding(finding) for finding in in_order(report) if finding.is_open)
    every = (escape_json(_ENCODE(each)) for each in chain(findings, map(_failed, report.failures)))
    yield '{"source": {"name": "planlint"},\n "diagnostics": ['
    yield from enclosed("\n  ", ",\n  ", every, "]}\n", empty="]}\n")


def _finding(finding: Finding) -> dict[str, Any]:
    made = {
        "message": finding.message,
        "location": _location(finding.file, finding.span),
        "severity": finding.severity.word.upper(),
        "code": {"value": finding.code},
    }
    related = [{"message": each.label, "location": _location(finding.file, each.span)} for each in finding.related]
    return {**made, "related_locations": related} if related else made


def _location(file: str, span: Span) -> dict[str, Any]:
    return {"path": file, "range": {"start": {"line": span.start.line}, "end": {"line": _last_line(span)}}}


def _last_line(span: Span) -> int:
    """The last line that a span has a part of: its end is exclusive, and a range of lines is not."""
    return span.end.line - 1 if span.end.column == 1 and span.end.line > span.start.line else span.end.line


def _failed(failure: Failure) -> dict[str, Any]:
    return {"message": failed(failure), "location": {"path": failure.file}, "severity": "ERROR", "code": {"value": failure.code}}
