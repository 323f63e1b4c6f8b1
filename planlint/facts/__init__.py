"""What a plan implies, computed once, when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from planlint.errors import CannotJudge
from planlint.facts.calendar import Calendar
from planlint.facts.capacity import Capacity
from planlint.facts.coverage import Coverage
from planlint.facts.directory import Directory
from planlint.facts.graph import Graph
from planlint.facts.inspection import is_routine_inspection
from planlint.facts.languages import Languages
from planlint.facts.legal_aid import LegalAid
from planlint.facts.order import Order
from planlint.facts.population import People
from planlint.facts.purchases import Purchases
from planlint.facts.recovery_period import RecoveryPeriod
from planlint.facts.roles import Roles
from planlint.facts.thresholds import Thresholds
from planlint.facts.unknowns import Unknowns
from planlint.facts.uses import Uses
from planlint.plan.model import Plan
from planlint.plan.states import known


class Facts:
    """A plan, the thresholds, and everything that follows from them. This is all that a check gets to see."""

    def __init__(self, plan: Plan, data: dict[str, Any], thresholds: Thresholds) -> None:
        self.plan = plan
        self.data = data
        self.thresholds = thresholds

    @cached_property
    def directory(self) -> Directory:
        return Directory(self.plan)

    @cached_property
    def calendar(self) -> Calendar:
        return Calendar(self.plan, self.thresholds, lambda: self.routine_inspection)

    @cached_property
    def roles(self) -> Roles:
        return Roles(self.plan, self.directory)

    @cached_property
    def people(self) -> People:
        return People(self.plan, self.roles, self.calendar)

    @cached_property
    def graph(self) -> Graph:
        return Graph(self.plan, self.directory, self.thresholds, self.purchases)

    @cached_property
    def purchases(self) -> Purchases:
        return Purchases(self.plan, self.directory, self.calendar)

    @cached_property
    def languages(self) -> Languages:
        return Languages(self.plan, self.directory, self.roles, self.graph)

    @cached_property
    def legal_aid(self) -> LegalAid:
        return LegalAid(self.plan, self.directory, self.roles)

    @cached_property
    def capacity(self) -> Capacity:
        return Capacity(self.plan, self.calendar, self.people, self.directory, self.recovery_period)

    @cached_property
    def recovery_period(self) -> RecoveryPeriod:
        return RecoveryPeriod(self.plan, self.thresholds, self.calendar, self.people)

    @cached_property
    def order(self) -> Order:
        return Order(self.directory.phases)

    @cached_property
    def uses(self) -> Uses:
        return Uses(self.plan, self.directory, self.calendar, self.people)

    @cached_property
    def coverage(self) -> Coverage:
        return Coverage(self.plan, self.people, self.directory)

    @cached_property
    def unknowns(self) -> Unknowns:
        return Unknowns(self.plan, self.data, self.directory, self.calendar)

    @cached_property
    def emergency(self) -> bool:
        """Whether imminent danger is stated with its basis and declared by an uncompromised local authority."""
        emergency = self.plan.plan.emergency
        if emergency.imminent_danger is not True or not isinstance(emergency.basis, str):
            return False
        return any(
            organisation.id == emergency.declared_by and not self.roles.is_compromised(organisation) for organisation in self.roles.local_le
        )

    @cached_property
    def beds_await_confirmation(self) -> bool:
        """Whether all that is wrong with the beds is that they are only asked for: then TM103 says so, and once.

        Imminent danger lowers TM103, and not what is said of beds.
        """
        return self.capacity.awaits_confirmation and not self.emergency

    @cached_property
    def routine_inspection(self) -> bool:
        """Whether labour inspectors look at workplaces under their own law, without police, and bring nobody away."""
        return is_routine_inspection(self.plan, self.directory, self.roles)

    @cached_property
    def foreign_lead(self) -> bool:
        """Whether the lead's seat is outside the countries of the operation."""
        lead = known(self.plan.plan.lead)
        if lead is None:
            raise CannotJudge(("plan", "lead"), "is unknown")
        organisation = self.directory.organisations[lead]
        if known(organisation.country) is None:
            raise CannotJudge(self.directory.path(organisation, "country"), "is unknown")
        return organisation.country not in self.roles.countries
