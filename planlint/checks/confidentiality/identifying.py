"""Identifying details: a plan is passed on, and whoever holds it must find nobody by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planlint.facts import Facts
from planlint.facts.details import details
from planlint.facts.names import Name, name_key
from planlint.facts.texts import free_texts
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.people import Identifier
from planlint.plan.states import State, known, state
from planlint.source.document import Path
from planlint.source.paths import path_text

_WORDED = frozenset({"label", "summary", "hazard", "note", "purpose", "title", "how", "method"})
_ABOUT_SURVIVORS = frozenset({"population", "returns", "consent"})
"""Sections in which nobody is named."""
_ABOUT_MONEY = frozenset({"finance"})
"""Sections in which a bare number is an amount."""

_OPEN: Mapping[str, str] = {"TLP:CLEAR": "raw", "TLP:GREEN": "raw", "TLP:AMBER": "raw_amber"}
"""Markings under which an identifier must be hashed, and the message where it is not."""


def identifying_details_in_plan(facts: Facts) -> Iterator[Outcome]:
    """No text holds what people can be found by, and identifiers are hashed unless the plan is closely held."""
    names = _people(facts)
    for words in free_texts(facts.plan, _WORDED):
        if words.text is None:
            yield NotEvaluated("misfit", words.path, {"path": path_text(words.path, facts.data)})
            continue
        section = words.path[0]
        kinds = details(words.text, names=names, personal=section in _ABOUT_SURVIVORS, amounts=section in _ABOUT_MONEY)
        for kind in kinds:
            yield Hit(path=words.path, variant=kind, fields={"path": path_text(words.path, facts.data)})
    yield from _raw_identifiers(facts)


def _people(facts: Facts) -> frozenset[Name]:
    """The names of people among the parties; companies and networks have no personal names."""
    parties = (*facts.plan.parties.suspects, *facts.plan.parties.entities)
    people = (party for party in parties if known(party.kind) in ("person", None))
    return frozenset(key for party in people for name in party.names if (key := name_key(name)))


def _raw_identifiers(facts: Facts) -> Iterator[Outcome]:
    """Numbers by which anybody can look up a party, in a plan that many may hold."""
    marking = facts.plan.plan.marking
    variant = _OPEN.get(str(known(marking)), "")
    if state(marking) is State.UNKNOWN:
        variant = "raw_unknown"
    if not variant:
        return
    at: Path = ("plan", "marking")
    for party in (*facts.plan.organisations, *facts.plan.parties.suspects, *facts.plan.parties.entities):
        for index, identifier in enumerate(party.identifiers):
            if not _is_raw(identifier):
                continue
            path = facts.directory.path(party, "identifiers", index, "value")
            fields: dict[str, FieldValue] = {"party": party.id, "marking": str(known(marking))}
            if variant == "raw_unknown":
                yield Hit(path=at, variant=variant, state=State.UNKNOWN, fields=fields, places=(Place(path, "raw"),), cause=("raw",))
            else:
                yield Hit(path=path, variant=variant, fields=fields, places=(Place(at, "marking"),), cause=("raw",))


def _is_raw(identifier: Identifier) -> bool:
    value = known(identifier.value)
    return value is not None and not value.strip().lower().startswith("sha256:")
