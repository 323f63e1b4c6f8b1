"""Risk: what may go wrong, who watches it, and who may stop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from planlint.facts import Facts
from planlint.facts.calendar import INTERVIEW_ACTIVITIES
from planlint.facts.languages import INTERPRETERS, Obstacle, understood
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.operation import Premises
from planlint.plan.people import Personnel
from planlint.plan.phases import Phase
from planlint.plan.resources import AbortCriterion, Risk
from planlint.plan.states import State, known, state

_COMMAND_ROLES = frozenset({"incident_commander", "security_lead", "entry_officer"})
_ELSEWHERE = frozenset({"off_site", "remote"})


_MUST = ("survivors", "families", "staff", "other_victims")
_SHOULD = ("community",)


def register_missing_or_one_sided(facts: Facts) -> Iterator[Hit]:
    """Somebody thought of everybody whom an operation can hurt; forgetting only the community is less grave."""
    rows, at = facts.plan.risk.rows, ("risk", "register")
    named = {who for row in rows if _is_watched(facts, row) for who in row.affects}
    missing = tuple(who for who in (*_MUST, *_SHOULD) if who not in named)
    degree = "community_forgotten" if set(missing) <= set(_SHOULD) else ""
    fields: dict[str, FieldValue] = {"missing": missing}
    unclear = {row.id: (*at, index, "affects") for index, row in enumerate(rows) if state(row.affects) is State.UNKNOWN}
    if missing and unclear:
        for name, path in unclear.items():
            more = {**fields, "rows": name}
            yield Hit(path=path, state=State.UNKNOWN, variant="affects_unknown", degree=degree, fields=more, cause=("affects",))
    elif missing and (idle := [row for row in rows if not _is_watched(facts, row) and not set(missing).isdisjoint(row.affects)]):
        marks = tuple(Place((*at, rows.index(row)), "idle") for row in idle)
        more = {**fields, "rows": tuple(row.id for row in idle)}
        yield Hit(path=at, part="key", variant="unwatched", degree=degree, fields=more, places=marks)
    elif missing:
        marks = tuple(Place((*at, index), "unsaid") for index, row in enumerate(rows) if not row.affects)
        yield Hit(path=at, part="key", state=state(rows), degree=degree, fields=fields, places=marks)


_SAID_OR_ASKED = frozenset({State.STATED, State.UNKNOWN})


def _is_watched(facts: Facts, row: Risk) -> bool:
    """Whether somebody watches a risk and something is done against it, or that is an open question; a low one needs nothing more."""
    likelihood, severity = known(row.likelihood), known(row.severity)
    is_low = likelihood is not None and severity is not None and likelihood * severity < facts.thresholds.risk_high
    return state(row.owner) in _SAID_OR_ASKED and (is_low or state(row.mitigations) in _SAID_OR_ASKED)


def armed_suspects_no_abort(facts: Facts) -> Iterator[Outcome]:
    """Where weapons are possible, somebody on the spot must be able to stop the entry, and must know what to do then."""
    criteria = facts.plan.risk.abort_criteria
    paths = {each.id: ("risk", "abort_criteria", index) for index, each in enumerate(criteria)}
    for phase in facts.calendar.entry:
        weapons = _weapons(facts, phase)
        if weapons is None:
            yield from _nothing_said(facts, phase)
            continue
        here = facts.directory.path(phase)
        own = [criterion for criterion in criteria if phase.id in criterion.phases]
        if not own:
            others = tuple(Place(path, "elsewhere") for path in paths.values())
            variant = f"no_criterion{weapons.suffix}"
            yield Hit(path=here, state=state(criteria), variant=variant, fields=weapons.fields, places=(*weapons.places, *others))
        elif not any(_can_stop(facts, criterion, phase) for criterion in own):
            marks = tuple(Place((*paths[criterion.id], "authority"), "authority") for criterion in own)
            variant = f"nobody_there{weapons.suffix}"
            yield Hit(path=here, variant=variant, fields=weapons.fields, places=(*weapons.places, *marks))
        for criterion in own:
            if known(criterion.action) is None:
                path, said = (*paths[criterion.id], "action"), state(criterion.action)
                fields = {**weapons.fields, "criterion": criterion.id}
                variant = f"no_action{weapons.suffix}"
                yield Hit(path=path, state=said, variant=variant, fields=fields, places=weapons.places, cause=(criterion.id,))


def _premises(facts: Facts, phase: Phase) -> list[Premises]:
    """The premises of a phase; all of the plan where it names none."""
    return [facts.directory.premises[name] for name in phase.premises] or list(facts.plan.situation.premises)


def _nothing_said(facts: Facts, phase: Phase) -> Iterator[NotEvaluated]:
    """Where the plan is silent on weapons, that is no word that there are none."""
    premises = _premises(facts, phase)
    if not premises:
        yield NotEvaluated("no_premises", ("situation", "premises"), {"phase": phase.id})
    for each in premises:
        if state(each.armed) is State.NOT_STATED:
            path = facts.directory.path(each, "armed")
            yield NotEvaluated("weapons_not_stated", path, {"phase": phase.id, "each": each.id})


class _Weapons(NamedTuple):
    """Where weapons are expected, or where nobody knows (``suffix`` names the messages for that)."""

    suffix: str
    fields: dict[str, FieldValue]
    places: tuple[Place, ...]


def _weapons(facts: Facts, phase: Phase) -> _Weapons | None:
    """What is stated of weapons at the phase's premises, at any premises where it names none; None where there is no sign of them."""
    premises = _premises(facts, phase)
    armed = [each for each in premises if known(each.armed)]
    doubtful = [each for each in premises if state(each.armed) is State.UNKNOWN]
    if not armed and not doubtful:
        return None
    words = tuple(str(known(each.armed)) for each in armed)
    fields: dict[str, FieldValue] = {"phase": phase.id, "premises": tuple(each.id for each in armed or doubtful), "armed": words}
    places = tuple(Place(facts.directory.path(each, "armed"), "armed" if armed else "unknown") for each in armed or doubtful)
    return _Weapons("" if armed else "_unknown", fields, places)


