"""Claims held against rules, hits and the day.

A claim accepts its rule's hits at or under its place, before hits are grouped into findings. One that lacks what it needs, has
expired, or names a rule that cannot be waived accepts nothing and is reported (PL007); so is one that nothing uses. A comment may
leave out approver and expiry as long as it accepts no error.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from planlint.errors import CannotJudge
from planlint.facts import Facts
from planlint.finding import Acceptance, AcceptanceStanding, Accepted, Approver, Hit, Remedy, Severity
from planlint.lint.accept import approvers
from planlint.lint.accept.claim import Claim
from planlint.rule import Rule
from planlint.schema.misfit import nearest
from planlint.source.document import Document, Path
from planlint.source.paths import path_text

_UNFIT = "unfit"
"""Refused, and the diagnostics of the schema say why."""


@dataclass(slots=True)
class _Held:
    """A claim, the rule that it names, why it is refused, and what came of it: the worst hit it accepts, what it lacks for an error."""

    claim: Claim
    rule: Rule | None
    refusal: str
    accepted: Accepted
    worst: Severity | None = None
    lacks: str = ""

    @property
    def code(self) -> str:
        return self.rule.code if self.rule else ""


class Claims:
    """The claims of one plan. Ask what they accept for every hit, then what is wrong with them."""

    def __init__(self, claims: Iterable[Claim], facts: Facts, rules: Mapping[str, Rule], selected: frozenset[str], today: dt.date) -> None:
        self.rules = rules
        self.selected = selected
        self.today = today
        self._valid: dict[str, list[_Held]] = {}
        self._taken: set[tuple[str, Path]] = set()
        self._held = [self._hold(claim, facts) for claim in claims]

    def __bool__(self) -> bool:
        return bool(self._held)

    @cached_property
    def _named(self) -> dict[str, Rule]:
        """Every rule by its name and by its code; most plans accept nothing and never ask."""
        return {rule.name: rule for rule in self.rules.values()} | dict(self.rules)

    def _hold(self, claim: Claim, facts: Facts) -> _Held:
        rule = self._named.get(claim.rule) or self._named.get(claim.rule.upper()) or self._named.get(claim.rule.lower())
        place = claim.at if claim.by == "waiver" else claim.covers or ()
        said = (claim.reason, claim.approved_by, _iso(claim.expires), claim.by, path_text(place, facts.data))
        accepted = Accepted(*said, _approver(claim, facts))
        held = _Held(claim, rule, self._refusal(claim, rule, facts), accepted)
        if rule is not None and not held.refusal:
            self._valid.setdefault(rule.code, []).append(held)
        return held

    def accepting(self, rule: Rule, hit: Hit, severity: Severity) -> Accepted | None:
        """Who accepted a hit of this severity, if anybody did."""
        for held in self._valid.get(rule.code, ()):
            covers = held.claim.covers or ()
            if hit.path[: len(covers)] != covers:
                continue
            if severity is Severity.ERROR and (lacks := _lacking(held.claim)):
                held.lacks = lacks
                continue
            held.worst = max(severity, held.worst or severity)
            return held.accepted
        return None

    def hits(self, unjudged: Collection[str]) -> Iterator[Hit]:
        """What is wrong with the claims themselves; ask after every rule has run, and say which could not be judged."""
        for held in self._held:
            variant = self._wrong(held, unjudged)
            if variant and variant != _UNFIT:
                unused = variant == "unused"
                yield Hit(
                    path=held.claim.at,
                    variant=variant,
                    fields=self._fields(held),
                    severity=Severity.WARNING if unused else None,
                    span=held.claim.span,
                    remedies=(Remedy("safe", "out"),) if unused and self._speaks_of_one_rule(held) else (),
                )

    def _speaks_of_one_rule(self, held: _Held) -> bool:
        """Whether what states a claim states no other, which would go with it."""
        span = held.claim.span
        return span is None or sum(each.claim.span == span for each in self._held) == 1

    def listed(self, unjudged: Collection[str], document: Document) -> Iterator[Acceptance]:
        """What came of each claim; ask after every rule has run, as above."""
        for held in self._held:
            claim, rule = held.claim, held.rule
            wrong = self._wrong(held, unjudged)
            yield Acceptance(
                file=document.name,
                span=claim.span or document.locate(claim.at),
                path_text=path_text(claim.covers or (), document.data),
                code=held.code,
                title=rule.file.title if rule else "",
                severity=held.worst or (rule.severity if rule else None),
                accepted=held.accepted,
                standing=self._standing(held, wrong),
                why=self._why(held, wrong),
            )

    def _wrong(self, held: _Held, unjudged: Collection[str]) -> str:
        """The message of PL007 for a claim that is refused, lacks something, or is not used; empty for any other."""
        if held.refusal or held.lacks:
            return held.refusal or held.lacks
        # A rule that this run leaves out or cannot judge may well need the claim in another run.
        return "" if held.worst or held.code not in self.selected or held.code in unjudged else "unused"

    @staticmethod
    def _standing(held: _Held, wrong: str) -> AcceptanceStanding:
        if wrong in ("expired", "unused"):
            return "expired" if wrong == "expired" else "unused"
        if wrong:
            return "refused"
        return "valid" if held.worst else "not_judged"

    def _why(self, held: _Held, wrong: str) -> str:
        if wrong == _UNFIT:
            return "it does not fit the schema"
        return self.rules["PL007"].message(wrong, self._fields(held)) if wrong else ""

    def _fields(self, held: _Held) -> dict[str, str]:
        near = "" if held.rule else nearest(held.claim.rule, self._named) or ""
        return {
            "kind": held.claim.by,
            "rule": held.code,
            "today": self.today.isoformat(),
            "expires": held.accepted.expires,
            "near": near,
        }

    def _refusal(self, claim: Claim, rule: Rule | None, facts: Facts) -> str:
        """The message for a claim that accepts nothing, or nothing."""
        if claim.is_unfit or claim.flaw:
            return claim.flaw or _UNFIT
        if rule is None:
            return self._unknown(claim.rule)
        if not rule.is_waivable:
            return "not_waivable"
        if lacking := ("" if claim.reason else "no_reason") or (_lacking(claim) if claim.by == "waiver" else ""):
            return lacking
        try:
            if claim.approved_by and (refused := approvers.refusal(claim.approved_by, facts)):
                return refused
        except CannotJudge:
            return _UNFIT
        if claim.expires and claim.expires < self.today:
            return "expired"
        if claim.covers is None:
            return "no_such_path" if claim.by == "waiver" else "no_entry"
        return self._repeated(claim, rule.code, claim.covers)

    def _unknown(self, word: str) -> str:
        family = any(rule.family == word or rule.code[:-1].startswith(word.upper()) for rule in self.rules.values())
        if family or word.lower() in ("all", "any", "*"):
            return "blanket"
        return "no_such_rule_near" if nearest(word, self._named) else "no_such_rule"

    def _repeated(self, claim: Claim, code: str, covers: Path) -> str:
        if claim.by == "waiver":
            return ""
        repeated = (code, covers) in self._taken
        self._taken.add((code, covers))
        return "repeated" if repeated else ""


def _lacking(claim: Claim) -> str:
    """The message for what an error cannot be accepted without, or nothing."""
    if not claim.approved_by:
        return "no_approver"
    return "" if claim.expires else "no_expiry"


def _approver(claim: Claim, facts: Facts) -> Approver:
    try:
        return approvers.approver(claim.approved_by, facts)
    except CannotJudge:  # then the claim accepts nothing
        return "other"


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
