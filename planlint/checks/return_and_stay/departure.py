"""The first day on which people may leave, against the time that they have to recover and decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from planlint.errors import CannotJudge
from planlint.facts import Facts
from planlint.facts.calendar import through
from planlint.facts.population import HOUSING_TYPES
from planlint.facts.recovery_period import needs_care_at_home
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.care import Route, Service
from planlint.plan.people import Group
from planlint.plan.phases import Phase
from planlint.plan.states import State, known, state

_CARE = frozenset({"case_management", "mental_health"})


def return_too_early(facts: Facts, *, days_after_advice: int) -> Iterator[Outcome]:
    """Nobody leaves before the recovery period is over, and nobody before the statements that need them."""
    if facts.recovery_period.begins is None:
        raise CannotJudge(("phases",), "do not say when people are first reached")
    for route in facts.plan.returns.routes:
        leaves, group = known(route.not_before), facts.directory.groups[route.group]
        if leaves is None:
            yield NotEvaluated("first_day_unknown", facts.directory.path(route, "not_before"), {"route": route.id})
            continue
        yield from _early(facts, route, group, leaves, days_after_advice)
        yield from _statements_later(facts, route, leaves)


def _early(facts: Facts, route: Route, group: Group, leaves: dt.date, days_after_advice: int) -> Iterator[Hit]:
    period, is_meant = facts.recovery_period, facts.recovery_period.is_meant_for(group)
    if not is_meant and not needs_care_at_home(group):
        return
    until = period.ends_after(period.stated_days)
    if until is None or leaves >= until:
        return
    at = facts.directory.path(route, "not_before")
    fields: dict[str, FieldValue] = {
        "route": route.id,
        "group": group.id,
        "leaves": leaves.isoformat(),
        "days": period.stated_days,
        "until": until.isoformat(),
    }
    if not is_meant:
        variant = "citizens"
    elif _asked_to_go(facts, route, group, leaves, until, days_after_advice):
        variant = "asked"
    else:
        variant = "default"
    reached = [Place(facts.directory.path(phase), "recovery") for phase in _reached(facts)]
    days = [] if period.is_assumed else [Place(("legal", "reflection_period", "days"), "period")]
    yield Hit(path=at, variant=f"{variant}_assumed" if period.is_assumed else variant, fields=fields, places=(*reached, *days))


def _reached(facts: Facts) -> list[Phase]:
    """The phases in which people are brought out on the first day."""
    return [phase for phase in facts.calendar.recovery if facts.calendar.first_day(phase) == facts.calendar.recovery_day]


def _asked_to_go(facts: Facts, route: Route, group: Group, leaves: dt.date, until: dt.date, days_after_advice: int) -> bool:
    """Whether adults who asked for help decided freely and advised, days before they leave, and could still change their mind.

    The period is an offer, not a waiting time (Explanatory Report to CETS 197, on article 13).
    """
    if group.asked_for_help != "all" or facts.people.has_minors(group) or route.mode != "voluntary_assisted":
        return False
    latest = leaves - dt.timedelta(days=min(days_after_advice, (leaves - dt.date.min).days))
    agreed = _consent_day(facts, route)
    lasting = [each for each in facts.plan.services if facts.people.is_served(group, each) and _lasts(each, until)]
    advice = [each for each in facts.legal_aid.independent_legal_aid if facts.people.is_served(group, each)]
    return (
        agreed is not None
        and agreed <= latest
        and any(_opens_by(each, latest) for each in advice)
        and any(not HOUSING_TYPES.isdisjoint(each.types) for each in lasting)
        and any(not _CARE.isdisjoint(each.types) for each in lasting)
    )


def _consent_day(facts: Facts, route: Route) -> dt.date | None:
    """The first day on which people are asked whether they want to return."""
    stage = known(route.consent)
    if stage is None or facts.directory.stages[stage].purpose != "return":
        return None
    phase = known(facts.directory.stages[stage].phase)
    return None if phase is None else facts.calendar.first_day(facts.directory.phases[phase])


def _opens_by(service: Service, day: dt.date) -> bool:
    opens = known(service.available.from_)
    return opens is not None and opens <= day


def _lasts(service: Service, day: dt.date) -> bool:
    closes = through(service.available.until)
    return service.status == "confirmed" and closes is not None and closes >= day


def _statements_later(facts: Facts, route: Route, leaves: dt.date) -> Iterator[Hit]:
    """Statements are taken while people are there."""
    later = []
    for phase in facts.calendar.having("interview_evidential"):
        if state(phase.groups) is State.STATED and route.group not in phase.groups:
            continue
        first = facts.calendar.first_day(phase)
        if first is None:
            raise CannotJudge(facts.directory.path(phase, "start"), "is unknown")
        if first >= leaves:
            later.append(phase)
    if later:
        fields: dict[str, FieldValue] = {
            "route": route.id,
            "group": route.group,
            "leaves": leaves.isoformat(),
            "statements": tuple(phase.id for phase in later),
        }
        places = tuple(Place(facts.directory.path(phase, "start"), "statements") for phase in later)
        yield Hit(path=facts.directory.path(route, "not_before"), variant="testimony", fields=fields, places=places)
