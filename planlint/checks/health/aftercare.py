"""Aftercare: whether somebody still helps when the first days are over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from planlint.checks.health.treatment import lacks_trauma_care, passed_over
from planlint.errors import CannotJudge
from planlint.facts import Facts
from planlint.facts.calendar import DAY
from planlint.facts.coverage import Days, Offer, gaps, joined
from planlint.facts.roles import covers
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.care import FollowUp, Route
from planlint.plan.people import Group, Personnel
from planlint.plan.states import Section, State, known, state
from planlint.plan.values import add_months
from planlint.source.document import Part, Path


def _at(facts: Facts, *rest: str) -> Path:
    """Where something of reintegration stands, or the section around it that is not there as a whole."""
    section: object = facts.plan.reintegration
    path: Path = ("reintegration",)
    for name in rest:
        if isinstance(section, Section) and state(section) is not State.STATED:
            return path
        section, path = getattr(section, name), (*path, name)
    return path


def follow_up_too_short(facts: Facts, *, first_contact_days: int, last_contact_months: int) -> Iterator[Outcome]:
    """Follow-up must be long enough, begin early, go on to its end, and be somebody's task."""
    follow_up, least = facts.plan.reintegration.follow_up, facts.thresholds.min_follow_up_months
    months, said = known(follow_up.months), state(follow_up.months)
    fields: dict[str, FieldValue] = {"threshold": least}
    if said is not State.STATED:
        degree = "months_not_stated" if said is State.NOT_STATED else ""
        yield Hit(path=_at(facts, "follow_up", "months"), state=said, degree=degree, fields=fields)
    elif months is not None and months < least:
        yield Hit(path=_at(facts, "follow_up", "months"), fields=fields | {"months": months})
    if said in (State.NONE, State.NOT_APPLICABLE) or _says_nothing(follow_up):
        return
    if not follow_up.by:
        variant = {State.UNKNOWN: "by_unknown", State.NOT_STATED: "by_not_stated"}.get(state(follow_up.by), "by_nobody")
        yield Hit(path=_at(facts, "follow_up", "by"), variant=variant, state=state(follow_up.by))
    yield from _contacts(facts, follow_up, first_contact_days, last_contact_months)


def _says_nothing(follow_up: FollowUp) -> bool:
    """Whether nothing at all is said of the follow-up, which is one fault."""
    said = {state(follow_up.months), state(follow_up.contacts), state(follow_up.by)}
    return state(follow_up) is not State.STATED or said == {State.NOT_STATED}


def _contacts(facts: Facts, follow_up: FollowUp, first_days: int, last_months: int) -> Iterator[Outcome]:
    """The first contact soon, the last one not long before the end."""
    at, reached, end = _at(facts, "follow_up", "contacts"), facts.calendar.recovery_day, facts.calendar.follow_up_end
    if not follow_up.contacts:
        said = state(follow_up.contacts)
        variant = {State.UNKNOWN: "contacts_unknown", State.NOT_STATED: "contacts_not_stated"}.get(said, "no_contacts")
        yield Hit(path=at, variant=variant, state=said)
        return
    if reached is None or end is None:
        yield NotEvaluated("recovery_time_unknown", at)
        return
    days = [each.after(reached) for each in follow_up.contacts]
    first, last = days.index(min(days)), days.index(max(days))
    if (days[first] - reached).days > first_days:
        fields: dict[str, FieldValue] = {"contact": str(follow_up.contacts[first]), "date": days[first].isoformat()}
        yield Hit(path=(*at, first), variant="first_late", fields=fields)
    if known(follow_up.months) is not None and add_months(days[last], last_months) < end:
        fields = {"contact": str(follow_up.contacts[last]), "date": days[last].isoformat(), "end": end.isoformat()}
        places = (Place(_at(facts, "follow_up", "months"), "end"),)
        yield Hit(path=(*at, last), variant="last_early", fields=fields, places=places)


