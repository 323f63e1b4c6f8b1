"""What all rules together say of the plan of an example."""

from __future__ import annotations

import datetime as dt

from planlint.facts.thresholds import Thresholds
from planlint.lint.engine import Policy, lint
from planlint.pack.examples import edited
from planlint.pack.load import Pack
from planlint.rule import Example

TODAY = dt.date(2026, 1, 1)


def others(pack: Pack, code: str, example: Example) -> list[str]:
    """The codes of the other rules that find something in the plan of a bad example; a text in place of edits is a fragment."""
    if example.bad is None or example.text is not None:
        return []
    report = lint(edited(pack, example), Policy(pack.rules, frozenset(pack.rules), Thresholds(), TODAY))
    return sorted({finding.code for finding in report.findings} - {code})
