"""Timeline and consistency: what must come first, and whether the numbers agree."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from itertools import combinations
from typing import Literal, NamedTuple

from planlint.facts import Facts
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.people import Group, Personnel
from planlint.plan.phases import Phase
from planlint.plan.states import Absence, State, known, state
from planlint.plan.values import Duration
from planlint.source.document import Path

_NO_LAG = Duration(0, 0, "P0D")


def starts_before_dependency_ends(facts: Facts) -> Iterator[Outcome]:
    """A phase starts only when what it waits for has ended (or started), and the lag has passed."""
    for phase in facts.plan.phases:
        if state(phase.depends_on) is State.UNKNOWN:
            yield NotEvaluated("dependencies_unknown", facts.directory.path(phase, "depends_on"), {"phase": phase.id})
        for index, dependency in enumerate(phase.depends_on):
            first = facts.directory.phases[dependency.phase]
            if not facts.order.waits_for(first, phase.id):  # a cycle has no first phase, and TM102 shows it
                yield from _too_early(facts, phase, index, first)


def _too_early(facts: Facts, phase: Phase, index: int, first: Phase) -> Iterator[Outcome]:
    dependency = phase.depends_on[index]
    from_start = dependency.relation == "start_start"
    start, limit = known(phase.start), known(first.start if from_start else first.end)
    path = facts.directory.path(phase, "depends_on", index)
    if state(dependency.relation) is State.UNKNOWN or start is None or limit is None:
        yield NotEvaluated("order_open", path, {"phase": phase.id, "first": first.id})
        return
    lag = known(dependency.lag) or _NO_LAG
    instant = facts.calendar.begin if from_start else facts.calendar.finish
    gap = instant(lag.after(limit)) - facts.calendar.begin(start)
    if gap > dt.timedelta():
        yield _early(facts, _Wait(phase, first, start, limit, lag, from_start), gap)
    elif state(dependency.lag) is State.UNKNOWN:
        yield NotEvaluated("lag_unknown", path, {"phase": phase.id, "first": first.id})


class _Wait(NamedTuple):
    """A phase that waits for another: when it starts, what it waits for, and how long after that."""

    phase: Phase
    first: Phase
    start: dt.date
    limit: dt.date
    lag: Duration
    from_start: bool

    @property
    def variant(self) -> str:
        lags = bool(self.lag.months or self.lag.days)
        if self.from_start:
            return "before_start_lag" if lags else "before_start"
        if self.start == self.limit and not lags and not isinstance(self.start, dt.datetime):
            return "same_day"
        return "lag" if lags else "default"


def _early(facts: Facts, wait: _Wait, gap: dt.timedelta) -> Hit:
    fields: dict[str, FieldValue] = {
        "phase": wait.phase.id,
        "start": _shown(wait.start),
        "dependency": wait.first.id,
        "limit": _shown(wait.limit),
        "lag": wait.lag.text,
        "gap": _length(gap),
    }
    place = ("start", "starts") if wait.from_start else ("end", "ends")
    return Hit(
        path=facts.directory.path(wait.phase, "start"),
        variant=wait.variant,
        fields=fields,
        places=(Place(facts.directory.path(wait.first, place[0]), place[1]),),
        cause=(wait.phase.id, wait.first.id),
    )


def _shown(moment: dt.date) -> str:
    return moment.isoformat(timespec="minutes") if isinstance(moment, dt.datetime) else moment.isoformat()


def _length(gap: dt.timedelta) -> str:
    """A length of time in words: ``2 days and 30 minutes``."""
    hours, seconds = divmod(gap.seconds, 3600)
    parts = ((gap.days, "day"), (hours, "hour"), (-(-seconds // 60), "minute"))
    return " and ".join(f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count)


def impossible_timeline(facts: Facts) -> Iterator[Outcome]:
    """Phases end after they start, wait for none that waits for them, and lie in the plan's window; follow-up lies in it too."""
    for phase in facts.plan.phases:
        yield from _ends_first(facts, phase)
    yield from _cycles(facts)
    yield from _outside(facts)
    yield from _too_early_home(facts)
    yield from _follow_up_outside(facts)


