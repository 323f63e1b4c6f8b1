"""Holding a plan against rules: document in, report of one file out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from planlint.checks.find import find_check
from planlint.errors import CannotJudge, RuleFailure, Unreadable
from planlint.facts import Facts
from planlint.facts.thresholds import Thresholds
from planlint.finding import AskedProfile, Finding, Hit, NotEvaluated
from planlint.lint.accept import Claims, claims_of
from planlint.lint.findings import Judged, findings_of, numbered, syntax_finding
from planlint.lint.open_points import questions, rests_on
from planlint.lint.profiles import asks_for, profile_of, standing
from planlint.lint.report import Declared, Failure, FileReport, Standing, Unevaluated
from planlint.plan.model import Plan
from planlint.plan.states import Section, State, state
from planlint.rule import Rule
from planlint.schema.conform import Wording, conform
from planlint.schema.misfit import Misfit
from planlint.schema.overlay import NOTHING, Overlay
from planlint.schema.placeholders import policy_of
from planlint.schema.shape import fields
from planlint.source.document import Document, Path
from planlint.source.paths import path_text
from planlint.source.reader import read, read_text

if TYPE_CHECKING:
    from planlint.source.repair import Repaired


class Policy(NamedTuple):
    """What a run asks for: the rules, the numbers they compare with, the day on which waivers expire, the fields that are open.

    ``profile`` is how far the plans should be, as their own ``status`` says where it is "status"; None: everything is asked.
    ``whole``: no rule is left out without a reason, so that plans can be said to meet a profile.
    """

    rules: Mapping[str, Rule]
    selected: frozenset[str]
    thresholds: Thresholds
    today: dt.date
    overlay: Overlay = NOTHING
    profile: AskedProfile | None = None
    whole: bool = True


class _RuleRun(NamedTuple):
    hits: list[Hit]
    not_evaluated: list[NotEvaluated]
    failure: str | None


def lint_bytes(raw: bytes, name: str, policy: Policy, identity: str = "") -> FileReport:
    """Read a plan and lint it; a plan that is not readable is a finding like any other.

    ``identity`` is how the file is known wherever planlint is started; left out, it is its name.
    """
    try:
        return lint(replace(read(raw, name), identity=identity), policy)
    except Unreadable as error:
        from planlint.source.repair import repair  # seldom needed, and slow to import

        return _unreadable(repair(error, lambda text: read_text(text, name)), Document(name, error.text, {}, identity=identity), policy)


def _unreadable(repaired: Repaired, document: Document, policy: Policy) -> FileReport:
    """The faults of a text that is not YAML, and what does not fit in the rest; rules are not asked about what planlint mended itself."""
    rule = policy.rules["PL001"]
    findings = numbered(
        [*(syntax_finding(rule, fault, document) for fault in repaired.faults), *_beside_faults(repaired, document, policy)]
    )
    every = tuple(Unevaluated(code, document.name, "the file is not readable") for code in counted(policy))
    unmet = Standing(None, "draft", tuple(dict.fromkeys(each.code for each in findings))) if policy.whole else None
    return FileReport(
        file=document.name,
        text=document.text,
        findings=tuple(findings),
        not_evaluated=every,
        rules=counted(policy),
        standing=unmet,
        acceptances=None,
    )


def _beside_faults(repaired: Repaired, original: Document, policy: Policy) -> Iterator[Finding]:
    """What does not fit in a mended text, at its place in the original. Where lines were taken out, nothing is said to be missing."""
    if repaired.document is None:
        return
    document = replace(repaired.document, identity=original.identity)
    misfits = conform(document, policy.overlay, wording_of(policy.rules)).misfits
    told = [each for each in misfits if not (repaired.blanked and _may_be_blanked(each))]
    mended = {edit.span.start.line for fault in repaired.faults for edit in fault.edits}
    quoted = {fault.span.start.line for fault in repaired.faults if fault.variant == "reserved"}
    for finding in findings_of(document, (_diagnosed(policy.rules[each.code], each) for each in told))[0]:
        if finding.span.start.line in quoted and finding.code != "PL005":
            continue  # Nobody knows whether the text that planlint put in quotes was meant as one.
        related = tuple(replace(each, span=repaired.place(each.span)) for each in finding.related)
        fixes = () if finding.span.start.line in mended else finding.fixes
        yield replace(finding, span=repaired.place(finding.span), related=related, fixes=fixes)


def _may_be_blanked(misfit: Misfit) -> bool:
    """Whether what is said to be missing, or is referred to, may stand in a line that could not be read."""
    return misfit.code == "PL003" or misfit.hit.state is State.NOT_STATED or misfit.hit.variant in ("list", "mapping")


def lint(document: Document, policy: Policy) -> FileReport:
    """Hold one document against the schema and the selected rules."""
    conformed = conform(document, policy.overlay, wording_of(policy.rules))
    judged = [_diagnosed(policy.rules[misfit.code], misfit) for misfit in conformed.misfits]
    if conformed.plan is None:
        findings, failures = findings_of(document, judged)
        every = tuple(Unevaluated(code, document.name, "the plan does not fit its schema") for code in counted(policy))
        return FileReport(
            file=document.name,
            text=document.text,
            findings=findings,
            not_evaluated=every,
            failures=failures,
            rules=counted(policy),
            standing=standing(findings, every, (each.code for each in failures), policy.rules) if policy.whole else None,
            ids=conformed.ids,
            acceptances=None,
        )
    report = _run_rules(document, conformed.plan, judged, policy)
    # Who says nothing names nobody.
    return replace(report, ids=conformed.ids) if report.findings or report.not_evaluated or report.failures else report


def wording_of(rules: Mapping[str, Rule]) -> Wording:
    """How a plan's texts and numbers are read, by the policies of the rules that speak of them."""
    three_decimals = rules["PL012"].values["three_decimals"]
    return Wording(policy_of(rules["PL011"].values), frozenset(three_decimals if isinstance(three_decimals, list) else ()))


