"""The facts of a plan as a list that people read: what planlint derived, for understanding a finding."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from planlint.errors import CannotJudge
from planlint.facts import Facts
from planlint.source.paths import path_text

FactValue = str | int | tuple[str, ...] | None


def _ids(items: Iterable[object]) -> tuple[str, ...]:
    return tuple(str(getattr(item, "id", item)) for item in items)


def _iso(moment: object) -> str | None:
    return None if moment is None else str(getattr(moment, "isoformat", lambda: moment)())


_FACTS: tuple[tuple[str, str, Callable[[Facts], FactValue]], ...] = (
    ("countries", "countries of the operation", lambda f: tuple(sorted(f.roles.countries))),
    ("entry", "phases with entry, search or arrest", lambda f: _ids(f.calendar.entry)),
    ("recovery", "phases in which people are brought out", lambda f: _ids(f.calendar.recovery)),
    ("interview", "phases with screening or interviews", lambda f: _ids(f.calendar.interview)),
    ("contact", "phases in which the team meets survivors", lambda f: _ids(f.calendar.contact)),
    ("enforcement", "rules for enforcement apply", lambda f: "yes" if f.calendar.enforcement else "no"),
    ("has_recovery", "rules for recovery apply", lambda f: "yes" if f.calendar.has_recovery else "no"),
    ("t_rec", "when people are first reached", lambda f: _iso(f.calendar.t_rec)),
    ("reflection_days", "days to recover and decide", lambda f: f.calendar.reflection_days),
    ("follow_up_end", "last day of follow-up", lambda f: _iso(f.calendar.follow_up_end)),
    ("foreign_lead", "the lead is foreign to the operation", lambda f: "yes" if f.foreign_lead else "no"),
    ("local_le", "local authorities that may enter, search, arrest or inspect", lambda f: _ids(f.roles.local_le)),
    ("compromised", "organisations that may be part of it", lambda f: _ids(o for o in f.plan.organisations if f.roles.is_compromised(o))),
    ("involved", "organisations with a part in the plan", lambda f: tuple(f.roles.involved)),
    ("children", "children may be met", lambda f: "yes" if f.people.children else "no"),
    ("foreign_groups", "groups foreign to the operation", lambda f: _groups(f, "yes")),
    ("maybe_foreign_groups", "groups that may be foreign", lambda f: _groups(f, "maybe")),
    ("people_high", "people at most, all groups", lambda f: f.people.total_high),
    ("housing", "services that give people a bed", lambda f: _ids(f.people.housing)),
    ("emergency", "imminent danger is validly declared", lambda f: "yes" if f.emergency else "no"),
)


def _groups(facts: Facts, foreign: str) -> tuple[str, ...]:
    return _ids(group for group in facts.plan.population.groups if facts.people.foreign(group) == foreign)


def summary(facts: Facts) -> dict[str, tuple[str, FactValue]]:
    """Each fact by name: what it means, and its value; a fact that rests on a misfit says so."""
    found: dict[str, tuple[str, FactValue]] = {}
    for name, meaning, ask in _FACTS:
        try:
            found[name] = (meaning, ask(facts))
        except CannotJudge as error:
            found[name] = (meaning, f"not known: {path_text(error.path, facts.data)} {error.reason}")
    return found
