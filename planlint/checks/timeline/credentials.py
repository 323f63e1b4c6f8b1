"""Credentials: agreements, registrations, licences, vetting and invitations must hold for as long as somebody relies on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from planlint.facts import Facts
from planlint.facts.calendar import through
from planlint.facts.uses import Use
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.people import Agreement, Organisation
from planlint.plan.states import Absence, State, known, state
from planlint.source.document import Path

_HOLDS: Mapping[str, frozenset[str]] = {
    "agreement": frozenset({"mou", "contract", "tasking_order"}),
    "registration": frozenset({"registered", "applied"}),
    "licence": frozenset({"licensed", "applied"}),
    "vetting": frozenset({"cleared"}),
    "invitation": frozenset({"invited", "requested_by_host"}),
}
"""What a document must be, by its kind, to have a last day; a statutory mandate has none."""


class _Document(NamedTuple):
    """A document of somebody: what it is, until when it holds (and where that stands), and what relies on it."""

    kind: str
    holder: str
    issuer: str
    said: str | Absence
    until: dt.date | str | Absence
    path: Path
    uses: tuple[Use, ...]


def credential_lapses_in_use(facts: Facts) -> Iterator[Outcome]:
    """No document ends before the last thing that relies on it; one that nothing relies on is not judged."""
    for document in _documents(facts):
        if document.uses and (outcome := _judged(document)) is not None:
            yield outcome


def _documents(facts: Facts) -> Iterator[_Document]:
    path = facts.directory.path
    journeys = {path(route, "receiving"): known(route.not_before) for route in facts.plan.returns.routes}
    for person in facts.plan.personnel:
        at, org = path(person, "vetting", "until"), known(person.org) or ""
        yield _Document("vetting", person.id, org, person.vetting.status, person.vetting.until, at, facts.uses.of_person(person))
    for service in facts.plan.services:
        licence, at = service.housing.licence, path(service, "housing", "licence", "until")
        yield _Document(
            "licence", service.id, known(service.provider) or "", licence.status, licence.until, at, facts.uses.of_service(service)
        )
    for organisation in facts.plan.organisations:
        name, uses = organisation.id, facts.uses.of_organisation(organisation)
        held, at = organisation.registration, path(organisation, "registration", "until")
        yield _Document("registration", name, name, held.status, held.until, at, uses)
        agreed, at = organisation.agreement, path(organisation, "agreement", "valid_until")
        yield _Document("agreement", name, name, agreed.type, agreed.valid_until, at, _relying(facts, agreed, uses, journeys))
    yield from _invitation(facts)


def _relying(facts: Facts, agreement: Agreement, uses: tuple[Use, ...], journeys: Mapping[Path, dt.date | None]) -> tuple[Use, ...]:
    """What relies on an agreement: what it covers, where it names phases, services or routes; and no route that it ends before.

    An agreement that is over when the first person leaves is what RP105 reports.
    """
    directory, until = facts.directory, through(agreement.valid_until)
    named = {name for name in agreement.covers if name in directory.phases or name in directory.services or name in directory.routes}
    covered = [use for use in uses if not named or use.name in named]
    return tuple(use for use in covered if until is None or (journeys.get(use.path) or until) <= until)


def _invitation(facts: Facts) -> Iterator[_Document]:
    """The host's invitation of a foreign lead; one that ends before the phases that the lead is responsible for is what LE107 reports."""
    host = facts.plan.legal.host_state
    if known(host.invitation) not in _HOLDS["invitation"] or not facts.foreign_lead:
        return
    lead = facts.directory.organisations[str(facts.plan.plan.lead)]
    until = through(host.valid_until)
    led = [facts.calendar.last_day(phase) for phase in facts.plan.phases if phase.responsible == lead.id]
    if until is None or all(day is None or day <= until for day in led):
        uses = (*facts.uses.phases_of(lead), *_services_there(facts, lead))
        at: Path = ("legal", "host_state", "valid_until")
        yield _Document("invitation", lead.id, lead.id, host.invitation, host.valid_until, at, uses)


def _services_there(facts: Facts, lead: Organisation) -> Iterator[Use]:
    for service in facts.plan.services:
        place = known(service.jurisdiction)
        if service.provider == lead.id and place is not None and place.partition("-")[0] in facts.roles.countries:
            yield from facts.uses.of_service(service)


def _judged(document: _Document) -> Outcome | None:
    said, until = document.said, through(document.until)
    if isinstance(said, str) and said not in _HOLDS[document.kind]:
        return None
    if until is not None and state(said) not in (State.NONE, State.NOT_APPLICABLE):
        return _lapse(document, until)
    if isinstance(said, str):
        # One answer mends all that are not stated; what is unknown is a gap of its own.
        cause: tuple[FieldValue, ...] = () if state(document.until) is State.UNKNOWN else (document.kind,)
        fields: dict[str, FieldValue] = {"document": document.kind, "holder": document.holder}
        return Hit(path=document.path, state=state(document.until), degree="no_end", fields=fields, cause=cause)
    if said is State.UNKNOWN:
        return NotEvaluated("credential_unknown", document.path[:-1], {"kind": document.kind, "holder": document.holder})
    return None


def _lapse(document: _Document, until: dt.date) -> Outcome | None:
    later = [(use.last, use) for use in document.uses if use.last is not None and use.last > until]
    if later:
        fields: dict[str, FieldValue] = {
            "document": document.kind,
            "holder": document.holder,
            "until": until.isoformat(),
            "needed": max(last for last, _ in later).isoformat(),
            "users": tuple(use.name for _, use in later),
        }
        marks = tuple(Place(use.path, "needed") for _, use in later)
        return Hit(path=document.path, fields=fields, places=marks, cause=(document.kind, document.issuer, until.isoformat()))
    if until != dt.date.max and (unclear := [use for use in document.uses if use.last is None]):
        names = ", ".join(use.name for use in unclear)
        return NotEvaluated("need_unknown", unclear[0].path, {"kind": document.kind, "holder": document.holder, "names": names})
    return None
