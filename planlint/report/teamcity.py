"""Service messages of TeamCity: each rule as an inspection type, each open finding as an inspection.

https://www.jetbrains.com/help/teamcity/service-messages.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planlint.finding import Finding
from planlint.lint.report import Failure, Report
from planlint.report import Options
from planlint.report.concise import failed
from planlint.report.summary import deviations, in_order, rules_of, verdict
from planlint.report.visible import visible

_SPECIAL = re.compile(r"[|'\[\]\n\r]|[^\x00-\x7f]")
_LINE_BREAKS = {"\n": "|n", "\r": "|r"}
_MOST = {"id": 255, "name": 255, "category": 255, "description": 4000, "message": 4000, "text": 4000, "file": 4000}
"""What TeamCity cuts or refuses beyond."""


def render(report: Report, _: Options) -> Iterator[str]:
    """The types before the first inspection of each; then failed rules, and how many findings are accepted or known."""
    types = {finding.code: finding for finding in in_order(report) if finding.is_open}
    yield from (_type(types[code]) for code in sorted(types))
    yield from (_inspection(finding) for finding in in_order(report) if finding.is_open)
    yield from map(_failed, report.failures)
    yield from (_message("message", text=line, status="WARNING") for line in deviations(report))
    yield from (_message("message", text=line, status="NORMAL") for line in (rules_of(report), verdict(report)) if line)
    for name, number in {"accepted": report.accepted, "known": report.known}.items():
        yield _message("buildStatisticValue", key=f"planlint.{name}", value=str(number))


def _type(finding: Finding) -> str:
    why = " ".join(finding.why.split())
    return _message("inspectionType", id=finding.code, name=finding.name, category=f"planlint {finding.family}", description=why)


def _inspection(finding: Finding) -> str:
    return _message(
        "inspection",
        typeId=finding.code,
        message=finding.message,
        file=finding.file,
        line=str(finding.span.start.line),
        SEVERITY=finding.severity.word.upper(),
    )


def _failed(failure: Failure) -> str:
    return _message("message", text=failed(failure), status="ERROR")


def _message(kind: str, /, **attributes: str) -> str:
    said = " ".join(f"{key}='{_escaped(visible(value)[: _MOST.get(key)])}'" for key, value in attributes.items())
    return f"##teamcity[{kind} {said}]\n"


def _escaped(words: str) -> str:
    return _SPECIAL.sub(lambda found: _escape(found[0]), words)


def _escape(sign: str) -> str:
    """A bar before what has a meaning; letters outside ASCII in UTF-16 units, so that the agent's own encoding does not matter."""
    if sign.isascii():
        return _LINE_BREAKS.get(sign, f"|{sign}")
    units = sign.encode("utf-16-be")
    return "".join(f"|0x{units[at : at + 2].hex().upper()}" for at in range(0, len(units), 2))
