"""Whether everybody has a bed, every night.

People are counted in cells: one group, one housing class. A service takes a cell if it covers the group and accepts the class, so
that services for one group only are not lent to another. Beds in another country count from the first journey there. A night is
named by the day on which it begins. Beds only disappear when a service closes and needs only appear at the recovery or when a late
service opens, so these are the only nights on which a shortfall can become larger; in each of them cells that the same services
take are counted as one, and the set that lacks most beds is found as `planlint.facts.flow` describes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from planlint.errors import CannotJudge
from planlint.facts.calendar import Calendar, through
from planlint.facts.directory import Directory
from planlint.facts.flow import most_short
from planlint.facts.population import People
from planlint.facts.recovery_period import RecoveryPeriod
from planlint.facts.roles import overlap
from planlint.plan.care import Service
from planlint.plan.model import Plan
from planlint.plan.people import Group
from planlint.plan.phases import Phase
from planlint.plan.states import State, known, state
from planlint.source.document import Path

_DAY = dt.timedelta(days=1)
_COUNTS = frozenset({"confirmed", "provisional"})
_AWAITED = frozenset({"requested", "provisional"})
_HIDDEN = frozenset({State.UNKNOWN})
_OPEN = frozenset({State.UNKNOWN, State.NOT_STATED})


class Cell(NamedTuple):
    """People of one group who need one kind of bed until the day on which they leave.

    ``classes`` names one class, several where it is open which of them, none where the group's classes are not stated.
    """

    group: str
    classes: tuple[str, ...]
    people: int
    leave: dt.date


class Beds(NamedTuple):
    """The free beds of a service, its first and last night, and for whom they are; ``classes`` None: for every class."""

    service: str
    free: int
    first: dt.date
    last: dt.date
    groups: frozenset[str]
    classes: frozenset[str] | None

    def take(self, cell: Cell) -> bool:
        """Whether people of a cell may sleep there; those whose class is not stated are only counted."""
        if cell.group not in self.groups:
            return False
        return self.classes is None or not cell.classes or not self.classes.isdisjoint(cell.classes)


class Shortfall(NamedTuple):
    """A night, the cells that lack beds then, and all services that take one of them."""

    night: dt.date
    cells: tuple[Cell, ...]
    services: tuple[str, ...]
    need: int
    have: int

    @property
    def short(self) -> int:
        return self.need - self.have


def worst_night(cells: Sequence[Cell], beds: Sequence[Beds], first: dt.date) -> Shortfall | None:
    """The largest shortfall of any night from ``first`` on and of any set of cells; of equal ones the earliest."""
    sought = [_Sought(cell, taking(cell, beds)) for cell in cells if cell.people]
    changes = {each.first for each in beds} | {each.last + _DAY for each in beds if each.last < dt.date.max}
    nights = [first, *sorted(night for night in changes if night > first)]
    found = [shortfall for night in nights if (shortfall := _on(night, sought, beds)) is not None]
    return max(found, key=lambda each: each.short, default=None)


def taking(cell: Cell, beds: Sequence[Beds]) -> tuple[int, ...]:
    """The positions of the services that take a cell, whenever they are open."""
    return tuple(index for index, each in enumerate(beds) if each.take(cell))


class _Sought(NamedTuple):
    """A cell, and the positions of the services that take it."""

    cell: Cell
    at: tuple[int, ...]


def _on(night: dt.date, sought: Sequence[_Sought], beds: Sequence[Beds]) -> Shortfall | None:
    """The largest shortfall of one night. Cells whose services all open later are left to the rule on late openings."""
    alike: dict[tuple[int, ...], list[Cell]] = {}
    for cell, at in sought:
        if night < cell.leave and not (at and all(beds[index].first > night for index in at)):
            open_then = tuple(index for index in at if beds[index].first <= night <= beds[index].last)
            alike.setdefault(open_then, []).append(cell)
    if not alike:
        return None
    need = [sum(cell.people for cell in together) for together in alike.values()]
    takes, together = list(alike), list(alike.values())
    lacking = most_short(need, [each.free for each in beds], takes)
    if not lacking:
        return None
    short = {cell for number in lacking for cell in together[number]}
    used = sorted({index for number in lacking for index in takes[number]})
    return Shortfall(
        night,
        tuple(cell for cell, _ in sought if cell in short),
        tuple(beds[index].service for index in used),
        sum(need[number] for number in lacking),
        sum(beds[index].free for index in used),
    )


class Gap(NamedTuple):
    """What is not stated or unknown of a service that may have beds."""

    service: str
    path: Path
    said: State


class Shortage(NamedTuple):
    """The shortfall to report.

    ``firm``: nobody can be expected to have left by then. ``gap``: the beds suffice if this turns out well.
    """

    worst: Shortfall
    firm: bool
    gap: Gap | None


class Capacity:
    """The beds of a plan against its people."""

    def __init__(self, plan: Plan, calendar: Calendar, people: People, directory: Directory, recovery_period: RecoveryPeriod) -> None:
        self.plan = plan
        self.calendar = calendar
        self.people = people
        self.directory = directory
        self.recovery_period = recovery_period

    @cached_property
    def first(self) -> dt.date:
        """The first night: that of the recovery."""
        if self.calendar.recovery_day is None:
            raise CannotJudge(("phases",), "do not say when people are first reached")
        return self.calendar.recovery_day

    def firm_until(self, group: Group) -> dt.date:
        """The day until which everybody of a group needs a bed: its recovery period is over and its last route is open.

        A group for which the period is not meant needs beds until its last route is open, and for those days where it has no route.
        """
        routes = [route for route in self.plan.returns.routes if route.group == group.id]
        days = [day for route in routes if (day := known(route.not_before)) is not None]
        waits = self.recovery_period.is_meant_for(group) or len(days) < len(routes) or not routes
        period = self.recovery_period.ends_after(self.recovery_period.stated_days if waits else 0) or self.first
        return max([self.first, period, *days])

    def is_assumed(self, group: Group) -> bool:
        """Whether the last night of a group follows from the policy's days, because the plan states none."""
        routes = [known(route.not_before) for route in self.plan.returns.routes if route.group == group.id]
        last = self.firm_until(group)
        return self.recovery_period.is_assumed and last > self.first and all(day is None or day < last for day in routes)

    def leaving_until(self, group: Group) -> dt.date:
        """The day until which people of a group may still be there: the end of its last journeys."""
        ends = [self.calendar.last_day(phase) for phase in self.journeys if self.people.is_in(group, phase)]
        return max([self.firm_until(group), *(day for day in ends if day is not None)])

    @cached_property
    def journeys(self) -> tuple[Phase, ...]:
        """Phases in which people travel home or on."""
        return self.calendar.having("return_travel")

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Everybody whose number is known, until the day on which all of them may have left."""
        if state(self.plan.population.groups) is State.UNKNOWN:
            raise CannotJudge(("population", "groups"), "is unknown")
        return tuple(cell for group in self.people.sleepers for cell in self._cells_of(group))

    def _cells_of(self, group: Group) -> Iterator[Cell]:
        leave, high = self.firm_until(group), self.people.high(group)
        classes = known(group.housing_classes) or {}
        for name, count in classes.items():
            if (people := known(count)) is not None:
                yield Cell(group.id, (name,), people, leave)
        unclear = tuple(name for name, count in classes.items() if state(count) is State.UNKNOWN)
        if high is not None and (unclear or not classes):
            counted = sum(known(count) or 0 for count in classes.values())
            yield Cell(group.id, unclear, max(high - counted, 0), leave)

    @cached_property
    def beds(self) -> tuple[Beds, ...]:
        """The free beds that count: of confirmed and provisional services; whatever is not known of a service gives no bed."""
        return self._all_beds(hopeful=False)

    @cached_property
    def awaits_confirmation(self) -> bool:
        """Whether no house is confirmed, and beds would suffice if all that are asked for were: TM103 says so, and once."""
        houses = self.people.housing
        if not houses or any(service.status not in _AWAITED for service in houses):
            return False
        asked = tuple(each for service in houses if (each := self._beds(service, hopeful=False, counting=_AWAITED)) is not None)
        return worst_night(self.cells, asked, self.first) is None

    def _all_beds(self, *, hopeful: bool) -> tuple[Beds, ...]:
        made = (self._beds(service, hopeful=hopeful) for service in self.people.housing)
        return tuple(each for each in made if each is not None)

    def _beds(self, service: Service, *, hopeful: bool, counting: frozenset[str] = _COUNTS) -> Beds | None:
        """A service's beds, or None where it has none to count on: not even provisional, or closed before the first night."""
        first, last = known(service.available.from_), through(service.available.until)
        if hopeful and state(service.available.from_) is State.UNKNOWN:
            first = dt.date.min
        if hopeful and state(service.available.until) is State.UNKNOWN:
            last = dt.date.max
        first = None if first is None else self._reached(service, first)
        counts = service.status in counting or (hopeful and state(service.status) is State.UNKNOWN)
        if not counts or first is None or last is None or last < max(first, self.first):
            return None
        hidden = state(service.groups) is State.UNKNOWN and not hopeful
        groups = frozenset() if hidden else frozenset(group.id for group in self.people.served_by(service))
        anybody = hopeful and state(service.housing.classes) in _OPEN
        classes = None if anybody else frozenset(service.housing.classes)
        return Beds(service.id, self._free(service, hopeful=hopeful), first, last, groups, classes)

    def _reached(self, service: Service, opens: dt.date) -> dt.date | None:
        """The first day on which people can sleep there; None for beds in a place to which no journey leads."""
        if not self.people.is_elsewhere(service) or self.is_brought_there(service):
            return opens
        journey = self.first_journey(service)
        return None if journey is None else max(opens, journey)

    def is_brought_there(self, service: Service) -> bool:
        """Whether a house in another part of the country is one to which people are driven on the day on which they are reached."""
        place = known(service.jurisdiction)
        near = place is not None and any(place.partition("-")[0] == each.partition("-")[0] for each in self.people.where_reached)
        drives = self.calendar.having("transport")
        return near and any(self.calendar.first_day(phase) == self.first for phase in drives)

    def first_journey(self, service: Service) -> dt.date | None:
        """The first day on which somebody whom a service covers may leave for its place."""
        place, groups = str(service.jurisdiction), {group.id for group in self.people.served_by(service)}
        there = (route for route in self.plan.returns.routes if route.group in groups and overlap(str(route.to), place))
        return min((day for route in there if (day := known(route.not_before)) is not None), default=None)

    def _free(self, service: Service, *, hopeful: bool) -> int:
        """Beds that nobody else uses; where nothing is said of others, none of them are there."""
        beds, occupied = service.housing.beds, service.housing.occupied
        if hopeful and state(beds) in _OPEN:
            return sum(cell.people for cell in self.cells)
        if not hopeful and state(occupied) is State.UNKNOWN:
            return 0
        return max((known(beds) or 0) - (known(occupied) or 0), 0)

    def _gap(self, service: Service) -> Gap | None:
        housing, available = service.housing, service.available
        asked: tuple[tuple[Path, object, frozenset[State]], ...] = (
            (("status",), service.status, _HIDDEN),
            (("groups",), service.groups, _HIDDEN),
            (("available",), available, _HIDDEN),
            (("available", "from"), available.from_, _HIDDEN),
            (("available", "until"), available.until, _HIDDEN),
            (("housing",), housing, _OPEN),
            (("housing", "beds"), housing.beds, _OPEN),
            (("housing", "classes"), housing.classes, _OPEN),
            (("housing", "occupied"), housing.occupied, _HIDDEN),
        )
        for rest, value, open_states in asked:
            if (said := state(value)) in open_states:
                return Gap(service.id, self.directory.path(service, *rest), said)
        return None

    @cached_property
    def shortage(self) -> Shortage | None:
        """The largest shortfall while nobody can be expected to have left; where there is none, of the weeks of the journeys."""
        return self._shortage(self.cells, firm=True) or self._shortage(self._leaving, firm=False)

    @cached_property
    def _leaving(self) -> tuple[Cell, ...]:
        """Everybody until the end of the journeys."""
        until = {group.id: self.leaving_until(group) for group in self.people.sleepers}
        return tuple(cell._replace(leave=until[cell.group]) for cell in self.cells)

    def _shortage(self, cells: Sequence[Cell], *, firm: bool) -> Shortage | None:
        worst = worst_night(cells, self.beds, self.first)
        if worst is None:
            return None
        hoped_for = self._all_beds(hopeful=True)
        gap = self._gap_behind(worst, hoped_for)
        sure = worst if gap is None else worst_night(cells, hoped_for, self.first)
        return Shortage(worst, firm, gap) if sure is None else Shortage(sure, firm, None)

    def _gap_behind(self, worst: Shortfall, hoped_for: Sequence[Beds]) -> Gap | None:
        """What is not known of the first service that might take people who lack beds."""
        able = {each.service for each in hoped_for if any(each.take(cell) for cell in worst.cells)}
        gaps = (self._gap(service) for service in self.people.housing if service.id in able)
        return next((gap for gap in gaps if gap is not None), None)
