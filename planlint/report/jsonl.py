"""JSON lines: a record a line, as ``Line`` of ``planlint schema report`` describes it; the last line is the summary.

The records are those of the JSON report, each with its ``kind``, so that a stream can be filtered line by line.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from planlint.lint.report import Report
from planlint.report import Options
from planlint.report.json import KINDS, report_record, written
from planlint.report.pieces import joined


def render(report: Report, _: Options) -> Iterator[str]:
    """Findings first, then what was not judged, then the summary with version and day; the same report gives the same bytes."""
    whole = report_record(report)
    lines = ({"kind": kind, **vars(record)} for kind, field in KINDS.items() for record in getattr(whole, field))
    head = {"version": whole.version, "planlint": whole.planlint, "today": whole.today}
    return joined("\n", map(written, chain(lines, [{"kind": "summary", **head, **vars(whole.summary)}])), end="\n")