def no_reintegration_plan(facts: Facts) -> Iterator[Hit]:
    """Each person needs a plan, with work and a home in it, and somebody must have asked how they are received at home."""
    plan = facts.plan.reintegration
    if plan.individual_plans is not True:
        yield _missing("individual_plans", state(plan.individual_plans), _at(facts, "individual_plans"))
    for element in ("livelihood", "housing"):
        if element not in plan.elements:
            yield _missing(element, state(plan.elements), _at(facts, "elements"))
    if "debt_relief" not in plan.elements and _are_in_debt(facts) and not _are_released_from_debt(facts):
        yield _missing("debt_relief", state(plan.elements), _at(facts, "elements"))
    if plan.stigma.assessed is not True:
        yield _missing("stigma.assessed", state(plan.stigma.assessed), _at(facts, "stigma", "assessed"))


def _are_in_debt(facts: Facts) -> bool:
    return any("DebtBondage" in group.means_of_control for group in facts.plan.population.groups)


def _are_released_from_debt(facts: Facts) -> bool:
    """Whether a statute and a body that may order it free people from what they are said to owe."""
    has_statute = any("release" in statute.provides for statute in facts.plan.legal.statutes)
    return has_statute and any("issue_release_order" in each.powers for each in facts.plan.organisations)


def _missing(what: str, said: State, path: Path) -> Hit:
    """What is not stated is one finding, so is what there is not; each unknown is one of its own."""
    return Hit(path=path, state=said, fields={"missing": what}, cause=() if said is State.UNKNOWN else ("lacks",))


_CARE = ("case_management", "mental_health")


class _Leg(NamedTuple):
    """Days that people spend in one place, and whether a service's place is within reach then; None: nobody can tell."""

    days: Days
    reaches: Callable[[str], bool] | None


class _Search(NamedTuple):
    """Care of one kind for one group, leg by leg: what is there, and what is somewhere else; so many days without it are tolerated."""

    tolerated: int
    there: list[tuple[_Leg, list[Offer]]]
    elsewhere: list[tuple[_Leg, Offer]]
    considered: tuple[Offer, ...]

    @property
    def is_open(self) -> bool:
        """Whether something is unknown of what is there."""
        return any(each.unclear for _, here in self.there for each in here)

    def gaps(self, *, sure: bool) -> tuple[Days, ...]:
        """Days without care; ``sure``: even if all that is unknown turns out well."""
        found = (gaps(leg.days, (each.days for each in here if sure or each.is_sure)) for leg, here in self.there)
        return joined(gap for each in found for gap in each)


def care_coverage_gap(facts: Facts, *, tolerated_days: int) -> Iterator[Outcome]:
    """Case management and psychological care must go on until the end of follow-up, wherever people are then."""
    first, last = facts.calendar.recovery_day, facts.calendar.follow_up_end
    yield from _not_judged(facts)
    if first is None or last is None or not facts.plan.services or known(facts.plan.reintegration.follow_up.months) is None:
        return
    for group in facts.plan.population.groups:
        routes = [route for route in facts.plan.returns.routes if route.group == group.id]
        for route in routes or (None,):
            legs = list(_legs(facts, route, Days(first, last)))
            for kind in _CARE:
                yield from _uncared(facts, group, kind, _search(facts, group, kind, legs, tolerated_days), route)


def _not_judged(facts: Facts) -> Iterator[NotEvaluated]:
    """What keeps care from being followed to the end."""
    months = facts.plan.reintegration.follow_up.months
    if known(months) is None:
        yield NotEvaluated("months_unknown", ("reintegration", "follow_up", "months"))
    if facts.calendar.recovery_day is None:
        yield NotEvaluated("recovery_time_unknown")
    if not facts.plan.services:
        yield NotEvaluated("no_services", ("services",))
    if state(facts.plan.population.groups) is State.UNKNOWN:
        yield NotEvaluated("groups_unknown", ("population", "groups"))
    if state(facts.plan.returns.routes) is State.UNKNOWN:
        yield NotEvaluated("routes_unknown", ("returns", "routes"))
    for route in facts.plan.returns.routes:
        for name, value in (("not_before", route.not_before), ("to", route.to)):
            if known(value) is None:
                yield NotEvaluated("route_unknown", facts.directory.path(route, name), {"route": route.id, "name": name})


