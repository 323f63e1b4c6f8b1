"""Payees: who stands behind those who are paid, and who bears the name of a suspect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from planlint.facts import Facts
from planlint.facts.graph import identity_key
from planlint.facts.names import Name, name_key
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.people import Entity, Identifier, Organisation, Suspect
from planlint.plan.resources import BudgetLine
from planlint.plan.states import State, known, state
from planlint.source.document import Path

_PRIVATE = frozenset({"business", "private_contractor", "company", "person"})
_OWNING = frozenset({"owns", "beneficial_owner", "controls"})


def opaque_payee(facts: Facts, *, known_share: float) -> Iterator[Outcome]:
    """Of every private payee, somebody must be able to say who stands behind it."""
    lines: dict[str, list[BudgetLine]] = {}
    for line in facts.plan.finance.lines:
        payee = known(line.payee)
        if payee is None:
            yield NotEvaluated("payee_unknown", facts.directory.path(line, "payee"), {"line": line.id})
        else:
            lines.setdefault(payee, []).append(line)
    if state(facts.plan.finance.lines) is State.UNKNOWN:
        yield NotEvaluated("finance_lines_unknown", ("finance", "lines"))
    for name, paying in lines.items():
        party = facts.directory.organisations.get(name) or facts.directory.entities.get(name)
        if party is None or facts.graph.is_suspect(name):
            continue  # Staff are vetted, and money to a suspect is for FN101.
        if state(party.kind) is State.UNKNOWN:
            yield NotEvaluated("payee_kind_unknown", facts.directory.path(party, "kind"), {"name": name})
        elif party.kind in _PRIVATE and _is_large_enough(facts, paying):
            yield from _opaque(facts, party, paying, known_share)


def _is_large_enough(facts: Facts, lines: Sequence[BudgetLine]) -> bool:
    """Whether a payee's part of the budget asks for its owners; unknown amounts do."""
    limit, total = facts.thresholds.opaque_payee_share, known(facts.plan.finance.total)
    amounts = [known(line.amount) for line in lines]
    if limit == 0 or not total or None in amounts:
        return True
    return round(sum(amount or 0 for amount in amounts) - limit * total, 6) > 0


def _opaque(facts: Facts, party: Organisation | Entity, lines: Sequence[BudgetLine], enough: float) -> Iterator[Hit]:
    shares, marks = _owners(facts, party.id)
    fields: dict[str, FieldValue] = {"payee": party.id, "kind": str(party.kind), "line": tuple(line.id for line in lines)}
    at = facts.directory.path(lines[0], "payee")
    more = tuple(Place(facts.directory.path(line, "payee"), "paid") for line in lines[1:])
    if shares:
        stated = round(sum(shares.values()), 6)
        if stated < enough:
            fields |= {"share": round(stated * 100, 2), "threshold": enough * 100}
            yield Hit(path=at, variant="partly", fields=fields, places=(*more, *marks))
    elif not marks and not any(known(each.value) is not None for each in party.identifiers):
        yield _unidentified(facts, party, Hit(path=at, fields=fields, places=more))


def _owners(facts: Facts, name: str) -> tuple[Mapping[str, float], tuple[Place, ...]]:
    """The stated share of each owner, and where the ties of ownership stand; no shares where one is unstated and counts as the rest."""
    ties = [tie for tie in facts.graph.ties if tie.type in _OWNING and facts.graph.is_same(tie.target, name)]
    shares: dict[str, float] = {}
    for tie in ties:
        share = known(tie.share)
        if share is None:
            return {}, tuple(Place(each.path, "tie") for each in ties)
        owner = next((other for other in shares if facts.graph.is_same(other, tie.source)), tie.source)
        shares[owner] = max(share, shares.get(owner, 0))
    return shares, tuple(Place(tie.path, "tie") for tie in ties)


def _unidentified(facts: Facts, party: Organisation | Entity, hit: Hit) -> Hit:
    """Neither owner nor identifier. What is unknown stands for itself, so that its owner can close it."""
    identifiers = facts.directory.path(party, "identifiers")
    unknown: Path | None = None
    if state(party.identifiers) is State.UNKNOWN:
        unknown = identifiers
    elif party.identifiers:
        unknown = (*identifiers, 0, "value")
    elif state(facts.plan.parties.links) is State.UNKNOWN:
        unknown = ("parties", "links")
    if unknown is not None:
        paid = Place(hit.path, "paid")
        return Hit(path=unknown, state=State.UNKNOWN, fields=hit.fields, places=(paid, *hit.places))
    return Hit(path=hit.path, state=state(party.identifiers), fields=hit.fields, places=hit.places)


