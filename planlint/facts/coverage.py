"""Care over time: who gives it to whom, on which days, and on which days nobody does.

What is unknown of a service is taken at its best and remembered: an offer that counts on it says so, and a gap that only such an
offer closes is a gap as long as nobody knows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from planlint.facts.calendar import through
from planlint.facts.directory import Directory
from planlint.facts.population import People
from planlint.plan.care import Service
from planlint.plan.model import Plan
from planlint.plan.people import Group
from planlint.plan.states import State, known, state
from planlint.source.document import Path

_DAY = dt.timedelta(days=1)

PROMISED = frozenset({"confirmed", "provisional"})
PLANNED = PROMISED | {"requested"}
"""Any status but ``none``."""


class Days(NamedTuple):
    """Days from a first to a last one, both included; none where the last is before the first."""

    first: dt.date
    last: dt.date

    @property
    def length(self) -> int:
        return max((self.last - self.first).days + 1, 0)

    def within(self, other: Days) -> Days:
        """The days that both have."""
        return Days(max(self.first, other.first), min(self.last, other.last))


EVER = Days(dt.date.min, dt.date.max)


def gaps(wanted: Days, covered: Iterable[Days]) -> tuple[Days, ...]:
    """The days of ``wanted`` that nothing covers, in stretches as long as possible."""
    found: list[Days] = []
    start = wanted.first
    for each in sorted(days for other in covered if (days := other.within(wanted)).length):
        if each.first > start:
            found.append(Days(start, each.first - _DAY))
        if each.last == wanted.last:
            return tuple(found)
        start = max(start, each.last + _DAY)
    return (*found, Days(start, wanted.last)) if wanted.length else ()


def joined(stretches: Iterable[Days]) -> tuple[Days, ...]:
    """The same days in as few stretches as possible."""
    found: list[Days] = []
    for each in sorted(stretch for stretch in stretches if stretch.length):
        if found and (found[-1].last == dt.date.max or each.first <= found[-1].last + _DAY):
            found[-1] = Days(found[-1].first, max(found[-1].last, each.last))
        else:
            found.append(each)
    return tuple(found)


class Offer(NamedTuple):
    """A service of the kind that is sought, and on which days it is there at best.

    ``obstacle`` says why it does not count; ``unclear`` names what must turn out well for it to count.
    """

    service: Service
    days: Days
    obstacle: Literal["", "status", "others", "closed"] = ""
    unclear: tuple[Path, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it is what is sought, if all that is unknown of it turns out well."""
        return not self.obstacle

    @property
    def is_sure(self) -> bool:
        """Whether it counts whatever is still unknown."""
        return not self.obstacle and not self.unclear

    def hanging_on(self, *paths: Path) -> Offer:
        """The same offer, with more that must turn out well."""
        return self._replace(unclear=(*self.unclear, *paths))


class Coverage:
    """What the services of a plan offer, to whom and when."""

    def __init__(self, plan: Plan, people: People, directory: Directory) -> None:
        self.plan = plan
        self.people = people
        self.directory = directory
        self._found: dict[tuple[frozenset[str], int, frozenset[str]], tuple[Offer, ...]] = {}
        self._terms: dict[int, tuple[Days, tuple[Path, ...]]] = {}

    def offers(self, kinds: frozenset[str], group: Group | None, statuses: frozenset[str] = PLANNED) -> tuple[Offer, ...]:
        """Every service that is of one of the kinds, or may be, with what keeps it from a group (None: from anybody)."""
        sought = (kinds, id(group), statuses)
        if sought not in self._found:
            self._found[sought] = tuple(self._offer(each, group, statuses) for each in self.plan.services if _is_or_may_be(each, kinds))
        return self._found[sought]

    def _terms_of(self, service: Service) -> tuple[Days, tuple[Path, ...]]:
        """The days of a service, and what is unclear about it; every search asks for them again."""
        if id(service) not in self._terms:
            self._terms[id(service)] = self.days(service), tuple(self._unclear(service))
        return self._terms[id(service)]

    def _offer(self, service: Service, group: Group | None, statuses: frozenset[str]) -> Offer:
        days, unclear = self._terms_of(service)
        if state(service.status) is not State.UNKNOWN and service.status not in statuses:
            return Offer(service, days, "status", unclear)
        if group is not None and not self._may_serve(service, group):
            return Offer(service, days, "others", unclear)
        return Offer(service, days, "" if days.length else "closed", unclear)

    def _may_serve(self, service: Service, group: Group) -> bool:
        return state(service.groups) is State.UNKNOWN or self.people.is_served(group, service)

    def days(self, service: Service) -> Days:
        """The days on which a service is there; what is unknown of them is taken at its best."""
        available = service.available
        first = EVER.first if state(available.from_) is State.UNKNOWN else known(available.from_)
        last = EVER.last if state(available.until) is State.UNKNOWN else through(available.until)
        return Days(EVER.last, EVER.first) if first is None or last is None else Days(first, last)

    def obstacle(self, offer: Offer) -> Path:
        """Where the plan says what keeps an offer from counting."""
        what = {"status": "status", "others": "groups", "closed": "available"}
        return self.directory.path(offer.service, what[offer.obstacle])

    def _unclear(self, service: Service) -> Iterator[Path]:
        at = self.directory.path(service)
        for name, value in (("types", service.types), ("status", service.status), ("groups", service.groups)):
            if state(value) is State.UNKNOWN:
                yield (*at, name)
        if state(service.available) is State.UNKNOWN:
            yield (*at, "available")
            return
        for name, moment in (("from", service.available.from_), ("until", service.available.until)):
            if state(moment) is State.UNKNOWN:
                yield (*at, "available", name)


def _is_or_may_be(service: Service, kinds: frozenset[str]) -> bool:
    return not kinds.isdisjoint(service.types) or (not service.types and state(service.types) is State.UNKNOWN)
