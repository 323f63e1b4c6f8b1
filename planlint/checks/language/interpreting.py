"""Language: people are heard in their own words, by somebody who is not tied to those who exploited them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from planlint.facts import Facts
from planlint.facts.calendar import INTERVIEW_ACTIVITIES
from planlint.facts.coverage import Days, Offer, gaps, joined
from planlint.facts.graph import Way
from planlint.facts.languages import INTERPRETERS, Candidate, fitting, speaks, spoken_by, understood
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.care import ConsentStage, Service
from planlint.plan.people import Group, Personnel, SpokenLanguage
from planlint.plan.phases import Phase
from planlint.plan.states import State, known, state
from planlint.source.document import Path


class _Gap(NamedTuple):
    """An interview in which nobody can be heard, and who was considered for it."""

    phase: Phase
    activity: str
    considered: tuple[Candidate, ...]


def interpreter_coverage_gap(facts: Facts) -> Iterator[Outcome]:
    """In every interview somebody independent must speak the language of everybody who is heard."""
    if state(facts.plan.population.groups) is State.UNKNOWN:
        yield NotEvaluated("groups_unknown", ("population", "groups"))
    for group in facts.plan.population.groups:
        heard = [phase for phase in facts.calendar.interview if facts.people.is_in(group, phase)]
        if not heard:
            continue
        if not group.languages:
            path, where = facts.directory.path(group, "languages"), tuple(phase.id for phase in heard)
            said = state(group.languages)
            yield Hit(path=path, state=said, degree="languages_not_known", fields={"group": group.id, "phases": where})
        for index, spoken in spoken_by(group):
            yield from _unheard(facts, heard, group, spoken, facts.directory.path(group, "languages", index))


def _unheard(facts: Facts, heard: list[Phase], group: Group, spoken: SpokenLanguage, at: Path) -> Iterator[Hit]:
    gaps = list(_gaps(facts, heard, understood(spoken)))
    if not gaps:
        return
    tag = known(spoken.tag)
    if tag is None:
        fields: dict[str, FieldValue] = {"group": group.id, "phases": tuple(gap.phase.id for gap in gaps)}
        yield Hit(path=(*at, "tag"), state=State.UNKNOWN, variant="tag_unknown", fields=fields)
        return
    near = [candidate for gap in gaps for candidate in gap.considered if candidate.obstacle != "language"]
    listed = tuple(dict.fromkeys(_described(facts, candidate) for candidate in near))
    fields = {"tag": tag, "group": group.id, "people": _number(facts, group, spoken), "listed": listed}
    for gap in gaps:
        yield Hit(
            path=facts.directory.path(gap.phase),
            variant="" if listed else "nobody",
            fields={**fields, "where": f"{gap.phase.id}/{gap.activity}", "needed": tuple(sorted(fitting(gap.activity)))},
            places=(Place(at, "language"), *_marks(facts, gap)),
            cause=(group.id, tag),
        )


def _gaps(facts: Facts, heard: list[Phase], wanted: frozenset[str]) -> Iterator[_Gap]:
    for phase in heard:
        for activity in phase.activities:
            if activity in INTERVIEW_ACTIVITIES:
                candidates = facts.languages.candidates(phase, activity, wanted)
                if all(candidate.obstacle for candidate in candidates):
                    yield _Gap(phase, activity, candidates)


def _number(facts: Facts, group: Group, spoken: SpokenLanguage) -> FieldValue:
    high, share = facts.people.high(group), known(spoken.share)
    if high is None:
        return "an unknown number of"
    return high if share is None else max(1, round(high * share))


def _described(facts: Facts, candidate: Candidate) -> str:
    """A person, and why they were not counted; ids and codes of the plan in a few fixed words."""
    person = candidate.person
    way, supplier = facts.graph.related(person.id), facts.directory.organisation_of(person.id)
    reasons = {
        "languages_unknown": "languages unknown",
        "role": f"{known(person.role) or 'role unknown'}, who does not interview or interpret here",
        "elsewhere": "not in this phase",
        "phases_unknown": "phases unknown",
        "related": f"linked to {way.end if way else ''}",
        "supplier": f"supplied by {supplier.id if supplier else ''}",
        "supplier_unknown": "supplied by an unknown body",
    }
    return f"{person.id} ({reasons[candidate.obstacle]})"


def _marks(facts: Facts, gap: _Gap) -> Iterator[Place]:
    """Those who do speak the language, marked with what keeps them from being counted."""
    for person, obstacle in gap.considered:
        if obstacle not in ("language", "languages_unknown"):
            yield Place(facts.directory.path(person, "id"), obstacle)


def interpreter_not_independent(facts: Facts) -> Iterator[Outcome]:
    """Whoever interprets decides what is heard, and must not be tied to a suspect."""
    if state(facts.plan.parties.suspects) in (State.NOT_STATED, State.UNKNOWN):
        yield NotEvaluated("suspects_not_stated", ("parties", "suspects"))
    for person in facts.plan.personnel:
        if person.role in INTERPRETERS:
            yield from _dependence(facts, person)


def _dependence(facts: Facts, person: Personnel) -> Iterator[Outcome]:
    fields: dict[str, FieldValue] = {"person": person.id}
    survived = _survived(facts, person)
    supplier = facts.directory.organisation_of(person.id)
    if survived is not None:
        index, holder = survived
        path = facts.directory.path(person, "relationships", index)
        yield Hit(path=path, variant="survivor", fields={**fields, "party": holder})
    elif (way := facts.graph.related(person.id)) is not None:
        yield _linked(facts, person, way)
    elif supplier is not None and (way := facts.graph.owner(supplier.id)) is not None:
        path, marks = facts.directory.path(person, "org"), tuple(Place(step.path, "tie") for step in way.steps)
        fields |= {"organisation": supplier.id, "suspect": way.end, "way": way.text}
        yield Hit(path=path, variant="organisation", fields=fields, places=marks, cause=(supplier.id,))
    elif (said := state(person.relationships)) in (State.NOT_STATED, State.UNKNOWN):
        path = facts.directory.path(person, "relationships")
        yield Hit(path=path, state=said, degree="ties_not_known", fields=fields)
    elif supplier is None:
        yield NotEvaluated("employer_unknown", facts.directory.path(person, "org"), {"person": person.id})


def _linked(facts: Facts, person: Personnel, way: Way) -> Hit:
    own = facts.directory.path(person, "relationships")
    first, *others = way.steps
    is_stated_here = first.path[: len(own)] == own
    path = first.path if is_stated_here else facts.directory.path(person, "id")
    marks = tuple(Place(step.path, "tie") for step in (others if is_stated_here else way.steps))
    return Hit(path=path, fields={"person": person.id, "suspect": way.end, "way": way.text}, places=marks)


def _survived(facts: Facts, person: Personnel) -> tuple[int, str] | None:
    """The relationship that makes somebody a survivor of this operation's site: its position, and who exploited them."""
    controllers = [name for premises in facts.plan.situation.premises for name in premises.controlled_by]
    ties = [tie for tie in facts.graph.ties if tie.type == "survivor_of" and tie.source == person.id and tie.path[0] == "personnel"]
    for tie in ties:
        if facts.graph.is_suspect(tie.target) or any(facts.graph.is_same(tie.target, name) for name in controllers):
            return int(tie.path[-1]), tie.target
    return None


