"""Controlled purchases: money that the police hands to suspects as evidence and takes back, and what it takes to be one."""

from __future__ import annotations

import datetime as dt
from typing import Literal, NamedTuple

from planlint.facts.calendar import Calendar, through
from planlint.facts.directory import Directory
from planlint.plan.model import Plan
from planlint.plan.resources import BudgetLine, Flow
from planlint.plan.states import known
from planlint.source.document import Path

PURCHASE_POWERS = frozenset({"search", "seize", "arrest"})


class Lack(NamedTuple):
    """What keeps a payment from being an authorised controlled purchase: the condition, where the plan falls short, the value there."""

    condition: Literal["payer", "authorisation", "recovery"]
    path: Path
    value: object


class Purchases:
    """Payments of a plan that are, or claim to be, controlled purchases: a field says so, or the category, or the purpose as one word."""

    def __init__(self, plan: Plan, directory: Directory, calendar: Calendar) -> None:
        self.plan = plan
        self.directory = directory
        self.calendar = calendar

    def is_one(self, payment: Flow | BudgetLine) -> bool:
        """Whether a payment is meant as a controlled purchase; texts longer than the word are not taken for it."""
        authorisation = self.directory.authorisations.get(known(payment.authorisation) or "")
        if authorisation is not None and "controlled_purchase" in authorisation.activities:
            return True
        if isinstance(payment, BudgetLine):
            return payment.category == "controlled_purchase" and authorisation is not None
        return "_".join(str(known(payment.purpose)).lower().replace("_", " ").replace("-", " ").split()) == "controlled_purchase"

    def is_authorised(self, payment: Flow | BudgetLine) -> bool:
        """Whether a payment is a controlled purchase that meets every condition."""
        return self.is_one(payment) and not self.lacks(payment)

    def payer(self, payment: Flow | BudgetLine) -> str:
        """Who pays: of a budget line, the lead."""
        return payment.from_ if isinstance(payment, Flow) else str(known(self.plan.plan.lead))

    def lacks(self, payment: Flow | BudgetLine) -> tuple[Lack, ...]:
        """The conditions that a controlled purchase does not meet; an authorised one meets all of them."""
        found = (self._payer(payment), self._authorisation(payment), self._recovery(payment))
        return tuple(lack for lack in found if lack is not None)

    def _payer(self, payment: Flow | BudgetLine) -> Lack | None:
        name = self.payer(payment)
        organisation = self.directory.organisation_of(name)
        if organisation is None:
            path = self.directory.path(payment, "from") if isinstance(payment, Flow) else ("plan", "lead")
            return Lack("payer", path, name)
        if PURCHASE_POWERS.isdisjoint(organisation.powers):
            return Lack("payer", self.directory.path(organisation, "powers"), organisation.powers)
        return None

    def _authorisation(self, payment: Flow | BudgetLine) -> Lack | None:
        name, days = known(payment.authorisation), self._days(payment)
        if name is None:
            return Lack("authorisation", self.directory.path(payment, "authorisation"), payment.authorisation)
        if not days:
            path = self.directory.path(payment, "date") if isinstance(payment, Flow) else ("phases",)
            return Lack("authorisation", path, payment.date if isinstance(payment, Flow) else None)
        authorisation = self.directory.authorisations[name]
        since, until = known(authorisation.valid_from), through(authorisation.valid_until)
        if "controlled_purchase" not in authorisation.activities:
            return Lack("authorisation", self.directory.path(authorisation, "activities"), authorisation.activities)
        if since is None or min(days) < since:
            return Lack("authorisation", self.directory.path(authorisation, "valid_from"), authorisation.valid_from)
        if until is None or max(days) > until:
            return Lack("authorisation", self.directory.path(authorisation, "valid_until"), authorisation.valid_until)
        return None

    def _days(self, payment: Flow | BudgetLine) -> list[dt.date]:
        """The days on which money changes hands: of a budget line, those of the phases with controlled purchases."""
        if isinstance(payment, Flow):
            day = known(payment.date)
            return [] if day is None else [day]
        phases = self.calendar.having("controlled_purchase")
        days = [day for phase in phases for day in (self.calendar.first_day(phase), self.calendar.last_day(phase))]
        return [day for day in days if day is not None] if None not in days else []

    def _recovery(self, payment: Flow | BudgetLine) -> Lack | None:
        if payment.recovery_expected is True:
            return None
        return Lack("recovery", self.directory.path(payment, "recovery_expected"), payment.recovery_expected)
