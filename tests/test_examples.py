"""The example plans: sound ones give nothing, flawed and judged ones give exactly what they announce.

Judged plans hold traps on both sides of a rule, and one that announces nothing may be approved. A plan announces its findings by
comments. A comment stands at the end of the line on which the span of a finding starts:

    announcement = "# finds: " finding { ", " finding }
    finding      = code [ " (" severity ")" ]
    severity     = "error" | "warning" | "info"

The severity is written only where it is not the rule's own. A rule that finds two things on one line is written twice.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path as FilePath
from typing import Any, NamedTuple

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from planlint.finding import Finding
from planlint.lint.engine import Policy, lint_bytes
from planlint.lint.report import FileReport, Standing
from planlint.pack.load import builtin
from planlint.source.document import Path, Span
from tests.conftest import ROOT

SOUND = sorted((ROOT / "examples" / "sound").glob("*.plan.yaml"))
FLAWED = sorted((ROOT / "examples" / "flawed").glob("*.plan.yaml"))
JUDGED = sorted((ROOT / "examples" / "judged").glob("*.plan.yaml"))
RULES = builtin().rules
POLICY = Policy(RULES, frozenset(RULES), builtin().thresholds, dt.date(2026, 1, 1))

FLAWED_TOGETHER = {*RULES} - {
    "LE102",  # an authority without a part in the entry: whoever enters instead of it is LE104's, and raid-rescue is led by the right unit
    "PL001",  # a plan that cannot be read announces nothing
}  # fmt: skip

sound_plans = pytest.mark.parametrize("plan", SOUND, ids=lambda plan: plan.name.partition(".")[0])
announcing_plans = pytest.mark.parametrize("plan", [*FLAWED, *JUDGED], ids=lambda plan: f"{plan.parent.name}-{plan.name.partition('.')[0]}")
judged_plans = pytest.mark.parametrize("plan", JUDGED, ids=lambda plan: plan.name.partition(".")[0])


class Announced(NamedTuple):
    """A finding as a comment announces it."""

    line: int
    code: str
    severity: str


@cache
def report_on(plan: FilePath) -> FileReport:
    return lint_bytes(plan.read_bytes(), plan.name, POLICY)


@sound_plans
def test_sound_plan_gives_no_finding(plan: FilePath) -> None:
    report = report_on(plan)

    assert ((), ()) == (report.findings, report.failures)


@sound_plans
def test_nothing_in_a_sound_plan_escapes_a_rule_because_it_does_not_fit(plan: FilePath) -> None:
    misfits = [each for each in report_on(plan).not_evaluated if "schema" in each.reason]

    assert [] == misfits


@announcing_plans
def test_plan_gives_exactly_the_findings_that_it_announces(plan: FilePath) -> None:
    report = report_on(plan)

    found = sorted(Announced(each.span.start.line, each.code, each.severity.word) for each in report.findings)

    assert (announced(plan), ()) == (found, report.failures)


@judged_plans
def test_judged_plan_that_announces_nothing_may_be_approved(plan: FilePath) -> None:
    assert announced(plan) or report_on(plan).standing == Standing("approval", None, ())


@judged_plans
def test_nothing_in_a_judged_plan_escapes_a_rule_because_it_does_not_fit(plan: FilePath) -> None:
    assert [] == [each for each in report_on(plan).not_evaluated if "schema" in each.reason]


def test_flawed_plans_show_together_what_they_are_written_for() -> None:
    fired = {finding.code for plan in FLAWED for finding in report_on(plan).findings}

    assert set() == FLAWED_TOGETHER - fired


@announcing_plans
def test_span_of_each_finding_is_the_text_that_another_parser_finds_at_its_path(plan: FilePath) -> None:
    text = plan.read_text("utf-8")
    top = YAML(typ="rt", pure=True).compose(text)

    astray = [
        f"{code} {path}: {shown}"
        for code, path, span in spans(report_on(plan).findings)
        if (shown := (span.start.line, span.start.column, cut(text, span))) not in set(texts_at(text, top, path))
    ]

    assert [] == astray


@announcing_plans
def test_no_message_repeats_names_or_free_text_of_the_plan(plan: FilePath) -> None:
    said = "\n".join(words(finding) for finding in report_on(plan).findings)

    repeated = [text for text in free_texts(YAML(typ="rt", pure=True).compose(plan.read_text("utf-8")), "", ()) if text in said]

    assert [] == repeated


def announced(plan: FilePath) -> list[Announced]:
    """What the comments of a plan announce, in the order of its lines."""
    found = []
    for number, line in enumerate(plan.read_text("utf-8").splitlines(), 1):
        _, sign, comment = line.partition("# finds: ")
        found += [_announced(number, item) for item in comment.split(", ")] if sign else []
    return sorted(found)


def _announced(line: int, text: str) -> Announced:
    parsed = re.fullmatch(r"([A-Z]{2}[0-9]{3})(?: \((error|warning|info)\))?", text)
    assert parsed, f"line {line}: {text!r} announces no finding"
    code, severity = parsed.groups()
    own = RULES[code].severity.word
    assert severity != own, f"line {line}: {severity} is the severity of {code} anyway"
    return Announced(line, code, severity or own)


def spans(findings: Sequence[Finding]) -> Iterator[tuple[str, Path, Span]]:
    """The places of findings, related ones included."""
    for finding in findings:
        yield finding.code, finding.path, finding.span
        yield from ((finding.code, related.path, related.span) for related in finding.related)


def words(finding: Finding) -> str:
    """Everything that a finding says."""
    return "\n".join([finding.message, finding.label, finding.help, finding.why, *(related.label for related in finding.related)])


def cut(text: str, span: Span) -> str:
    lines = text.splitlines(keepends=True)
    start, end = (sum(map(len, lines[: place.line - 1])) + place.column - 1 for place in span)
    return text[start:end]


def texts_at(text: str, node: Any, path: Path) -> Iterator[tuple[int, int, str]]:
    """Line, column and text of the value at a path and of its key, or of the last key above what is not there."""
    keys = node.value[0][:1]
    for step in path:
        pairs = [(key, value) for key, value in node.value if key.value == step] if isinstance(node, MappingNode) else []
        items = node.value[step : step + 1] if isinstance(node, SequenceNode) and isinstance(step, int) else []
        if not pairs and not items:
            break
        keys, node = ([key for key, _ in pairs], pairs[0][1]) if pairs else (items, items[0])
    else:
        yield _text_of(text, node)
    yield from (_text_of(text, key) for key in keys)


def _text_of(text: str, node: Any) -> tuple[int, int, str]:
    start = node.start_mark
    return start.line + 1, start.column + 1, text[start.index : _end(node)].rstrip()


def _end(node: Any) -> int:
    """Where a node's own text ends; the parser's mark of a block collection stands past the comments that follow."""
    if isinstance(node, ScalarNode) or node.flow_style:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)


FREE_TEXT = {
    *("label", "name", "names", "summary", "hazard", "purpose", "title", "how", "method", "note"),
    *("action", "conditions", "gap_plan", "measures", "mitigations", "pathway", "scope", "tool", "trigger"),
}


def free_texts(node: Any, key: str, path: tuple[str, ...]) -> Iterator[str]:
    """Names and free text of a plan; ``unknown`` is none, and the purpose of a consent stage is a word of the schema."""
    if isinstance(node, MappingNode):
        for child, value in node.value:
            yield from free_texts(value, child.value, (*path, child.value))
    elif isinstance(node, SequenceNode):
        for item in node.value:
            yield from free_texts(item, key, path)
    elif key in FREE_TEXT and node.value != "unknown" and path != ("consent", "stages", "purpose"):
        yield str(node.value)
