"""A report on one file as packed text that holds nothing of the plan but ids, codes, dates and numbers.

It goes into the cache and from one process to another, and it is what a run holds of the findings until they are written.
What depends on the rules alone, such as the way out, is kept once for a run and not with each plan.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from sys import intern
from typing import Any, NamedTuple, overload

from planlint.finding import Acceptance, Accepted, Finding, Fix, Profile, Related, Severity
from planlint.lint.report import Declared, Failure, FileReport, Question, RestsOn, RulesOf, Standing, Unevaluated
from planlint.plan.state import State
from planlint.source.document import Edit, Position, Span

_STATES = {state.name: state for state in State}
_SEVERITIES = {int(severity): severity for severity in Severity}
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_QUICK = 1
"""The level of compression. Measured: level 6 takes three times as long, and saves a sixth."""


class Words(NamedTuple):
    """What a rule says of every finding."""

    name: str
    family: str
    waivable: bool
    help: str
    why: str


class Ruled(NamedTuple):
    """What is the same for all plans of a run: the codes of the rules that were asked, the words of every rule, the packs."""

    codes: tuple[str, ...]
    words: dict[str, Words]
    packs: tuple[RulesOf, ...]

    def encoded(self) -> bytes:
        return _ENCODE([self.codes, self.words, self.packs]).encode("utf-8", "surrogatepass")

    @classmethod
    def decoded(cls, raw: bytes) -> Ruled:
        """Raises ValueError, TypeError or another such error for what `encoded` did not give."""
        codes, words, packs = json.loads(raw)
        return cls(tuple(codes), {code: Words(*each) for code, each in words.items()}, tuple(RulesOf(*each) for each in packs))


class PackedFindings(Sequence[Finding]):
    """The findings of a verdict. Each is made when it is asked for: as values, those of a thousand bad plans take 300 MB."""

    def __init__(self, verdict: bytes, ruled: Ruled, name: str) -> None:
        self.verdict = verdict
        self.ruled = ruled
        self.name = name
        self._number = len(_read(verdict)["findings"])

    def __len__(self) -> int:
        return self._number

    @overload
    def __getitem__(self, at: int) -> Finding: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Finding, ...]: ...
    def __getitem__(self, at: int | slice) -> Finding | tuple[Finding, ...]:
        found = _read(self.verdict)["findings"][at]
        if isinstance(at, slice):
            return tuple(_found(each, self.ruled, self.name) for each in found)
        return _found(found, self.ruled, self.name)

    def __iter__(self) -> Iterator[Finding]:
        return (_found(each, self.ruled, self.name) for each in _read(self.verdict)["findings"])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


def encode(report: FileReport) -> bytes:
    """A report without the text of the plan, and without what its `Ruled` says."""
    text = _ENCODE(
        {
            "findings": [_finding(each) for each in report.findings],
            "unevaluated": [(each.code, each.reason, each.open) for each in report.not_evaluated],
            "declared": [(each.code, each.path_text, each.span) for each in report.declared],
            "failures": [(each.code, each.reason) for each in report.failures],
            "not_applicable": report.not_applicable,
            "judged": bool(report.rules),
            "phases": report.phases,
            "deferred": report.deferred,
            "standing": report.standing,
            "acceptances": None if report.acceptances is None else [_acceptance(each) for each in report.acceptances],
            "dated": report.dated,
            "ids": report.ids,
            "questions": report.questions,
            "rests_on": report.rests_on,
        }
    )
    return zlib.compress(text.encode("utf-8", "surrogatepass"), _QUICK)


@lru_cache(maxsize=1)
def _read(verdict: bytes) -> dict[str, Any]:
    """The findings of a file are asked for one after the other: its verdict is unpacked once for all of them."""
    read: dict[str, Any] = json.loads(zlib.decompress(verdict))
    return read


def decode(verdict: bytes, ruled: Ruled, name: str, plan: str = "") -> FileReport:
    """The report on a file of this name. Raises ValueError, KeyError, TypeError or another such error for what is not a verdict."""
    read = _read(verdict)
    return FileReport(
        file=name,
        text=plan,
        findings=PackedFindings(verdict, ruled, name) if read["findings"] else (),
        not_evaluated=tuple(Unevaluated(intern(code), name, intern(reason), is_open) for code, reason, is_open in read["unevaluated"]),
        declared=tuple(Declared(code, name, path_text, _span(span)) for code, path_text, span in read["declared"]),
        failures=tuple(Failure(code, name, reason) for code, reason in read["failures"]),
        rules=ruled.codes if read["judged"] else (),
        not_applicable=tuple(read["not_applicable"]),
        phases=tuple(read["phases"]),
        deferred=tuple(read["deferred"]),
        standing=None if read["standing"] is None else _standing(*read["standing"]),
        acceptances=None if read["acceptances"] is None else tuple(_accepting(each, name) for each in read["acceptances"]),
        dated=read["dated"],
        ids=tuple((name, intern(kind)) for name, kind in read["ids"]),
        questions=tuple(Question(path_text, _span(span), owner, due) for path_text, span, owner, due in read["questions"]),
        rests_on=tuple(_resting_on(*each) for each in read["rests_on"]),
        packs=ruled.packs,
    )


def packed_like(old: FileReport, new: FileReport) -> FileReport:
    """A report that was made of an older one, with its findings packed where those of the older one are."""
    if not isinstance(old.findings, PackedFindings):
        return new
    return decode(encode(new), old.findings.ruled, new.file, new.text)


def _standing(met: Profile | None, following: Profile | None, needs: list[str], missing: int) -> Standing:
    return Standing(met, following, tuple(needs), missing)


def _resting_on(act: str, path_text: str, by: Iterable[str], on: str, *marks: bool) -> RestsOn:
    return RestsOn(intern(act), path_text, tuple(by), on, *marks)


def _finding(finding: Finding) -> list[object]:
    accepted = finding.accepted
    return [
        finding.code,
        int(finding.severity),
        finding.variant,
        finding.message,
        finding.label,
        finding.path,
        finding.path_text,
        finding.span,
        [(each.path, each.path_text, each.span, each.label) for each in finding.related],
        finding.state.name,
        finding.fingerprint,
        finding.phase,
        finding.profile,
        finding.filled,
        finding.places,
        None if accepted is None else _acceptor(accepted),
        finding.baseline,
        finding.fixes,
        finding.blinds,
    ]


def _acceptor(accepted: Accepted) -> list[str]:
    return [accepted.reason, accepted.approved_by, accepted.expires, accepted.by, accepted.path_text, accepted.approver]


def _acceptance(each: Acceptance) -> list[object]:
    severity = None if each.severity is None else int(each.severity)
    return [each.span, each.path_text, each.code, each.title, severity, _acceptor(each.accepted), each.standing, each.why]


def _accepting(read: Iterable[Any], name: str) -> Acceptance:
    span, path_text, code, title, severity, accepted, standing, why = read
    return Acceptance(
        file=name,
        span=_span(span),
        path_text=path_text,
        code=code,
        title=title,
        severity=None if severity is None else Severity(severity),
        accepted=Accepted(*accepted),
        standing=standing,
        why=why,
    )


def _found(read: Iterable[Any], ruled: Ruled, name: str) -> Finding:
    code, severity, variant, message, label, path, path_text, span, related, state, fingerprint, phase, profile, *more = read
    filled, places, accepted, baseline, fixes, blinds = more
    words = ruled.words[code]
    return Finding(
        code=intern(code),
        name=words.name,
        family=words.family,
        profile=profile,
        severity=_SEVERITIES[severity],
        variant=variant,
        message=message,
        label=label,
        help=words.help,
        why=words.why,
        file=name,
        path=tuple(path),
        path_text=path_text,
        span=_span(span),
        related=tuple([Related(tuple(other), other_text, _span(place), said) for other, other_text, place, said in related]),
        state=_STATES[state],
        fingerprint=fingerprint,
        phase=phase,
        filled=tuple(filled),
        places=tuple(places),
        waivable=words.waivable,
        accepted=None if accepted is None else Accepted(*accepted),
        baseline=baseline,
        fixes=tuple([Fix(kind, tuple([Edit(_span(span), text) for span, text in edits])) for kind, edits in fixes]),
        blinds=tuple(blinds),
    )


def _span(read: Any) -> Span:
    start, end = read
    return Span(Position(*start), Position(*end))
