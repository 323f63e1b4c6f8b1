"""GitLab's code quality report: what has yet to be mended or decided on, in the order of places.

GitLab calls a finding new whose fingerprint the report of the target branch does not have.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from planlint.finding import Failure, Finding, Report, Severity
from planlint.fingerprint import fingerprint
from planlint.report import Options
from planlint.report.places import PlanPlace, plan_places
from planlint.report.visible import escape_json

# An error says: do not run the plan.
_SEVERITIES = {Severity.ERROR: "blocker", Severity.WARNING: "major", Severity.INFO: "info"}

_Entry = dict[str, Any]


def render(report: Report, _: Options) -> str:
    """One JSON array, an entry on each line."""
    found = sorted(report.open, key=lambda finding: finding.order)
    places = plan_places(report)
    entries = [_found(each, places[each.file]) for each in found] + [_failed(each, places[each.file]) for each in report.failures]
    lines = [escape_json(json.dumps(entry, ensure_ascii=False)) for entry in _told_apart(entries)]
    return "[\n " + ",\n ".join(lines) + "\n]\n" if lines else "[]\n"


def _found(finding: Finding, place: PlanPlace) -> _Entry:
    return {
        # The widget of a merge request shows no check_name, so the words begin with the code.
        "description": f"{finding.code} {finding.message}",
        "check_name": finding.code,
        "fingerprint": finding.fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": place.name, "lines": {"begin": finding.span.start.line}},
    }


def _failed(failure: Failure, place: PlanPlace) -> _Entry:
    """A rule without a verdict: silence would be taken for a pass."""
    return {
        "description": f"{failure.code} failed: {failure.reason}",
        "check_name": failure.code,
        "fingerprint": fingerprint(failure.code, place.name, "failed", ()),
        "severity": "blocker",
        "location": {"path": place.name, "lines": {"begin": 1}},
    }


def _told_apart(entries: list[_Entry]) -> Iterator[_Entry]:
    """Entries with fingerprints of their own: plans of two projects in one report can be known by one name."""
    seen: dict[str, int] = {}
    for entry in entries:
        known_by = entry["fingerprint"]
        count = seen[known_by] = seen.get(known_by, 0) + 1
        yield entry if count == 1 else entry | {"fingerprint": f"{known_by}/{count}"}
