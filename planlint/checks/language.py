"""Language: people are heard in their own words, by somebody who is not tied to those who exploited them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planlint.facts import Facts
from planlint.facts.calendar import INTERVIEW_ACTIVITIES
from planlint.facts.graph import Way
from planlint.facts.languages import INTERPRETERS, Candidate, understood
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place, Severity
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
        yield NotEvaluated("it is unknown who is heard", ("population", "groups"))
    for group in facts.plan.population.groups:
        heard = [phase for phase in facts.calendar.interview if group in facts.people.in_phase(phase)]
        if not heard:
            continue
        if not group.languages:
            path, where = facts.directory.path(group, "languages"), tuple(phase.id for phase in heard)
            said = state(group.languages)
            yield Hit(path=path, state=said, severity=Severity.WARNING, fields={"group": group.id, "phases": where})
        for index, spoken in enumerate(group.languages):
            if state(spoken.share) not in (State.NONE, State.NOT_APPLICABLE):
                yield from _unheard(facts, heard, group, spoken, facts.directory.path(group, "languages", index))


def _unheard(facts: Facts, heard: list[Phase], group: Group, spoken: SpokenLanguage, at: Path) -> Iterator[Hit]:
    gaps = list(_gaps(facts, heard, understood(spoken)))
    if not gaps:
        return
    tag = known(spoken.tag)
    if tag is None:
        fields: dict[str, FieldValue] = {"group": group.id, "phases": tuple(gap.phase.id for gap in gaps)}
        yield Hit(path=(*at, "tag"), state=State.UNKNOWN, variant="tag_unknown", severity=Severity.WARNING, fields=fields)
        return
    listed = tuple(dict.fromkeys(_described(facts, candidate) for gap in gaps for candidate in gap.considered))
    fields = {"tag": tag, "group": group.id, "people": _number(facts, group, spoken), "listed": listed}
    for gap in gaps:
        yield Hit(
            path=facts.directory.path(gap.phase),
            variant="" if listed else "nobody",
            fields={**fields, "where": f"{gap.phase.id}/{gap.activity}"},
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
        "language": f"speaks {', '.join(person.languages) or 'no language that is stated'}",
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
        yield NotEvaluated("the plan does not say who is suspected", ("parties", "suspects"))
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
        yield Hit(path=path, state=said, severity=Severity.WARNING, fields=fields)
    elif supplier is None:
        yield NotEvaluated(f"nobody knows who sends {person.id}", facts.directory.path(person, "org"))


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
