"""What a plan implies, computed once, when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from planlint.errors import CannotJudge
from planlint.facts.calendar import Calendar
from planlint.facts.capacity import Capacity
from planlint.facts.coverage import Coverage
from planlint.facts.directory import Directory
from planlint.facts.graph import Graph
from planlint.facts.languages import INTERPRETERS, Languages
from planlint.facts.legal_aid import LegalAid
from planlint.facts.order import Order
from planlint.facts.population import People
from planlint.facts.roles import Roles
from planlint.facts.thresholds import Thresholds
from planlint.facts.unknowns import Unknowns
from planlint.facts.uses import Uses
from planlint.plan.justice import Screening
from planlint.plan.model import Plan
from planlint.plan.states import State, known, state


class Facts:
    """A plan, the thresholds, and everything that follows from them. This is all that a check gets to see."""

    def __init__(self, plan: Plan, data: dict[str, Any], thresholds: Thresholds | None = None) -> None:
        self.plan = plan
        self.data = data
        self.thresholds = thresholds or Thresholds()

    @cached_property
    def directory(self) -> Directory:
        return Directory(self.plan)

    @cached_property
    def calendar(self) -> Calendar:
        return Calendar(self.plan, self.thresholds)

    @cached_property
    def roles(self) -> Roles:
        return Roles(self.plan, self.directory)

    @cached_property
    def people(self) -> People:
        return People(self.plan, self.roles, self.calendar)

    @cached_property
    def graph(self) -> Graph:
        return Graph(self.plan, self.directory, self.thresholds)

    @cached_property
    def languages(self) -> Languages:
        return Languages(self.plan, self.directory, self.roles, self.graph)

    @cached_property
    def legal_aid(self) -> LegalAid:
        return LegalAid(self.plan, self.directory, self.roles)

    @cached_property
    def capacity(self) -> Capacity:
        return Capacity(self.plan, self.calendar, self.people, self.directory)

    @cached_property
    def order(self) -> Order:
        return Order(self.directory.phases)

    @cached_property
    def uses(self) -> Uses:
        return Uses(self.plan, self.directory, self.calendar, self.people)
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
    def foreign_lead(self) -> bool:
        """Whether the lead's seat is outside the countries of the operation."""
        lead = known(self.plan.plan.lead)
        if lead is None:
            raise CannotJudge(("plan", "lead"), "is unknown")
        organisation = self.directory.organisations[lead]
        if known(organisation.country) is None:
            raise CannotJudge(self.directory.path(organisation, "country"), "is unknown")
        return organisation.country not in self.roles.countries


PURE_SERVICES = frozenset({"shelter_services", "survivor_outreach", "repatriation"})
"""Kinds of operation that consist of services, as long as nobody enters, searches or arrests."""

APPLIES: dict[str, Callable[[Facts], bool]] = {
    "enforcement": lambda facts: facts.calendar.enforcement,
    "enforcement_with_intelligence": lambda facts: facts.calendar.enforcement and _is_given(facts.plan.situation.intelligence),
    "entry": lambda facts: bool(facts.calendar.entry),
    "entry_or_recovery": lambda facts: bool(facts.calendar.entry) or facts.calendar.has_recovery,
    "entry_or_interviews": lambda facts: bool(facts.calendar.entry) or bool(facts.calendar.interview),
    "entry_or_recovery_phases": lambda facts: bool(facts.calendar.entry or facts.calendar.recovery),
    "enforcement_or_foreign_lead": lambda facts: facts.calendar.enforcement or facts.foreign_lead,
    "covert": lambda facts: bool(facts.calendar.having("covert", "surveillance", "controlled_purchase")),
    "controlled_purchases": lambda facts: bool(facts.calendar.having("controlled_purchase")),
    "recovery": lambda facts: facts.calendar.has_recovery,
    "recovery_with_finance": lambda facts: facts.calendar.has_recovery and _is_given(facts.plan.finance),
    "recovery_with_housing": lambda facts: facts.calendar.has_recovery and bool(facts.people.housing),
    "recovery_with_follow_up": lambda facts: facts.calendar.has_recovery and _is_given(facts.plan.reintegration.follow_up.months),
    "recovery_with_foreign_groups": lambda facts: facts.calendar.has_recovery and _has_foreign_groups(facts),
    "recovery_with_routes": lambda facts: facts.calendar.has_recovery and bool(facts.plan.returns.routes),
    "recovery_or_services": lambda facts: facts.calendar.has_recovery or bool(facts.plan.services),
    "contact": lambda facts: bool(facts.calendar.contact),
    "screening_with_minutes_and_staff": lambda facts: _plans_screening(facts.plan.identification.screening),
    "interviews": lambda facts: bool(facts.calendar.interview),
    "interviews_or_services": lambda facts: bool(facts.calendar.interview) or bool(facts.plan.services),
    "children_and_interviews": lambda facts: facts.people.children and bool(facts.calendar.interview),
    "evidential_interviews": lambda facts: bool(facts.calendar.having("interview_evidential")),
    "evidence": lambda facts: facts.calendar.enforcement or bool(facts.calendar.having("interview_evidential")),
    "consent_stages": lambda facts: bool(facts.plan.consent.stages),
    "population": lambda facts: _is_given(facts.plan.population.groups),
    "children": lambda facts: facts.people.children,
    "dependencies": lambda facts: any(_is_given(phase.depends_on) for phase in facts.plan.phases),
    "housing": lambda facts: bool(facts.people.housing),
    "services": lambda facts: bool(facts.plan.services),
    "services_or_stay": lambda facts: bool(facts.plan.services) or _is_given(facts.plan.legal.immigration) or _has_reflection(facts),
    "routes": lambda facts: bool(facts.plan.returns.routes),
    "personnel": lambda facts: bool(facts.plan.personnel),
    "sharing": lambda facts: _is_given(facts.plan.data_protection.sharing),
    "media": lambda facts: _is_given(facts.plan.media),
    "monitoring_beyond_training": lambda facts: _is_given(facts.plan.monitoring) and not _is_training_only(facts),
    "foreign_lead": lambda facts: facts.foreign_lead,
    "foreign_groups_or_foreign_lead": lambda facts: _has_foreign_groups(facts) or facts.foreign_lead,
    "interpreters": lambda facts: any(person.role in INTERPRETERS for person in facts.plan.personnel),
    "finance": lambda facts: _is_given(facts.plan.finance),
    "beyond_services": lambda facts: bool(facts.calendar.entry) or known(facts.plan.plan.operation_kind) not in PURE_SERVICES,
    "finance_or_parties": lambda facts: _is_given(facts.plan.finance) or _is_given(facts.plan.parties),
    "beyond_training": lambda facts: known(facts.plan.plan.operation_kind) != "training_capacity",
}
"""Facts that decide whether a rule applies at all, by the name that rule files use."""


def _has_foreign_groups(facts: Facts) -> bool:
    """Whether a group is foreign to the operation, or may be."""
    return any(facts.people.foreign(group) != "no" for group in facts.plan.population.groups)


def _plans_screening(screening: Screening) -> bool:
    return _is_given(screening.minutes_per_person) and _is_given(screening.done_by)


def _has_reflection(facts: Facts) -> bool:
    return _is_given(facts.plan.legal.reflection_period)


def _is_training_only(facts: Facts) -> bool:
    """Whether a plan trains people and meets no survivors."""
    return known(facts.plan.plan.operation_kind) == "training_capacity" and not facts.calendar.contact


def _is_given(value: object) -> bool:
    """Whether the plan says something of it, if only that it is unknown."""
    return state(value) in (State.STATED, State.UNKNOWN)
