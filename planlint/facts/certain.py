"""Facts for people who ask: what rests on a value that the plan calls unknown is not known, instead of what it would be without it.

The checks that come with planlint ask the facts themselves and weigh an unknown value each in its own way. An expression has no
place for that: an organisation whose powers are unknown would be missing in a list without a word, and the rule would pass. So each
function here raises `CannotJudge` with the place of the unknown value, unless the answer is the same whatever it may be.
"""

from __future__ import annotations

import datetime as dt
from typing import NoReturn

from planlint.errors import CannotJudge
from planlint.facts import Facts
from planlint.facts.languages import INTERPRETERS
from planlint.facts.population import HOUSING_TYPES
from planlint.facts.roles import ENTRY_POWERS, STATE_LE_KINDS, covers
from planlint.plan.care import Service
from planlint.plan.people import Group, Organisation, Personnel
from planlint.plan.states import State, state
from planlint.source.document import Path


def _is_unknown(value: object) -> bool:
    return state(value) is State.UNKNOWN


def _refuse(path: Path) -> NoReturn:
    raise CannotJudge(path, "is unknown")


def _ask(value: object, path: Path) -> None:
    if _is_unknown(value):
        _refuse(path)


# What kind of operation it is.


def _operation_kind(facts: Facts) -> None:
    _ask(facts.plan.plan.operation_kind, ("plan", "operation_kind"))


def is_training(facts: Facts) -> bool:
    """Whether the plan calls itself training."""
    _operation_kind(facts)
    return facts.calendar.is_training


def is_service(facts: Facts) -> bool:
    """Whether the plan calls itself a kind of operation that consists of services."""
    _operation_kind(facts)
    return facts.calendar.is_service


def routine_inspection(facts: Facts) -> bool:
    """Whether labour inspectors look at workplaces under their own law."""
    _operation_kind(facts)
    return facts.routine_inspection


def reflection_days(facts: Facts) -> int:
    """Days to recover and decide."""
    _ask(facts.plan.legal.reflection_period.days, ("legal", "reflection_period", "days"))
    return facts.recovery_period.stated_days


def follow_up_end(facts: Facts) -> dt.date | None:
    """The last day of follow-up."""
    _ask(facts.plan.reintegration.follow_up.months, ("reintegration", "follow_up", "months"))
    return facts.calendar.follow_up_end


# Who is who.


def local_le(facts: Facts) -> tuple[Organisation, ...]:
    """Local authorities that may enter, search, arrest or inspect."""
    found = facts.roles.local_le
    for organisation in facts.plan.organisations:
        if organisation not in found and (field := _undecided(facts, organisation)):
            _refuse(facts.directory.path(organisation, field))
    return found


def _undecided(facts: Facts, organisation: Organisation) -> str:
    """The unknown field that decides whether an organisation is such an authority; empty where another one rules it out."""
    places = facts.plan.situation.jurisdictions
    fits = {
        "kind": organisation.kind in STATE_LE_KINDS,
        "country": organisation.country in facts.roles.countries,
        "jurisdictions": any(covers(organisation.jurisdictions, place) for place in places),
        "powers": not ENTRY_POWERS.isdisjoint(organisation.powers),
    }
    missing = [field for field, is_fit in fits.items() if not is_fit]
    return missing[0] if missing and all(_is_unknown(getattr(organisation, field)) for field in missing) else ""


def trusted_le(facts: Facts) -> tuple[Organisation, ...]:
    """Those of them whose people are not known to be part of the trafficking."""
    return tuple(organisation for organisation in local_le(facts) if not is_compromised(facts, organisation))


def compromised(facts: Facts) -> tuple[Organisation, ...]:
    """Organisations whose people may be part of the trafficking."""
    return tuple(organisation for organisation in facts.plan.organisations if is_compromised(facts, organisation))


def is_compromised(facts: Facts, organisation: Organisation) -> bool:
    """Whether its people may be part of the trafficking."""
    if facts.roles.is_compromised(organisation):
        return True
    _ask(organisation.complicity, facts.directory.path(organisation, "complicity"))
    _ask(facts.plan.situation.official_complicity.agencies, ("situation", "official_complicity", "agencies"))
    return False


def is_state_body(facts: Facts, organisation: Organisation) -> bool:
    """Whether it is a body of the state."""
    _ask(organisation.kind, facts.directory.path(organisation, "kind"))
    if organisation.kind == "other":
        _ask(organisation.agreement.type, facts.directory.path(organisation, "agreement", "type"))
    return facts.roles.is_state_body(organisation)


