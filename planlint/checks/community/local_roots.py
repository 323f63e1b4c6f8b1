"""Community and capacity: who of the place takes part, what stays with it, and who goes on when a foreign lead leaves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from planlint.errors import CannotJudge
from planlint.facts import Facts
from planlint.facts.calendar import through
from planlint.facts.roles import leads_or_supports
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Phrase, Place
from planlint.plan.conduct import Capacity
from planlint.plan.people import Organisation
from planlint.plan.phases import Phase
from planlint.plan.resources import BudgetLine
from planlint.plan.states import State, known, state
from planlint.source.document import Path

_PARTNER_KINDS = frozenset({"ngo_local", "survivor_led", "legal_aid", "health_provider", "social_welfare_authority"})
_COMMUNITY: Path = ("community",)


def no_local_implementing_partner(facts: Facts) -> Iterator[Outcome]:
    """Under a foreign lead, somebody of the place must carry a part of the work."""
    if not facts.roles.countries:
        yield NotEvaluated("no_place", ("situation", "jurisdictions"))
        return
    working = [each for each in facts.plan.organisations if _works(facts, each)]
    local = [each for each in facts.plan.organisations if each.country in facts.roles.countries]
    partners = [each for each in local if each.kind in _PARTNER_KINDS]
    if any(each in working for each in partners):
        return
    lead = facts.directory.organisations[str(facts.plan.plan.lead)]
    fields: dict[str, FieldValue] = {"lead": lead.id, "country": str(lead.country), "countries": tuple(sorted(facts.roles.countries))}
    if gap := next(_possible_partners(facts, working), None):
        yield Hit(path=gap, variant="unknown", state=State.UNKNOWN, fields=fields)
        return
    others = [each for each in working if each in local]
    variant, near, label = ("idle", partners, "idle") if partners else ("other_kind", others, "kind") if others else ("", [], "")
    fields |= {"organisation": tuple(each.id for each in near), "kind": tuple(str(each.kind) for each in near)}
    marks = tuple(Place(facts.directory.path(each), label) for each in near)
    yield Hit(path=("plan", "lead"), variant=variant, fields=fields, places=marks)


def _works(facts: Facts, organisation: Organisation) -> bool:
    """Whether it is responsible for a phase, supports one, or provides a service."""
    in_phase = any(leads_or_supports(organisation.id, phase) for phase in facts.plan.phases)
    return in_phase or any(service.provider == organisation.id and service.status != "none" for service in facts.plan.services)


def _possible_partners(facts: Facts, working: list[Organisation]) -> Iterator[Path]:
    """Unknown values behind which a local partner may stand."""
    for each in working:
        may_be_local = each.country is State.UNKNOWN or each.country in facts.roles.countries
        if may_be_local and (each.kind is State.UNKNOWN or each.kind in _PARTNER_KINDS):
            yield facts.directory.path(each, "country" if each.country is State.UNKNOWN else "kind")
    for phase in facts.plan.phases:
        for name, value in (("responsible", phase.responsible), ("support", phase.support)):
            if state(value) is State.UNKNOWN:
                yield facts.directory.path(phase, name)
    if state(facts.plan.services) is State.UNKNOWN:
        yield ("services",)
    for service in facts.plan.services:
        if service.provider is State.UNKNOWN:
            yield facts.directory.path(service, "provider")


_UNPAID = ("unclear", "nothing_paid", "other_category", "no_line")
"""Why nothing pays for capacity building, what comes nearest to a payment first."""


def no_local_capacity_building(facts: Facts) -> Iterator[Hit]:
    """Somebody of the place must come out of it stronger, and money must be set aside for that."""
    items, at = facts.plan.community.capacity, (*_COMMUNITY, "capacity")
    if not items:
        yield Hit(path=at, part="key", state=state(items))
        return
    if facts.plan.finance.absence is not None and _by_a_state(facts) and any(known(item.hours) for item in items):
        return
    lines = {line.id: (index, line) for index, line in enumerate(facts.plan.finance.lines)}
    misses: list[Hit] = []
    for index, item in enumerate(items):
        path, line = (*at, index, "line"), known(item.line)
        miss = _unpaid(item, path) if line is None else _not_capacity(*lines[line], path)
        if miss is None:
            return
        misses.append(miss)
    nearest = min((miss.variant for miss in misses), key=_UNPAID.index)
    yield from (miss for miss in misses if miss.variant == nearest)


def _by_a_state(facts: Facts) -> bool:
    """Whether a body of the state leads, which teaches its own people without a budget of the plan."""
    lead = facts.directory.organisations.get(known(facts.plan.plan.lead) or "")
    return lead is not None and facts.roles.is_state_body(lead)


def _unpaid(item: Capacity, path: Path) -> Hit:
    said = state(item.line)
    fields = {"partner": known(item.for_) or "unknown", "line": "unknown"}
    return Hit(path=path, variant="unclear" if said is State.UNKNOWN else "no_line", state=said, fields=fields, cause=("unpaid",))


def _not_capacity(index: int, line: BudgetLine, path: Path) -> Hit | None:
    """What keeps a budget line from paying for capacity building; None where nothing does."""
    fields: dict[str, FieldValue] = {"line": line.id, "category": str(known(line.category))}
    for name in ("category", "amount"):
        if getattr(line, name) is State.UNKNOWN:
            at: Path = ("finance", "lines", index, name)
            return Hit(path=at, variant="unclear", state=State.UNKNOWN, fields=fields, places=(Place(path, "line"),), cause=("unpaid",))
    if line.category != "capacity_building":
        places = (Place(("finance", "lines", index, "category"), "category"),)
        return Hit(path=path, variant="other_category", fields=fields, places=places, cause=("unpaid",))
    if not known(line.amount):
        places = (Place(("finance", "lines", index, "amount"), "amount"),)
        return Hit(path=path, variant="nothing_paid", fields=fields, places=places, cause=("unpaid",))
    return None


def drop_in_and_leave(facts: Facts) -> Iterator[Outcome]:
    """A foreign lead that leaves before follow-up ends must hand over to somebody who stays."""
    end = facts.calendar.follow_up_end
    if end is None:
        yield NotEvaluated("no_recovery_day")
        return
    lead = str(facts.plan.plan.lead)
    led = {phase.id: day for phase in facts.plan.phases if phase.responsible == lead and (day := facts.calendar.last_day(phase))}
    gaps = list(_perhaps_led(facts, lead, end))
    if any(day >= end for day in led.values()) or not (led or gaps):
        return
    last = max(led, key=lambda name: led[name], default="")
    leave = _Leave(lead, led.get(last, dt.date.min), end)
    if any(_follows_up(facts, phase, leave) for phase in facts.calendar.having("follow_up")):
        return
    outcome = _handover_gap(facts, leave)
    if outcome is None:
        return
    if gaps:
        yield NotEvaluated("leaving_day_unknown", gaps[0])
        return
    if isinstance(outcome, Hit):
        mark = Place(facts.directory.path(facts.directory.phases[last], "end"), "leaves")
        outcome = replace(outcome, fields={**outcome.fields, **leave.fields(facts)}, places=(mark, *outcome.places))
    yield outcome


class _Leave(NamedTuple):
    """Who leaves, the last day on which it leads a phase, and the last day of follow-up."""

    lead: str
    day: dt.date
    end: dt.date

    def fields(self, facts: Facts) -> dict[str, FieldValue]:
        stated = known(facts.plan.reintegration.follow_up.months)
        months = facts.thresholds.min_follow_up_months if stated is None else stated
        follow_up = Phrase("months_assumed" if stated is None else "months_stated", {"months": months})
        return {"lead": self.lead, "leaves": self.day.isoformat(), "end": self.end.isoformat(), "follow_up": follow_up}


def _perhaps_led(facts: Facts, lead: str, end: dt.date) -> Iterator[Path]:
    """Unknown values because of which the lead may stay for the whole of follow-up."""
    for phase in facts.plan.phases:
        last = facts.calendar.last_day(phase)
        if phase.responsible == lead and last is None:
            yield facts.directory.path(phase, "end")
        elif phase.responsible is State.UNKNOWN and (last is None or last >= end):
            yield facts.directory.path(phase, "responsible")


def _follows_up(facts: Facts, phase: Phase, leave: _Leave) -> bool:
    """Whether somebody of the place, or of where people return to, is responsible for follow-up to its end."""
    organisation = facts.directory.organisations.get(str(phase.responsible))
    last = facts.calendar.last_day(phase)
    if organisation is None or organisation.id == leave.lead or last is None or last < leave.end:
        return False
    destinations = {to.partition("-")[0] for route in facts.plan.returns.routes if (to := known(route.to))}
    agreed = through(organisation.agreement.valid_until)
    return organisation.country in facts.roles.countries | destinations and (agreed is None or agreed >= leave.end)


def _handover_gap(facts: Facts, leave: _Leave) -> Outcome | None:
    """What is wrong with the handover; None where somebody takes over who is there and bound long enough."""
    handover = facts.plan.community.handover
    at: Path = (*_COMMUNITY, "handover")
    to = known(handover.to)
    if to is None:
        whole = state(handover) is not State.STATED
        return Hit(path=at if whole else (*at, "to"), part="key" if whole else "value", state=state(handover.to))
    at, fields = (*at, "to"), {"organisation": to}
    if to == leave.lead:
        return Hit(path=at, variant="to_itself", fields=fields)
    organisation = facts.directory.organisations[to]
    try:
        has_part = _has_part(facts, to, leave)
    except CannotJudge as gap:
        return NotEvaluated("part_unknown", gap.path, {"to": to})
    if not has_part:
        return Hit(path=at, variant="no_part", fields=fields, places=(Place(facts.directory.path(organisation), "organisation"),))
    until, agreement = through(organisation.agreement.valid_until), facts.directory.path(organisation, "agreement", "valid_until")
    if organisation.agreement.valid_until is State.UNKNOWN:
        return NotEvaluated("agreement_end_unknown", agreement, {"to": to})
    if until is not None and until < leave.end:
        more = {**fields, "until": until.isoformat()}
        return Hit(path=at, variant="agreement_ends", fields=more, places=(Place(agreement, "agreement"),))
    return None


def _has_part(facts: Facts, name: str, leave: _Leave) -> bool:
    """Whether an organisation has a phase or a service after the lead has left; raises `CannotJudge` where that hangs on an unknown."""
    gaps: list[Path] = []
    for path, start, end in _parts(facts, name):
        if (end is not None and end <= leave.day) or (start is not None and start > leave.end):
            continue
        if start is not None and end is not None:
            return True
        gaps.append(path)
    if gaps:
        raise CannotJudge(gaps[0], "is unknown")
    return False


def _parts(facts: Facts, name: str) -> Iterator[tuple[Path, dt.date | None, dt.date | None]]:
    """The phases and services of an organisation: where they stand, their first and last day."""
    for phase in facts.plan.phases:
        if phase.id in facts.uses.phases_with(name):
            start = facts.calendar.start_of(phase)
            first = None if start is None else facts.calendar.day(start)
            yield facts.directory.path(phase, "start" if start is None else "end"), first, facts.calendar.last_day(phase)
    for service in facts.plan.services:
        if service.provider == name and service.status != "none":
            yield facts.directory.path(service, "available"), known(service.available.from_), through(service.available.until)


def no_cultural_mediation(facts: Facts) -> Iterator[Hit]:
    """Somebody who knows where people come from must take part."""
    advisor = facts.plan.community.cultural_advisor
    survivor_led = [each for each in facts.plan.organisations if each.kind == "survivor_led"]
    takes_part = any(each.id in facts.roles.involved for each in survivor_led)
    if known(advisor) is not None or takes_part or any(person.role == "cultural_mediator" for person in facts.plan.personnel):
        return
    abroad = {group.id: facts.people.foreign(group) for group in facts.plan.population.groups}
    certain = [name for name, foreign in abroad.items() if foreign == "yes"]
    only_lead = not certain and facts.foreign_lead
    concerned = certain or [name for name, foreign in abroad.items() if only_lead or foreign == "maybe"]
    marks = [Place(facts.directory.path(facts.directory.groups[name], "nationality"), "nationality") for name in concerned]
    said = state(advisor)
    variant = "idle" if survivor_led and said is not State.UNKNOWN else ""
    yield Hit(
        path=(*_COMMUNITY, "cultural_advisor"),
        part="key",
        variant=variant,
        state=said,
        fields={"group": tuple(concerned) or Phrase("everybody"), "organisation": tuple(each.id for each in survivor_led)},
        degree="" if certain or only_lead else "uncertain",
        places=(*([Place(("plan", "lead"), "lead")] if only_lead else marks), *_idle(facts, survivor_led)),
    )


def _idle(facts: Facts, organisations: list[Organisation]) -> Iterator[Place]:
    return (Place(facts.directory.path(each), "idle") for each in organisations)
