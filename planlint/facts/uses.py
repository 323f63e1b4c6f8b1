"""What a plan uses an organisation, a person or a service for, and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from functools import cached_property
from typing import NamedTuple

from planlint.facts.calendar import Calendar, through
from planlint.facts.directory import Directory
from planlint.facts.population import People
from planlint.plan.care import Route, Service
from planlint.plan.model import Plan
from planlint.plan.people import Organisation, Personnel
from planlint.plan.states import known
from planlint.source.document import Path


class Use(NamedTuple):
    """A phase, service or route that needs somebody: its id, its last day (None where that is unknown), and where the plan says so."""

    name: str
    last: dt.date | None
    path: Path


class Uses:
    """Who is needed until when."""

    def __init__(self, plan: Plan, directory: Directory, calendar: Calendar, people: People) -> None:
        self.plan = plan
        self.directory = directory
        self.calendar = calendar
        self.people = people

    def of_organisation(self, organisation: Organisation) -> tuple[Use, ...]:
        """Phases in which it has a part or people, services that it provides, journeys that it receives."""
        return (*self.phases_of(organisation), *self._services.get(organisation.id, ()), *self._routes.get(organisation.id, ()))

    def phases_of(self, organisation: Organisation) -> tuple[Use, ...]:
        """Phases that an organisation is responsible for, supports, or sends people to."""
        return self._phases(self.phases_with(organisation.id))

    def phases_with(self, name: str) -> Collection[str]:
        """The ids of the phases that an organisation leads, supports or sends people to."""
        return self._parts.get(name, ())

    @cached_property
    def _parts(self) -> dict[str, set[str]]:
        """The phases in which an organisation has a part or people, by its id."""
        found: dict[str, set[str]] = {}
        for phase in self.plan.phases:
            for name in (known(phase.responsible), *phase.support):
                found.setdefault(name or "", set()).add(phase.id)
        for person in self.plan.personnel:
            found.setdefault(known(person.org) or "", set()).update(person.phases)
        return found

    @cached_property
    def _services(self) -> dict[str, list[Use]]:
        """What each organisation provides, by its id."""
        found: dict[str, list[Use]] = {}
        for service in self.plan.services:
            found.setdefault(known(service.provider) or "", []).extend(self.of_service(service))
        return found

    @cached_property
    def _routes(self) -> dict[str, list[Use]]:
        """Whom each organisation receives, by its id."""
        found: dict[str, list[Use]] = {}
        for route in self.plan.returns.routes:
            found.setdefault(known(route.receiving) or "", []).append(self._journeys(route))
        return found

    def of_person(self, person: Personnel) -> tuple[Use, ...]:
        """Phases in which somebody works."""
        return self._phases(person.phases)

    def of_service(self, service: Service) -> tuple[Use, ...]:
        """A service is needed while it is available, and not after the plan ends; one of status none is not needed."""
        if service.status == "none":
            return ()
        until, end = through(service.available.until), known(self.plan.plan.window.end)
        last = None if until is None or end is None else min(until, end)
        return (Use(service.id, last, self.directory.path(service, "available", "until")),)

    def _phases(self, names: Collection[str]) -> tuple[Use, ...]:
        """The phases of these ids, in the order of the plan."""
        return tuple(use for use in self._every_phase if use.name in names)

    @cached_property
    def _every_phase(self) -> tuple[Use, ...]:
        path, last_day = self.directory.path, self.calendar.last_day
        return tuple(Use(phase.id, last_day(phase), path(phase, "end")) for phase in self.plan.phases)

    def _journeys(self, route: Route) -> Use:
        """People arrive from the first day of a route to the last day on which its group travels."""
        group = self.directory.groups[route.group]
        travelling = [phase for phase in self.calendar.having("return_travel") if self.people.is_in(group, phase)]
        days = [known(route.not_before), *(self.calendar.last_day(phase) for phase in travelling)]
        last = max((day for day in days if day is not None), default=None)
        return Use(route.id, None if None in days else last, self.directory.path(route, "receiving"))