def involved(facts: Facts) -> tuple[str, ...]:
    """Organisations with a part in the plan, by id."""
    plan, path = facts.plan, facts.directory.path
    _ask(plan.plan.lead, ("plan", "lead"))
    _ask(plan.plan.distribution, ("plan", "distribution"))
    for person in plan.personnel:
        _ask(person.org, path(person, "org"))
    for phase in plan.phases:
        _ask(phase.responsible, path(phase, "responsible"))
        _ask(phase.support, path(phase, "support"))
    _ask(plan.services, ("services",))
    for service in plan.services:
        _ask(service.provider, path(service, "provider"))
    _ask(plan.finance.lines, ("finance", "lines"))
    for line in plan.finance.lines:
        _ask(line.payee, path(line, "payee"))
    _ask(plan.data_protection.sharing, ("data_protection", "sharing"))
    for index, sharing in enumerate(plan.data_protection.sharing):
        _ask(sharing.with_, ("data_protection", "sharing", index, "with"))
    return tuple(facts.roles.involved)


def interpreters(facts: Facts) -> tuple[Personnel, ...]:
    """People who interpret or mediate."""
    for person in facts.plan.personnel:
        _ask(person.role, facts.directory.path(person, "role"))
    return tuple(person for person in facts.plan.personnel if person.role in INTERPRETERS)


# The people that the operation is for, and their beds.


def _groups(facts: Facts) -> tuple[Group, ...]:
    _ask(facts.plan.population.groups, ("population", "groups"))
    return facts.plan.population.groups


def foreign_groups(facts: Facts) -> tuple[Group, ...]:
    """Groups that are foreign to the operation."""
    for group in _groups(facts):
        _ask(group.nationality, facts.directory.path(group, "nationality"))
    return tuple(group for group in _groups(facts) if facts.people.foreign(group) == "yes")


def maybe_foreign_groups(facts: Facts) -> tuple[Group, ...]:
    """Groups of which nobody can say whether they are foreign."""
    return tuple(group for group in _groups(facts) if facts.people.foreign(group) == "maybe")


def high(facts: Facts, group: Group) -> int:
    """The number of people that safety is planned for: the high estimate, else the best."""
    _ask(group.size.high, facts.directory.path(group, "size", "high"))
    found = facts.people.high(group)
    if found is None:
        _ask(group.size.best, facts.directory.path(group, "size", "best"))
        raise CannotJudge(facts.directory.path(group, "size"), "is not stated")
    return found


def people_high(facts: Facts) -> int:
    """People at most, all groups."""
    return sum(high(facts, group) for group in _groups(facts))


def need_beds(facts: Facts) -> tuple[Group, ...]:
    """Groups whose people need beds: all but those who sleep at home."""
    _groups(facts)
    return facts.people.sleepers


def housing(facts: Facts) -> tuple[Service, ...]:
    """Services that give people a bed."""
    _ask(facts.plan.services, ("services",))
    return tuple(service for service in facts.plan.services if houses(facts, service))


def houses(facts: Facts, service: Service) -> bool:
    """Whether a service gives people a bed."""
    if HOUSING_TYPES.isdisjoint(service.types):
        _ask(service.types, facts.directory.path(service, "types"))
        return False
    return True


def serves(facts: Facts, service: Service, group: Group) -> bool:
    """Whether a service covers a group."""
    _ask(service.status, facts.directory.path(service, "status"))
    if service.status != "none":
        _ask(service.groups, facts.directory.path(service, "groups"))
    return facts.people.is_served(group, service)


# Who is tied to whom.


def _ties(facts: Facts) -> None:
    _ask(facts.plan.parties.links, ("parties", "links"))
    for person in facts.plan.personnel:
        _ask(person.relationships, facts.directory.path(person, "relationships"))


def _suspects(facts: Facts) -> None:
    """Who the suspects are: an identifier that is unknown may be that of one of them."""
    _ask(facts.plan.parties.suspects, ("parties", "suspects"))
    _identities(facts)


def _identities(facts: Facts) -> None:
    for _, path in facts.graph.unknown_identifiers:
        _refuse(path)


def related(facts: Facts, one: str, other: str) -> bool:
    """Whether two parties are tied."""
    if facts.graph.connected(one, other):
        return True
    _identities(facts)
    _ties(facts)
    return False


def tied_to_suspect(facts: Facts, name: str) -> bool:
    """Whether somebody is tied to a suspect."""
    if facts.graph.related(name) is not None:
        return True
    _suspects(facts)
    _ties(facts)
    return False


def path_to_suspect(facts: Facts, name: str) -> str | None:
    """The way that money takes from its receiver to a suspect; None where it reaches none."""
    way = facts.graph.money(name)
    if way is not None:
        return way.text
    _suspects(facts)
    _ties(facts)
    for index, link in enumerate(facts.plan.parties.links):
        _ask(link.type, ("parties", "links", index, "type"))
    _ask(facts.plan.finance.flows, ("finance", "flows"))
    return None
