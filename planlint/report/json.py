"""JSON, version 1: for other programs. Fields may be added to a version; none is taken away or changes its meaning."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from planlint import __version__
from planlint.finding import Accepted, Finding, Report, Severity
from planlint.plan.state import State
from planlint.report import Options
from planlint.report.pieces import enclosed
from planlint.report.statistics import rule_counts
from planlint.report.summary import in_order
from planlint.report.visible import escape_json
from planlint.source.document import Span
from planlint.source.paths import pointer

ProfileWord = Literal["draft", "review", "approval"]
BaselineWord = Literal["new", "unchanged"]
SeverityWord = Literal["error", "warning", "info"]
StateWord = Literal["not_stated", "none", "unknown", "stated", "not_applicable"]

_SEVERITIES: dict[Severity, SeverityWord] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}
_STATES: dict[State, StateWord] = {
    State.NOT_STATED: "not_stated",
    State.NONE: "none",
    State.UNKNOWN: "unknown",
    State.STATED: "stated",
    State.NOT_APPLICABLE: "not_applicable",
    # Something stands there, only not what the schema asks for.
    State.UNFIT: "stated",
}


_ENCODER = json.JSONEncoder(default=vars, ensure_ascii=False)


class _Record:
    """What all records share: the words below their fields describe them in the schema."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"use_attribute_docstrings": True}


@dataclass(frozen=True)
class PlaceRecord(_Record):
    line: int
    """From 1."""
    column: int
    """From 1, in Unicode code points."""


@dataclass(frozen=True)
class SpanRecord(_Record):
    """A stretch of the plan's text."""

    start: PlaceRecord
    end: PlaceRecord
    """The first place after the stretch."""


@dataclass(frozen=True)
class RelatedRecord(_Record):
    """A second place that a finding speaks of."""

    path: str
    span: SpanRecord
    label: str


@dataclass(frozen=True)
class AcceptedRecord(_Record):
    """Who accepted a finding, and the last day of it. The reason is free text and stays in the plan."""

    approved_by: str
    expires: str


@dataclass(frozen=True)
class FindingRecord(_Record):
    """Something in a plan that a rule or the schema speaks against."""

    code: str
    """The rule."""
    name: str
    severity: SeverityWord
    message: str
    help: str
    file: str
    path: str
    """The place by ids, for example phases[p3].start; it may be missing in the plan. Empty: the plan as a whole."""
    pointer: str
    """The same place as a JSON Pointer (RFC 6901)."""
    span: SpanRecord
    """The place in the text; where the path is missing, the nearest key above it."""
    related: list[RelatedRecord]
    state: StateWord
    """What the plan says at the path."""
    fingerprint: str
    """What the finding is recognised by when lines move or words change."""
    accepted: AcceptedRecord | None
    """Null: nobody accepted it."""
    family: str
    """The rule's family, for example law-enforcement."""
    phase: str
    """The id of the first phase that it speaks of; empty: none."""
    profile: ProfileWord
    """The first profile that asks for the rule."""
    baseline: BaselineWord | None
    """Beside a baseline or an older revision: whether it is new. Null: nothing to compare with."""


@dataclass(frozen=True)
class UnjudgedRecord(_Record):
    """A rule without a verdict on a file."""

    code: str
    file: str
    reason: str


@dataclass(frozen=True)
class DeclaredRecord(_Record):
    """A rule that a plan declares not applicable, and where."""

    code: str
    file: str
    path: str
    span: SpanRecord


@dataclass(frozen=True)
class SummaryRecord(_Record):
    """Numbers of files and of findings; those that somebody accepted are counted only as accepted."""

    files: int
    errors: int
    warnings: int
    infos: int
    accepted: int
    known: int
    """Findings that were there before, counted nowhere else."""
    deferred: int
    """Findings for which the profile that was asked for does not ask yet."""


@dataclass(frozen=True)
class StandingRecord(_Record):
    """How far a plan is."""

    file: str
    met: ProfileWord | None
    """The highest profile that it meets."""
    next: ProfileWord | None
    needs: list[str]
    """The codes of the rules that keep it from the next profile."""


@dataclass(frozen=True)
class GoneRecord(_Record):
    """A finding of the baseline that is not there any more."""

    code: str
    file: str
    path: str
    fingerprint: str


@dataclass(frozen=True)
class DeviationRecord(_Record):
    """A value that rules compare with and that is not the shipped one."""

    key: str
    """The name of a threshold, or code and name of a rule's own value."""
    value: str
    shipped: str
    place: str
    """Where a configuration says so: ``file:line``."""


@dataclass(frozen=True)
class ReportRecord(_Record):
    """A report of planlint, sorted by file, line, column and code."""

    version: Literal[1]
    planlint: str
    """The version of planlint that wrote it."""
    findings: Iterable[FindingRecord]
    not_evaluated: Iterable[UnjudgedRecord]
    """Rules that could not be judged, wholly or in part."""
    declared_not_applicable: list[DeclaredRecord]
    failures: list[UnjudgedRecord]
    """Rules that failed: a fault of the rule, never of the plan."""
    profiles: list[StandingRecord]
    """Of each plan that all rules were asked about."""
    gone: list[GoneRecord]
    deviations: list[DeviationRecord]
    """Values that rules compare with and that are not those that planlint comes with."""
    today: str
    """The day on which acceptances were held against their expiry."""
    summary: SummaryRecord


@dataclass(frozen=True)
class RuleCountRecord(_Record):
    """How often a rule was found, accepted and known findings left out."""

    code: str
    name: str
    count: int
    severity: SeverityWord
    """The highest that it was found with."""


