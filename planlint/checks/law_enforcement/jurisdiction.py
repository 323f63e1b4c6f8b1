"""Jurisdiction: whether those who lead an entry, and those who authorise it, are competent at the place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from planlint.facts import Facts
from planlint.facts.roles import covers
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.justice import Authorisation
from planlint.plan.operation import Premises
from planlint.plan.people import Organisation
from planlint.plan.phases import Phase
from planlint.plan.states import State, known, state
from planlint.source.document import Path

_BY_LAW = frozenset({"arrest_power", "warrantless_power"})
"""Kinds of authorisation that the law itself gives, so that nobody need have issued them."""


def authority_outside_jurisdiction(facts: Facts) -> Iterator[Outcome]:
    """Whoever leads an entry, and whoever authorises it, must be competent at the premises."""
    entered: dict[str, Place] = {}
    for phase in facts.calendar.entry:
        at = facts.directory.path(phase, "responsible")
        entered |= {name: Place(at, "responsible") for name in phase.premises if name not in entered}
        yield from _led_from_outside(facts, phase, at)
    for name in entered:
        premises = facts.directory.premises[name]
        if not _is_placed(premises):
            said, path = state(premises.jurisdiction), facts.directory.path(premises, "jurisdiction")
            variant = "place_unknown" if said is State.UNKNOWN else "place_not_stated"
            yield Hit(path=path, state=said, variant=variant, fields={"premises": name}, places=(entered[name],))
    for authorisation in facts.plan.legal.authorisations:
        yield from _issued_from_outside(facts, authorisation, [facts.directory.premises[name] for name in entered])


def _is_placed(premises: Premises) -> bool:
    return known(premises.jurisdiction) is not None


def _led_from_outside(facts: Facts, phase: Phase, at: Path) -> Iterator[Outcome]:
    name = known(phase.responsible)
    if name is None:
        yield NotEvaluated("responsible_unknown", at, {"phase": phase.id})
        return
    if state(phase.premises) is State.UNKNOWN:
        yield NotEvaluated("premises_unknown", facts.directory.path(phase, "premises"), {"phase": phase.id})
    organisation = facts.directory.organisations[name]
    for premises in (facts.directory.premises[each] for each in phase.premises):
        yield from _outside(facts, organisation, premises, Place(at, "responsible"), {"phase": phase.id})


def _issued_from_outside(facts: Facts, authorisation: Authorisation, entered: Iterable[Premises]) -> Iterator[Hit]:
    concerned = [premises for premises in entered if premises.id in authorisation.premises]
    issuer, at = known(authorisation.issued_by), facts.directory.path(authorisation, "issued_by")
    fields = {"authorisation": authorisation.id}
    if not concerned:
        return
    if issuer is None:
        if known(authorisation.type) not in _BY_LAW:
            said = state(authorisation.issued_by)
            variant = "issuer_unknown" if said is State.UNKNOWN else "issuer_not_stated"
            yield Hit(path=at, state=said, variant=variant, fields=fields)
        return
    organisation = facts.directory.organisation_of(issuer)
    if organisation is None:
        path = facts.directory.path(facts.directory.personnel[issuer], "org")
        yield Hit(path=path, state=State.UNKNOWN, variant="issuer_unknown", fields=fields, places=(Place(at, "issued"),))
        return
    for premises in concerned:
        yield from _outside(facts, organisation, premises, Place(at, "issued"), fields)


def _outside(facts: Facts, organisation: Organisation, premises: Premises, acts: Place, about: Mapping[str, FieldValue]) -> Iterator[Hit]:
    """An organisation that leads or authorises an entry into premises that it does not cover."""
    place = known(premises.jurisdiction)
    if place is None or covers(organisation.jurisdictions, place):
        return
    there, covered = facts.directory.path(premises, "jurisdiction"), facts.directory.path(organisation, "jurisdictions")
    fields = {**about, "organisation": organisation.id, "covers": organisation.jurisdictions, "premises": premises.id, "place": place}
    said, cause = state(organisation.jurisdictions), (organisation.id, acts.label)
    if said is State.UNKNOWN:
        yield Hit(
            path=covered, state=said, variant=f"{acts.label}_unknown", fields=fields, places=(acts, Place(there, "place")), cause=cause
        )
    elif any(each.startswith(f"{place}-") for each in organisation.jurisdictions):
        marks = (acts, Place(covered, "covers"))
        yield Hit(path=there, variant=f"{acts.label}_vague", fields=fields, places=marks, cause=(*cause, premises.id))
    else:
        variant = f"{acts.label}_nowhere" if said is State.NONE else acts.label
        yield Hit(
            path=acts.path,
            state=said,
            variant=variant,
            fields=fields,
            places=(Place(covered, "covers"), Place(there, "place")),
            cause=cause,
        )
