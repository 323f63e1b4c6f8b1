"""Evidence: who holds it, and whether a court will accept it."""

from __future__ import annotations

from collections.abc import Iterator

from planlint.facts import Facts
from planlint.finding import FieldValue, Hit, Outcome, Place
from planlint.plan.people import Organisation
from planlint.plan.states import State, state

_CUSTODY_POWERS = frozenset({"seize", "search", "arrest"})


def custodian_not_investigating_authority(facts: Facts) -> Iterator[Outcome]:
    """Exhibits stay with the authority that investigates, and it must have the power to take them."""
    evidence = facts.plan.evidence
    for name, value in (("custodian", evidence.custodian), ("investigating_authority", evidence.investigating_authority)):
        if not isinstance(value, str):
            yield Hit(path=("evidence", name), fields={"missing": name}, state=state(value), cause=("missing",))
    if not isinstance(evidence.custodian, str):
        return
    custodian = facts.directory.organisation_of(evidence.custodian)
    fields: dict[str, FieldValue] = {
        "custodian": evidence.custodian,
        "organisation": custodian.id if custodian else "",
        "authority": str(evidence.investigating_authority),
    }
    if custodian is None:
        path = facts.directory.path(facts.directory.personnel[evidence.custodian], "org")
        yield Hit(path=path, variant="organisation_unknown", fields=fields, state=State.UNKNOWN)
    elif isinstance(evidence.investigating_authority, str) and custodian.id != evidence.investigating_authority:
        place = Place(("evidence", "investigating_authority"), "authority")
        yield Hit(path=("evidence", "custodian"), fields=fields, places=(place,))
    else:
        yield from _powerless(facts, custodian, fields)


def _powerless(facts: Facts, custodian: Organisation, fields: dict[str, FieldValue]) -> Iterator[Hit]:
    if not _CUSTODY_POWERS.isdisjoint(custodian.powers):
        return
    said = state(custodian.powers)
    variant = {State.NOT_STATED: "powers_not_stated", State.UNKNOWN: "powers_unknown"}.get(said, "no_powers")
    powers = facts.directory.path(custodian, "powers")
    if said is State.UNKNOWN:
        yield Hit(path=powers, variant=variant, fields=fields, state=said)
    else:
        yield Hit(path=("evidence", "custodian"), variant=variant, fields=fields, state=said, places=(Place(powers, "powers"),))