def _legs(facts: Facts, route: Route | None, followed: Days) -> Iterator[_Leg]:
    """Near the operation until anybody may leave, then where the route leads."""
    if route is None:
        yield _Leg(followed, _near(facts))
        return
    leaves, to = known(route.not_before), known(route.to)
    if leaves is None:
        yield _Leg(followed, None)
        return
    if leaves > followed.first:
        yield _Leg(followed.within(Days(followed.first, leaves - DAY)), _near(facts))
    if leaves <= followed.last:
        yield _Leg(followed.within(Days(leaves, followed.last)), None if to is None else lambda where: covers((where,), to))


def _near(facts: Facts) -> Callable[[str], bool]:
    """Whether a place is one of the operation, part of one or around one."""
    places = facts.plan.situation.jurisdictions
    if state(places) is State.UNKNOWN:
        raise CannotJudge(("situation", "jurisdictions"), "is unknown")
    return lambda where: covers(places, where) or any(covers((where,), place) for place in places)


def _search(facts: Facts, group: Group, kind: str, legs: Iterable[_Leg], tolerated: int) -> _Search:
    search = _Search(tolerated, [], [], facts.coverage.offers(frozenset({kind}), group))
    for leg in legs:
        placed = [(each, _placed(facts, each, leg)) for each in search.considered if each.counts]
        search.there.append((leg, [there for _, there in placed if there is not None]))
        search.elsewhere.extend((leg, each) for each, there in placed if there is None)
    return search


def _placed(facts: Facts, offer: Offer, leg: _Leg) -> Offer | None:
    """An offer as it counts on a leg; None where it is out of reach."""
    service = offer.service
    where = known(service.jurisdiction)
    if service.remote is True or leg.reaches is None or (where is not None and leg.reaches(where)):
        return offer
    unclear = [name for name in ("jurisdiction", "remote") if state(getattr(service, name)) is State.UNKNOWN]
    return offer.hanging_on(facts.directory.path(service, unclear[0])) if unclear else None


def _uncared(facts: Facts, group: Group, kind: str, search: _Search, route: Route | None) -> Iterator[Hit]:
    """The gaps that are sure, and long ones that may be there besides."""
    told = facts.calendar.recovery_day if kind == "mental_health" and lacks_trauma_care(facts, group) else None
    found = [gap for gap in search.gaps(sure=True) if gap.first != told and not _is_early(facts, kind, gap)]
    for gap in found:
        yield _gap(facts, group, kind, search, gap, route)
    if not search.is_open:
        return
    long = [gap for gap in found if gap.length > search.tolerated]
    for gap in search.gaps(sure=False):
        if (
            gap.length <= search.tolerated
            or gap.first == told
            or _is_early(facts, kind, gap)
            or any(gap.within(each).length for each in long)
        ):
            continue
        if hope := _hope(search, gap):
            fields = _fields(group, kind, gap) | {"service": hope.service.id}
            yield Hit(path=hope.unclear[0], variant="service_unknown", state=State.UNKNOWN, fields=fields)


def _is_early(facts: Facts, kind: str, gap: Days) -> bool:
    """Whether a gap is the time that HC102 allows for psychological care to begin."""
    return kind == "mental_health" and gap.first == facts.calendar.recovery_day and gap.length <= facts.thresholds.trauma_care_days


def _hope(search: _Search, gap: Days) -> Offer | None:
    """The first offer that fills some of a gap, if what is unknown of it turns out well."""
    filling = (each for leg, here in search.there for each in here if each.unclear and each.days.within(leg.days).within(gap).length)
    return next(filling, None)


def _fields(group: Group, kind: str, gap: Days) -> dict[str, FieldValue]:
    return {"group": group.id, "type": kind, "from": gap.first.isoformat(), "to": gap.last.isoformat(), "days": gap.length}


