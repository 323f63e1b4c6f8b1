"""Routine inspections, which are themselves the first look: nobody could have verified anything before (ILO Convention 81, article 12)."""

from __future__ import annotations

from planlint.facts.activities import ENTRY_ACTIVITIES, HOUSING_TYPES
from planlint.facts.directory import Directory
from planlint.facts.roles import Roles
from planlint.plan.justice import Authorisation
from planlint.plan.model import Plan
from planlint.plan.phases import Phase
from planlint.plan.states import State, known, state

_BEYOND_INSPECTION = frozenset({"search", "arrest", "recovery", "covert", "surveillance", "controlled_purchase", "transport", "shelter"})


def is_routine_inspection(plan: Plan, directory: Directory, roles: Roles) -> bool:
    """Whether labour inspectors look at workplaces under their own law, without police, and bring nobody away."""
    if known(plan.plan.operation_kind) != "inspection":
        return False
    if any(not _BEYOND_INSPECTION.isdisjoint(phase.activities) or state(phase.activities) is State.UNKNOWN for phase in plan.phases):
        return False
    if any(not {"immigration_detention", *HOUSING_TYPES}.isdisjoint(service.types) for service in plan.services):
        return False
    entries = [phase for phase in plan.phases if not ENTRY_ACTIVITIES.isdisjoint(phase.activities)]
    return bool(entries) and all(_is_inspection(plan, phase, directory, roles) for phase in entries)


def _is_inspection(plan: Plan, phase: Phase, directory: Directory, roles: Roles) -> bool:
    lead = directory.organisations.get(known(phase.responsible) or "")
    if lead is None or lead.kind != "labour_inspectorate":
        return False
    sent = (directory.organisation_of(person.id) for person in plan.personnel if phase.id in person.phases)
    there = [*(directory.organisations[name] for name in phase.support), *(each for each in sent if each is not None)]
    return not any(map(roles.is_coercive, there)) and any(_allows(each, phase) for each in plan.legal.authorisations)


def _allows(authorisation: Authorisation, phase: Phase) -> bool:
    """Whether inspectors may enter by it: a notice, or a power whose grounds are on record. LE106 looks at its dates."""
    is_power = authorisation.type == "warrantless_power" and authorisation.grounds_recorded is True
    named = set(authorisation.premises)
    return (authorisation.type == "inspection_notice" or is_power) and (not named or not named.isdisjoint(phase.premises))
