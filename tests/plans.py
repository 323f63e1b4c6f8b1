"""The sound plan with edits, as a document, as facts, and as a report."""

from __future__ import annotations

import datetime as dt
from typing import Any

from planlint.facts import Facts
from planlint.facts.thresholds import Thresholds
from planlint.lint.engine import Policy, lint
from planlint.lint.report import FileReport
from planlint.pack.examples import _example_plan, edited
from planlint.pack.load import builtin
from planlint.rule import Example
from planlint.schema.conform import conform
from planlint.source.document import Document

PACK = builtin()
TODAY = dt.date(2026, 3, 1)


def document(**edits: Any) -> Document:
    """The sound plan with edits, written as in a rule's examples: ``set``, ``add``, ``remove``."""
    return edited(PACK, Example(good="", **edits))


def unplaced(example: Example) -> Document:
    """The sound plan with an example's edits and no text. Reading one takes longer than all rules do, and no finding hangs on it."""
    plan = _example_plan(PACK, example)
    assert isinstance(plan, Document), "the example is a text"
    return plan


def facts(**edits: Any) -> Facts:
    """What the edited plan implies."""
    edited_plan = unplaced(Example(good="", **edits))
    plan = conform(edited_plan).plan
    assert plan is not None
    return Facts(plan, edited_plan.data, PACK.thresholds)


def report(*codes: str, today: dt.date = TODAY, thresholds: Thresholds | None = None, **edits: Any) -> FileReport:
    """The edited plan held against the schema and the rules of these codes."""
    diagnostics = {code for code in PACK.rules if code.startswith("PL")}
    return lint(document(**edits), Policy(PACK.rules, frozenset({*codes, *diagnostics}), thresholds or builtin().thresholds, today))


def found(checked: FileReport) -> list[str]:
    """The findings of a report, each in one line: code, path, message, severity, and whether somebody accepted it."""
    return [
        f"{each.code} {each.path_text} {each.variant} {each.severity.word}{' accepted' if each.accepted else ''}"
        for each in checked.findings
    ]
