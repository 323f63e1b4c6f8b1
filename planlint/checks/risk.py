"""Risk: what may go wrong, who watches it, and who may stop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planlint.facts import Facts
from planlint.finding import FieldValue, Hit, Place
from planlint.plan.phases import Phase
from planlint.plan.resources import AbortCriterion
from planlint.plan.states import State, known, state

_COMMAND_ROLES = frozenset({"incident_commander", "security_lead", "entry_officer"})
_ELSEWHERE = frozenset({"off_site", "remote"})


def armed_suspects_no_abort(facts: Facts) -> Iterator[Hit]:
    """Where weapons are possible, somebody on the spot must be able to stop the entry, and must know what to do then."""
    criteria = facts.plan.risk.abort_criteria
    paths = {each.id: ("risk", "abort_criteria", index) for index, each in enumerate(criteria)}
    for phase in facts.calendar.entry:
        weapons = _weapons(facts, phase)
        if weapons is None:
            continue
        here = facts.directory.path(phase)
        own = [criterion for criterion in criteria if phase.id in criterion.phases]
        if not own:
            variant = f"no_criterion{weapons.suffix}"
            yield Hit(path=here, state=state(criteria), variant=variant, fields=weapons.fields, places=weapons.places)
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


class _Weapons(NamedTuple):
    """Where weapons are expected, or where nobody knows (``suffix`` names the messages for that)."""

    suffix: str
    fields: dict[str, FieldValue]
    places: tuple[Place, ...]


def _weapons(facts: Facts, phase: Phase) -> _Weapons | None:
    """What is stated of weapons at the phase's premises, at any premises where it names none; None where there is no sign of them."""
    premises = [facts.directory.premises[name] for name in phase.premises] or list(facts.plan.situation.premises)
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