def _gap(facts: Facts, group: Group, kind: str, search: _Search, gap: Days, route: Route | None) -> Hit:
    fields = _fields(group, kind, gap)
    path = _begins(facts, search, gap, route)
    away = [each for leg, each in search.elsewhere if each.days.within(leg.days).within(gap).length]
    variant = "default"
    if gap.length <= search.tolerated:
        variant = "short"
    elif away:
        to = known(route.to) if route is not None and route.not_before == gap.first else None
        parts = [each for each in away if to is not None and covers((to,), str(each.service.jurisdiction))]
        variant, away = ("part", parts) if parts else ("elsewhere", away)
        places = tuple(str(each.service.jurisdiction) for each in away)
        fields |= {"service": tuple(each.service.id for each in away), "place": places, "to_place": to or ""}
    marks = tuple(mark for mark in _marks(facts, search, gap, away) if mark.path != path)
    part: Part = "key" if path == ("services",) else "value"
    cause = (kind, gap.first.isoformat(), gap.last.isoformat())
    return Hit(path=path, part=part, variant=variant, fields=fields, places=marks, cause=cause)


def _begins(facts: Facts, search: _Search, gap: Days, route: Route | None) -> Path:
    """What begins a gap: a service that ends, people who leave, or nothing that is there from the start."""
    for _, here in search.there:
        for each in here:
            if each.days.last < gap.first == each.days.last + DAY:
                return facts.directory.path(each.service, "available", "until")
    if route is not None and route.not_before == gap.first:
        return facts.directory.path(route, "not_before")
    return ("services",)


def _marks(facts: Facts, search: _Search, gap: Days, away: Iterable[Offer]) -> Iterator[Place]:
    """Where care begins again, and what comes close to filling the gap."""
    for _, here in search.there:
        for each in here:
            if gap.last < each.days.first == gap.last + DAY:
                yield Place(facts.directory.path(each.service, "available", "from"), "again")
    for each in away:
        yield Place(facts.directory.path(each.service, "jurisdiction"), "elsewhere")
    yield from passed_over(facts, search.considered)
    yield Place(_at(facts, "follow_up", "months"), "end")


def caseload_too_high(facts: Facts) -> Iterator[Outcome]:
    """A case manager can look after so many people and no more."""
    high = {group.id: facts.people.high(group) for group in facts.plan.population.groups}
    people, most = sum(number or 0 for number in high.values()), facts.thresholds.max_caseload
    fields: dict[str, FieldValue] = {"people": people, "threshold": most}
    roster = [person for person in facts.plan.personnel if person.role == "case_manager" and state(person.count) is not State.NONE]
    outside = known(facts.plan.reintegration.case_managers) or 0
    managers = sum(known(person.count) or 0 for person in roster) if roster else outside
    if not roster and not outside:
        yield _no_manager(facts, fields)
    elif people > managers * most:
        yield _too_many(facts, roster, people, managers)
    else:
        for group in facts.plan.population.groups:
            if high[group.id] is None:
                yield NotEvaluated("size_unknown", facts.directory.path(group, "size"), {"group": group.id})
        if state(facts.plan.population.groups) is State.UNKNOWN:
            yield NotEvaluated("groups_unknown", ("population", "groups"))


def _no_manager(facts: Facts, fields: dict[str, FieldValue]) -> Hit:
    """Where nothing is said of case managers elsewhere, they are missing from the personnel."""
    said = state(facts.plan.reintegration.case_managers)
    if said is State.NOT_STATED:
        return Hit(path=("personnel",), part="key", state=said, fields=fields)
    return Hit(path=_at(facts, "case_managers"), state=said, fields=fields)


def _too_many(facts: Facts, roster: Sequence[Personnel], people: int, managers: int) -> Hit:
    fields: dict[str, FieldValue] = {"people": people, "threshold": facts.thresholds.max_caseload}
    counts = [facts.directory.path(person, "count") for person in roster]
    for person, path in zip(roster, counts, strict=True):
        if state(person.count) is State.UNKNOWN:
            return Hit(path=path, variant="count_unknown", state=State.UNKNOWN, fields=fields | {"person": person.id})
    outside = _at(facts, "case_managers")
    at, *others = counts or [outside]
    marks = [Place(path, "managers") for path in others]
    marks += [Place(facts.directory.path(group, "size"), "people") for group in facts.plan.population.groups]
    if counts and state(facts.plan.reintegration.case_managers) is State.STATED:
        marks.append(Place(outside, "outside"))
    return Hit(path=at, fields=fields | {"managers": managers, "ratio": round(people / managers, 2)}, places=tuple(marks))
