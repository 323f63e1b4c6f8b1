"""Money and risk: ``finance``, ``risk``."""

from typing import Annotated, Literal

from pydantic import Field

from planlint.plan.care import Availability
from planlint.plan.states import Known, Many, Part, Section, Stated, about
from planlint.plan.values import (
    ActorRef,
    Amount,
    AuthorisationRef,
    Bool,
    Currency,
    Date,
    Id,
    MoneyRef,
    OrgRef,
    PartyRef,
    PersonnelRef,
    PhaseRef,
    RiskProduct,
    Score,
    ServiceRef,
    Text,
)
from planlint.plan.vocabulary import BudgetCategory, Condition, PaidPer


class BudgetLine(Section):
    """Money that the plan pays."""

    id: Id
    category: Known[BudgetCategory] = about("What it is for.")
    amount: Known[Amount] = about("How much, in the plan's currency.")
    payee: Known[PartyRef] = about("Who receives it.")
    purpose: Stated[Text] = about("What exactly is paid.")
    paid_per: Stated[PaidPer] = about("By what the payment is counted; fixed where it does not grow with people, rescues or cases.")
    authorisation: Stated[AuthorisationRef] = about("The authorisation that allows it, of a controlled purchase.")
    recovery_expected: Stated[Bool] = about("Whether the money is expected back, as marked notes are.")
    services: Many[ServiceRef] = about("The services it pays for.")


class Funding(Section):
    """Money that the plan receives."""

    id: Id
    source: Stated[OrgRef] = about("Who gives it.")
    amount: Known[Amount] = about("How much, in the plan's currency.")
    available: Part[Availability] = about("From when until when.")
    conditions: Many[Text] = about("What the giver demands.")
    conditional_on: Many[Condition] = about("What the giver demands of survivors.")
    paid_per: Stated[PaidPer] = about("By what the gift is counted; fixed where it does not grow with people, rescues or cases.")


class Flow(Section):
    """Any other transfer, restitution to survivors among them."""

    id: Id
    from_: Annotated[MoneyRef, Field(alias="from", description="Who pays.")]
    to: MoneyRef = about("Who receives: a party, or a group where survivors are paid.")
    amount: Known[Amount] = about("How much, in the plan's currency.")
    date: Stated[Date] = about("When it is paid.")
    purpose: Stated[Text] = about("What it is for, in words; what a field can say, such as authorisation, is said there.")
    paid_per: Stated[PaidPer] = about("By what the payment is counted; fixed where it does not grow with people, rescues or cases.")
    authorisation: Stated[AuthorisationRef] = about("The authorisation that allows it.")
    recovery_expected: Stated[Bool] = about("Whether the money is expected back, as marked notes are.")


class Finance(Section):
    """Budget, funding and other transfers."""

    currency: Known[Currency] = about("ISO 4217 code of every amount.")
    total: Known[Amount] = about("Sum of the lines.")
    lines: Many[BudgetLine] = about("What the plan pays.")
    funding: Many[Funding] = about("What the plan receives.")
    flows: Many[Flow] = about("Any other transfer.")


class Assessment(Section):
    """The risk assessment."""

    date: Stated[Date] = about("When it was made.")
    by: Stated[ActorRef] = about("Who made it.")


class Risk(Section):
    """One row of the risk register."""

    id: Id
    hazard: Stated[Text] = about("What may happen; identifies nobody.")
    affects: Many[Literal["survivors", "staff", "families", "other_victims", "community", "suspects"]] = about("Whom it would hurt.")
    likelihood: Known[Score] = about("From 1 (rare) to 5 (almost certain).")
    severity: Known[Score] = about("From 1 (slight) to 5 (fatal).")
    mitigations: Many[Text] = about("What is done against it.")
    owner: Stated[PersonnelRef] = about("Who watches it.")
    residual: Stated[RiskProduct] = about("Likelihood times severity after the mitigations.")


class AbortCriterion(Section):
    """When to stop, and who may say so."""

    id: Id
    trigger: Stated[Text] = about("What stops the phase.")
    authority: Stated[PersonnelRef] = about("Who may stop it.")
    phases: Many[PhaseRef] = about("The phases it may stop.")
    action: Stated[Text] = about("What is done then.")


class RiskSection(Section):
    """What may go wrong."""

    assessment: Part[Assessment] = about("The risk assessment.")
    rows: Annotated[Many[Risk], Field(alias="register", description="The risks, one row each.")]
    abort_criteria: Many[AbortCriterion] = about("When to stop, and who may say so.")
