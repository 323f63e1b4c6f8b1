"""Legal aid: which of it people can trust, because it does not come from those who may arrest, charge or question them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Literal, NamedTuple

from planlint.facts.directory import Directory
from planlint.facts.roles import Roles
from planlint.plan.care import Service
from planlint.plan.model import Plan
from planlint.plan.people import Organisation
from planlint.plan.states import State, state
from planlint.source.document import Path

Obstacle = Literal["", "withdrawn", "investigator", "prosecutor", "coercive", "unclear"]


class LegalAidOffer(NamedTuple):
    """A service of legal aid, and what keeps it from counting; ``at`` is where the plan says so, or leaves it unknown."""

    service: Service
    obstacle: Obstacle
    at: Path


class LegalAid:
    """Who advises people on their rights."""

    def __init__(self, plan: Plan, directory: Directory, roles: Roles) -> None:
        self.plan = plan
        self.directory = directory
        self.roles = roles

    @cached_property
    def offers(self) -> tuple[LegalAidOffer, ...]:
        """Every service of legal aid, in the order of the plan."""
        return tuple(LegalAidOffer(each, *self._obstacle(each)) for each in self._services())

    @cached_property
    def independent_legal_aid(self) -> tuple[Service, ...]:
        """Legal aid of whatever status but none, whose provider neither enforces the law, nor prosecutes, nor investigates this case."""
        return tuple(offer.service for offer in self.offers if not offer.obstacle)

    def _services(self) -> Iterator[Service]:
        return (service for service in self.plan.services if "legal_aid" in service.types)

    def _obstacle(self, service: Service) -> tuple[Obstacle, Path]:
        if service.status == "none":
            return "withdrawn", self.directory.path(service, "status")
        at = self.directory.path(service, "provider")
        if not isinstance(service.provider, str):
            return "unclear", at
        organisation = self.directory.organisations[service.provider]
        if role := self._role(organisation):
            return role, at
        if state(organisation.kind) is State.UNKNOWN:
            return "unclear", self.directory.path(organisation, "kind")
        if service.status is State.UNKNOWN:
            return "unclear", self.directory.path(service, "status")
        return "", at

    def _role(self, organisation: Organisation) -> Obstacle:
        """The part of a provider in the case that people may fear; empty where it has none."""
        if organisation.id == self.plan.evidence.investigating_authority:
            return "investigator"
        if organisation.kind == "prosecutor" or organisation.id == self.plan.legal.prosecution.prosecutor:
            return "prosecutor"
        return "coercive" if self.roles.is_coercive(organisation) else ""