def information_not_in_survivors_language(facts: Facts) -> Iterator[Outcome]:
    """Whoever is asked must be asked in a language they understand, and not in writing only where people read badly."""
    for stage in facts.plan.consent.stages:
        phase = known(stage.phase)
        present = facts.plan.population.groups if phase is None else facts.people.in_phase(facts.directory.phases[phase])
        yield from _not_explained(facts, stage, present)
        reading = [group for group in present if group.literacy in ("low", "mixed")]
        if reading and stage.mode == "written":
            names = tuple(group.id for group in reading)
            places = tuple(Place(facts.directory.path(group, "literacy"), "literacy") for group in reading)
            fields: dict[str, FieldValue] = {"stage": stage.id, "group": names}
            path = facts.directory.path(stage, "mode")
            yield Hit(path=path, variant="written", fields=fields, places=places, cause=("written", names))
    yield from _speechless(facts)


def _not_explained(facts: Facts, stage: ConsentStage, present: Sequence[Group]) -> Iterator[Outcome]:
    if not stage.languages:
        path, said = facts.directory.path(stage, "languages"), state(stage.languages)
        yield Hit(path=path, state=said, fields={"stage": stage.id}, cause=() if said is State.UNKNOWN else ("languages",))
        return
    heard = [(group, index, spoken) for group in present for index, spoken in spoken_by(group)]
    for group, index, spoken in heard:
        if speaks(stage.languages, understood(spoken)):
            continue
        tag, at = known(spoken.tag), facts.directory.path(group, "languages", index)
        if tag is None:
            yield NotEvaluated("language_unknown", (*at, "tag"), {"group": group.id})
            continue
        fields: dict[str, FieldValue] = {"stage": stage.id, "group": group.id, "tag": tag, "offered": stage.languages}
        places = (Place(at, "language"),)
        yield Hit(path=facts.directory.path(stage, "languages"), fields=fields, places=places, cause=(group.id, tag))


