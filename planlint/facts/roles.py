"""Who is who: the competent authorities, the compromised, everybody with a part in the plan."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from planlint.errors import CannotJudge
from planlint.facts.directory import Directory
from planlint.plan.codes import around
from planlint.plan.model import Plan
from planlint.plan.people import Organisation
from planlint.plan.phases import Phase
from planlint.plan.states import State, known, state
from planlint.source.document import Path

STATE_LE_KINDS = frozenset({"police", "anti_trafficking_unit", "labour_inspectorate", "magistrate", "border_immigration"})
COERCIVE_KINDS = frozenset({"police", "anti_trafficking_unit", "border_immigration"})
STATE_BODY_KINDS = STATE_LE_KINDS | {"prosecutor", "judiciary", "child_protection_authority", "social_welfare_authority"}
ENTRY_POWERS = frozenset({"enter", "search", "arrest", "inspect_workplace"})


def covers(places: tuple[str, ...], place: str) -> bool:
    """Whether a list of places covers one: ``IN`` covers ``IN-UP``, ``GB-ENG`` covers ``GB-LND``, and not the other way round."""
    return place in places or any(each in places for each in around(place))


def overlap(one: str, other: str) -> bool:
    """Whether one of two places is part of the other."""
    return covers((one,), other) or covers((other,), one)


def leads_or_supports(name: str, phase: Phase) -> bool:
    """Whether an organisation is responsible for a phase or supports it; who only sends people is among `Uses.phases_with`."""
    return name == phase.responsible or name in phase.support


class Role(NamedTuple):
    """What an organisation does in the plan, and where the plan says so."""

    word: str
    path: Path


class Roles:
    """Organisations by what they are and do."""

    def __init__(self, plan: Plan, directory: Directory) -> None:
        self.plan = plan
        self.directory = directory

    @cached_property
    def countries(self) -> frozenset[str]:
        """Countries in which the operation happens."""
        if state(self.plan.situation.jurisdictions) is State.UNKNOWN:
            raise CannotJudge(("situation", "jurisdictions"), "is unknown")
        return frozenset(place.partition("-")[0] for place in self.plan.situation.jurisdictions)

    def is_state_le(self, organisation: Organisation) -> bool:
        """Whether it is a body of the state that enforces law."""
        return organisation.kind in STATE_LE_KINDS

    def is_coercive(self, organisation: Organisation) -> bool:
        """Whether it is a body that survivors may fear."""
        return organisation.kind in COERCIVE_KINDS

    def is_state_body(self, organisation: Organisation) -> bool:
        """Whether it is a body of the state; of kind ``other`` with a statutory agreement: a ministry."""
        return organisation.kind in STATE_BODY_KINDS or (organisation.kind == "other" and organisation.agreement.type == "statutory")

    def is_compromised(self, organisation: Organisation) -> bool:
        """Whether its people may be part of the trafficking."""
        return known(organisation.complicity) in ("suspected", "confirmed") or organisation.id in self._complicit_agencies

    @cached_property
    def _complicit_agencies(self) -> frozenset[str]:
        return frozenset(self.plan.situation.official_complicity.agencies)

    def complicity_of(self, organisation: Organisation) -> tuple[str, Path]:
        """How sure the complicity of a compromised organisation is, and where the plan says so."""
        level = known(organisation.complicity)
        if level in ("suspected", "confirmed"):
            return level, self.directory.path(organisation, "complicity")
        position = self.plan.situation.official_complicity.agencies.index(organisation.id)
        stated = known(self.plan.situation.official_complicity.level)
        word = stated if stated in ("suspected", "confirmed") else "suspected"
        return word, ("situation", "official_complicity", "agencies", position)

    def is_local(self, organisation: Organisation) -> bool:
        """Whether it enforces the law of a country of the operation and covers a place of it."""
        return (
            self.is_state_le(organisation)
            and organisation.country in self.countries
            and any(covers(organisation.jurisdictions, place) for place in self.plan.situation.jurisdictions)
        )

    @cached_property
    def local_le(self) -> tuple[Organisation, ...]:
        """Authorities of the country that cover a place of the operation and may enter, search, arrest or inspect."""
        return tuple(each for each in self.plan.organisations if self.is_local(each) and not ENTRY_POWERS.isdisjoint(each.powers))

    @cached_property
    def trusted_le(self) -> tuple[Organisation, ...]:
        """Local authorities whose people are not known to be part of the trafficking."""
        return tuple(organisation for organisation in self.local_le if not self.is_compromised(organisation))

    @cached_property
    def involved(self) -> dict[str, list[Role]]:
        """Every organisation with a part in the plan, by id, with its parts in the order of the plan."""
        found: dict[str, list[Role]] = {}

        def add(name: object, word: str, path: Path) -> None:
            if isinstance(name, str) and name in self.directory.organisations:
                found.setdefault(name, []).append(Role(word, path))

        plan = self.plan
        add(plan.plan.lead, "lead", ("plan", "lead"))
        for index, name in enumerate(plan.plan.distribution):
            add(name, "on the distribution list", ("plan", "distribution", index))
        for index, person in enumerate(plan.personnel):
            add(person.org, f"sends {person.id}", ("personnel", index, "org"))
        for index, phase in enumerate(plan.phases):
            add(phase.responsible, f"responsible for {phase.id}", ("phases", index, "responsible"))
            for position, name in enumerate(phase.support):
                add(name, f"supports {phase.id}", ("phases", index, "support", position))
        for index, service in enumerate(plan.services):
            add(service.provider, f"provides {service.id}", ("services", index, "provider"))
        for index, line in enumerate(plan.finance.lines):
            add(line.payee, f"is paid by {line.id}", ("finance", "lines", index, "payee"))
        for index, sharing in enumerate(plan.data_protection.sharing):
            add(sharing.with_, "receives data", ("data_protection", "sharing", index, "with"))
        return found