def _can_stop(facts: Facts, criterion: AbortCriterion, phase: Phase) -> bool:
    person = facts.directory.personnel.get(known(criterion.authority) or "")
    if person is None or phase.id not in person.phases:
        return False
    return person.role in _COMMAND_ROLES and person.position not in _ELSEWHERE


_OPEN: frozenset[Obstacle] = frozenset({"languages_unknown", "phases_unknown", "supplier_unknown"})
"""What leaves open whether somebody can be counted on."""


def single_point_of_failure(facts: Facts) -> Iterator[Outcome]:
    """No command of an entry, and no language of an interview, hangs on one person."""
    for phase in facts.calendar.entry:
        yield from _one_commander(facts, phase)
    for phase in facts.calendar.interview:
        yield from _one_interpreter(facts, phase)


def _one_commander(facts: Facts, phase: Phase) -> Iterator[Outcome]:
    commanders = [person for person in facts.plan.personnel if person.role == "incident_commander"]
    there = [person for person in commanders if phase.id in person.phases]
    alone = _alone(there)
    if alone is None:
        return
    doubtful = [person for person in commanders if state(person.phases) is State.UNKNOWN]
    if doubtful or state(alone.count) is State.UNKNOWN:
        yield NotEvaluated("commander_count_open", facts.directory.path(alone, "count"), {"phase": phase.id, "alone": alone.id})
        return
    stops = {known(criterion.authority) for criterion in facts.plan.risk.abort_criteria if phase.id in criterion.phases}
    variant = "commands_and_stops" if stops == {alone.id} else "commands"
    fields: dict[str, FieldValue] = {"person": alone.id, "phases": phase.id}
    yield _only(facts, alone, phase, Hit(path=(), variant=variant, fields=fields, cause=(alone.id,)))


def _one_interpreter(facts: Facts, phase: Phase) -> Iterator[Outcome]:
    """Somebody alone who interprets a language of those who are heard; interviewers who speak it themselves are others."""
    for group in facts.people.in_phase(phase):
        if not group.languages:
            yield NotEvaluated("languages_unknown", facts.directory.path(group, "languages"), {"phase": phase.id, "group": group.id})
        for spoken in group.languages:
            tag = known(spoken.tag)
            if tag is not None and state(spoken.share) not in (State.NONE, State.NOT_APPLICABLE):
                yield from _one_voice(facts, phase, understood(spoken), tag)


def _one_voice(facts: Facts, phase: Phase, wanted: frozenset[str], tag: str) -> Iterator[Outcome]:
    for activity in phase.activities:
        if activity not in INTERVIEW_ACTIVITIES:
            continue
        candidates = facts.languages.candidates(phase, activity, wanted)
        alone = _alone([candidate.person for candidate in candidates if not candidate.obstacle])
        if alone is None or alone.role not in INTERPRETERS:
            continue
        if any(candidate.obstacle in _OPEN for candidate in candidates) or state(alone.count) is State.UNKNOWN:
            yield NotEvaluated(
                "interpreter_count_open", facts.directory.path(alone, "count"), {"phase": phase.id, "alone": alone.id, "tag": tag}
            )
            return
        fields: dict[str, FieldValue] = {"person": alone.id, "phases": phase.id, "language": tag}
        yield _only(facts, alone, phase, Hit(path=(), variant="interprets", fields=fields, cause=(alone.id,)))
        return


def _alone(people: list[Personnel]) -> Personnel | None:
    """The entry of the one person among these, or of an unknown number who may be one; None for nobody or several."""
    entries = [person for person in people if state(person.count) is not State.NONE]
    return entries[0] if len(entries) == 1 and (known(entries[0].count) or 1) == 1 else None


def _only(facts: Facts, person: Personnel, phase: Phase, hit: Hit) -> Hit:
    return replace(hit, path=facts.directory.path(person, "count"), places=(Place(facts.directory.path(phase, "id"), "phase"),))
