"""Arrival: whether somebody works where people arrive, is bound by an agreement, and has help ready on the first day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from planlint.facts import Facts
from planlint.facts.calendar import through
from planlint.facts.roles import covers
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.care import Route, Service
from planlint.plan.people import Organisation
from planlint.plan.states import State, known, state
from planlint.source.document import Path

_UNBOUND = {State.UNKNOWN: "agreement_unknown", State.NOT_STATED: "agreement_not_stated"}


class _Arrival(NamedTuple):
    """People of one route who arrive somewhere, and who is to receive them."""

    facts: Facts
    route: Route
    receiver: Organisation

    @property
    def fields(self) -> dict[str, FieldValue]:
        return {"route": self.route.id, "organisation": self.receiver.id, "to": known(self.route.to) or "unknown"}

    @property
    def mark(self) -> Place:
        return Place(self.at("receiving"), "receiving")

    def at(self, *rest: str) -> Path:
        return self.facts.directory.path(self.route, *rest)


def no_receiving_organisation(facts: Facts) -> Iterator[Outcome]:
    """Whoever arrives must be met by somebody who can help there and then."""
    for route in facts.plan.returns.routes:
        name = known(route.receiving)
        if name is None:
            path = facts.directory.path(route, "receiving")
            yield Hit(path=path, state=state(route.receiving), fields={"route": route.id, "to": known(route.to) or "unknown"})
            continue
        arrival = _Arrival(facts, route, facts.directory.organisations[name])
        yield from _bound(arrival)
        elsewhere = list(_elsewhere(arrival))
        yield from elsewhere or _helped(arrival)


def _elsewhere(arrival: _Arrival) -> Iterator[Outcome]:
    facts, receiver, place = arrival.facts, arrival.receiver, known(arrival.route.to)
    path = facts.directory.path(receiver, "jurisdictions")
    if place is None:
        yield NotEvaluated("destination_unknown", arrival.at("to"), {"route": arrival.route.id, "receiver": receiver.id})
    elif state(receiver.jurisdictions) is State.UNKNOWN:
        yield Hit(path=path, variant="where_unknown", state=State.UNKNOWN, fields=arrival.fields, places=(arrival.mark,))
    elif not covers(receiver.jurisdictions, place):
        fields = arrival.fields | {"places": receiver.jurisdictions or "no place"}
        yield Hit(path=arrival.at("receiving"), variant="elsewhere", fields=fields, places=(Place(path, "places"),))


def _bound(arrival: _Arrival) -> Iterator[Outcome]:
    receiver, agreement = arrival.receiver, arrival.receiver.agreement
    at = arrival.facts.directory.path(receiver, "agreement")
    cause = (receiver.id, "agreement")
    if known(agreement.type) is None:
        said = state(agreement.type)
        path = at if state(agreement) in _UNBOUND else (*at, "type")
        variant = _UNBOUND.get(said, "agreement_none")
        yield Hit(path=path, variant=variant, state=said, fields=arrival.fields, places=(arrival.mark,), cause=cause)
        return
    leaves = known(arrival.route.not_before)
    if leaves is None:
        yield NotEvaluated("first_day_unknown", arrival.at("not_before"), {"route": arrival.route.id, "receiver": receiver.id})
        return
    begins, ends = known(agreement.valid_from), through(agreement.valid_until)
    places = (arrival.mark, Place(arrival.at("not_before"), "leaves"))
    for name, value, date, fails, variant in (
        ("valid_from", agreement.valid_from, begins, begins is not None and begins > leaves, "agreement_starts"),
        ("valid_until", agreement.valid_until, ends, ends is not None and ends < leaves, "agreement_ends"),
    ):
        fields = arrival.fields | {"leaves": leaves.isoformat(), "date": date.isoformat() if date else "unknown"}
        if fails:
            yield Hit(path=(*at, name), variant=variant, fields=fields, places=places, cause=(*cause, name))
        elif state(value) is State.UNKNOWN:
            path = (*at, name)
            yield Hit(path=path, variant="agreement_dates", state=State.UNKNOWN, fields=fields, places=places, cause=(*cause, name))


class _Help(NamedTuple):
    """A service of the receiver, and what keeps it from helping on the first day; ``reason`` is empty where nothing does."""

    service: Service
    reason: str
    path: Path
    date: dt.date | None = None


def _helped(arrival: _Arrival) -> Iterator[Hit]:
    """A contact is enough for people who live on their own; everybody else needs a service that is there on the first day."""
    route, leaves = arrival.route, known(arrival.route.not_before)
    if route.placement == "independent":
        return
    offered = [_help(arrival, service, leaves) for service in arrival.facts.plan.services if service.provider == arrival.receiver.id]
    if any(not each.reason for each in offered):
        return
    fields = arrival.fields | {"group": route.group, "leaves": leaves.isoformat() if leaves else "a day that is unknown"}
    if not offered:
        yield Hit(path=arrival.at("receiving"), variant="no_service", fields=fields)
        return
    nearest, *others = sorted(offered, key=lambda each: _NEAREST.index(each.reason))
    marks = tuple(Place(each.path, each.reason) for each in others)
    fields |= {
        "service": nearest.service.id,
        "date": nearest.date.isoformat() if nearest.date else "unknown",
        "what": str(nearest.path[-1]),
    }
    if nearest.reason == "unclear":
        yield Hit(path=nearest.path, variant="unclear", state=State.UNKNOWN, fields=fields, places=(arrival.mark, *marks))
    else:
        near = Place(nearest.path, nearest.reason)
        yield Hit(path=arrival.at("receiving"), variant=f"service_{nearest.reason}", fields=fields, places=(near, *marks))


_NEAREST = ("unclear", "late", "over", "others", "far", "withdrawn")


def _help(arrival: _Arrival, service: Service, leaves: dt.date | None) -> _Help:
    """What keeps a service from helping people of the route on the day on which they may leave."""
    facts, place = arrival.facts, known(service.jurisdiction)
    at = facts.directory.path(service)
    opens, closes = known(service.available.from_), through(service.available.until)
    if service.status == "none":
        return _Help(service, "withdrawn", (*at, "status"))
    if place is not None and service.remote is not True and not _is_there(place, str(arrival.route.to)):
        return _Help(service, "far", (*at, "jurisdiction"))
    if not facts.people.is_served(facts.directory.groups[arrival.route.group], service):
        return _Help(service, "others", (*at, "groups"))
    if leaves is not None and opens is not None and opens > leaves:
        return _Help(service, "late", (*at, "available", "from"), opens)
    if leaves is not None and closes is not None and closes < leaves:
        return _Help(service, "over", (*at, "available", "until"), closes)
    if state(service.available) is State.NONE:
        return _Help(service, "withdrawn", (*at, "available"))
    return _help_as_known(service, at)


def _is_there(place: str, destination: str) -> bool:
    """Whether a service is where people arrive; of a whole country, a part of it is."""
    return covers((place,), destination) or covers((destination,), place)


def _help_as_known(service: Service, at: Path) -> _Help:
    questions: tuple[tuple[object, Path], ...] = (
        (service.status, ("status",)),
        (service.jurisdiction if service.remote is not True else "", ("jurisdiction",)),
        (service.groups, ("groups",)),
        (service.available, ("available",)),
        (service.available.from_, ("available", "from")),
        (service.available.until, ("available", "until")),
    )
    unknown = next((rest for value, rest in questions if state(value) is State.UNKNOWN), None)
    return _Help(service, "", at) if unknown is None else _Help(service, "unclear", (*at, *unknown))
