"""The facts that have a name: for people who want to understand a finding, and for expressions (``facts.t_rec``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import NamedTuple

from planlint.errors import CannotJudge
from planlint.facts import Facts, certain
from planlint.plan.states import Section
from planlint.source.paths import path_text

FactValue = bool | int | str | dt.date | None | tuple[str, ...] | tuple[Section, ...]
Shown = str | int | tuple[str, ...] | None


class Fact(NamedTuple):
    """A fact with a name. ``type`` is written as in the signatures of `planlint.expr.types`; None means that it is not known."""

    type: str
    meaning: str
    of: Callable[[Facts], FactValue]


FACTS: dict[str, Fact] = {
    "countries": Fact("list(string)", "countries of the operation", lambda f: tuple(sorted(f.roles.countries))),
    "entry": Fact("list(Phase)", "phases with entry, search or arrest", lambda f: f.calendar.entry),
    "recovery": Fact("list(Phase)", "phases in which people are brought out", lambda f: f.calendar.recovery),
    "interview": Fact("list(Phase)", "phases with screening or interviews", lambda f: f.calendar.interview),
    "contact": Fact("list(Phase)", "phases in which the team meets survivors", lambda f: f.calendar.contact),
    "covert": Fact(
        "list(Phase)", "phases with covert activity", lambda f: f.calendar.having("covert", "surveillance", "controlled_purchase")
    ),
    "test_purchases": Fact("list(Phase)", "phases with controlled purchases", lambda f: f.calendar.having("controlled_purchase")),
    "evidential_interviews": Fact("list(Phase)", "phases with interviews for a court", lambda f: f.calendar.having("interview_evidential")),
    "waiting": Fact("list(Phase)", "phases that wait for others", lambda f: f.calendar.waiting),
    "training_kind": Fact("bool", "the plan calls itself training", certain.is_training),
    "service_kind": Fact("bool", "the plan calls itself shelter, outreach or repatriation", certain.is_service),
    "enforcement": Fact("bool", "rules for enforcement apply", lambda f: f.calendar.enforcement),
    "routine_inspection": Fact("bool", "labour inspectors look under their own law, and bring nobody away", certain.routine_inspection),
    "has_recovery": Fact("bool", "rules for recovery apply", lambda f: f.calendar.has_recovery),
    "brings_out": Fact("bool", "people are brought out, or the kind of operation means that", lambda f: f.calendar.brings_out),
    "t_rec": Fact("date", "when people are first reached", lambda f: f.calendar.t_rec),
    "reflection_days": Fact("int", "days to recover and decide", certain.reflection_days),
    "follow_up_end": Fact("date", "last day of follow-up", certain.follow_up_end),
    "foreign_lead": Fact("bool", "the lead is foreign to the operation", lambda f: f.foreign_lead),
    "local_le": Fact("list(Organisation)", "local authorities that may enter, search, arrest or inspect", certain.local_le),
    "trusted_le": Fact("list(Organisation)", "those of them that are not compromised", certain.trusted_le),
    "compromised": Fact(
        "list(Organisation)",
        "organisations that may be part of it",
        certain.compromised,
    ),
    "involved": Fact("list(string)", "organisations with a part in the plan", certain.involved),
    "children": Fact("bool", "children may be met", lambda f: f.people.children),
    "foreign_groups": Fact("list(Group)", "groups foreign to the operation", certain.foreign_groups),
    "maybe_foreign_groups": Fact("list(Group)", "groups that may be foreign", certain.maybe_foreign_groups),
    "interpreters": Fact(
        "list(Personnel)",
        "people who interpret or mediate",
        certain.interpreters,
    ),
    "people_high": Fact("int", "people at most, all groups", certain.people_high),
    "need_beds": Fact("list(Group)", "groups whose people need beds", certain.need_beds),
    "housing": Fact("list(Service)", "services that give people a bed", certain.housing),
    "emergency": Fact("bool", "imminent danger is validly declared", lambda f: f.emergency),
}


def summary(facts: Facts) -> dict[str, tuple[str, Shown]]:
    """Each fact by name: what it means, and its value; a fact that rests on a misfit says so."""
    found: dict[str, tuple[str, Shown]] = {}
    for name, fact in FACTS.items():
        try:
            found[name] = (fact.meaning, _shown(fact.of(facts)))
        except CannotJudge as error:
            found[name] = (fact.meaning, f"not known: {path_text(error.path, facts.data)} {error.reason}")
    return found


def _shown(value: FactValue) -> Shown:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return value.isoformat()
    return _ids(value) if isinstance(value, tuple) else value


def _ids(items: Iterable[object]) -> tuple[str, ...]:
    return tuple(str(getattr(item, "id", item)) for item in items)