@dataclass(frozen=True)
class StatisticsRecord(_Record):
    """What ``--statistics`` writes in the place of a report."""

    version: Literal[1]
    planlint: str
    rules: list[RuleCountRecord]
    """The most frequent first."""
    deviations: list[DeviationRecord]
    summary: SummaryRecord


KINDS = {
    "finding": "findings",
    "not_evaluated": "not_evaluated",
    "declared": "declared_not_applicable",
    "failure": "failures",
    "profile": "profiles",
    "gone": "gone",
    "deviation": "deviations",
}
"""What each kind of line in JSON lines is called in a report."""


def render(report: Report, options: Options) -> Iterator[str]:
    """The report as JSON, or how often each rule was found; the same report gives the same bytes."""
    before = "{"
    for name, value in vars(_statistics(report) if options.statistics else report_record(report)).items():
        yield f'{before}"{name}": '
        yield from _lines(value) if isinstance(value, list | Iterator) else [written(value)]
        before = ",\n "
    yield "}\n"


def _lines(records: Iterable[object]) -> Iterator[str]:
    """A line for each record, so that two reports can be compared line by line."""
    return enclosed("[\n  ", ",\n  ", map(written, records), "]", empty="[]")


def written(value: object) -> str:
    """A value on one line."""
    return escape_json(_ENCODER.encode(value))


def report_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a report, made from the very classes that a report is written with."""
    from pydantic import TypeAdapter

    made = TypeAdapter(ReportRecord).json_schema()
    statistics = TypeAdapter(StatisticsRecord).json_schema()
    definitions = {**made.pop("$defs"), **statistics.pop("$defs"), "StatisticsRecord": statistics}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **made,
        "title": "Report of planlint, version 1",
        "$defs": {**definitions, "Line": _line_schema(made["properties"])},
    }


def _line_schema(properties: dict[str, Any]) -> dict[str, Any]:
    """A line of JSON lines: a record of a report with its kind; the summary also with what stands at the top of a report."""
    records = {kind: properties[field]["items"] for kind, field in KINDS.items()} | {"summary": properties["summary"]}
    top = {name: properties[name] for name in ("version", "planlint", "today")}
    lines = [
        {
            "allOf": [record],
            "properties": {"kind": {"const": kind}, **(top if kind == "summary" else {})},
            "required": ["kind", *(top if kind == "summary" else ())],
        }
        for kind, record in records.items()
    ]
    return {"title": "Line", "description": "A line of the format jsonl; the last one is the summary.", "oneOf": lines}


def report_record(report: Report) -> ReportRecord:
    """The report in the shape in which it is written; what there may be much of is made when it is written."""
    files = report.files
    failures = [UnjudgedRecord(each.code, each.file, each.reason) for each in report.failures]
    declared = [DeclaredRecord(each.code, each.file, each.path_text, _span(each.span)) for file in files for each in file.declared]
    return ReportRecord(
        version=1,
        planlint=__version__,
        findings=map(_finding, in_order(report)),
        not_evaluated=_unjudged(report),
        declared_not_applicable=sorted(declared, key=lambda each: (each.file, each.span.start.line, each.span.start.column, each.code)),
        failures=sorted(failures, key=_order),
        profiles=[StandingRecord(each.file, *each.standing[:2], list(each.standing.needs)) for each in files if each.standing is not None],
        gone=[GoneRecord(each.code, each.file, each.path_text, each.fingerprint) for each in report.gone],
        deviations=_deviations(report),
        today=report.today,
        summary=_summary(report),
    )


def _unjudged(report: Report) -> Iterator[UnjudgedRecord]:
    for file in sorted(report.files, key=lambda each: each.file):
        yield from sorted((UnjudgedRecord(each.code, each.file, each.reason) for each in file.not_evaluated), key=_order)


def _statistics(report: Report) -> StatisticsRecord:
    rules = [RuleCountRecord(each.code, each.name, each.found, _SEVERITIES[each.severity]) for each in rule_counts(report)]
    return StatisticsRecord(1, __version__, rules, _deviations(report), _summary(report))


def _deviations(report: Report) -> list[DeviationRecord]:
    return [DeviationRecord(each.key, each.value, each.shipped, each.place) for each in report.deviations]


def _summary(report: Report) -> SummaryRecord:
    return SummaryRecord(
        files=len(report.files),
        errors=report.count(Severity.ERROR),
        warnings=report.count(Severity.WARNING),
        infos=report.count(Severity.INFO),
        accepted=report.accepted,
        known=report.known,
        deferred=sum(len(file.deferred) for file in report.files),
    )


def _finding(finding: Finding) -> FindingRecord:
    return FindingRecord(
        code=finding.code,
        name=finding.name,
        severity=_SEVERITIES[finding.severity],
        message=finding.message,
        help=finding.help,
        file=finding.file,
        path=finding.path_text,
        pointer=pointer(finding.path),
        span=_span(finding.span),
        related=[RelatedRecord(each.path_text, _span(each.span), each.label) for each in finding.related],
        state=_STATES[finding.state],
        fingerprint=finding.fingerprint,
        accepted=_accepted(finding.accepted),
        family=finding.family,
        phase=finding.phase,
        profile=finding.profile,
        baseline=finding.baseline,
    )


def _accepted(accepted: Accepted | None) -> AcceptedRecord | None:
    return None if accepted is None else AcceptedRecord(accepted.approved_by, accepted.expires)


def _span(span: Span) -> SpanRecord:
    return SpanRecord(PlaceRecord(span.start.line, span.start.column), PlaceRecord(span.end.line, span.end.column))


def _order(record: UnjudgedRecord) -> tuple[str, str, str]:
    return (record.file, record.code, record.reason)
