"""The functions that expressions have for this field, over a plan and what follows from it.

Each takes the facts first. Its name, docstring and signature make its row in the table of functions.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from planlint.errors import Absent, ExpressionError
from planlint.expr.table import Call, Entry, offer
from planlint.facts import Facts, certain, languages, roles
from planlint.plan import values
from planlint.plan.care import Service
from planlint.plan.people import Group, Organisation
from planlint.plan.states import State
from planlint.plan.states import state as state_of

FUNCTIONS: dict[str, Entry] = {}
_NUMBERS = (bool, int, float)


def _offer(signature: str, example: str, *, raw: bool = False) -> Callable[[Call], Call]:
    def offered(call: Call) -> Call:
        name = call.__name__.rstrip("_")  # sum_ is called sum in expressions
        return offer(FUNCTIONS, name, signature, example=example, contextual=True, raw=raw)(call)

    return offered


class _Refused(ExpressionError):
    """An argument that a function cannot take; whoever calls the function knows its place."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, 0)


# What a plan says of a value.


@_offer("(any) -> bool", "stated(self.purpose)", raw=True)
def stated(_: Facts, value: object) -> bool:
    """The plan gives a value: it is not left out, `none`, unknown or not applicable."""
    return isinstance(value, _NUMBERS) or state_of(value) is State.STATED


@_offer("(any) -> bool", "given(plan.finance)", raw=True)
def given(_: Facts, value: object) -> bool:
    """The plan gives a value, or calls it unknown: what uses the value then is not evaluated, instead of being passed over."""
    return isinstance(value, _NUMBERS) or state_of(value) in (State.STATED, State.UNKNOWN)


@_offer("(any) -> bool", "not_stated(self.payee)", raw=True)
def not_stated(_: Facts, value: object) -> bool:
    """The plan says nothing of it."""
    return state_of(value) is State.NOT_STATED


@_offer("(any) -> bool", "stated_none(self.premises)", raw=True)
def stated_none(_: Facts, value: object) -> bool:
    """The plan says that there is none: `none`, `[]`, `{}`, 0 or false."""
    return state_of(value) is State.NONE


@_offer("(any) -> bool", "unknown(self.armed)", raw=True)
def unknown(_: Facts, value: object) -> bool:
    """The plan calls it unknown."""
    return state_of(value) is State.UNKNOWN


@_offer("(any) -> bool", "not_applicable(plan.returns)", raw=True)
def not_applicable(_: Facts, value: object) -> bool:
    """The plan declares it not applicable, with a reason."""
    return state_of(value) is State.NOT_APPLICABLE


# Time. A moment counts by its day in the plan's time zone.