def _ends_first(facts: Facts, phase: Phase) -> Iterator[Outcome]:
    start, end = known(phase.start), known(phase.end)
    if start is None or end is None:
        yield NotEvaluated("phase_time_unknown", facts.directory.path(phase), {"phase": phase.id})
    elif facts.calendar.finish(end) <= facts.calendar.begin(start):
        fields: dict[str, FieldValue] = {"phase": phase.id, "start": _shown(start), "end": _shown(end)}
        marks = (Place(facts.directory.path(phase, "start"), "starts"),)
        yield Hit(path=facts.directory.path(phase, "end"), variant="ends_first", fields=fields, places=marks)


def _cycles(facts: Facts) -> Iterator[Hit]:
    """Phases that wait for each other, each circle once, from its first phase in the plan on."""
    told: set[frozenset[str]] = set()
    for phase in facts.plan.phases:
        circle = facts.order.circle(phase)
        if circle and frozenset(circle) not in told:
            told.add(frozenset(circle))
            waiting = [facts.directory.path(facts.directory.phases[name], "depends_on") for name in circle]
            fields: dict[str, FieldValue] = {"circle": " -> ".join((*circle, phase.id))}
            marks = tuple(Place(path, "waits", "key") for path in waiting[1:])
            yield Hit(path=waiting[0], part="key", variant="circle", fields=fields, places=marks)


def _outside(facts: Facts) -> Iterator[Outcome]:
    """Phases before the first or after the last day of the plan; of a window that ends before it starts, only that is said."""
    window, at = facts.plan.plan.window, ("plan", "window")
    start, end = known(window.start), known(window.end)
    if start is not None and end is not None and end < start:
        fields: dict[str, FieldValue] = {"start": start.isoformat(), "end": end.isoformat()}
        yield Hit(path=(*at, "end"), variant="window", fields=fields, places=(Place((*at, "start"), "starts"),))
        return
    if start is None or end is None:
        yield NotEvaluated("plan_days_unknown", at)
    for phase in facts.plan.phases:
        begins, ends = known(phase.start), known(phase.end)
        if start and begins and facts.calendar.begin(begins) < facts.calendar.begin(start):
            yield _beyond(facts, phase, "start", begins, start)
        if end and ends and facts.calendar.finish(ends) > facts.calendar.finish(end):
            yield _beyond(facts, phase, "end", ends, end)


def _beyond(facts: Facts, phase: Phase, edge: str, moment: dt.date, limit: dt.date) -> Hit:
    fields: dict[str, FieldValue] = {"phase": phase.id, "moment": _shown(moment), "limit": limit.isoformat()}
    marks = (Place(("plan", "window", edge), "window"),)
    return Hit(path=facts.directory.path(phase, edge), variant=f"{edge}s_outside", fields=fields, places=marks)


def _too_early_home(facts: Facts) -> Iterator[Hit]:
    reached = facts.calendar.t_rec
    for phase in facts.calendar.having("return_travel") if reached else ():
        start = known(phase.start)
        if reached and start and facts.calendar.begin(start) < reached:
            fields: dict[str, FieldValue] = {"phase": phase.id, "start": _shown(start), "recovery": facts.calendar.day(reached).isoformat()}
            yield Hit(path=facts.directory.path(phase, "start"), variant="return_first", fields=fields)


def _follow_up_outside(facts: Facts) -> Iterator[Hit]:
    """Months of follow-up that the plan states, counted from the day on which people are reached."""
    months, last, window = known(facts.plan.reintegration.follow_up.months), facts.calendar.follow_up_end, facts.plan.plan.window
    end = known(window.end)
    if months and last and end and last > end >= (known(window.start) or end):
        fields: dict[str, FieldValue] = {"months": months, "last": last.isoformat(), "end": end.isoformat()}
        marks = (Place(("plan", "window", "end"), "window"),)
        yield Hit(path=("reintegration", "follow_up", "months"), variant="follow_up", fields=fields, places=marks)


def staff_double_booked(facts: Facts) -> Iterator[Outcome]:
    """One person is at one place at a time; several of one entry can divide the work, and some work can be done from anywhere."""
    for person in facts.plan.personnel:
        if person.position != "remote" and (known(person.count) == 1 or state(person.count) is State.UNKNOWN):
            phases = [phase for phase in facts.plan.phases if phase.id in person.phases]
            for first, second in combinations(phases, 2):
                yield from _in_both(facts, person, first, second)


