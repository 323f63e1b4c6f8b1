"""GitLab's code quality report: what has yet to be mended or decided on, in the order of places.

GitLab calls a finding new whose fingerprint the report of the target branch does not have.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from planlint.finding import Finding, Severity
from planlint.lint.fingerprint import fingerprint
from planlint.lint.report import Failure, Report
from planlint.report import Options
from planlint.report.pieces import enclosed
from planlint.report.places import PlanPlace, plan_places
from planlint.report.summary import in_order
from planlint.report.visible import escape_json

# An error says: do not run the plan.
_SEVERITIES = {Severity.ERROR: "blocker", Severity.WARNING: "major", Severity.INFO: "info"}

_Entry = dict[str, Any]


def render(report: Report, _: Options) -> Iterator[str]:
    """One JSON array, an entry on each line."""
    places = plan_places(report)
    found = (_found(each, places[each.file]) for each in in_order(report) if each.is_open)
    failed = (_failed(each, places[each.file]) for each in report.failures)
    lines = (escape_json(json.dumps(entry, ensure_ascii=False)) for entry in _told_apart(chain(found, failed)))
    return enclosed("[\n ", ",\n ", lines, "\n]\n", empty="[]\n")


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


def _told_apart(entries: Iterable[_Entry]) -> Iterator[_Entry]:
    """Entries with fingerprints of their own: plans of two projects in one report can be known by one name."""
    seen: dict[str, int] = {}
    for entry in entries:
        known_by = entry["fingerprint"]
        count = seen[known_by] = seen.get(known_by, 0) + 1
        yield entry if count == 1 else entry | {"fingerprint": f"{known_by}/{count}"}
