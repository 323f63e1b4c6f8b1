"""Who can speak with whom: languages by their primary subtag, and who counts as an independent voice in an interview.

Who interviews is told by roles, and by the plan where it names people: labour inspectors hear workers because their law says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from planlint.facts.directory import Directory
from planlint.facts.graph import Graph
from planlint.facts.roles import Roles
from planlint.plan.model import Plan
from planlint.plan.people import Group, Personnel, SpokenLanguage
from planlint.plan.phases import Phase
from planlint.plan.states import State, known, state

HELPERS = frozenset({"social_worker", "case_manager", "psychologist", "child_protection_officer"})
INTERVIEWERS: Mapping[str, frozenset[str]] = {
    "screening": HELPERS,
    "interview_needs": HELPERS,
    "interview_evidential": frozenset({"forensic_interviewer", "investigator"}),
}
"""Roles that may hold an interview themselves, by activity."""

INTERPRETERS = frozenset({"interpreter", "cultural_mediator"})

_FITTING: Mapping[str, frozenset[str]] = {
    activity: roles | (frozenset({"interpreter"}) if activity == "interview_evidential" else INTERPRETERS)
    for activity, roles in INTERVIEWERS.items()
}
"""Roles through whom people can be heard, by activity."""


def fitting(activity: str) -> frozenset[str]:
    """Roles through whom people can be heard in an activity."""
    return _FITTING[activity]


Obstacle = Literal["", "role", "language", "languages_unknown", "elsewhere", "phases_unknown", "related", "supplier", "supplier_unknown"]


@lru_cache(maxsize=1024)
def primary(tag: str) -> str:
    """The subtag that decides whether people understand each other: ``pt`` of ``pt-BR``; ``yue`` is not ``zh``."""
    return tag.partition("-")[0].lower()


def understood(spoken: SpokenLanguage) -> frozenset[str]:
    """The languages in which speakers of one language can be heard: it, and those in which they are fluent."""
    tag = known(spoken.tag)
    return _primaries((*((tag,) if tag else ()), *spoken.fluent_in))


def spoken_by(group: Group) -> Iterator[tuple[int, SpokenLanguage]]:
    """The languages that people of a group speak, with their positions; those with no share are spoken by nobody."""
    for index, spoken in enumerate(group.languages):
        if state(spoken.share) not in (State.NONE, State.NOT_APPLICABLE):
            yield index, spoken


def speaks(tags: Iterable[str], wanted: frozenset[str]) -> bool:
    """Whether one of these languages is among those wanted."""
    return not _primaries(tuple(tags)).isdisjoint(wanted)


@lru_cache(maxsize=1024)
def _primaries(tags: tuple[str, ...]) -> frozenset[str]:
    """A roster names few combinations of languages, and is asked for each of them again and again."""
    return frozenset(map(primary, tags))


class Candidate(NamedTuple):
    """Somebody who comes into question for an interview, and what keeps them from it; nothing where they can be counted on."""

    person: Personnel
    obstacle: Obstacle


class Languages:
    """Who could speak with people in an interview."""

    def __init__(self, plan: Plan, directory: Directory, roles: Roles, graph: Graph) -> None:
        self.plan = plan
        self.directory = directory
        self.roles = roles
        self.graph = graph
        self._found: dict[tuple[int, str, frozenset[str]], tuple[Candidate, ...]] = {}

    def candidates(self, phase: Phase, activity: str, wanted: frozenset[str]) -> tuple[Candidate, ...]:
        """Everybody of whom a planner may think: the interviewers and interpreters of the phase, and who else speaks the language."""
        sought = (id(phase), activity, wanted)
        if sought not in self._found:
            self._found[sought] = tuple(self._candidates(phase, activity, wanted))
        return self._found[sought]

    def _candidates(self, phase: Phase, activity: str, wanted: frozenset[str]) -> Iterator[Candidate]:
        fitting = _FITTING[activity]
        for person in self.plan.personnel:
            if state(person.count) is State.NONE:
                continue
            is_there, can_speak = phase.id in person.phases, speaks(person.languages, wanted)
            if person.role in fitting or (is_there and self.is_named(person, activity)):
                if is_there or can_speak or state(person.phases) is State.UNKNOWN:
                    yield Candidate(person, self._obstacle(person, phase, activity, can_speak=can_speak))
            elif can_speak and is_there:
                yield Candidate(person, "role")

    def interviews(self, person: Personnel, activity: str) -> bool:
        """Whether somebody holds interviews of a kind: by role, or because the plan names them and they may."""
        return person.role in INTERVIEWERS[activity] or self.is_named(person, activity)

    def is_named(self, person: Personnel, activity: str) -> bool:
        """Whether the plan names somebody for interviews of a kind who is trained for them, or inspects workplaces by law."""
        evidential = activity == "interview_evidential"
        named = self.plan.evidence.interviews.by if evidential else self.plan.identification.screening.done_by
        supplier = self.directory.organisation_of(person.id)
        if person.id not in named or supplier is None or (not evidential and self.roles.is_coercive(supplier)):
            return False
        return ("screening" in person.trained and not evidential) or (
            person.role == "labour_inspector" and "inspect_workplace" in supplier.powers
        )

    def _obstacle(self, person: Personnel, phase: Phase, activity: str, *, can_speak: bool) -> Obstacle:
        if not can_speak:
            return "languages_unknown" if state(person.languages) is State.UNKNOWN else "language"
        if phase.id not in person.phases:
            return "phases_unknown" if state(person.phases) is State.UNKNOWN else "elsewhere"
        if self.graph.related(person.id):
            return "related"
        return self._supplier(person, activity) if person.role in INTERPRETERS else ""

    def _supplier(self, person: Personnel, activity: str) -> Obstacle:
        """Interpreters of bodies that survivors may fear are heard only in evidential interviews, and never those of compromised ones."""
        supplier = self.directory.organisation_of(person.id)
        if supplier is None:
            return "supplier_unknown"
        if activity == "interview_evidential":
            return "supplier" if self.roles.is_compromised(supplier) else ""
        if state(supplier.kind) is State.UNKNOWN:
            return "supplier_unknown"
        return "supplier" if self.roles.is_coercive(supplier) else ""