def _in_both(facts: Facts, person: Personnel, first: Phase, second: Phase) -> Iterator[Outcome]:
    overlap, apart = _overlap(facts, first, second), _apart(first, second)
    if not overlap or not apart:
        return
    path = facts.directory.path(person, "phases")
    if "unknown" in (overlap, apart) or state(person.count) is State.UNKNOWN:
        yield NotEvaluated("overlap_open", path, {"person": person.id, "first": first.id, "second": second.id})
        return
    fields: dict[str, FieldValue] = {"person": person.id, "phase": first.id, "others": second.id}
    marks = (Place(facts.directory.path(first, "id"), "phase"), Place(facts.directory.path(second, "id"), "phase"))
    variant = "same_day" if overlap == "same day" else ""
    yield Hit(path=path, part="key", variant=variant, fields=fields, places=marks, cause=(person.id, first.id))


def _overlap(facts: Facts, one: Phase, other: Phase) -> Literal["", "yes", "same day", "unknown"]:
    """Whether two phases overlap; with dates alone, the day on which one ends and the other starts may have room for both."""
    starts = [moment for phase in (one, other) if (moment := known(phase.start)) is not None]
    ends = [moment for phase in (one, other) if (moment := known(phase.end)) is not None]
    if len(starts) + len(ends) < len((one, other)) * 2:
        return "unknown"
    start, end = max(starts, key=facts.calendar.begin), min(ends, key=facts.calendar.finish)
    if facts.calendar.begin(start) >= facts.calendar.finish(end):
        return ""
    day = facts.calendar.day(start)
    dated = any(moment == day for moment in (*starts, *ends) if not isinstance(moment, dt.datetime))
    return "same day" if dated and facts.calendar.day(end) == day else "yes"


def _apart(one: Phase, other: Phase) -> Literal["", "yes", "unknown"]:
    """Whether two phases are at places that differ, as far as both are stated."""
    where, elsewhere = _location(one), _location(other)
    if "remote" in (where, elsewhere):
        return ""
    if State.UNKNOWN in (where, elsewhere):
        return "" if State.NOT_STATED in (where, elsewhere) else "unknown"
    if not isinstance(where, str) or not isinstance(elsewhere, str):
        return ""
    if where == elsewhere == "premises":
        both_named = one.premises and other.premises
        return "yes" if both_named and set(one.premises).isdisjoint(other.premises) else ""
    return "" if where == elsewhere else "yes"


def _location(phase: Phase) -> object:
    """The kind of place; a phase that names premises, and no kind, is at premises."""
    return "premises" if state(phase.location_kind) is State.NOT_STATED and phase.premises else phase.location_kind


class _Number(NamedTuple):
    """A number of the plan, or what is said in its place, and where it stands."""

    value: float | Absence
    path: Path


def numbers_do_not_add_up(facts: Facts, *, share_tolerance: float, total_tolerance: float) -> Iterator[Outcome]:
    """Parts add up to their whole, ranges are in order, and nothing holds more than it can."""
    path = facts.directory.path
    lists: tuple[tuple[str, object], ...] = (("population.groups", facts.plan.population.groups), ("services", facts.plan.services))
    for name, items in lists:
        if state(items) is State.UNKNOWN:
            yield NotEvaluated("value_unknown", tuple(name.split(".")), {"name": name})
    for group in facts.plan.population.groups:
        yield from _group(facts, group, share_tolerance)
    for service in facts.plan.services:
        beds, occupied = service.housing.beds, service.housing.occupied
        if _may_exceed(occupied, beds):
            at = path(service, "housing")
            yield _too_much(service.id, "occupied", _Number(occupied, (*at, "occupied")), _Number(beds, (*at, "beds")))
    for person in facts.plan.personnel:
        if _may_exceed(person.female, person.count):
            at = path(person)
            yield _too_much(person.id, "female", _Number(person.female, (*at, "female")), _Number(person.count, (*at, "count")))
    yield from _money(facts, total_tolerance)