class _Named(NamedTuple):
    """A party with one of its names as it is compared, and where that name stands."""

    party: Organisation | Entity | Suspect
    key: Name
    path: Path


def possible_name_match(facts: Facts) -> Iterator[Outcome]:
    """Who is paid, or stands in the plan as an entity, may bear the name of a suspect; numbers tell people apart, names do not."""
    yield from _names_unknown(facts)
    suspects: dict[Name, list[_Named]] = {}
    for suspect in facts.plan.parties.suspects:
        for each in _names(facts, suspect):
            suspects.setdefault(each.key, []).append(each)
    told: set[tuple[str, str]] = set()
    for party in _paid_or_listed(facts):
        for one in _names(facts, party):
            for other in suspects.get(one.key, ()):
                pair = (party.id, other.party.id)
                if pair not in told and not facts.graph.is_same(*pair):
                    told.add(pair)
                    yield _same_name(facts, one, other)


def _names_unknown(facts: Facts) -> Iterator[NotEvaluated]:
    parties = facts.plan.parties
    for name, listed in (("suspects", parties.suspects), ("entities", parties.entities)):
        if state(listed) is State.UNKNOWN:
            yield NotEvaluated("parties_unknown", ("parties", name), {"name": name})
    for party in (*parties.suspects, *parties.entities):
        if state(party.names) is State.UNKNOWN:
            yield NotEvaluated("names_unknown", facts.directory.path(party, "names"), {"party": party.id})


def _paid_or_listed(facts: Facts) -> Iterator[Organisation | Entity]:
    """Organisations that receive money, and every entity."""
    paid = [known(line.payee) for line in facts.plan.finance.lines] + [flow.to for flow in facts.plan.finance.flows]
    for name in dict.fromkeys(paid):
        if name in facts.directory.organisations:
            yield facts.directory.organisations[name]
    yield from facts.plan.parties.entities


def _names(facts: Facts, party: Organisation | Entity | Suspect) -> Iterator[_Named]:
    at = facts.directory.path(party)
    if isinstance(party, Organisation):
        stated = [((*at, "name"), known(party.name) or "")]
    else:
        stated = [((*at, "names", index), name) for index, name in enumerate(party.names)]
    for path, name in stated:
        if key := name_key(name):
            yield _Named(party, key, path)


def _same_name(facts: Facts, one: _Named, other: _Named) -> Hit:
    fields: dict[str, FieldValue] = {"party": one.party.id, "suspect": other.party.id}
    paid = tuple(
        Place(facts.directory.path(line, "payee"), "paid")
        for line in facts.plan.finance.lines
        if (payee := known(line.payee)) is not None and facts.graph.is_same(payee, one.party.id)
    )
    marks = (Place(other.path, "suspect"), *paid)
    if _differ(one.party.identifiers, other.party.identifiers):
        numbers = tuple(Place(facts.directory.path(each.party, "identifiers"), "number") for each in (one, other))
        return Hit(path=one.path, variant="different", fields=fields, places=(*marks, *numbers))
    gap = _unknown_number(facts, one.party) or _unknown_number(facts, other.party)
    if gap is not None:
        here = Place(one.path, "name")
        return Hit(path=gap, state=State.UNKNOWN, degree="undecided", fields=fields, places=(here, *marks))
    return Hit(path=one.path, degree="undecided", fields=fields, places=marks)


def _unknown_number(facts: Facts, party: Organisation | Entity | Suspect) -> Path | None:
    """Where an identifier is called unknown that could tell two parties apart."""
    at = facts.directory.path(party, "identifiers")
    if state(party.identifiers) is State.UNKNOWN:
        return at
    for index, identifier in enumerate(party.identifiers):
        for name in ("type", "country", "value"):
            if state(getattr(identifier, name)) is State.UNKNOWN:
                return (*at, index, name)
    return None


def _differ(some: Iterable[Identifier], others: Iterable[Identifier]) -> bool:
    """Whether the two have numbers of one type and country, in one form, that differ: a hash tells nothing about a number."""
    kinds = {_comparable(key) for each in some if (key := identity_key(each)) is not None}
    return any(_comparable(key) in kinds for each in others if (key := identity_key(each)) is not None)


def _comparable(key: tuple[str, str, str]) -> tuple[str, str, bool]:
    kind, country, number = key
    return kind, country, number.startswith("SHA256:")
