"""Looking things up by id. Conformed plans have no dangling references, so a look-up by reference always finds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from operator import attrgetter
from typing import Protocol, TypeVar

from planlint.plan.care import ConsentStage, Route, Service
from planlint.plan.justice import Authorisation
from planlint.plan.model import Plan
from planlint.plan.operation import Premises
from planlint.plan.people import Entity, Group, Organisation, Personnel, Suspect
from planlint.plan.phases import Phase
from planlint.plan.resources import BudgetLine, Flow, Funding
from planlint.plan.states import Section
from planlint.schema.shape import fields
from planlint.source.document import Path


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


Item = TypeVar("Item", bound=_HasId)


def _by_id(items: Iterable[Item]) -> dict[str, Item]:
    """Items by id; of two with one id (PL004) the first."""
    found: dict[str, Item] = {}
    for item in items:
        found.setdefault(item.id, item)
    return found


_COLLECTIONS: Mapping[type, tuple[str, ...]] = {
    Organisation: ("organisations",),
    Personnel: ("personnel",),
    Suspect: ("parties", "suspects"),
    Entity: ("parties", "entities"),
    Phase: ("phases",),
    Service: ("services",),
    Premises: ("situation", "premises"),
    Group: ("population", "groups"),
    ConsentStage: ("consent", "stages"),
    Authorisation: ("legal", "authorisations"),
    Route: ("returns", "routes"),
    BudgetLine: ("finance", "lines"),
    Flow: ("finance", "flows"),
    Funding: ("finance", "funding"),
}
"""The list in which items of each kind stand."""


class Directory:
    """Everything in a plan that has an id, by its id, and where it stands."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._listed: set[tuple[str, ...]] = set()
        self._positions: dict[int, Path] = {}

    @cached_property
    def organisations(self) -> dict[str, Organisation]:
        return _by_id(self.plan.organisations)

    @cached_property
    def personnel(self) -> dict[str, Personnel]:
        return _by_id(self.plan.personnel)

    @cached_property
    def suspects(self) -> dict[str, Suspect]:
        return _by_id(self.plan.parties.suspects)

    @cached_property
    def entities(self) -> dict[str, Entity]:
        return _by_id(self.plan.parties.entities)

    @cached_property
    def phases(self) -> dict[str, Phase]:
        return _by_id(self.plan.phases)

    @cached_property
    def services(self) -> dict[str, Service]:
        return _by_id(self.plan.services)

    @cached_property
    def premises(self) -> dict[str, Premises]:
        return _by_id(self.plan.situation.premises)

    @cached_property
    def groups(self) -> dict[str, Group]:
        return _by_id(self.plan.population.groups)

    @cached_property
    def stages(self) -> dict[str, ConsentStage]:
        return _by_id(self.plan.consent.stages)

    @cached_property
    def authorisations(self) -> dict[str, Authorisation]:
        return _by_id(self.plan.legal.authorisations)

    @cached_property
    def routes(self) -> dict[str, Route]:
        return _by_id(self.plan.returns.routes)

    def _position(self, item: object) -> Path | None:
        """Where an item with an id stands. Only lists of such items are read: one list that does not fit is no reason to lose another."""
        collection = _COLLECTIONS.get(type(item))
        if collection is None:
            return None
        if collection not in self._listed:
            items: Iterable[object] = attrgetter(".".join(collection))(self.plan)
            self._positions |= {id(each): (*collection, index) for index, each in enumerate(items)}
            self._listed.add(collection)
        return self._positions.get(id(item))

    def path(self, item: _HasId, *rest: str | int) -> Path:
        """Where an item of the plan stands, or something inside it: ``path(phase, "start")``."""
        position = self._positions.get(id(item)) or self._position(item)
        assert position is not None, "it is an item of this plan"
        return (*position, *rest)

    @cached_property
    def _sections(self) -> dict[int, Path]:
        """Where every part of the plan stands; the walk over all of it is worth its time only for what has no id."""
        found: dict[int, Path] = {}
        waiting: list[tuple[Section, Path]] = [(self.plan, ())]
        while waiting:
            section, path = waiting.pop()
            found[id(section)] = path
            for key, (attribute, _) in fields(type(section)).items():
                value = section.__dict__.get(attribute)
                if isinstance(value, Section) and value.absence is None:
                    waiting.append((value, (*path, key)))
                elif isinstance(value, tuple):
                    waiting.extend((item, (*path, key, index)) for index, item in enumerate(value) if isinstance(item, Section))
        return found

    def path_of(self, section: Section) -> Path | None:
        """Where any part of the plan stands; None for one that is absent."""
        return self._position(section) or self._sections.get(id(section))

    def organisation_of(self, actor: str) -> Organisation | None:
        """The organisation itself, or the one that personnel belong to; None where that is unknown."""
        if actor in self.organisations:
            return self.organisations[actor]
        person = self.personnel.get(actor)
        return self.organisations.get(person.org) if person and isinstance(person.org, str) else None
