"""Holding a plan against rules: document in, report of one file out."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from planlint.accept import Waivers
from planlint.checks.find import find_check
from planlint.errors import CannotJudge, RuleFailure, Unreadable
from planlint.facts import APPLIES, Facts
from planlint.facts.thresholds import Thresholds
from planlint.finding import (
    Accepted,
    Declared,
    Failure,
    FieldValue,
    FileReport,
    Finding,
    Hit,
    NotEvaluated,
    Related,
    Severity,
    Unevaluated,
)
from planlint.plan.model import Plan
from planlint.plan.states import Section, State, state
from planlint.rule import Rule, shown
from planlint.schema.conform import conform
from planlint.schema.misfit import Misfit
from planlint.schema.overlay import NOTHING, Overlay
from planlint.schema.shape import fields
from planlint.source.document import Document, Mark, Path
from planlint.source.paths import path_text
from planlint.source.reader import read


class Policy(NamedTuple):
    """What a run asks for: the rules, the numbers they compare with, the day on which waivers expire, the fields that are open."""

    rules: Mapping[str, Rule]
    selected: frozenset[str]
    thresholds: Thresholds
    today: dt.date
    overlay: Overlay = NOTHING


class _Judged(NamedTuple):
    """A hit with everything decided but its words."""

    rule: Rule
    hit: Hit
    severity: Severity
    variant: str
    accepted: Accepted | None


class _RuleRun(NamedTuple):
    hits: list[Hit]
    not_evaluated: list[str]
    failure: str | None


def lint_bytes(raw: bytes, name: str, policy: Policy) -> FileReport:
    """Read a plan and lint it; a plan that is not readable is a finding like any other."""
    try:
        return lint(read(raw, name), policy)
    except Unreadable as error:
        document = Document(name, error.text, {}, Mark(error.offset, min(error.offset + 1, len(error.text))))
        finding = _unreadable_finding(policy.rules["PL001"], error, document)
        every = tuple(Unevaluated(code, name, "the file is not readable") for code in _counted(policy))
        return FileReport(file=name, text=error.text, findings=(finding,), not_evaluated=every, rules=_counted(policy))


def lint(document: Document, policy: Policy) -> FileReport:
    """Hold one document against the schema and the selected rules."""
    conformed = conform(document, policy.overlay)
    judged = [_diagnosed(policy.rules[misfit.code], misfit) for misfit in conformed.misfits]
    if conformed.plan is None:
        findings, failures = _findings(document, judged)
        every = tuple(Unevaluated(code, document.name, "the plan does not fit its schema") for code in _counted(policy))
        return FileReport(
            file=document.name,
            text=document.text,
            findings=findings,
            not_evaluated=every,
            failures=failures,
            rules=_counted(policy),
        )
    return _run_rules(document, conformed.plan, judged, policy)


def _counted(policy: Policy) -> tuple[str, ...]:
    return tuple(code for code in policy.rules if code in policy.selected and not policy.rules[code].is_diagnostic)


def _run_rules(document: Document, plan: Plan, judged: list[_Judged], policy: Policy) -> FileReport:
    facts = Facts(plan, document.data, policy.thresholds)
    not_evaluated: list[Unevaluated] = []
    not_applicable: list[str] = []
    declared: list[Declared] = []
    failures: list[Failure] = []
    waivers = Waivers(facts, policy.rules, policy.selected, policy.today) if _fits(plan, "waivers") else None
    for code, rule in policy.rules.items():
        if code not in policy.selected or rule.file.by is not None:
            continue
        if (place := rule.not_applicable_at) and _is_declared(plan, place):
            declared.append(_declaration(rule, place, document))
            continue
        run = _run(rule, facts)
        if run is None:
            not_applicable.append(code)
            continue
        if run.failure is not None:
            failures.append(Failure(code, document.name, run.failure))
        not_evaluated.extend(Unevaluated(code, document.name, reason) for reason in run.not_evaluated)
        judged.extend(_judge(rule, hit, facts, waivers.accepting(rule, hit) if waivers else None) for hit in run.hits)
    if waivers is not None:
        unjudged = {each.code for each in not_evaluated} | {each.code for each in failures}
        judged.extend(_diagnosed(policy.rules["PL007"], Misfit("PL007", hit)) for hit in waivers.hits(unjudged))
    findings, speechless = _findings(document, judged)
    failures.extend(speechless)
    return FileReport(
        file=document.name,
        text=document.text,
        findings=findings,
        not_evaluated=tuple(not_evaluated),
        declared=tuple(declared),
        failures=tuple(failures),
        rules=_counted(policy),
        not_applicable=tuple(code for code in not_applicable if not policy.rules[code].is_diagnostic),
    )


def _fits(plan: Plan, field: str) -> bool:
    return field in plan.__dict__


def _run(rule: Rule, facts: Facts) -> _RuleRun | None:
    """Run a check; None where the rule does not apply. What a check raises is its rule's failure and never a pass."""
    hits: list[Hit] = []
    reasons: list[str] = []
    try:
        if rule.file.applies is not None and not APPLIES[rule.file.applies](facts):
            return None
        check = rule.check or find_check(rule.file.check or "")
        for outcome in check(facts):
            if isinstance(outcome, NotEvaluated):
                reasons.append(outcome.reason)
            else:
                hits.append(outcome)
    except CannotJudge as error:
        reasons.append(f"{path_text(error.path, facts.data)} {error.reason}")
    except RuleFailure as failure:
        return _RuleRun(hits, reasons, failure.reason)
    except Exception as error:  # a plugin may raise anything; it must not stop the other rules
        return _RuleRun(hits, reasons, f"{type(error).__name__} in {rule.file.check or 'its expressions'}")
    return _RuleRun(hits, reasons, None)


