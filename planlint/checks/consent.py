"""Consent: people are asked, by somebody whom they can refuse, before each thing that is done."""

from __future__ import annotations

from collections.abc import Iterator

from planlint.facts import Facts
from planlint.finding import FieldValue, Hit, Outcome, Place
from planlint.plan.care import ConsentStage
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


def no_consent_procedure(facts: Facts) -> Iterator[Outcome]:
    """Each thing that is done with people needs a consent step, taken by somebody whom they need not fear, and revocable."""
    yield from _missing_stages(facts)
    for stage in facts.plan.consent.stages:
        yield from _wrong_hands(facts, stage)
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


def _wrong_hands(facts: Facts, stage: ConsentStage) -> Iterator[Hit]:
    person = facts.directory.personnel.get(str(stage.obtained_by))
    if person is None:
        return
    organisation = facts.directory.organisation_of(person.id)
    fields: dict[str, FieldValue] = {"stage": stage.id, "person": person.id, "organisation": organisation.id if organisation else ""}
    path = facts.directory.path(stage, "obtained_by")
    if organisation is not None and facts.roles.is_coercive(organisation):
        place = Place(facts.directory.path(organisation, "kind"), "body")
        yield Hit(path=path, variant="coercive", fields=fields, places=(place,))
    elif person.role == "interpreter":
        yield Hit(path=path, variant="interpreter", fields=fields, places=(Place(facts.directory.path(person, "role"), "role"),))


def _irrevocable(facts: Facts, stage: ConsentStage) -> Iterator[Hit]:
    purpose = known(stage.purpose)
    if purpose not in _REVOCABLE or stage.revocable is True:
        return
    said = state(stage.revocable)
    variant = {State.NOT_STATED: "revocable_not_stated", State.UNKNOWN: "revocable_unknown"}.get(said, "irrevocable")
    path = facts.directory.path(stage, "revocable")
    yield Hit(path=path, variant=variant, fields={"stage": stage.id, "purpose": str(purpose)}, state=said)