@_offer("(string) -> date", 'date("2026-03-09")')
def date(_: Facts, text: str) -> dt.date:
    """A date that is written out."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise _Refused("a date is written YYYY-MM-DD") from None


@_offer("(date) -> date", "day(self.start)")
def day(facts: Facts, moment: dt.date) -> dt.date:
    """The day of a moment."""
    return facts.calendar.day(moment)


@_offer("(date, date) -> int", "days(plan.plan.prepared_on, facts.t_rec)")
def days(facts: Facts, first: dt.date, last: dt.date) -> int:
    """Days from the first date to the second."""
    return (facts.calendar.day(last) - facts.calendar.day(first)).days


@_offer("(date, int) -> date", "add_days(self.start, 7)")
def add_days(facts: Facts, start: dt.date, count: int) -> dt.date:
    """The date so many days later."""
    try:
        return facts.calendar.day(start) + dt.timedelta(days=count)
    except OverflowError:
        return dt.date.max if count > 0 else dt.date.min


@_offer("(date, int) -> date", "add_months(facts.t_rec, 6)")
def add_months(facts: Facts, start: dt.date, count: int) -> dt.date:
    """The date so many calendar months later."""
    return values.add_months(facts.calendar.day(start), max(min(count, 12 * dt.MAXYEAR), -12 * dt.MAXYEAR))


@_offer("(date, duration) -> date", "self.depends_on.all(d, self.start >= after(phase(d.phase).end, d.lag))")
def after(facts: Facts, start: dt.date, length: values.Duration) -> dt.date:
    """The date a duration later, in calendar months."""
    return length.after(facts.calendar.day(start))


@_offer("(duration) -> int", "length(plan.data_protection.retention) <= 365")
def length(_: Facts, duration: values.Duration) -> int:
    """Days of a duration, a month counted as 30."""
    return duration.approximate_days


@_offer("(date) -> int", "weekday(self.start) >= 6")
def weekday(facts: Facts, moment: dt.date) -> int:
    """1 for Monday to 7 for Sunday."""
    return facts.calendar.day(moment).isoweekday()


# Looking things up by id.


def _look_up(table: Mapping[str, Any], name: str, what: str) -> Any:
    if name in table:
        return table[name]
    if name == "none":
        raise Absent("is stated as none", 0, key=what)
    raise _Refused(f"the plan has no {what} of this id")


@_offer("(string) -> Organisation", "org(self.provider).kind")
def org(facts: Facts, name: str) -> Any:
    """An organisation."""
    return _look_up(facts.directory.organisations, name, "organisation")


@_offer("(string) -> Organisation", "org_of(self.obtained_by)")
def org_of(facts: Facts, actor: str) -> Any:
    """An organisation, or the one that personnel belong to."""
    found = facts.directory.organisation_of(actor)
    if found is None:
        raise Absent("belongs to no organisation that is known", 0, key=actor)
    return found


@_offer("(string) -> Personnel", "person(self.authority).role")
def person(facts: Facts, name: str) -> Any:
    """Personnel."""
    return _look_up(facts.directory.personnel, name, "personnel")


@_offer("(string) -> Phase", "phase(self.phase).start")
def phase(facts: Facts, name: str) -> Any:
    """A phase."""
    return _look_up(facts.directory.phases, name, "phase")


@_offer("(string) -> Service", 'self.services.exists(s, service(s).status == "confirmed")')
def service(facts: Facts, name: str) -> Any:
    """A service."""
    return _look_up(facts.directory.services, name, "service")


@_offer("(string) -> Premises", "self.premises.exists(p, unknown(place(p).armed))")
def place(facts: Facts, name: str) -> Any:
    """Premises."""
    return _look_up(facts.directory.premises, name, "premises")


@_offer("(string) -> Group", "group(self.group).nationality")
def group(facts: Facts, name: str) -> Any:
    """A group of people."""
    return _look_up(facts.directory.groups, name, "group")


@_offer("(string) -> ConsentStage", "stage(self.consent).mode")
def stage(facts: Facts, name: str) -> Any:
    """A consent stage."""
    return _look_up(facts.directory.stages, name, "consent stage")


@_offer("(string) -> Authorisation", "authorisation(self.authorisation).valid_until")
def authorisation(facts: Facts, name: str) -> Any:
    """An authorisation."""
    return _look_up(facts.directory.authorisations, name, "authorisation")


# Who is who, and who is tied to whom.


@_offer("(Organisation) -> bool", "!compromised(org(self.provider))")
def compromised(facts: Facts, organisation: Organisation) -> bool:
    """Its people may be part of the trafficking."""
    return certain.is_compromised(facts, organisation)


@_offer("(Organisation) -> bool", "state_body(self)")
def state_body(facts: Facts, organisation: Organisation) -> bool:
    """It is a body of the state."""
    return certain.is_state_body(facts, organisation)


@_offer("(list(string), string) -> bool", "plan.situation.premises.all(p, covers(self.jurisdictions, p.jurisdiction))")
def covers(_: Facts, places: Sequence[str], one: str) -> bool:
    """A list of places covers one: IN covers IN-UP."""
    return roles.covers(tuple(places), one)


@_offer("(string) -> string", "primary(self.tag)")
def primary(_: Facts, tag: str) -> str:
    """A language without region and script: pt of pt-BR."""
    return languages.primary(tag)


@_offer("(Group) -> string", 'foreign(self) == "yes"')
def foreign(facts: Facts, people: Group) -> str:
    """Whether a group is foreign to the operation: yes, no or maybe."""
    return facts.people.foreign(people)


@_offer("(Group) -> int", "high(self) > 20")
def high(facts: Facts, people: Group) -> int:
    """The number of people that safety is planned for: the high estimate, else the best."""
    return certain.high(facts, people)


@_offer("(Group) -> bool", "minors(self)")
def minors(facts: Facts, people: Group) -> bool:
    """A group has children, or nobody can say that it has none."""
    return facts.people.has_minors(people)


@_offer("(Service, Group) -> bool", "plan.services.exists(s, serves(s, self))")
def serves(facts: Facts, one: Service, people: Group) -> bool:
    """A service covers a group."""
    return certain.serves(facts, one, people)


@_offer("(Service) -> bool", "plan.services.exists(s, stated(s.types) && houses(s))")
def houses(facts: Facts, one: Service) -> bool:
    """A service gives people a bed; immigration detention does not."""
    return certain.houses(facts, one)


@_offer("(string, string) -> bool", "related(self.payee, plan.plan.lead)")
def related(facts: Facts, one: str, other: str) -> bool:
    """Two parties are tied, over any number of links and relationships of any type."""
    return certain.related(facts, one, other)


@_offer("(string) -> bool", "tied_to_suspect(self.id)")
def tied_to_suspect(facts: Facts, name: str) -> bool:
    """Somebody is tied to a suspect, over any number of links and relationships."""
    return certain.tied_to_suspect(facts, name)


@_offer("(string) -> list(string)", "size(paths_to_suspects(self.payee)) == 0")
def paths_to_suspects(facts: Facts, name: str) -> tuple[str, ...]:
    """The way that money takes from its receiver to a suspect; empty where it reaches none."""
    way = certain.path_to_suspect(facts, name)
    return () if way is None else (way,)


# Lists.


@_offer("(list(number)) -> number", "sum(plan.finance.lines.map(l, l.amount)) <= plan.finance.total")
def sum_(_: Facts, items: Sequence[Any]) -> int | float:
    """The sum of numbers."""
    return math.fsum(items) if any(isinstance(item, float) for item in items) else sum(items)


@_offer("(list(any)) -> any", "min(facts.entry.map(p, p.start))")
def min_(facts: Facts, items: Sequence[Any]) -> Any:
    """The least of numbers, texts or dates."""
    return _extreme(facts, items, min)


@_offer("(list(any)) -> any", "max(plan.phases.map(p, p.end))")
def max_(facts: Facts, items: Sequence[Any]) -> Any:
    """The greatest of numbers, texts or dates."""
    return _extreme(facts, items, max)


def _extreme(facts: Facts, items: Sequence[Any], choose: Callable[..., Any]) -> Any:
    if not items:
        raise _Refused("an empty list has neither a least nor a greatest value")
    kinds = {dt.date if isinstance(item, dt.date) else float if isinstance(item, int | float) else type(item) for item in items}
    if not kinds <= {dt.date} and not kinds <= {float} and not kinds <= {str}:
        raise _Refused("only numbers, only texts or only dates have an order")
    return choose(items, key=facts.calendar.begin) if kinds == {dt.date} else choose(items)


@_offer("(list(any)) -> list(any)", "distinct(plan.services.map(s, s.provider))")
def distinct(_: Facts, items: Iterable[Any]) -> tuple[Any, ...]:
    """A list without repetitions."""
    return tuple({(item if isinstance(item, str | int | float | dt.date) else id(item)): item for item in items}.values())


@_offer("(list(list(any))) -> list(any)", "flatten(plan.services.map(s, s.types))")
def flatten(_: Facts, lists: Iterable[Iterable[Any]]) -> tuple[Any, ...]:
    """The items of the lists in a list."""
    return tuple(item for each in lists for item in each)