def _is_declared(plan: Plan, place: Path) -> bool:
    value: object = plan
    for step in place:
        value = value.__dict__.get(fields(type(value))[str(step)][0]) if isinstance(value, Section) else None
    return state(value) is State.NOT_APPLICABLE


def _declaration(rule: Rule, path: Path, document: Document) -> Declared:
    return Declared(rule.code, document.name, path_text(path, document.data), document.locate(path))


def _diagnosed(rule: Rule, misfit: Misfit) -> _Judged:
    hit = misfit.hit
    return _Judged(rule, hit, hit.severity or rule.severity, rule.variant_of(hit), None)


def _judge(rule: Rule, hit: Hit, facts: Facts, accepted: Accepted | None) -> _Judged:
    """Decide how bad a hit is: an unknown that somebody closes in time and an emergency each lower it one step."""
    severity = min(hit.severity or rule.severity, rule.limit)
    try:
        if hit.state is State.UNKNOWN and not rule.file.judges_unknowns and facts.unknowns.is_owned(hit.path):
            severity = severity.lower
        if rule.file.emergency and facts.emergency:
            severity = severity.lower
    except CannotJudge:
        pass  # What does not fit cannot excuse a finding.
    return _Judged(rule, hit, severity, rule.variant_of(hit), accepted)


def _findings(document: Document, judged: Iterable[_Judged]) -> tuple[tuple[Finding, ...], tuple[Failure, ...]]:
    """One finding for each rule and cause, in the order of the text; a rule that cannot fill its message has failed."""
    groups: dict[tuple[object, ...], list[_Judged]] = {}
    for each in judged:
        cause = each.hit.cause or (each.hit.path, each.hit.part)
        groups.setdefault((each.rule.code, each.variant, each.accepted, cause), []).append(each)
    findings: list[Finding] = []
    failures: list[Failure] = []
    for group in groups.values():
        try:
            findings.append(_finding(document, group))
        except RuleFailure as failure:
            failures.append(Failure(failure.code, document.name, failure.reason))
    return tuple(_numbered(findings)), tuple(failures)


def _finding(document: Document, group: Sequence[_Judged]) -> Finding:
    first = group[0]
    rule, hit = first.rule, first.hit
    fields = hit.fields if len(group) == 1 else _joined([each.hit.fields for each in group])
    related: dict[tuple[object, ...], Related] = {}
    for each in group[1:]:
        _relate(related, document, each.hit.path, each.hit.part, rule.label("here", each.hit.fields))
    for each in group:
        for place in each.hit.places:
            _relate(related, document, place.path, place.part, rule.label(place.label, each.hit.fields))
    label = rule.label("here", hit.fields)
    related.pop((hit.path, label), None)  # Hits at one place say the same of it.
    text = path_text(hit.path, document.data)
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=max(each.severity for each in group),
        variant=first.variant,
        message=rule.message(first.variant, fields),
        label=label,
        help=rule.file.help,
        why=rule.file.why.strip(),
        file=document.name,
        path=hit.path,
        path_text=text,
        span=document.locate(hit.path, hit.part),
        related=tuple(related.values()),
        state=hit.state,
        fingerprint=_fingerprint(rule.code, document.name, text, first.variant, *map(shown, hit.cause)),
        accepted=first.accepted,
    )


def _relate(related: dict[tuple[object, ...], Related], document: Document, path: Path, part: object, label: str) -> None:
    span = document.locate(path, "key" if part == "key" else "value")
    related.setdefault((path, label), Related(path, path_text(path, document.data), span, label))


def _joined(fields: Sequence[Mapping[str, FieldValue]]) -> dict[str, FieldValue]:
    """The fields of several hits as one: values that differ are listed."""
    joined: dict[str, FieldValue] = {}
    for name in fields[0]:
        values: list[str | int | float] = []
        for each in fields:
            value = each.get(name, ())
            values.extend(value if isinstance(value, tuple) else (value,))
        unique = tuple(dict.fromkeys(values))
        joined[name] = unique[0] if len(unique) == 1 else unique
    return joined


def _fingerprint(*parts: str) -> str:
    """What a finding is recognised by when lines move or words change: rule, file, path by ids, kind of message, cause."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _numbered(findings: Sequence[Finding]) -> list[Finding]:
    """Tell findings with one fingerprint apart by their order in the plan."""
    seen: dict[str, int] = {}
    numbered: list[Finding] = []
    for finding in sorted(findings, key=lambda each: each.order):
        count = seen[finding.fingerprint] = seen.get(finding.fingerprint, 0) + 1
        numbered.append(finding if count == 1 else replace(finding, fingerprint=f"{finding.fingerprint}:{count}"))
    return numbered


def _unreadable_finding(rule: Rule, error: Unreadable, document: Document) -> Finding:
    end = min(error.offset + 1, len(error.text))
    span = document.span(error.offset, end)
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        variant=error.variant,
        message=rule.message(error.variant, error.fields),
        label=rule.label("here", error.fields),
        help=rule.file.help,
        why=rule.file.why.strip(),
        file=document.name,
        path=(),
        path_text="",
        span=span,
        related=(),
        state=State.STATED,
        fingerprint=_fingerprint(rule.code, document.name, "", error.variant),
    )
