"""Consent: people are asked, by somebody whom they can refuse, before each thing that is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from planlint.facts import Facts
from planlint.facts.calendar import DAY, is_open, through
from planlint.facts.languages import HELPERS
from planlint.facts.legal_aid import LegalAidOffer
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.care import ConsentStage, Route, Service
from planlint.plan.people import Group, Personnel
from planlint.plan.phases import Phase
from planlint.plan.states import State, known, state
from planlint.source.document import Path

PURPOSE_OF = {
    "recovery": "removal",
    "screening": "screening",
    "interview_needs": "screening",
    "medical": "medical",
    "shelter": "shelter",
    "interview_evidential": "interview",
    "return_travel": "return",
}
"""What people are asked to agree to before an activity."""

_REVOCABLE = frozenset({"screening", "interview", "media", "data_sharing"})


def no_consent_procedure(facts: Facts, *, asked_again_hours: int) -> Iterator[Outcome]:
    """Each thing that is done with people needs a consent step, taken by somebody whom they need not fear, and revocable."""
    yield from _missing_stages(facts)
    for stage in facts.plan.consent.stages:
        yield from _wrong_hands(facts, stage, asked_again_hours)
        yield from _irrevocable(facts, stage)


def _missing_stages(facts: Facts) -> Iterator[Hit]:
    stages = facts.plan.consent.stages
    asked = {stage.purpose for stage in stages}
    acts: dict[str, Phase] = {}
    for phase in facts.plan.phases:
        for activity in phase.activities:
            purpose = PURPOSE_OF.get(activity)
            if purpose is not None and purpose not in asked:
                acts.setdefault(purpose, phase)
    if not acts:
        return
    fields: dict[str, FieldValue] = {"purposes": tuple(purpose for purpose in dict.fromkeys(PURPOSE_OF.values()) if purpose in acts)}
    places = tuple(Place(facts.directory.path(phase), "act") for phase in dict.fromkeys(acts.values()))
    unclear = [stage for stage in stages if state(stage.purpose) is State.UNKNOWN]
    if unclear:
        path = facts.directory.path(unclear[0], "purpose")
        yield Hit(path=path, variant="purpose_unknown", fields={**fields, "stage": unclear[0].id}, state=State.UNKNOWN, places=places)
    else:
        at: Path = ("consent", "stages")
        yield Hit(path=at, part="key", fields=fields, state=state(stages), places=places)


def _wrong_hands(facts: Facts, stage: ConsentStage, again_hours: int) -> Iterator[Outcome]:
    """Whoever asks must be somebody whom people can refuse, and not the one through whom they speak."""
    person = facts.directory.personnel.get(str(stage.obtained_by))
    organisation = facts.directory.organisation_of(person.id) if person else None
    path = facts.directory.path(stage, "obtained_by")
    fields: dict[str, FieldValue] = {"stage": stage.id, "person": person.id if person else ""}
    if person and organisation and facts.roles.is_coercive(organisation):
        if _may_ask(facts, stage, person, again_hours):
            return
        place = Place(facts.directory.path(organisation, "kind"), "body")
        fields["organisation"] = organisation.id
        yield Hit(path=path, variant="coercive", fields=fields, places=(place,), cause=("coercive", person.id))
    elif person and person.role == "interpreter":
        place = Place(facts.directory.path(person, "role"), "role")
        yield Hit(path=path, variant="interpreter", fields=fields, places=(place,), cause=("interpreter", person.id))
    elif not person or not organisation or State.UNKNOWN in (state(person.role), state(organisation.kind)):
        yield NotEvaluated("asker_unknown", path, {"stage": stage.id})


def _may_ask(facts: Facts, stage: ConsentStage, person: Personnel, again_hours: int) -> bool:
    """Whether somebody of a body that people may fear may ask all the same.

    At the door, where a law lets nobody else stand there, a no is accepted, and somebody else asks again soon. Before a statement,
    where those who take it ask, people were advised before, and somebody who helps them is there.
    """
    phase = facts.directory.phases.get(known(stage.phase) or "")
    if phase is None:
        return False
    if stage.purpose == "removal":
        says_no = facts.plan.consent.right_to_decline.respected is True
        return known(stage.by_law) is not None and says_no and _is_asked_again(facts, phase, again_hours)
    if stage.purpose == "interview" and facts.languages.interviews(person, "interview_evidential"):
        helped = any(each.role in HELPERS and phase.id in each.phases and not _is_feared(facts, each) for each in facts.plan.personnel)
        return helped and _is_advised_by(facts, phase)
    return False


def _is_asked_again(facts: Facts, removal: Phase, hours: int) -> bool:
    """Whether somebody whom people need not fear asks them about screening or shelter within hours of the removal."""
    end = facts.calendar.end_of(removal)
    for stage in facts.plan.consent.stages:
        asker, phase = facts.directory.personnel.get(str(stage.obtained_by)), facts.directory.phases.get(known(stage.phase) or "")
        if stage.purpose not in ("screening", "shelter") or asker is None or phase is None or _is_feared(facts, asker):
            continue
        start = facts.calendar.start_of(phase)
        if start is not None and end is not None and start <= end + dt.timedelta(hours=hours):
            return True
    return False


def _is_feared(facts: Facts, person: Personnel) -> bool:
    organisation = facts.directory.organisation_of(person.id)
    return organisation is None or facts.roles.is_coercive(organisation)


def _is_advised_by(facts: Facts, phase: Phase) -> bool:
    """Whether everybody in a phase had independent legal aid by its first day."""
    day = facts.calendar.first_day(phase)
    aid = [each for each in facts.legal_aid.independent_legal_aid if day is not None and is_open(each, day)]
    return bool(aid) and all(any(facts.people.is_served(group, each) for each in aid) for group in facts.people.in_phase(phase))


def _irrevocable(facts: Facts, stage: ConsentStage) -> Iterator[Hit]:
    purpose = known(stage.purpose)
    if purpose not in _REVOCABLE or stage.revocable is True:
        return
    said = state(stage.revocable)
    variant = {State.NOT_STATED: "revocable_not_stated", State.UNKNOWN: "revocable_unknown"}.get(said, "irrevocable")
    path = facts.directory.path(stage, "revocable")
    cause = () if said is State.UNKNOWN else (variant,)
    yield Hit(path=path, variant=variant, fields={"stage": stage.id, "purpose": str(purpose)}, state=said, cause=cause)


_ACTIVITY_ASKED = {**PURPOSE_OF, "media": "media"}


def consent_after_the_act(facts: Facts) -> Iterator[Outcome]:
    """People are asked before a thing is done with them, or in the same phase."""
    for stage in facts.plan.consent.stages:
        purpose, name = known(stage.purpose), known(stage.phase)
        acts = facts.calendar.having(*(activity for activity, asked in _ACTIVITY_ASKED.items() if asked == purpose))
        if purpose is None:
            yield NotEvaluated("purpose_unknown", fields={"stage": stage.id})
        elif name is None and acts:
            yield NotEvaluated("phase_unknown", fields={"stage": stage.id})
        elif name is not None:
            phase = facts.directory.phases[name]
            yield from _after_the_act(facts, stage, phase, [act for act in acts if act is not phase])


def _after_the_act(facts: Facts, stage: ConsentStage, phase: Phase, acts: Sequence[Phase]) -> Iterator[Outcome]:
    asked = _people(facts, phase)
    acts = [act for act in acts if asked & _people(facts, act)]
    late = [act for act in acts if _is_before(facts, act, phase) and (asked & _people(facts, act)) - _asked_in_time(facts, stage, act)]
    unclear = next((each for each in (phase, *acts) if facts.calendar.start_of(each) is None), None)
    if late:
        first = min(late, key=lambda act: facts.calendar.begin(known(act.start) or dt.date.max))
        named = tuple(each for each in first.activities if _ACTIVITY_ASKED.get(each) == stage.purpose)
        fields: dict[str, FieldValue] = {"stage": stage.id, "phase": phase.id, "earlier": first.id, "act": named}
        place = Place(facts.directory.path(first, "start"), "act")
        yield Hit(path=facts.directory.path(stage, "phase"), fields=fields, places=(place,))
    elif acts and unclear is not None:
        yield NotEvaluated("start_unknown", fields={"unclear": unclear.id, "stage": stage.id})


def _people(facts: Facts, phase: Phase) -> frozenset[str]:
    """The groups that a phase concerns; in a plan without groups, everybody."""
    if not facts.plan.population.groups:
        return frozenset({""})
    return frozenset(group.id for group in facts.people.in_phase(phase))


def _is_before(facts: Facts, one: Phase, other: Phase) -> bool:
    start, later = facts.calendar.start_of(one), facts.calendar.start_of(other)
    return start is not None and later is not None and start < later


def _asked_in_time(facts: Facts, stage: ConsentStage, act: Phase) -> frozenset[str]:
    """Whom other steps of the same purpose ask before an act, or in it. One without a known time is not held against the plan twice."""
    asked: set[str] = set()
    for other in facts.plan.consent.stages:
        if other is not stage and other.purpose == stage.purpose:
            name = known(other.phase)
            if name is None:
                return _people(facts, act)
            phase = facts.directory.phases[name]
            if not _is_before(facts, act, phase):
                asked |= _people(facts, phase)
    return frozenset(asked)


def no_survivor_input(facts: Facts) -> Iterator[Outcome]:
    """Survivors help to make the plan, and the plan says who they are: a group of theirs, an advisor, or how and when they met."""
    given, at = facts.plan.consent.survivor_input, ("consent", "survivor_input")
    by = known(given.by)
    if given.in_design is not True:
        yield Hit(path=(*at, "in_design"), part="key", state=state(given.in_design))
    elif by is not None:
        yield from _speaks_for_survivors(facts, by, (*at, "by"))
    elif state(given.by) is not State.NOT_STATED or known(given.how) is None:
        variant = "by_unknown" if state(given.by) is State.UNKNOWN else "by_nobody"
        yield Hit(path=(*at, "by"), part="key", variant=variant, state=state(given.by))


def _speaks_for_survivors(facts: Facts, by: str, at: Path) -> Iterator[Hit]:
    advisors = [person for person in facts.plan.personnel if person.role == "survivor_advisor"]
    organisation = facts.directory.organisation_of(by)
    if any(person.id == by or (organisation is not None and person.org == organisation.id) for person in advisors):
        return
    place = (Place(at, "by"),)
    if organisation is None:
        path = facts.directory.path(facts.directory.personnel[by], "org")
        yield Hit(path=path, variant="org_unknown", fields={"by": by}, state=State.UNKNOWN, places=place)
        return
    kind = facts.directory.path(organisation, "kind")
    if state(organisation.kind) is State.UNKNOWN:
        yield Hit(path=kind, variant="kind_unknown", fields={"by": by}, state=State.UNKNOWN, places=place)
    elif organisation.kind != "survivor_led":
        fields: dict[str, FieldValue] = {"by": by, "kind": str(organisation.kind)}
        yield Hit(path=at, variant="not_survivors", fields=fields, places=(Place(kind, "kind"),))


def repeat_interviews(facts: Facts) -> Iterator[Outcome]:
    """Nobody tells the same story more often than needed; joint, recorded interviews are shared."""
    consent, limit = facts.plan.consent, facts.thresholds.max_interviews
    if consent.joint_interview_protocol is True:
        return
    if not facts.plan.population.groups:
        yield NotEvaluated("no_groups")
    allowed = known(consent.max_interviews_per_person) or 0
    interviews = {group.id: _interviews(facts, group) for group in facts.plan.population.groups}
    times = {group: max(allowed, len(phases)) for group, phases in interviews.items() if phases}
    groups = tuple(group for group, count in times.items() if count > limit)
    if groups:
        phases = {phase.id: phase for group in groups for phase in interviews[group] if len(interviews[group]) > limit}
        places = [Place(facts.directory.path(phase), "interview") for phase in phases.values()]
        if allowed > limit:
            places.append(Place(("consent", "max_interviews_per_person"), "allowed"))
        fields: dict[str, FieldValue] = {"group": groups, "times": max(times.values()), "limit": limit}
        said, at = state(consent.joint_interview_protocol), ("consent", "joint_interview_protocol")
        yield Hit(path=at, part="key", fields=fields, state=said, places=tuple(places))


def _interviews(facts: Facts, group: Group) -> list[Phase]:
    return [phase for phase in facts.calendar.interview if facts.people.is_in(group, phase)]


class _Occasion(NamedTuple):
    """Something that people decide on with a lawyer: a statement, or a journey, before which they must have had advice."""

    name: str
    day: dt.date
    path: Path
    is_journey: bool


def no_independent_legal_advice(facts: Facts) -> Iterator[Outcome]:
    """Before people make a statement or leave, somebody advises them who neither arrests, nor charges, nor investigates."""
    for group in facts.plan.population.groups or (None,):
        offers = [each for each in facts.legal_aid.offers if group is None or facts.people.is_served(group, each.service)]
        yield from _without_advice(facts, group, offers)


def _without_advice(facts: Facts, group: Group | None, offers: Sequence[LegalAidOffer]) -> Iterator[Outcome]:
    trusted = [offer.service for offer in offers if not offer.obstacle]
    occasions, undated = _occasions(facts, group)
    missed = next((each for each in occasions if not any(_is_there(service, each) for service in trusted)), None)
    people = "everybody" if group is None else group.id
    if missed is None and trusted:
        if undated:
            yield NotEvaluated("day_unknown", fields={"undated": undated[0], "people": people})
        return
    fields: dict[str, FieldValue] = {"group": people}
    places: tuple[Place, ...] = ()
    if missed is not None:
        fields |= {"occasion": missed.name, "date": missed.day.isoformat()}
        places = (Place(missed.path, "occasion"),)
    hit = _unclear(facts, group, offers) or _closed(facts, trusted, missed) or _not_independent(offers) or _nobody(facts, missed)
    yield replace(hit, fields=fields | dict(hit.fields), places=(*places, *hit.places))


def _occasions(facts: Facts, group: Group | None) -> tuple[list[_Occasion], list[str]]:
    """The statements and journeys of a group in their order, and those of which nobody knows when they are."""
    dated: list[_Occasion] = []
    undated: list[str] = []

    def add(item: Phase | Route, moment: object, key: str, *, is_journey: bool) -> None:
        if isinstance(moment, dt.date):
            dated.append(_Occasion(item.id, facts.calendar.day(moment), facts.directory.path(item, key), is_journey))
        else:
            undated.append(item.id)

    for activity in ("interview_evidential", "return_travel"):
        for phase in facts.calendar.having(activity):
            if group is None or facts.people.is_in(group, phase):
                add(phase, phase.start, "start", is_journey=activity == "return_travel")
    for route in facts.plan.returns.routes:
        if group is not None and route.group == group.id:
            add(route, route.not_before, "not_before", is_journey=True)
    return sorted(dated, key=lambda each: each.day), undated


def _is_there(service: Service, occasion: _Occasion) -> bool:
    """Whether advice is there on the day of a statement, or on the day before a journey."""
    return is_open(service, occasion.day - DAY if occasion.is_journey else occasion.day)


def _unclear(facts: Facts, group: Group | None, offers: Sequence[LegalAidOffer]) -> Hit | None:
    """What is unknown of services, one of which may be the advice that is sought."""
    gaps = [(offer.service, offer.at) for offer in offers if offer.obstacle == "unclear"]
    for offer in offers:
        for key, value in (("from", offer.service.available.from_), ("until", offer.service.available.until)):
            if not offer.obstacle and state(value) is State.UNKNOWN:
                gaps.append((offer.service, facts.directory.path(offer.service, "available", key)))
    for service in facts.plan.services:
        if state(service.types) is State.UNKNOWN and (group is None or facts.people.is_served(group, service)):
            gaps.append((service, facts.directory.path(service, "types")))
    if not gaps:
        return None
    service, path = gaps[0]
    return Hit(path=path, variant="unclear", fields={"service": service.id}, state=State.UNKNOWN)


def _closed(facts: Facts, trusted: Sequence[Service], missed: _Occasion | None) -> Hit | None:
    """Advice that people could trust, at another time; what opens too late comes nearest."""
    if missed is None:
        return None
    found: list[Hit] = []
    for service in trusted:
        first, last = known(service.available.from_), through(service.available.until)
        path, fields = facts.directory.path(service, "available"), {"service": service.id}
        if first is None or last is None:
            found.append(Hit(path=path, variant="never", fields=fields, state=State.NONE))
        elif last < missed.day:
            found.append(Hit(path=(*path, "until"), variant="ended", fields=fields | {"day": last.isoformat()}))
        else:
            found.append(Hit(path=(*path, "from"), variant="late", fields=fields | {"day": first.isoformat()}))
    return min(found, key=lambda hit: ("late", "ended", "never").index(hit.variant), default=None)


def _not_independent(offers: Sequence[LegalAidOffer]) -> Hit | None:
    offer = next((each for each in offers if each.obstacle in ("investigator", "prosecutor", "coercive")), None)
    if offer is None:
        return None
    fields: dict[str, FieldValue] = {"service": offer.service.id, "provider": str(offer.service.provider)}
    return Hit(path=offer.at, variant=offer.obstacle, fields=fields)


def _nobody(facts: Facts, missed: _Occasion | None) -> Hit:
    """Nobody gives legal aid to a group: nothing is said of services, or none of them is such advice for it."""
    said, near = state(facts.plan.services), []
    for offer in facts.legal_aid.offers:
        at = offer.at if offer.obstacle == "withdrawn" else facts.directory.path(offer.service, "groups")
        near.append(Place(at, "withdrawn" if offer.obstacle == "withdrawn" else "others"))
    variant = "" if said is not State.STATED else "default" if missed else "undated"
    return Hit(path=("services",), part="key", variant=variant, state=said, places=tuple(near))
