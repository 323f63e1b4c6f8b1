"""From judged hits to findings: causes grouped, words filled in, places found in the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from planlint.errors import RuleFailure
from planlint.finding import Accepted, FieldValue, Finding, Fix, Hit, Phrase, Profile, Related, Severity, Value
from planlint.lint.fingerprint import fingerprint, lasting, place_of
from planlint.lint.remedies import fixes_of
from planlint.lint.report import Failure
from planlint.plan.states import State
from planlint.rule import Rule, shown
from planlint.source.document import Document, Path
from planlint.source.paths import path_text

if TYPE_CHECKING:
    from planlint.source.repair import Fault


class Judged(NamedTuple):
    """A hit with everything decided but its words."""

    rule: Rule
    hit: Hit
    severity: Severity
    variant: str
    accepted: Accepted | None


def findings_of(document: Document, judged: Iterable[Judged]) -> tuple[tuple[Finding, ...], tuple[Failure, ...]]:
    """One finding for each rule and cause, in the order of the text; a rule that cannot fill its message has failed."""
    groups: dict[tuple[object, ...], list[Judged]] = {}
    for each in judged:
        cause = each.hit.cause or (each.hit.path, each.hit.part, each.hit.span)
        groups.setdefault((each.rule.code, each.variant, each.accepted, cause), []).append(each)
    findings: list[Finding] = []
    failures: list[Failure] = []
    for group in groups.values():
        try:
            findings.append(_finding(document, group))
        except RuleFailure as failure:
            failures.append(Failure(failure.code, document.name, failure.reason))
    return tuple(numbered(findings)), tuple(failures)


def _finding(document: Document, group: Sequence[Judged]) -> Finding:
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
        family=rule.family,
        profile=_profile(rule, hit),
        severity=max(each.severity for each in group),
        variant=first.variant,
        message=rule.message(first.variant, fields),
        label=label,
        help=rule.help,
        why=rule.file.why.strip(),
        file=document.name,
        path=hit.path,
        path_text=text,
        span=hit.span or document.locate(hit.path, hit.part),
        related=tuple(related.values()),
        state=hit.state,
        fingerprint=fingerprint(rule.code, document.identity or document.name, first.variant, _lasting_place(document, hit)),
        phase=_phase(document, [each.hit for each in group]),
        places=tuple(sorted({place_of(each.hit.path, document.data) for each in group})),
        waivable=rule.is_waivable,
        filled=tuple(dict.fromkeys(word for each in group for value in each.hit.fields.values() for word in _words(value))),
        accepted=first.accepted,
        fixes=fixes_of(document, hit) if hit.remedies else (),
    )


def _profile(rule: Rule, hit: Hit) -> Profile:
    """The first profile that asks for a finding: a draft may leave open what it may not decide against people, but nothing required."""
    left_open = hit.state in (State.NOT_STATED, State.UNKNOWN) and rule.file.by is None
    return "review" if rule.file.profile == "draft" and left_open else rule.file.profile


def _words(value: FieldValue) -> tuple[str, ...]:
    return tuple(each for each in (value if isinstance(value, tuple) else (value,)) if isinstance(each, str))


def _phase(document: Document, hits: Sequence[Hit]) -> str:
    """The id of the first phase that hits stand in, name, or mark; empty where there is none."""
    phases = document.data.get("phases")
    ids = [item.get("id") if isinstance(item, dict) else None for item in phases] if isinstance(phases, list) else []
    said = (name for hit in hits for name in _phases_said(hit, ids))
    return next((name for name in said if name in ids), "")


def _phases_said(hit: Hit, ids: Sequence[object]) -> Iterator[str]:
    yield from _phases_along([hit.path], ids)
    for field in ("phase", "phases"):
        value = hit.fields.get(field, ())
        yield from map(str, value if isinstance(value, tuple) else (value,))
    yield from _phases_along([place.path for place in hit.places], ids)


def _phases_along(paths: Iterable[Path], ids: Sequence[object]) -> Iterator[str]:
    for path in paths:
        match path:
            case ("phases", int(index), *_) if index < len(ids):
                yield str(ids[index])


def _relate(related: dict[tuple[object, ...], Related], document: Document, path: Path, part: object, label: str) -> None:
    span = document.locate(path, "key" if part == "key" else "value")
    related.setdefault((path, label), Related(path, path_text(path, document.data), span, label))


def _joined(fields: Sequence[Mapping[str, FieldValue]]) -> dict[str, FieldValue]:
    """The fields of several hits as one: values that differ are listed."""
    joined: dict[str, FieldValue] = {}
    for name in fields[0]:
        values: list[Value | Phrase] = []
        for each in fields:
            value = each.get(name, ())
            values.extend(value if isinstance(value, tuple) else (value,))
        unique = tuple(dict.fromkeys(values))
        joined[name] = unique[0] if len(unique) == 1 else unique
    return joined


def _lasting_place(document: Document, hit: Hit) -> tuple[str, ...]:
    """What a finding is about. One with a cause is about that, whichever of its hits is mended first."""
    return ("cause", *map(shown, hit.cause)) if hit.cause else ("path", lasting(hit.path, document.data))


def numbered(findings: Sequence[Finding]) -> list[Finding]:
    """Tell findings with one fingerprint apart by their number, so that mending any one of them makes none of the others new.

    What somebody accepted is counted first: one more that is like it gets a number that nobody has seen before.
    """
    seen: dict[str, int] = {}
    told: list[Finding] = []
    for finding in sorted(findings, key=lambda each: (each.accepted is None, each.order)):
        count = seen[finding.fingerprint] = seen.get(finding.fingerprint, 0) + 1
        told.append(finding if count == 1 else replace(finding, fingerprint=f"{finding.fingerprint}:{count}"))
    return sorted(told, key=lambda each: each.order)


def syntax_finding(rule: Rule, fault: Fault, document: Document) -> Finding:
    """A fault of syntax as a finding of PL001; what would mend it is a choice, as nobody can read what was meant."""
    return Finding(
        code=rule.code,
        name=rule.name,
        family=rule.family,
        profile=rule.file.profile,
        severity=rule.severity,
        variant=fault.variant,
        message=rule.message(fault.variant, fault.fields),
        label=rule.label("here", fault.fields),
        help=rule.help,
        why=rule.file.why.strip(),
        file=document.name,
        path=(),
        path_text="",
        span=fault.span,
        related=(),
        state=State.STATED,
        fingerprint=fingerprint(rule.code, document.identity or document.name, fault.variant, ()),
        waivable=rule.is_waivable,
        fixes=(Fix("choose", fault.edits),) if fault.edits else (),
    )
