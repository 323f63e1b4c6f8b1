"""Controlled purchases: money that the police hands to suspects as evidence and takes back, and what it takes to be one."""

from __future__ import annotations

from typing import Literal, NamedTuple

from planlint.facts.calendar import through
from planlint.facts.directory import Directory
from planlint.plan.resources import Flow
from planlint.plan.states import known
from planlint.source.document import Path

PURCHASE_POWERS = frozenset({"search", "seize", "arrest"})


class Lack(NamedTuple):
    """What keeps a flow from being an authorised controlled purchase: the condition, where the plan falls short, and the value there."""

    condition: Literal["payer", "authorisation", "recovery"]
    path: Path
    value: object


def is_controlled_purchase(flow: Flow) -> bool:
    """Whether the stated purpose is the word itself; longer texts are not taken for it."""
    return "_".join(str(known(flow.purpose)).lower().replace("_", " ").replace("-", " ").split()) == "controlled_purchase"


def lacks(flow: Flow, directory: Directory) -> tuple[Lack, ...]:
    """The conditions that a controlled purchase does not meet; an authorised one meets all of them."""
    found = (_payer(flow, directory), _authorisation(flow, directory), _recovery(flow, directory))
    return tuple(lack for lack in found if lack is not None)


def _payer(flow: Flow, directory: Directory) -> Lack | None:
    organisation = directory.organisation_of(flow.from_)
    if organisation is None:
        return Lack("payer", directory.path(flow, "from"), flow.from_)
    if PURCHASE_POWERS.isdisjoint(organisation.powers):
        return Lack("payer", directory.path(organisation, "powers"), organisation.powers)
    return None


def _authorisation(flow: Flow, directory: Directory) -> Lack | None:
    name, day = known(flow.authorisation), known(flow.date)
    if name is None:
        return Lack("authorisation", directory.path(flow, "authorisation"), flow.authorisation)
    if day is None:
        return Lack("authorisation", directory.path(flow, "date"), flow.date)
    authorisation = directory.authorisations[name]
    since, until = known(authorisation.valid_from), through(authorisation.valid_until)
    if "controlled_purchase" not in authorisation.activities:
        return Lack("authorisation", directory.path(authorisation, "activities"), authorisation.activities)
    if since is None or day < since:
        return Lack("authorisation", directory.path(authorisation, "valid_from"), authorisation.valid_from)
    if until is None or day > until:
        return Lack("authorisation", directory.path(authorisation, "valid_until"), authorisation.valid_until)
    return None


def _recovery(flow: Flow, directory: Directory) -> Lack | None:
    if flow.recovery_expected is True:
        return None
    return Lack("recovery", directory.path(flow, "recovery_expected"), flow.recovery_expected)
