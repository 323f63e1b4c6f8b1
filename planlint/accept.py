"""Accepting findings with accountability: the waivers in a plan.

A waiver accepts a rule's hits at or under its path, before hits are grouped into findings. One that lacks its reason, approver or
expiry, has expired, or names a rule that cannot be waived accepts nothing and is reported (PL007); so is one that nothing uses.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from planlint.facts import Facts
from planlint.finding import Accepted, Hit, Severity
from planlint.plan.conduct import Waiver
from planlint.plan.states import State
from planlint.rule import Rule
from planlint.source.document import Path
from planlint.source.paths import find_path


class _Valid(NamedTuple):
    position: int
    code: str
    path: Path
    accepted: Accepted


class Waivers:
    """The waivers of one plan, and which of them were used."""

    def __init__(self, facts: Facts, rules: Mapping[str, Rule], selected: frozenset[str], today: dt.date) -> None:
        self.selected = selected
        self.valid: list[_Valid] = []
        self.refused: list[Hit] = []
        self.used: set[int] = set()
        names = {rule.name: rule for rule in rules.values()}
        for index, waiver in enumerate(facts.plan.waivers):
            if "unfit" in waiver.__dict__:
                continue  # It accepts nothing; PL002 says why.
            rule = rules.get(str(waiver.rule)) or names.get(str(waiver.rule))
            path = _path(waiver, facts)
            variant = _refusal(waiver, rule, path, facts, today)
            if variant:
                fields = {"rule": rule.code if rule else "", "today": today.isoformat(), "expires": _iso(waiver.expires)}
                self.refused.append(Hit(path=("waivers", index), variant=variant, fields=fields))
            elif rule is not None and path is not None:
                accepted = Accepted(str(waiver.reason), str(waiver.approved_by), _iso(waiver.expires))
                self.valid.append(_Valid(index, rule.code, path, accepted))

    def accepting(self, rule: Rule, hit: Hit) -> Accepted | None:
        """Who accepted a hit, if anybody did."""
        for waiver in self.valid:
            if waiver.code == rule.code and hit.path[: len(waiver.path)] == waiver.path:
                self.used.add(waiver.position)
                return waiver.accepted
        return None

    def hits(self, unjudged: Collection[str]) -> Iterator[Hit]:
        """What is wrong with the waivers themselves; ask after every rule has run, and say which could not be judged."""
        yield from self.refused
        for waiver in self.valid:
            # A waiver of a rule that this run leaves out or cannot judge may well be needed by another run.
            if waiver.position not in self.used and waiver.code in self.selected and waiver.code not in unjudged:
                path: Path = ("waivers", waiver.position)
                yield Hit(path=path, variant="unused", fields={"rule": waiver.code}, severity=Severity.WARNING)


def _path(waiver: Waiver, facts: Facts) -> Path | None:
    """Where a waiver accepts: the whole plan only where it states no path at all."""
    if isinstance(waiver.path, str):
        return find_path(waiver.path, facts.data)
    return () if waiver.path is State.NOT_STATED else None


def _refusal(waiver: Waiver, rule: Rule | None, path: Path | None, facts: Facts, today: dt.date) -> str:
    """The message for a waiver that accepts nothing, or nothing."""
    if rule is None:
        return "no_such_rule"
    if not rule.is_waivable:
        return "not_waivable"
    if not isinstance(waiver.reason, str):
        return "no_reason"
    if not isinstance(waiver.approved_by, str):
        return "no_approver"
    if not isinstance(waiver.expires, dt.date):
        return "no_expiry"
    if waiver.expires < today:
        return "expired"
    return "no_such_path" if path is None else ""


def _iso(day: object) -> str:
    return day.isoformat() if isinstance(day, dt.date) else ""
