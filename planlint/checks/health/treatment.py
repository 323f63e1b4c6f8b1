"""Health: whether the care that people need in the first days is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from planlint.facts import Facts
from planlint.facts.calendar import ENTRY_ACTIVITIES
from planlint.facts.coverage import PROMISED, Days, Offer, gaps
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.people import Group, Personnel
from planlint.plan.phases import Phase
from planlint.plan.states import State, known, state
from planlint.source.document import Path

_MEDICS = frozenset({"paramedic", "doctor", "nurse"})
_EMERGENCY_CARE = frozenset({"emergency_medical"})
_CONFIRMED = frozenset({"confirmed"})
_MIND = frozenset({"mental_health"})
_TREATMENTS = frozenset({"detox", "opioid_agonist", "harm_reduction"})


def no_emergency_medical_cover(facts: Facts) -> Iterator[Outcome]:
    """Wherever somebody enters or people are brought out, help for the injured must be there, or near and promised."""
    medics = _medics(facts)
    for phase in facts.calendar.having(*ENTRY_ACTIVITIES, "recovery"):
        if not any(_is_in(person, phase) for person in medics):
            yield from _without_medic(facts, phase)


def _medics(facts: Facts) -> list[Personnel]:
    return [person for person in facts.plan.personnel if person.role in _MEDICS and state(person.count) is not State.NONE]


def _is_in(person: Personnel, phase: Phase) -> bool:
    return phase.id in person.phases


def _without_medic(facts: Facts, phase: Phase) -> Iterator[Outcome]:
    """Nobody of the team helps; a promised service must be open all the time and take everybody."""
    first, last = facts.calendar.first_day(phase), facts.calendar.last_day(phase)
    wanted = None if first is None or last is None else Days(first, last)
    offers = [(group, facts.coverage.offers(_EMERGENCY_CARE, group, _CONFIRMED)) for group in facts.people.in_phase(phase) or (None,)]
    if wanted is None and all(any(each.counts for each in found) for _, found in offers):
        yield NotEvaluated("phase_time_unknown", facts.directory.path(phase), {"phase": phase.id})
        return
    lacking = [each for each in offers if wanted is None or gaps(wanted, (offer.days for offer in each[1] if offer.is_sure))]
    if not lacking:
        return
    considered = list({offer.service.id: offer for _, found in lacking for offer in found}.values())
    if unclear := next(_unclear_help(facts, phase, considered, wanted), None):
        item, path = unclear
        yield Hit(path=path, variant="unknown", state=State.UNKNOWN, fields={"phase": phase.id, "item": item})
    else:
        yield _uncovered(facts, phase, tuple(group.id for group, _ in lacking if group is not None), considered)


def _unclear_help(facts: Facts, phase: Phase, offers: Iterable[Offer], wanted: Days | None) -> Iterator[tuple[str, Path]]:
    """What may turn out to be medical help in a phase: its id, and the unknown value."""
    for person in facts.plan.personnel:
        if person.role in _MEDICS and state(person.phases) is State.UNKNOWN:
            yield person.id, facts.directory.path(person, "phases")
        elif state(person.role) is State.UNKNOWN and _is_in(person, phase):
            yield person.id, facts.directory.path(person, "role")
    for each in offers:
        if each.counts and each.unclear and (wanted is None or wanted.within(each.days).length):
            yield each.service.id, each.unclear[0]
    if state(facts.plan.services) is State.UNKNOWN:
        yield "services", ("services",)


def _uncovered(facts: Facts, phase: Phase, groups: tuple[str, ...], offers: list[Offer]) -> Hit:
    """No medical help, with what comes closest to it."""
    medics = _medics(facts)
    by_obstacle = {name: tuple(each.service.id for each in offers if each.obstacle == name) for name in ("status", "others")}
    closed = [each for each in offers if each.obstacle in ("", "closed")]
    fields: dict[str, FieldValue] = {"phase": phase.id, "group": groups}
    at = facts.directory.path(phase)
    marks = (*passed_over(facts, offers), *(Place(facts.directory.path(each, "phases"), "elsewhere") for each in medics))
    if closed:
        marks = (*(Place(facts.directory.path(each.service, "available"), "closed") for each in closed if each.counts), *marks)
        fields |= {"service": tuple(each.service.id for each in closed)}
        return Hit(path=at, variant="closed", fields=fields, places=marks)
    for variant, services in by_obstacle.items():
        if services:
            return Hit(path=at, variant=variant, fields=fields | {"service": services}, places=marks, cause=(variant, services, groups))
    people = tuple(person.id for person in medics)
    variant = "elsewhere" if people else "default"
    return Hit(path=at, variant=variant, fields=fields | {"person": people}, places=marks, cause=(variant,))


def no_trauma_care(facts: Facts) -> Iterator[Outcome]:
    """Somebody must be there for the minds of every group within the first two weeks."""
    groups, services = facts.plan.population.groups, facts.plan.services
    if state(groups) is State.UNKNOWN:
        yield NotEvaluated("groups_unknown", ("population", "groups"))
    for group in groups:
        if not services:
            fields: dict[str, FieldValue] = {"group": group.id}
            yield Hit(path=("services",), part="key", state=state(services), fields=fields, cause=("services",))
        else:
            yield from _without_trauma_care(facts, group)


def _without_trauma_care(facts: Facts, group: Group) -> Iterator[Outcome]:
    offers = facts.coverage.offers(_MIND, group, PROMISED)
    reached = facts.calendar.known_recovery_day
    if reached is None and any(each.counts for each in offers):
        yield NotEvaluated("recovery_time_unknown")
        return
    there = _in_the_first_weeks(facts, offers, reached)
    if any(each.is_sure for each in there):
        return
    fields: dict[str, FieldValue] = {"group": group.id}
    if there:
        path, fields = there[0].unclear[0], fields | {"service": there[0].service.id}
        yield Hit(path=path, variant="service_unknown", state=State.UNKNOWN, fields=fields, cause=(there[0].service.id,))
        return
    yield _unheeded(facts, fields, offers)


def _unheeded(facts: Facts, fields: dict[str, FieldValue], offers: Iterable[Offer]) -> Hit:
    """No care for the mind, with what comes closest: what opens late or closes early, else what nobody has promised."""
    closest = next((found for name in ("closed", "status") if (found := [each for each in offers if _why(each) == name])), [])
    marks = tuple(passed_over(facts, offers))
    if not closest:
        return Hit(path=("services",), part="key", fields=fields, places=marks, cause=("none",))
    variant, names = _why(closest[0]), tuple(each.service.id for each in closest)
    path = facts.directory.path(closest[0].service, "available" if variant == "closed" else "status")
    fields = fields | {"service": names}
    return Hit(
        path=path, variant=variant, fields=fields, places=tuple(mark for mark in marks if mark.path != path), cause=(variant, *names)
    )


def _why(offer: Offer) -> str:
    """What keeps an offer from counting in the first weeks."""
    return offer.obstacle or "closed"


def _days_after(day: dt.date, days: int) -> dt.date:
    """So many days later, or the last day that there is."""
    return day + dt.timedelta(days=min(days, (dt.date.max - day).days))


def _in_the_first_weeks(facts: Facts, offers: Iterable[Offer], reached: dt.date | None) -> list[Offer]:
    if reached is None:
        return []
    weeks = Days(reached, _days_after(reached, facts.thresholds.trauma_care_days))
    return [each for each in offers if each.counts and each.days.within(weeks).length]


def lacks_trauma_care(facts: Facts, group: Group) -> bool:
    """Whether a group has nobody for the mind in the first weeks, as far as is known."""
    offers = facts.coverage.offers(_MIND, group, PROMISED)
    return not any(each.is_sure for each in _in_the_first_weeks(facts, offers, facts.calendar.known_recovery_day))


class _Dependence(NamedTuple):
    """Why a group is thought to depend on substances, or may."""

    group: Group
    variant: str
    path: Path
    fields: dict[str, FieldValue]


def dependence_without_treatment(facts: Facts, *, within_days: int) -> Iterator[Outcome]:
    """Where people depend on substances, treatment that takes them must be open within days of the recovery."""
    if state(facts.plan.population.groups) is State.UNKNOWN:
        yield NotEvaluated("groups_unknown", ("population", "groups"))
    concerned = [each for group in facts.plan.population.groups if (each := _dependence(facts, group)) is not None]
    if not concerned:
        return
    reached = facts.calendar.known_recovery_day
    by = None if reached is None else _days_after(reached, within_days)
    for each in concerned:
        yield from _untreated(facts, each, by)


def _dependence(facts: Facts, group: Group) -> _Dependence | None:
    """None where a group is said not to depend on substances, or nothing says that it does."""
    at, dependence = facts.directory.path(group, "substance_dependence"), group.substance_dependence
    fields: dict[str, FieldValue] = {"group": group.id}
    said = state(dependence.prevalence)
    if said in (State.NONE, State.NOT_APPLICABLE):
        return None
    if prevalence := known(dependence.prevalence):
        return _Dependence(group, "default", (*at, "prevalence"), fields | {"percent": round(prevalence * 100, 1)})
    if "PsychoactiveSubstances" in group.means_of_control:
        position = group.means_of_control.index("PsychoactiveSubstances")
        return _Dependence(group, "control", facts.directory.path(group, "means_of_control", position), fields)
    if said is State.UNKNOWN:
        whole = state(dependence) is State.UNKNOWN
        return _Dependence(group, "unknown", at if whole else (*at, "prevalence"), fields)
    return None


def _untreated(facts: Facts, need: _Dependence, by: dt.date | None) -> Iterator[Outcome]:
    """No treatment for a group by a day: none that takes it, none that is open then, or nobody knows.

    Where no treatment takes the group at all, the day does not matter.
    """
    offers = facts.coverage.offers(_TREATMENTS, need.group)
    covering = [each for each in offers if each.obstacle not in ("status", "others")]
    if covering and by is None:
        yield NotEvaluated("recovery_time_unknown")
        return
    there = [each for each in covering if by is not None and each.days.first <= by <= each.days.last]
    if any(each.is_sure for each in there):
        return
    degree = "need_unknown" if need.variant == "unknown" else ""
    said = State.UNKNOWN if need.variant == "unknown" else State.STATED
    fields = need.fields | ({} if by is None else {"date": by.isoformat()})
    if there:
        path, fields = there[0].unclear[0], fields | {"service": there[0].service.id}
        yield Hit(path=path, variant="service_unknown", state=State.UNKNOWN, degree=degree, fields=fields)
    elif covering:
        fields |= {"service": tuple(each.service.id for each in covering)}
        places = tuple(Place(facts.directory.path(each.service, "available"), "open") for each in covering)
        yield Hit(path=need.path, variant="closed", state=said, degree=degree, fields=fields, places=places)
    else:
        places = tuple(passed_over(facts, offers))
        yield Hit(path=need.path, variant=need.variant, state=said, degree=degree, fields=fields, places=places, cause=("none",))


def passed_over(facts: Facts, offers: Iterable[Offer]) -> Iterator[Place]:
    """Services of the kind that is sought, each marked with what keeps it from counting."""
    for each in offers:
        if each.obstacle:
            yield Place(facts.coverage.obstacle(each), each.obstacle)
