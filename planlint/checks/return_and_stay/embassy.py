"""Contact with the country of origin: only with consent, and for refugees only after independent legal advice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from planlint.facts import Facts
from planlint.facts.calendar import is_open
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.care import Route
from planlint.plan.codes import REFUGEES
from planlint.plan.states import State, known, state

_COVERED_BY = frozenset({"return", "data_sharing"})


def consular_contact_without_consent(facts: Facts) -> Iterator[Outcome]:
    """Nobody tells a state where its people are unless they want that, and know what it may bring."""
    for route in facts.plan.returns.routes:
        planned = route.embassy_contact.planned
        if planned is True:
            yield from _consent(facts, route)
            yield from _advice(facts, route)
        elif state(planned) is State.UNKNOWN or (state(planned) is State.NOT_STATED and _leads_abroad(facts, route)):
            said = "unknown" if planned is State.UNKNOWN else "not stated"
            yield NotEvaluated("contact_open", facts.directory.path(route, "embassy_contact", "planned"), {"route": route.id, "said": said})


def _leads_abroad(facts: Facts, route: Route) -> bool:
    place = known(route.to)
    return place is None or place.partition("-")[0] not in facts.roles.countries


def _consent(facts: Facts, route: Route) -> Iterator[Hit]:
    at = facts.directory.path(route, "embassy_contact", "consent")
    planned = Place(facts.directory.path(route, "embassy_contact", "planned"), "planned")
    name = known(route.embassy_contact.consent)
    fields: dict[str, FieldValue] = {"route": route.id, "group": route.group}
    if name is None:
        yield Hit(path=at, state=state(route.embassy_contact.consent), fields=fields, places=(planned,))
        return
    stage = facts.directory.stages[name]
    purpose, path = known(stage.purpose), facts.directory.path(stage, "purpose")
    if purpose is None:
        places = (Place(at, "consent"),)
        yield Hit(path=path, variant="purpose_unknown", state=State.UNKNOWN, fields=fields | {"stage": name}, places=places)
    elif purpose not in _COVERED_BY:
        more = {"stage": name, "purpose": purpose}
        yield Hit(path=at, variant="wrong_purpose", fields=fields | more, places=(Place(path, "purpose"),))


def _advice(facts: Facts, route: Route) -> Iterator[Outcome]:
    """Refugees need somebody independent who tells them what contact with their state may bring, before there is any."""
    group = facts.directory.groups[route.group]
    nationality = known(group.nationality)
    if nationality not in REFUGEES:
        if state(group.nationality) is State.UNKNOWN:
            path = facts.directory.path(group, "nationality")
            yield NotEvaluated("status_unknown", path, {"route": route.id, "group": group.id})
        return
    at, contact = facts.directory.path(route, "embassy_contact", "planned"), _first_contact(facts, route)
    advice = [each for each in facts.legal_aid.independent_legal_aid if facts.people.is_served(group, each)]
    fields: dict[str, FieldValue] = {"route": route.id, "group": group.id, "nationality": nationality}
    mark = Place(facts.directory.path(group, "nationality"), "nationality")
    if not advice:
        others = tuple(Place(offer.at, offer.obstacle) for offer in facts.legal_aid.offers if offer.obstacle)
        yield Hit(path=at, variant="no_advice", fields=fields, places=(mark, *others))
    elif contact is None:
        yield NotEvaluated("contact_day_unknown", at, {"route": route.id})
    elif not any(is_open(service, contact) for service in advice):
        fields |= {"date": contact.isoformat(), "service": tuple(service.id for service in advice)}
        times = tuple(Place(facts.directory.path(service, "available"), "times") for service in advice)
        yield Hit(path=at, variant="advice_late", fields=fields, places=(mark, *times))


def _first_contact(facts: Facts, route: Route) -> dt.date | None:
    """The first day on which an embassy may be contacted: when people are asked, else when they may leave."""
    stage = known(route.embassy_contact.consent)
    phase = known(facts.directory.stages[stage].phase) if stage else None
    start = facts.calendar.start_of(facts.directory.phases[phase]) if phase else None
    return known(route.not_before) if start is None else facts.calendar.day(start)