def _group(facts: Facts, group: Group, share_tolerance: float) -> Iterator[Outcome]:
    at = facts.directory.path(group)
    size = group.size
    low, best, high = (_Number(value, (*at, "size", name)) for name, value in (("low", size.low), ("best", size.best), ("high", size.high)))
    if _may_exceed(size.low, size.best):
        yield _too_much(group.id, "low_above_best", low, best)
    if _may_exceed(size.best, size.high):
        yield _too_much(group.id, "best_above_high", best, high)
    if known(size.best) is None and _may_exceed(size.low, size.high):
        yield _too_much(group.id, "low_above_high", low, high)
    for name, counts, whole in (
        ("age_bands", group.age_bands, best),
        ("gender", group.gender, best),
        ("housing_classes", group.housing_classes, high),
    ):
        parts = tuple(counts.values()) if isinstance(counts, dict) else counts
        yield from _sums_to(_Sum(group.id, name, parts, (*at, name), whole))
    shares = tuple(language.share for language in group.languages) if group.languages else state(group.languages)
    yield from _sums_to(_Sum(group.id, "shares", shares, (*at, "languages"), _Number(1.0, (*at, "languages"))), tolerance=share_tolerance)


def _money(facts: Facts, tolerance: float) -> Iterator[Outcome]:
    finance = facts.plan.finance
    total = _Number(finance.total, ("finance", "total"))
    rounding = tolerance * (known(finance.total) or 0)
    lines = tuple(line.amount for line in finance.lines) if finance.lines else state(finance.lines)
    yield from _sums_to(_Sum("finance", "lines", lines, ("finance", "lines"), total), tolerance=rounding)
    funding = tuple(fund.amount for fund in finance.funding) if finance.funding else state(finance.funding)
    yield from _sums_to(_Sum("finance", "funding", funding, ("finance", "funding"), total, at_least=True), tolerance=rounding)
    if finance.absence is None and state(finance.currency) is State.UNKNOWN:
        yield Hit(path=("finance", "currency"), variant="currency_unknown", state=State.UNKNOWN)


def _may_exceed(lesser: float | Absence, greater: float | Absence) -> bool:
    """Whether a number is above another, or nobody can tell; one that is not stated is compared with nothing."""
    if lesser is State.NOT_STATED or greater is State.NOT_STATED:
        return False
    return lesser is State.UNKNOWN or greater is State.UNKNOWN or (known(lesser) or 0) > (known(greater) or 0)


def _too_much(name: str, variant: str, lesser: _Number, greater: _Number) -> Outcome:
    """A number that is above another, or may be."""
    if State.UNKNOWN in (state(lesser.value), state(greater.value)):
        return NotEvaluated("values_unknown", lesser.path, {"name": name, "path": lesser.path[-1], "path_2": greater.path[-1]})
    value, limit = known(lesser.value) or 0, known(greater.value) or 0
    fields: dict[str, FieldValue] = {"name": name, "value": value, "limit": limit, "difference": value - limit}
    return Hit(path=lesser.path, variant=variant, fields=fields, places=(Place(greater.path, "limit"),))


class _Sum(NamedTuple):
    """Parts and the whole that they should add up to (or reach)."""

    name: str
    variant: str
    parts: tuple[float | Absence, ...] | Absence
    path: Path
    whole: _Number
    at_least: bool = False


def _sums_to(total: _Sum, *, tolerance: float = 0) -> Iterator[Outcome]:
    """Add up; a part or a whole that is unknown leaves the sum open, and where nothing is stated nothing is added."""
    if state(total.parts) is State.UNKNOWN:
        yield NotEvaluated("number_unknown", total.path, {"name": total.name, "path": total.path[-1]})
        return
    parts = total.parts if isinstance(total.parts, tuple) else ()
    states = [state(part) for part in parts]
    if total.whole.value is State.NOT_STATED or all(said is State.NOT_STATED for said in states):
        return
    if total.whole.value is State.UNKNOWN or State.NOT_STATED in states or State.UNKNOWN in states:
        yield NotEvaluated("sum_open", total.path, {"name": total.name, "path": total.path[-1]})
        return
    summed, expected = math.fsum(known(part) or 0 for part in parts), known(total.whole.value) or 0
    difference = round(summed - expected, 6)  # floats: 0.33 three times is 0.99, within 0.01
    if difference < -tolerance or (difference > tolerance and not total.at_least):
        fields: dict[str, FieldValue] = {"name": total.name, "sum": summed, "expected": expected, "difference": abs(difference)}
        places = () if total.whole.path == total.path else (Place(total.whole.path, "whole"),)
        yield Hit(path=total.path, part="key", variant=total.variant, fields=fields, places=places)
