"""Whether a rule applies to a plan at all."""

from __future__ import annotations

from collections.abc import Callable

from planlint.facts import Facts
from planlint.facts.languages import INTERPRETERS
from planlint.plan.justice import Screening
from planlint.plan.states import State, known, state

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
