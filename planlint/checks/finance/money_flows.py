"""Finance: where the money ends, and what it buys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from planlint.facts import Facts
from planlint.facts.budget import AFTERCARE
from planlint.facts.graph import Way
from planlint.facts.purchases import Lack
from planlint.facts.wording import (
    buys_people,
    counts_rescues,
    is_after_people,
    names_controlled_purchase,
    pays_per_head,
    repays_debt,
)
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.people import Organisation
from planlint.plan.resources import BudgetLine, Flow, Funding
from planlint.plan.states import State, known, state
from planlint.source.document import Path


def funds_reach_suspect(facts: Facts) -> Iterator[Outcome]:
    """Nothing that the plan pays or hands on may end with a suspect, whoever stands between."""
    yield from _unclear(facts)
    for line in facts.plan.finance.lines:
        payee = known(line.payee)
        if payee is None:
            yield NotEvaluated("payee_unknown", facts.directory.path(line, "payee"), {"line": line.id})
        elif (way := facts.graph.money(payee)) is not None:
            yield _paid(facts, line, way)
    for flow in facts.plan.finance.flows:
        if (way := facts.graph.money(flow.to)) is not None:
            yield _handed_on(facts, flow, way)


def _unclear(facts: Facts) -> Iterator[NotEvaluated]:
    """What leaves open whether money reaches a suspect: silence about it would be taken for a pass."""
    yield from _unknown_lists(lines=facts.plan.finance.lines, flows=facts.plan.finance.flows)
    if state(facts.plan.parties.suspects) in (State.NOT_STATED, State.UNKNOWN):
        yield NotEvaluated("suspects_not_stated", ("parties", "suspects"))
    for tie in facts.graph.ties:
        if not tie.type:
            yield NotEvaluated("tie_unknown", tie.path, {"source": tie.source, "target": tie.target})
    for party, path in facts.graph.unknown_identifiers:
        yield NotEvaluated("identity_unknown", path, {"party": party})


def _unknown_lists(**lists: Sequence[object]) -> Iterator[NotEvaluated]:
    """Lists of the budget that are unknown as a whole, by name."""
    for name, values in lists.items():
        if state(values) is State.UNKNOWN:
            yield NotEvaluated("finance_unknown", ("finance", name), {"name": name})


def _paid(facts: Facts, line: BudgetLine, way: Way) -> Hit:
    fields = {"line": line.id, **_described(facts, way)}
    hit = Hit(path=facts.directory.path(line, "payee"), fields=fields, places=_marks(way))
    if facts.purchases.is_one(line):
        return _purchase(facts, line, hit)
    return replace(hit, variant="" if way.strong else "weak", cause=(way.text,))


def _described(facts: Facts, way: Way) -> dict[str, FieldValue]:
    return {"suspect": way.end, "way": way.text, "threshold": facts.thresholds.ownership_strong * 100}


def _marks(way: Way) -> tuple[Place, ...]:
    return tuple(Place(step.path, "tie" if step.strong else "weak_tie") for step in way.steps)


def _handed_on(facts: Facts, flow: Flow, way: Way) -> Hit:
    fields: dict[str, FieldValue] = {"flow": flow.id, "payer": flow.from_, **_described(facts, way)}
    hit = Hit(path=facts.directory.path(flow, "to"), fields=fields, places=_marks(way))
    if facts.purchases.is_one(flow):
        return _purchase(facts, flow, hit)
    return replace(hit, variant="flow" if way.strong else "weak_flow")


def _purchase(facts: Facts, payment: Flow | BudgetLine, hit: Hit) -> Hit:
    fields = {**hit.fields, "flow": payment.id, "payer": facts.purchases.payer(payment)}
    missing = facts.purchases.lacks(payment)
    if missing:
        return _unauthorised(replace(hit, fields=fields), missing)
    return replace(hit, variant="controlled_purchase", fields={**fields, "authorisation": str(known(payment.authorisation))})


def _unauthorised(hit: Hit, missing: Sequence[Lack]) -> Hit:
    """A controlled purchase that does not meet its conditions; one unknown value stands for itself, so that its owner can close it."""
    first = missing[0]
    is_unknown = len(missing) == 1 and state(first.value) is State.UNKNOWN
    others = tuple(Place(lack.path, lack.condition) for lack in missing)
    return Hit(
        path=first.path if is_unknown else hit.path,
        variant=f"purchase_{first.condition}",
        state=State.UNKNOWN if is_unknown else State.STATED,
        fields=hit.fields,
        places=(*((Place(hit.path, "receiver"),) if is_unknown else others), *hit.places),
        cause=(hit.fields["flow"],),
    )


def purchase_of_freedom(facts: Facts) -> Iterator[Outcome]:
    """Nobody is bought free: a payment that releases some pays for the capture of the next."""
    yield from _unknown_lists(lines=facts.plan.finance.lines, flows=facts.plan.finance.flows)
    for line in facts.plan.finance.lines:
        yield from _bought_by_line(facts, line)
    for flow in facts.plan.finance.flows:
        if not facts.graph.is_suspect(flow.from_):  # What a suspect pays is restitution.
            yield from _bought_by_flow(facts, flow)


_RELEASING = frozenset({"release_payment", "debt_settlement"})


def _bought_by_line(facts: Facts, line: BudgetLine) -> Iterator[Outcome]:
    at, text = facts.directory.path(line), known(line.purpose) or ""
    fields = {"line": line.id, "category": str(known(line.category)), "receiver": str(known(line.payee))}
    if line.category in _RELEASING:
        yield Hit(path=(*at, "category"), variant="category", fields=fields)
        return
    for name in ("category", "purpose"):
        if state(getattr(line, name)) is State.UNKNOWN:
            yield NotEvaluated("line_unknown", (*at, name), {"name": name, "line": line.id})
    if line.category == "controlled_purchase":
        yield from _purchase_of_people((*at, "purpose"), text, fields)
    else:
        yield from _bought(facts, (*at, "purpose"), text, fields, (*at, "payee"))


def _bought_by_flow(facts: Facts, flow: Flow) -> Iterator[Outcome]:
    at, text = facts.directory.path(flow), known(flow.purpose) or ""
    fields = {"line": flow.id, "receiver": flow.to}
    if state(flow.purpose) is State.UNKNOWN:
        yield NotEvaluated("purpose_unknown", (*at, "purpose"), {"flow": flow.id})
    elif names_controlled_purchase(text):
        yield from _purchase_of_people((*at, "purpose"), text, fields)
    else:
        yield from _bought(facts, (*at, "purpose"), text, fields, (*at, "to"))


def _purchase_of_people(at: Path, text: str, fields: Mapping[str, FieldValue]) -> Iterator[Hit]:
    if is_after_people(text):
        yield Hit(path=at, variant="controlled_purchase", fields=fields)


def _bought(facts: Facts, at: Path, text: str, fields: Mapping[str, FieldValue], receiver: Path) -> Iterator[Hit]:
    if not text:
        return
    if buys_people(text):
        yield Hit(path=at, fields=fields)
    elif repays_debt(text) and (holder := _holds_people(facts, str(fields["receiver"]))) is not None:
        places = (Place(receiver, "receiver"), Place(holder, "holder"))
        yield Hit(path=at, variant="debt", fields=fields, places=places)


def _holds_people(facts: Facts, name: str) -> Path | None:
    """Where the plan says that somebody is a suspect or controls premises."""
    for index, suspect in enumerate(facts.plan.parties.suspects):
        if facts.graph.is_same(suspect.id, name):
            return ("parties", "suspects", index)
    for premises in facts.plan.situation.premises:
        for index, controller in enumerate(premises.controlled_by):
            if facts.graph.is_same(controller, name):
                return facts.directory.path(premises, "controlled_by", index)
    return None


def perverse_payment(facts: Facts) -> Iterator[Outcome]:
    """No tips to officials, no fees to those who may be part of it, no pay to suspects for information, no price per person."""
    finance = facts.plan.finance
    yield from _unknown_lists(lines=finance.lines, funding=finance.funding)
    for line in finance.lines:
        at = facts.directory.path(line)
        if state(line.category) is State.UNKNOWN:
            yield NotEvaluated("category_unknown", (*at, "category"), {"line": line.id})
        elif line.category == "facilitation_payment":
            yield Hit(path=(*at, "category"), variant="facilitation", fields={"line": line.id})
        elif line.category in ("official_fee", "informant_payment"):
            yield from _to_the_wrong_hands(facts, line)
        if known(line.category) not in _GROWS_WITH_PEOPLE:
            yield from _by_the_head(line, at, line.purpose)
    for fund in finance.funding:
        at = facts.directory.path(fund, "conditions")
        if state(fund.conditions) is State.UNKNOWN:
            yield NotEvaluated("conditions_unknown", at, {"fund": fund.id})
        yield from _funded_by_the_head(facts, fund, at)
    for flow in finance.flows:
        yield from _by_the_head(flow, facts.directory.path(flow), flow.purpose)


_GROWS_WITH_PEOPLE = AFTERCARE | {"transport", "travel", "capacity_building"}
"""What rightly costs more for more people."""
_HEADS = frozenset({"person", "rescue"})


def _by_the_head(payment: BudgetLine | Flow, at: Path, purpose: object) -> Iterator[Hit]:
    """A field or the words of the purpose say that a payment follows the number of people; where they differ, both are named."""
    words = isinstance(purpose, str) and not isinstance(purpose, State) and pays_per_head(purpose)
    fields: dict[str, FieldValue] = {"line": payment.id, "per": str(known(payment.paid_per))}
    if known(payment.paid_per) in _HEADS:
        yield Hit(path=(*at, "paid_per"), variant="paid_per", fields=fields)
    elif words:
        is_denied = known(payment.paid_per) is not None
        places = (Place((*at, "paid_per"), "paid_per"),) if is_denied else ()
        yield Hit(path=(*at, "purpose"), variant="denied" if is_denied else "per_head", fields=fields, places=places)


def _funded_by_the_head(facts: Facts, fund: Funding, at: Path) -> Iterator[Hit]:
    fields: dict[str, FieldValue] = {"fund": fund.id, "line": fund.id, "per": str(known(fund.paid_per))}
    if known(fund.paid_per) in _HEADS:
        yield Hit(path=facts.directory.path(fund, "paid_per"), variant="paid_per", fields=fields)
    for index, condition in enumerate(fund.conditions):
        if pays_per_head(condition) or counts_rescues(condition):
            yield Hit(path=(*at, index), variant="condition", fields=fields, cause=(fund.id,))


def _to_the_wrong_hands(facts: Facts, line: BudgetLine) -> Iterator[Outcome]:
    """A fee to a body that may be part of the trafficking; pay for information to a suspect."""
    at, payee = facts.directory.path(line, "payee"), known(line.payee)
    if payee is None:
        yield NotEvaluated("payee_unknown", at, {"line": line.id})
    elif line.category == "official_fee":
        for body in facts.plan.organisations:
            if facts.roles.is_compromised(body) and _belongs_to(facts, payee, body):
                level, said = facts.roles.complicity_of(body)
                fields = {"line": line.id, "body": body.id, "level": level}
                yield Hit(path=at, variant="official_fee", fields=fields, places=(Place(said, "complicity"),))
    elif facts.graph.is_suspect(payee):
        suspect = next(each for each in facts.plan.parties.suspects if facts.graph.is_same(each.id, payee))
        mark = Place(facts.directory.path(suspect), "suspect")
        yield Hit(path=at, variant="informant", fields={"line": line.id, "suspect": suspect.id}, places=(mark,))


def _belongs_to(facts: Facts, payee: str, body: Organisation) -> bool:
    """Whether a payee is a body or one of its people."""
    own = facts.directory.organisation_of(payee)
    return facts.graph.is_same(own.id if own else payee, body.id)
