"""First contact: who is there when people are heard, beside those who enforce the law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from planlint.facts import Facts
from planlint.facts.calendar import INTERVIEW_ACTIVITIES
from planlint.facts.languages import INTERPRETERS, INTERVIEWERS
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.people import Group, Personnel
from planlint.plan.phases import Phase
from planlint.plan.states import State, known, state
from planlint.source.document import Path

_SOCIAL_WORKERS = frozenset({"social_worker", "case_manager", "psychologist"})


class _Near(NamedTuple):
    """Somebody who almost counts, what keeps them from it, and where the plan says so; no obstacle: they count."""

    person: Personnel
    obstacle: str
    path: Path


def enforcement_without_social_workers(facts: Facts, *, within_hours: int) -> Iterator[Outcome]:
    """In the first phase in which officers hear people there must be somebody to help them who is not of the police.

    Where no officer asks, somebody who helps must meet them soon.
    """
    everywhere = facts.calendar.interview or _met(facts)
    if not everywhere:
        yield NotEvaluated("no_contact", ("phases",))
        return
    if all(near.obstacle for near in _social_workers(facts, everywhere)):
        phases = everywhere
    elif any(facts.calendar.start_of(phase) is None for phase in facts.calendar.interview):
        yield NotEvaluated("first_interview_unknown", ("phases",))
        return
    else:
        phases = _first_interviews(facts) or everywhere
    if all(near.obstacle for near in _social_workers(facts, phases)):
        yield from [_alone(facts, phases)] if _officers_ask(facts, phases) else _late(facts, phases, within_hours)


def _officers_ask(facts: Facts, phases: tuple[Phase, ...]) -> bool:
    """Whether people of a body that survivors may fear hold these interviews, or may for all that the plan says."""
    named = {*facts.plan.identification.screening.done_by, *facts.plan.evidence.interviews.by}
    for phase in phases:
        asked = [activity for activity in phase.activities if activity in INTERVIEW_ACTIVITIES]
        for person in facts.plan.personnel:
            if phase.id not in person.phases:
                continue
            supplier = facts.directory.organisation_of(person.id)
            may_ask = not named or person.id in named or any(person.role in INTERVIEWERS[activity] for activity in asked)
            if may_ask and (supplier is None or facts.roles.is_coercive(supplier) or state(supplier.kind) is State.UNKNOWN):
                return True
        leads = [facts.directory.organisations[name] for name in (known(phase.responsible), *phase.support) if name]
        if not named and any(map(facts.roles.is_coercive, leads)):
            return True
    return False


def _late(facts: Facts, first: tuple[Phase, ...], within_hours: int) -> Iterator[Hit]:
    """Interviews without officers, and no helper in any phase that meets people soon."""
    begins = facts.calendar.earliest(first)
    if begins is None:
        return
    soon = begins + dt.timedelta(hours=within_hours)
    near = tuple(phase for phase in facts.calendar.contact if (start := facts.calendar.start_of(phase)) and start <= soon)
    obstacles = {each.obstacle for each in _social_workers(facts, near)}
    if not obstacles.isdisjoint(_OPEN):
        yield _alone(facts, near)
    elif "" not in obstacles:
        fields: dict[str, FieldValue] = {"phase": tuple(phase.id for phase in first), "hours": within_hours}
        yield Hit(path=facts.directory.path(first[0]), variant="late", fields=fields)


def _met(facts: Facts) -> tuple[Phase, ...]:
    """Where nobody is interviewed: every phase in which the team meets people."""
    met = {phase.id for phase in (*facts.calendar.contact, *facts.calendar.entry)}
    return tuple(phase for phase in facts.plan.phases if phase.id in met)


def _first_interviews(facts: Facts) -> tuple[Phase, ...]:
    """The earliest interviews from the recovery on; those that start together are all of them."""
    reached = facts.calendar.t_rec
    later = [phase for phase in facts.calendar.interview if reached and (start := facts.calendar.start_of(phase)) and start >= reached]
    first = facts.calendar.earliest(later)
    return tuple(phase for phase in later if facts.calendar.start_of(phase) == first)


def _social_workers(facts: Facts, phases: tuple[Phase, ...]) -> list[_Near]:
    names = {phase.id for phase in phases}
    return [_near(facts, person, names) for person in facts.plan.personnel if person.role in _SOCIAL_WORKERS]


def _near(facts: Facts, person: Personnel, names: set[str]) -> _Near:
    organisation, at = facts.directory.organisation_of(person.id), facts.directory.path(person)
    if organisation is None:
        return _Near(person, "org_unknown", (*at, "org"))
    if facts.roles.is_coercive(organisation):
        return _Near(person, "coercive", facts.directory.path(organisation, "kind"))
    if state(person.phases) is State.UNKNOWN:
        return _Near(person, "phases_unknown", (*at, "phases"))
    if names.isdisjoint(person.phases):
        return _Near(person, "elsewhere", (*at, "phases"))
    if organisation.kind is State.UNKNOWN:
        return _Near(person, "kind_unknown", facts.directory.path(organisation, "kind"))
    return _Near(person, "", at)


_OPEN = ("org_unknown", "kind_unknown", "phases_unknown")
"""Obstacles that may not be any: what is unknown."""


def _alone(facts: Facts, phases: tuple[Phase, ...]) -> Hit:
    nearest = _social_workers(facts, phases)
    fields: dict[str, FieldValue] = {"phase": tuple(phase.id for phase in phases)}
    if gap := next((near for near in nearest if near.obstacle in _OPEN), None):
        marks = tuple(Place(facts.directory.path(phase), "alone") for phase in phases)
        fields |= {"person": gap.person.id}
        return Hit(path=gap.path, variant=gap.obstacle, state=State.UNKNOWN, fields=fields, places=marks)
    others = tuple(Place(facts.directory.path(phase), "alone") for phase in phases[1:])
    marks = (*others, *dict.fromkeys(Place(near.path, near.obstacle) for near in nearest))
    variant = next((word for word in ("coercive", "elsewhere") if word in {near.obstacle for near in nearest}), "")
    fields |= {"person": tuple(near.person.id for near in nearest if near.obstacle == variant)}
    return Hit(path=facts.directory.path(phases[0]), variant=variant, fields=fields, places=marks)


_CARERS = frozenset(
    {"social_worker", "case_manager", "psychologist", "forensic_interviewer", "child_protection_officer", "nurse", "doctor"}
)


def no_female_staff_at_interviews(facts: Facts) -> Iterator[Outcome]:
    """Where women and girls are heard, a woman must be among those who ask or care; an interpreter alone does neither."""
    if state(facts.plan.population.groups) is State.UNKNOWN:
        yield NotEvaluated("groups_unknown", ("population", "groups"))
    for phase in facts.calendar.interview:
        staff = [person for person in facts.plan.personnel if phase.id in person.phases and _asks_or_cares(facts, person, phase)]
        if any(known(person.female) for person in staff):
            continue
        groups = facts.people.in_phase(phase)
        women = sum(_women(group) for group in groups)
        if women:
            yield from _no_woman(facts, phase, staff, women)
        else:
            yield from (hit for group in groups for hit in _perhaps_women(facts, phase, group))


def _asks_or_cares(facts: Facts, person: Personnel, phase: Phase) -> bool:
    activities = INTERVIEW_ACTIVITIES.intersection(phase.activities)
    return person.role in _CARERS or any(facts.languages.is_named(person, activity) for activity in activities)


def _women(group: Group) -> int:
    counts = known(group.gender) or {}
    return known(counts.get("female", State.NOT_STATED)) or 0


def _perhaps_women(facts: Facts, phase: Phase, group: Group) -> Iterator[Hit]:
    """A group of which nobody can say that it has no women."""
    counts, at = known(group.gender), facts.directory.path(group, "gender")
    fields: dict[str, FieldValue] = {"group": group.id, "phase": phase.id}
    said = state(group.gender)
    if counts:
        doubtful = [key for key in ("female", "unknown") if state(counts.get(key, State.NONE)) not in (State.NONE, State.NOT_APPLICABLE)]
        if not doubtful:
            return
        at, said = (*at, doubtful[0]), State.UNKNOWN
    variant = {State.NOT_STATED: "gender_not_stated", State.UNKNOWN: "gender_unknown"}.get(said, "gender_none")
    yield Hit(path=at, state=said, variant=variant, fields=fields, cause=(group.id,))


def _no_woman(facts: Facts, phase: Phase, staff: list[Personnel], women: int) -> Iterator[Hit]:
    """A phase without a woman who asks or cares, and who comes closest to being one."""
    at = facts.directory.path(phase)
    fields: dict[str, FieldValue] = {"phase": phase.id, "people": women}
    for said, variant in ((State.UNKNOWN, "female_unknown"), (State.NOT_STATED, "female_not_stated")):
        if doubtful := [person for person in staff if state(person.female) is said]:
            for person in doubtful:
                path = facts.directory.path(person, "female")
                more = fields | {"person": person.id}
                yield Hit(path=path, state=said, variant=variant, fields=more, places=(Place(at, "heard"),), cause=(phase.id, variant))
            return
    nearest = _women_nearby(facts, phase)
    marks = tuple(Place(near.path, near.obstacle) for near in nearest)
    variant = next((word for word in ("phases_unknown", "elsewhere", "interpreter") if word in {each.obstacle for each in nearest}), "")
    persons = tuple(near.person.id for near in nearest if near.obstacle == variant)
    yield Hit(path=at, variant=variant, fields=fields | {"person": persons}, places=marks)


def _women_nearby(facts: Facts, phase: Phase) -> list[_Near]:
    found: list[_Near] = []
    for person in facts.plan.personnel:
        at = facts.directory.path(person)
        if not known(person.female):
            continue
        if person.role in INTERPRETERS and phase.id in person.phases:
            found.append(_Near(person, "interpreter", (*at, "role")))
        elif person.role in _CARERS:
            found.append(_Near(person, "phases_unknown" if state(person.phases) is State.UNKNOWN else "elsewhere", (*at, "phases")))
    return found
