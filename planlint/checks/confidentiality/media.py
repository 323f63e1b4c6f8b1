"""Media: who may be there with a camera, and where not."""

from __future__ import annotations

from collections.abc import Iterator

from planlint.facts import Facts
from planlint.facts.calendar import CONTACT_ACTIVITIES, ENTRY_ACTIVITIES, INTERVIEW_ACTIVITIES
from planlint.finding import Hit, NotEvaluated, Outcome, Place
from planlint.plan.people import Personnel
from planlint.plan.phases import Phase
from planlint.plan.states import State, known, state

_GUARDED = ENTRY_ACTIVITIES | INTERVIEW_ACTIVITIES | {"covert", "recovery", "shelter"}
"""What no camera may see."""
_SURVIVORS_PLACES = frozenset({"premises", "shelter", "clinic", "transit"})
_MEDIA_ROLES = frozenset({"journalist", "media_officer"})


def media_in_operation(facts: Facts) -> Iterator[Outcome]:
    """No press, and nobody who works for it, while people are watched, brought out, screened, interviewed or sheltered."""
    guarded = facts.calendar.having(*_GUARDED)
    for name in ("policy", "present"):
        if guarded and state(getattr(facts.plan.media, name)) is State.UNKNOWN:
            yield NotEvaluated("media_unknown", ("media", name), {"name": name})
    yield from _media_present(facts, guarded)
    for person in facts.plan.personnel:
        yield from _media_staff(facts, person, guarded)
    if facts.plan.media.policy == "embedded":
        yield from _embedded(facts, guarded)
    for phase in facts.calendar.having("media"):
        if _is_at_survivors(phase):
            path = facts.directory.path(phase, "activities", phase.activities.index("media"))
            yield Hit(path=path, variant="activity", fields={"phase": phase.id})
        elif state(phase.location_kind) is State.UNKNOWN:
            yield NotEvaluated("premises_unknown", facts.directory.path(phase, "location_kind"), {"phase": phase.id})


def _embedded(facts: Facts, guarded: tuple[Phase, ...]) -> Iterator[Hit]:
    """Where the plan says at which phases media are present, that is believed; embedded is still what nobody should be."""
    present = facts.plan.media.present
    if present and all(state(each.phases) is State.STATED for each in present):
        named = tuple(dict.fromkeys(name for each in present for name in each.phases))
        yield Hit(path=("media", "policy"), variant="embedded_at", fields={"phase": named}, cause=("embedded",))
        return
    for phase in guarded:
        mark = Place(facts.directory.path(phase), "phase")
        yield Hit(path=("media", "policy"), variant="embedded", fields={"phase": phase.id}, places=(mark,), cause=("embedded",))


def _media_present(facts: Facts, guarded: tuple[Phase, ...]) -> Iterator[Outcome]:
    for index, presence in enumerate(facts.plan.media.present):
        path = ("media", "present", index, "phases")
        if state(presence.phases) in (State.NOT_STATED, State.UNKNOWN):
            yield NotEvaluated("media_phases_unknown", path, {"org": presence.org})
        for phase in guarded:
            if phase.id in presence.phases:
                fields = {"organisation": presence.org, "phase": phase.id}
                yield Hit(path=(*path, presence.phases.index(phase.id)), fields=fields, cause=(presence.org,))


def _media_staff(facts: Facts, person: Personnel, guarded: tuple[Phase, ...]) -> Iterator[Outcome]:
    """Somebody of a media organisation counts as its presence; a journalist of any other organisation is named."""
    organisation = facts.directory.organisation_of(person.id)
    of_media = organisation is not None and organisation.kind == "media"
    if not of_media and person.role not in _MEDIA_ROLES:
        if state(person.role) is State.UNKNOWN and any(phase.id in person.phases for phase in guarded):
            yield NotEvaluated("role_unknown", facts.directory.path(person, "role"), {"person": person.id})
        return
    path = facts.directory.path(person, "phases")
    if state(person.phases) is State.UNKNOWN:
        yield NotEvaluated("phases_unknown", path, {"person": person.id})
    for phase in guarded:
        if phase.id not in person.phases:
            continue
        here = (*path, person.phases.index(phase.id))
        if of_media and organisation is not None:
            yield Hit(path=here, fields={"organisation": organisation.id, "phase": phase.id}, cause=(organisation.id,))
        else:
            fields = {"person": person.id, "role": str(known(person.role)), "phase": phase.id}
            yield Hit(path=here, variant="staff", fields=fields, cause=(person.id, "staff"))


def _is_at_survivors(phase: Phase) -> bool:
    """Whether survivors are where the phase happens: at the premises, where they stay or are treated, or because they are met in it."""
    met = not CONTACT_ACTIVITIES.isdisjoint(phase.activities)
    return met or bool(phase.premises) or phase.location_kind in _SURVIVORS_PLACES
