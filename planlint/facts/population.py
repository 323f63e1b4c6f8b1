"""The people a plan is for: who is foreign, who may be a child, how many they are at most."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from planlint.errors import CannotJudge
from planlint.facts.activities import HOUSING_TYPES as HOUSING_TYPES
from planlint.facts.calendar import Calendar
from planlint.facts.roles import Roles, overlap
from planlint.plan.care import Service
from planlint.plan.codes import STATELESS_OR_REFUGEE, UNSPECIFIED
from planlint.plan.model import Plan
from planlint.plan.people import Group
from planlint.plan.phases import Phase
from planlint.plan.states import NotApplicable, State, known, state


class People:
    """Groups and what their descriptions imply."""

    def __init__(self, plan: Plan, roles: Roles, calendar: Calendar) -> None:
        self.plan = plan
        self.roles = roles
        self.calendar = calendar

    def foreign(self, group: Group) -> Literal["yes", "no", "maybe"]:
        """Whether a group is foreign to the countries of the operation; stateless people and refugees are."""
        nationality = known(group.nationality)
        if nationality is None or nationality == UNSPECIFIED:
            return "maybe"
        if nationality in STATELESS_OR_REFUGEE:
            return "yes"
        return "no" if nationality in self.roles.countries else "yes"

    def high(self, group: Group) -> int | None:
        """The number that safety is planned for: the high estimate, else the best one."""
        high = known(group.size.high)
        return known(group.size.best) if high is None else high

    def has_minors(self, group: Group) -> bool:
        """Whether a group has children, or nobody can say that it has none."""
        bands = known(group.age_bands)
        if not bands:
            return True
        if any((known(bands.get(band, State.NOT_STATED)) or 0) > 0 for band in ("0-11", "12-17", "unknown")):
            return True
        if any(state(value) is State.UNKNOWN for band, value in bands.items() if band in ("0-11", "12-17", "unknown")):
            return True
        classes = known(group.housing_classes) or {}
        return (known(classes.get("child_unaccompanied", State.NOT_STATED)) or 0) > 0 or (known(group.accompanying_children) or 0) > 0

    def sleeps_at_home(self, group: Group) -> bool:
        """Whether nobody of a group needs a bed: the plan says so, and neither brings them out nor shelters them nor enters their home."""
        if not isinstance(group.housing_classes, NotApplicable):
            return False
        taken = any(self.is_in(group, phase) for phase in self.calendar.having("recovery", "shelter"))
        return not taken and not any(group.id in premises.home_of for premises in self.plan.situation.premises)

    @cached_property
    def sleepers(self) -> tuple[Group, ...]:
        """The groups whose people need beds."""
        return tuple(group for group in self.plan.population.groups if not self.sleeps_at_home(group))

    @cached_property
    def children(self) -> bool:
        """Whether children may be met."""
        expected = self.plan.children.expected
        if expected is State.UNKNOWN or known(expected) in ("expected", "possible"):
            return True
        if state(self.plan.population.groups) is State.UNKNOWN:
            raise CannotJudge(("population", "groups"), "is unknown")
        return bool(self.groups_with_minors)

    @cached_property
    def groups_with_minors(self) -> frozenset[str]:
        """The ids of groups that have children, or may have."""
        return frozenset(group.id for group in self.plan.population.groups if self.has_minors(group))

    def children_in(self, phase: Phase) -> bool:
        """Whether children may be met in a phase: where none of the groups is said to have any, in every phase that concerns anybody."""
        if not self.groups_with_minors:
            return self.children and state(phase.groups) is not State.NONE
        return any(group.id in self.groups_with_minors for group in self.in_phase(phase))

    def is_in(self, group: Group, phase: Phase) -> bool:
        """Whether a phase concerns a group."""
        return _is_named(group, phase.groups)

    def is_served(self, group: Group, service: Service) -> bool:
        """Whether a service covers a group."""
        return service.status != "none" and _is_named(group, service.groups)

    def in_phase(self, phase: Phase) -> tuple[Group, ...]:
        """The groups that a phase concerns; all of them where it names none."""
        return self._named(phase.groups)

    def served_by(self, service: Service) -> tuple[Group, ...]:
        """The groups that a service covers; all where it names none, nobody where its status is none."""
        return () if service.status == "none" else self._named(service.groups)

    def _named(self, names: tuple[str, ...]) -> tuple[Group, ...]:
        groups = self.plan.population.groups
        if not names and state(names) is not State.NONE:
            return groups
        return tuple(group for group in groups if group.id in names)

    @cached_property
    def housing(self) -> tuple[Service, ...]:
        """Services that give people a bed; immigration detention is never housing."""
        return tuple(service for service in self.plan.services if not HOUSING_TYPES.isdisjoint(service.types))

    @cached_property
    def where_reached(self) -> tuple[str, ...]:
        """The places of the premises from which people are brought out; where those are not stated, the places of the operation."""
        named = {name for phase in (*self.calendar.recovery, *self.calendar.entry) for name in phase.premises}
        premises = [each for each in self.plan.situation.premises if each.id in named]
        places = [known(each.jurisdiction) for each in premises]
        return tuple(dict.fromkeys(filter(None, places))) if places and None not in places else tuple(self.plan.situation.jurisdictions)

    def is_elsewhere(self, service: Service) -> bool:
        """Whether a service is not where people are reached, so that nobody can sleep there without a journey."""
        place = known(service.jurisdiction)
        if place is None or state(self.plan.situation.jurisdictions) is not State.STATED:
            return False
        return not any(overlap(place, each) for each in self.where_reached)


def _is_named(group: Group, names: tuple[str, ...]) -> bool:
    """Whether a group is among those that are named; all are where none is."""
    return group.id in names if names else state(names) is not State.NONE