def counted(policy: Policy) -> tuple[str, ...]:
    """The codes of the rules that a run asks about, diagnostics left out."""
    return tuple(code for code, rule in policy.rules.items() if code in policy.selected and not rule.is_diagnostic)


def _run_rules(document: Document, plan: Plan, judged: list[Judged], policy: Policy) -> FileReport:
    facts = Facts(plan, document.data, policy.thresholds)
    not_evaluated: list[Unevaluated] = []
    blinded: dict[Path, list[str]] = {}
    not_applicable: list[str] = []
    declared: list[Declared] = []
    failures: list[Failure] = []
    claims = claims_of(document, facts, policy.rules, policy.selected, policy.today)
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
        for each in run.not_evaluated:
            not_evaluated.append(Unevaluated(code, document.name, each.reason, open=bool(each.path)))
            blinded.setdefault(each.path, []).append(code)
        judged.extend(_judge(rule, hit, facts, claims) for hit in run.hits)
    unjudged = {each.code for each in not_evaluated} | {each.code for each in failures}
    judged.extend(_diagnosed(policy.rules["PL007"], Misfit("PL007", hit)) for hit in claims.hits(unjudged))
    findings, speechless = findings_of(document, judged)
    findings = _with_blinds(findings, blinded)
    failures.extend(speechless)
    asked = profile_of(plan) if policy.profile == "status" else policy.profile or "approval"
    return FileReport(
        file=document.name,
        text=document.text,
        findings=tuple(finding for finding in findings if asks_for(asked, finding.profile)),
        not_evaluated=tuple(not_evaluated),
        declared=tuple(declared),
        failures=tuple(failures),
        rules=counted(policy),
        not_applicable=tuple(code for code in not_applicable if not policy.rules[code].is_diagnostic),
        phases=_phases_in_time(facts),
        acceptances=tuple(claims.listed(unjudged, document)),
        dated=bool(claims),
        deferred=tuple(finding.code for finding in findings if not asks_for(asked, finding.profile)),
        standing=standing(findings, not_evaluated, {each.code for each in failures}, policy.rules) if policy.whole else None,
        questions=questions(document, facts),
        rests_on=rests_on(document, facts),
    )


def _with_blinds(findings: Sequence[Finding], blinded: Mapping[Path, Sequence[str]]) -> tuple[Finding, ...]:
    """The findings of values that do not fit, each with the rules that cannot be judged because of it."""
    if not blinded:
        return tuple(findings)
    return tuple(replace(each, blinds=_blinds(each, blinded)) if each.code in _UNFIT else each for each in findings)


_UNFIT = frozenset({"PL002", "PL003", "PL006", "PL012"})


def _blinds(finding: Finding, blinded: Mapping[Path, Sequence[str]]) -> tuple[str, ...]:
    """Rules that asked for the place of a finding, or for a list that was taken out because of it."""
    if finding.state is not State.STATED:
        return ()
    depths = range(len(finding.path), 0, -1)
    return tuple(dict.fromkeys(code for depth in depths for code in blinded.get(finding.path[:depth], ())))


def _phases_in_time(facts: Facts) -> tuple[str, ...]:
    """The ids of the phases by their start; those without a known start in the order of the plan, last."""
    try:
        starts = {phase.id: facts.calendar.start_of(phase) for phase in facts.plan.phases}
    except CannotJudge:
        return ()
    return tuple(sorted(starts, key=lambda name: (starts[name] is None, starts[name] or dt.datetime.max.replace(tzinfo=dt.UTC))))


def _run(rule: Rule, facts: Facts) -> _RuleRun | None:
    """Run a check; None where the rule does not apply. What a check raises is its rule's failure and never a pass."""
    hits: list[Hit] = []
    reasons: list[NotEvaluated] = []
    try:
        if rule.applies is not None and not rule.applies(facts):
            return None
        # An expression reads its rule's values itself.
        outcomes = rule.check(facts) if rule.check else find_check(rule.file.check or "")(facts, **rule.values)
        for outcome in outcomes:
            if isinstance(outcome, NotEvaluated):
                reasons.append(NotEvaluated(rule.reason(outcome), outcome.path))
            else:
                hits.append(rule.decided(outcome))
    except CannotJudge as error:
        reasons.append(NotEvaluated(f"{path_text(error.path, facts.data)} {error.reason}".lstrip(), error.path))
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


def _diagnosed(rule: Rule, misfit: Misfit) -> Judged:
    hit = misfit.hit
    return Judged(rule, hit, rule.severity_of_hit(hit), rule.variant_of(hit), None)


def _judge(rule: Rule, hit: Hit, facts: Facts, claims: Claims) -> Judged:
    """Decide how bad a hit is: an unknown that somebody closes in time and an emergency each lower it one step."""
    severity = min(rule.severity_of_hit(hit), rule.limit)
    try:
        if hit.state is State.UNKNOWN and not rule.file.judges_unknowns and facts.unknowns.is_owned(hit.path):
            severity = severity.lower
        if rule.file.emergency and facts.emergency:
            severity = severity.lower
    except CannotJudge:
        pass  # What does not fit cannot excuse a finding.
    return Judged(rule, hit, severity, rule.variant_of(hit), claims.accepting(rule, hit, severity))