def _speechless(facts: Facts) -> Iterator[NotEvaluated]:
    """People of whom nobody knows what they speak."""
    if state(facts.plan.population.groups) is State.UNKNOWN:
        yield NotEvaluated("groups_unknown", ("population", "groups"))
    for group in facts.plan.population.groups:
        if not group.languages:
            yield NotEvaluated("languages_unknown", facts.directory.path(group, "languages"), {"group": group.id})


_SHELTER = "shelter"
_AFTERCARE = (_SHELTER, "mental_health", "primary_health", "legal_aid", "case_management")


class _Sought(NamedTuple):
    """One kind of help in one language of one group, and who speaks that language, or may."""

    kind: str
    group: Group
    tag: str
    at: Path
    voices: tuple[Offer, ...]


def aftercare_language_gap(facts: Facts) -> Iterator[Outcome]:
    """Whom a service takes it must be able to speak with, or others of its kind must, all the time."""
    for service in facts.plan.services:
        if state(service.types) is State.UNKNOWN:
            yield NotEvaluated("types_unknown", facts.directory.path(service, "types"), {"service": service.id})
        elif state(service.groups) is State.UNKNOWN and not set(_AFTERCARE).isdisjoint(service.types):
            yield NotEvaluated("served_unknown", facts.directory.path(service, "groups"), {"service": service.id})
    for group in facts.plan.population.groups:
        for index, spoken in spoken_by(group):
            at = facts.directory.path(group, "languages", index)
            for kind in _AFTERCARE:
                yield from _unspoken(facts, kind, group, spoken, at)
    yield from _speechless(facts)


def _unspoken(facts: Facts, kind: str, group: Group, spoken: SpokenLanguage, at: Path) -> Iterator[Outcome]:
    """Services of one kind that take a group and do not speak its language, while nobody else does in their place."""
    offers, wanted, tag = facts.coverage.offers(frozenset({kind}), group), understood(spoken), known(spoken.tag)
    silent = [each for each in offers if not speaks(each.service.languages, wanted)]
    certain = [
        each.service for each in silent if each.counts and State.UNKNOWN not in (state(each.service.types), state(each.service.groups))
    ]
    if not certain:
        return
    if tag is None:
        yield NotEvaluated("language_unknown", (*at, "tag"), {"group": group.id})
        return
    unsure = [each for each in silent if state(each.service.languages) is State.UNKNOWN]
    voices = [each for each in offers if speaks(each.service.languages, wanted)]
    voices += [each.hanging_on(facts.directory.path(each.service, "languages")) for each in unsure]
    sought = _Sought(kind, group, tag, at, tuple(voices))
    for service in certain:
        yield from _alone(facts, sought, service)


def _used(facts: Facts, service: Service) -> Days:
    """The days on which people use a service: while it is there, from the recovery to the end of follow-up and of the plan."""
    window, reached = facts.plan.plan.window, facts.calendar.known_recovery_day
    first = reached or known(window.start) or dt.date.min
    ends = [day for day in (reached and facts.calendar.follow_up_end, known(window.end)) if day is not None]
    return facts.coverage.days(service).within(Days(first, max(ends, default=dt.date.max)))


