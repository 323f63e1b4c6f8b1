"""What planlint adds to the summary of a GitHub job: Markdown that names every open finding, not only those that are annotated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planlint.lint.report import Report
from planlint.report.places import plan_places
from planlint.report.summary import before_verdict, counted, most_important_first, summary, verdict
from planlint.report.visible import visible

MAX_SIZE = 500_000
"""Bytes; GitHub takes 1 MiB of a step and shows nothing of what is larger."""

_MARKUP = re.compile(r"[\\`*_\[\]<>#|~@&]|:(?![\s\d]|\Z)")


def job_summary(report: Report) -> str:
    """A table of the open findings, most important first, as far as there is room, and the lines that count."""
    lines = ["## planlint", "", f"{_escaped(verdict(report))}.", "", f"{_escaped(summary(report))}.", ""]
    lines += [f"{_escaped(line)}.\n" for line in before_verdict(report)]
    lines += [f"Rule {failure.code} failed on {_escaped(failure.file)}: {_escaped(failure.reason)}.\n" for failure in report.failures]
    found = report.count()
    rows = list(_fitting(report, MAX_SIZE - sum(len(line.encode()) + 1 for line in lines)))
    if rows:
        lines += ["| severity | rule | place | what is wrong |", "| --- | --- | --- | --- |", *rows, ""]
    lines += [f"{counted(found - len(rows), 'more finding')} not listed.", ""] if found > len(rows) else []
    return "\n".join(lines) + "\n"


def _fitting(report: Report, room: int) -> Iterator[str]:
    places = plan_places(report)
    for finding in most_important_first(report):
        place = f"{places[finding.file].name}:{finding.span.start.line}"
        cells = (finding.severity.word, finding.code, place, finding.message)
        row = f"| {' | '.join(map(_escaped, cells))} |"
        room -= len(row.encode()) + 1
        if room < 200:
            return
        yield row


def _escaped(text: str) -> str:
    """Text in which nothing is markup, a link, a mention or the end of a cell."""
    return _MARKUP.sub(lambda sign: f"&#{ord(sign[0])};", visible(text))
