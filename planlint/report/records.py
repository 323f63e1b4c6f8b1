"""The records of the JSON report, version 1: a record's words below its fields describe them in the schema.

Fields may be added to a version; none is taken away or changes its meaning.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from planlint.finding import Approver, FixKind
from planlint.report.verdict import Step

ProfileWord = Literal["draft", "review", "approval"]
BaselineWord = Literal["new", "unchanged"]
SeverityWord = Literal["error", "warning", "info"]
StateWord = Literal["not_stated", "none", "unknown", "stated", "not_applicable"]


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
class EditRecord(_Record):
    """A stretch of the plan's text, and what takes its place."""

    span: SpanRecord
    text: str


@dataclass(frozen=True)
class FixRecord(_Record):
    """A way to mend a finding: all of its edits together."""

    kind: FixKind
    """safe: the same written otherwise; choose: probably what was meant; show: one of several that may be meant, for people to choose."""
    edits: list[EditRecord]


@dataclass(frozen=True)
class AcceptedRecord(_Record):
    """Who accepted a finding, and the last day of it. The reason is free text and stays in the plan."""

    approved_by: str
    expires: str
    approver: Approver
    """lead: the organisation that leads accepts its own finding; unnamed: the plan does not say who."""


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
    fixes: list[FixRecord]
    """Ways to mend it, of which one is enough."""
    blinds: list[str]
    """Rules that cannot be judged because of it."""


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
class RulesRecord(_Record):
    """How many rules were asked, and how they fared; each has one state, the first that is true of it, so the numbers add up to asked."""

    asked: int
    found: int
    """With a finding that nobody accepted; one that a baseline knows counts too."""
    not_judged: int
    """That lack a value or failed, wholly or in part."""
    deferred: int
    """With findings for which the profile that was asked for does not ask yet."""
    accepted: int
    """All of whose findings somebody accepted."""
    passed: int
    not_applicable: int
    """With nothing in the plan that they are about, or declared not applicable."""


@dataclass(frozen=True)
class QuestionRecord(_Record):
    """Something that a plan calls unknown or lists as a gap."""

    file: str
    path: str
    span: SpanRecord
    owner: str
    """The id of who closes it; empty: the plan does not say."""
    due: str
    """By which day (ISO 8601); empty: the plan does not say."""
    overdue: bool
    """Whether that day is before today."""


@dataclass(frozen=True)
class RestsOnRecord(_Record):
    """An act that a plan gives as done: a confirmation, licence, vetting, authorisation or assessment.

    planlint cannot know whether it is true.
    """

    file: str
    path: str
    act: str
    by: list[str]
    """The ids of who did it."""
    on: str
    """The day (ISO 8601); empty: the plan does not say."""
    named: bool
    """Whether the plan says who did it, or gives its reference."""
    still_to_happen: bool
    """It is dated after the day on which the plan speaks: that of the latest approval, else that on which it was written."""


@dataclass(frozen=True)
class RulesOfRecord(_Record):
    """Rules that plans were held against."""

    pack: str
    version: str
    sha256: str
    """Over the names and contents of the pack's files."""


@dataclass(frozen=True)
class PlanRecord(_Record):
    """Where a plan stands, by what nobody accepted. There is no word for a good plan: planlint cannot know whether what it says is true."""

    file: str
    verdict: Step
    rules: RulesRecord


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
    rules: RulesRecord
    """Over all plans: of the states that a rule has on some plan, the first."""


@dataclass(frozen=True)
class StandingRecord(_Record):
    """How far a plan is."""

    file: str
    met: ProfileWord | None
    """The highest profile that it meets."""
    next: ProfileWord | None
    needs: list[str]
    """The codes of the rules that keep it from the next profile."""
    missing: int
    """Required values that are not stated; while there are any, it meets no profile."""


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
    plans: list[PlanRecord]
    profiles: list[StandingRecord]
    """Of each plan that all rules were asked about."""
    open_questions: Iterable[QuestionRecord]
    rests_on: Iterable[RestsOnRecord]
    """What the verdicts rest on, beside the rules."""
    gone: list[GoneRecord]
    packs: list[RulesOfRecord]
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