def _shared(service: Service, group: Group) -> tuple[str, ...] | None:
    """The housing classes in which people of a group sleep in a service; None where nobody can tell."""
    needed = known(group.housing_classes)
    if needed is None or state(service.housing.classes) in (State.NOT_STATED, State.UNKNOWN):
        return None
    return tuple(name for name in service.housing.classes if state(needed.get(name, State.NONE)) is not State.NONE)


def _alone(facts: Facts, sought: _Sought, service: Service) -> Iterator[Outcome]:
    """Days on which people who use a service find nobody of its kind, in one of their classes, who speaks with them."""
    period, classes = _used(facts, service), _shared(service, sought.group) if sought.kind == _SHELTER else ("",)
    if not period.length:
        return
    if classes is None:
        yield NotEvaluated(
            "speak",
            facts.directory.path(service, "housing", "classes"),
            {"service": service.id, "tag": sought.tag, "group": sought.group.id},
        )
        return
    others = [each for each in sought.voices if each.counts and each.service is not service]
    found = [[each for other in others if (each := _taking(facts, other, name))] for name in classes]
    sure = joined(gap for offers in found for gap in gaps(period, (each.days for each in offers)))
    worst = joined(gap for offers in found for gap in gaps(period, (each.days for each in offers if each.is_sure)))
    if sure:
        yield from _mute(facts, sought, service, classes, sure)
    elif worst:
        hope = next(each for offers in found for each in offers if each.unclear and each.days.within(worst[0]).length)
        fields = _fields(sought, service) | {"other": hope.service.id}
        yield Hit(path=hope.unclear[0], variant="other_unknown", state=State.UNKNOWN, fields=fields)


def _fields(sought: _Sought, service: Service) -> dict[str, FieldValue]:
    return {"service": service.id, "type": sought.kind, "tag": sought.tag, "group": sought.group.id}


def _mute(facts: Facts, sought: _Sought, service: Service, classes: Sequence[str], alone: Sequence[Days]) -> Iterator[Outcome]:
    """A service that does not speak a language, all the time or for some days."""
    said, path = state(service.languages), facts.directory.path(service, "languages")
    fields, period = _fields(sought, service), _used(facts, service)
    marks = (Place(sought.at, "language"), *_close(facts, sought, service, classes))
    if said is not State.STATED:
        yield Hit(path=path, state=said, fields=fields, places=marks)
        return
    for gap in alone:
        days: dict[str, FieldValue] = {"from": gap.first.isoformat(), "to": gap.last.isoformat()}
        if gap == period:
            yield Hit(path=path, fields=fields, places=marks, cause=(sought.group.id, sought.tag))
        elif _has_unknown_days(facts, service):
            yield NotEvaluated("which_days", facts.directory.path(service, "available"), {"service": service.id, "tag": sought.tag})
        else:
            cause = (service.id, sought.group.id, sought.tag, *days.values())
            yield Hit(path=path, variant="partly", fields=fields | days, places=marks, cause=cause)


def _has_unknown_days(facts: Facts, service: Service) -> bool:
    """Whether nobody can tell on which days a service is there, or from when on people come to it."""
    moments = [service.available.from_, service.available.until]
    if facts.calendar.known_recovery_day is None:
        moments += [phase.start for phase in facts.plan.phases]
    return any(state(moment) is State.UNKNOWN for moment in moments)


def _taking(facts: Facts, offer: Offer, name: str) -> Offer | None:
    """An offer as it takes people of a housing class; None where it does not. No name: no housing."""
    classes = offer.service.housing.classes
    if not name or name in classes:
        return offer
    if state(classes) in (State.NOT_STATED, State.UNKNOWN):
        return offer.hanging_on(facts.directory.path(offer.service, "housing", "classes"))
    return None


def _close(facts: Facts, sought: _Sought, service: Service, classes: Sequence[str]) -> Iterator[Place]:
    """Services of the kind that speak the language, marked with why they do not help."""
    for each in sought.voices:
        if each.service is service or state(each.service.languages) is State.UNKNOWN:
            continue
        if each.obstacle:
            yield Place(facts.coverage.obstacle(each), each.obstacle)
        elif any(_taking(facts, each, name) is None for name in classes):
            yield Place(facts.directory.path(each.service, "housing", "classes"), "class")
        else:
            yield Place(facts.directory.path(each.service, "available"), "partly")
