"""JSON, version 1: for other programs. Fields may be added to a version; none is taken away or changes its meaning."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from planlint import __version__
from planlint.finding import Accepted, Finding, Fix, Severity
from planlint.lint.report import Question, Report, RestsOn, Standing
from planlint.plan.state import State
from planlint.report import Options
from planlint.report.pieces import enclosed
from planlint.report.records import (
    AcceptedRecord,
    DeclaredRecord,
    DeviationRecord,
    EditRecord,
    FindingRecord,
    FixRecord,
    GoneRecord,
    PlaceRecord,
    PlanRecord,
    QuestionRecord,
    RelatedRecord,
    ReportRecord,
    RestsOnRecord,
    RuleCountRecord,
    RulesOfRecord,
    RulesRecord,
    SeverityWord,
    SpanRecord,
    StandingRecord,
    StateWord,
    StatisticsRecord,
    SummaryRecord,
    UnjudgedRecord,
)
from planlint.report.statistics import rule_counts
from planlint.report.summary import in_order, is_overdue
from planlint.report.verdict import RuleState, fared, numbers, states_over_all
from planlint.report.visible import escape_json
from planlint.source.document import Span
from planlint.source.paths import pointer

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


KINDS = {
    "finding": "findings",
    "not_evaluated": "not_evaluated",
    "declared": "declared_not_applicable",
    "failure": "failures",
    "plan": "plans",
    "profile": "profiles",
    "open_question": "open_questions",
    "rests_on": "rests_on",
    "gone": "gone",
    "pack": "packs",
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
        plans=[PlanRecord(each.file.file, each.step, _rules(each.states)) for each in fared(report)],
        profiles=[_standing(each.file, each.standing) for each in files if each.standing is not None],
        open_questions=(_question(each, file.file, report) for file in files for each in file.questions),
        rests_on=(_rests_on(each, file.file) for file in files for each in file.rests_on),
        packs=[RulesOfRecord(*each) for each in report.packs],
        gone=[GoneRecord(each.code, each.file, each.path_text, each.fingerprint) for each in report.gone],
        deviations=_deviations(report),
        today=report.today,
        summary=_summary(report),
    )


def _standing(file: str, standing: Standing) -> StandingRecord:
    return StandingRecord(file, standing.met, standing.next, list(standing.needs), standing.missing)


def _rules(states: Mapping[str, RuleState]) -> RulesRecord:
    return RulesRecord(asked=len(states), **numbers(states))


def _question(question: Question, file: str, report: Report) -> QuestionRecord:
    overdue = is_overdue(question, report)
    return QuestionRecord(file, question.path_text, _span(question.span), question.owner, question.due, overdue)


def _rests_on(act: RestsOn, file: str) -> RestsOnRecord:
    return RestsOnRecord(file, act.path_text, act.act, list(act.by), act.on, act.named, act.ahead)


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
        rules=_rules(states_over_all(report)),
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
        fixes=[_fix(each) for each in finding.fixes],
        blinds=list(finding.blinds),
    )


def _fix(fix: Fix) -> FixRecord:
    return FixRecord(fix.kind, [EditRecord(_span(each.span), each.text) for each in fix.edits])


def _accepted(accepted: Accepted | None) -> AcceptedRecord | None:
    return None if accepted is None else AcceptedRecord(accepted.approved_by, accepted.expires, accepted.approver)


def _span(span: Span) -> SpanRecord:
    return SpanRecord(PlaceRecord(span.start.line, span.start.column), PlaceRecord(span.end.line, span.end.column))


def _order(record: UnjudgedRecord) -> tuple[str, str, str]:
    return (record.file, record.code, record.reason)
