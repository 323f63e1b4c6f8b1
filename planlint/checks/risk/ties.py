"""Ties to suspects of those who help: of people in the team, and of organisations that give a hand or a bed."""

from __future__ import annotations

from collections.abc import Iterator

from planlint.facts import Facts
from planlint.facts.graph import Way
from planlint.facts.languages import INTERPRETERS
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.people import Organisation
from planlint.plan.states import State, known, state

_SPOKEN_OF_ELSEWHERE = INTERPRETERS | {"survivor_advisor"}
"""LG102 speaks of interpreters; survivors who advise were tied to those who exploited them."""


def staff_tied_to_suspect(facts: Facts) -> Iterator[Outcome]:
    """Nobody of the team is tied to a suspect: who enters, commands, screens, cares, drives or keeps evidence."""
    yield from _unclear(facts)
    for person in facts.plan.personnel:
        if person.role in _SPOKEN_OF_ELSEWHERE or state(person.phases) in (State.NONE, State.NOT_APPLICABLE):
            continue
        way = facts.graph.related(person.id)
        if way is not None:
            fields: dict[str, FieldValue] = {"person": person.id, "suspect": way.end, "way": way.text}
            yield Hit(path=way.steps[0].path, fields=fields, places=_marks(way), cause=(person.id,))
        elif state(person.relationships) is State.UNKNOWN:
            at = facts.directory.path(person, "relationships")
            yield Hit(path=at, variant="unknown", state=State.UNKNOWN, fields={"person": person.id})


def _unclear(facts: Facts) -> Iterator[NotEvaluated]:
    for name in ("suspects", "links"):
        if state(getattr(facts.plan.parties, name)) is State.UNKNOWN:
            yield NotEvaluated("parties_unknown", ("parties", name), {"name": name})


def _marks(way: Way) -> tuple[Place, ...]:
    return tuple(Place(step.path, "tie") for step in way.steps[1:])


def suspect_tied_organisation_helps(facts: Facts) -> Iterator[Outcome]:
    """No organisation that helps earns for a suspect or is affiliated with one; of those that are paid, FN101 speaks."""
    yield from _unclear(facts)
    for organisation in _helpers(facts):
        at = facts.directory.path(organisation)
        way = facts.graph.money(organisation.id)
        fields: dict[str, FieldValue] = {"organisation": organisation.id}
        if way is not None and way.strong and not _is_paid(facts, organisation):
            more = {"suspect": way.end, "way": way.text}
            yield Hit(path=at, fields=fields | more, places=tuple(Place(step.path, "tie") for step in way.steps))
            continue
        if state(organisation.affiliated_with) is State.UNKNOWN:
            yield NotEvaluated("affiliation_unknown", (*at, "affiliated_with"), fields)
        for index, name in enumerate(organisation.affiliated_with):
            onwards = facts.graph.money(name)
            if facts.graph.is_suspect(name) or (onwards is not None and onwards.strong):
                path, suspect = (*at, "affiliated_with", index), onwards.end if onwards is not None else name
                yield Hit(path=path, variant="affiliated", fields={**fields, "party": name, "suspect": suspect}, cause=(organisation.id,))


def _is_paid(facts: Facts, organisation: Organisation) -> bool:
    """Whether a budget line pays it, so that FN101 speaks of where the money goes."""
    payees = (known(line.payee) for line in facts.plan.finance.lines)
    return any(payee is not None and facts.graph.is_same(organisation.id, payee) for payee in payees)


def _helpers(facts: Facts) -> Iterator[Organisation]:
    """Organisations that lead or support a phase, provide a service or receive people."""
    plan = facts.plan
    names = [name for phase in plan.phases for name in (known(phase.responsible), *phase.support)]
    names += [known(service.provider) for service in plan.services if service.status != "none"]
    names += [known(route.receiving) for route in plan.returns.routes]
    yield from (facts.directory.organisations[name] for name in dict.fromkeys(filter(None, names)))
