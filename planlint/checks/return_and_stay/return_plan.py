"""Return and stay: whether people can stay, and whether the way home is safe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planlint.facts import Facts
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.care import Route
from planlint.plan.people import Group, Organisation
from planlint.plan.states import State, known, state
from planlint.source.document import Path

_UNANSWERED = (State.UNKNOWN, State.NONE, State.NOT_APPLICABLE, State.NOT_STATED)
"""What an absent answer may be, what says most of it first."""


def no_return_or_stay_plan(facts: Facts) -> Iterator[Outcome]:
    """People from abroad need a way to stay beside any way back; where nationality is open, this is a question."""
    returns = facts.plan.returns
    if returns.alternatives:
        return
    groups = facts.plan.population.groups
    foreign = [group for group in groups if facts.people.foreign(group) == "yes"]
    maybe = [group for group in groups if facts.people.foreign(group) == "maybe"]
    concerned, degree = (foreign, "") if foreign else (maybe, "maybe_foreign")
    travelling = {route.group for route in returns.routes}
    only_return = any(group.id in travelling for group in concerned)
    said = state(returns.alternatives) if returns.routes else _said(state(returns.routes), state(returns.alternatives))
    variant = "_".join(word for word in ("" if foreign else "maybe", "only_return" if only_return else "") if word)
    at: Path = ("returns", "alternatives") if returns.routes else ("returns",)
    for group in concerned:
        nationality = known(group.nationality)
        fields: dict[str, FieldValue] = {"group": group.id, "nationality": nationality or "unknown"}
        places = (_nationality(facts, group),)
        yield Hit(path=at, part="key", variant=variant, state=said, fields=fields, degree=degree, places=places, cause=("stay",))


def _said(*states: State) -> State:
    return next(said for said in _UNANSWERED if said in states)


def _nationality(facts: Facts, group: Group) -> Place:
    return Place(facts.directory.path(group, "nationality"), "nationality")


_ASSESSING = ("family_assessment", "interview_needs")


def return_without_risk_assessment(facts: Facts) -> Iterator[Outcome]:
    """Before anybody leaves, somebody whom they need not fear must have looked at the danger."""
    for route in facts.plan.returns.routes:
        status, at = route.risk_assessment.status, facts.directory.path(route, "risk_assessment")
        fields: dict[str, FieldValue] = {"route": route.id, "to": str(known(route.to) or "unknown")}
        if known(status) is None:
            whole = state(route.risk_assessment) is State.UNKNOWN
            yield Hit(path=at if whole else (*at, "status"), state=state(status), fields=fields)
            continue
        yield from _assessor(facts, route, fields)
        if status == "individual_planned":
            yield from _never_assessed(facts, route, fields)


def _assessor(facts: Facts, route: Route, fields: dict[str, FieldValue]) -> Iterator[Hit]:
    by, at = route.risk_assessment.by, facts.directory.path(route, "risk_assessment", "by")
    name = known(by)
    if name is None:
        variant = "by_unknown" if by is State.UNKNOWN else "by_nobody"
        yield Hit(path=at, variant=variant, state=state(by), fields=fields)
        return
    organisation = facts.directory.organisation_of(name)
    if organisation is None:
        path = facts.directory.path(facts.directory.personnel[name], "org")
        yield Hit(path=path, variant="by_unclear", state=State.UNKNOWN, fields=fields | {"by": name}, places=(Place(at, "by"),))
        return
    yield from _fearsome(facts, organisation, at, fields | {"by": name})


def _fearsome(facts: Facts, organisation: Organisation, at: Path, fields: dict[str, FieldValue]) -> Iterator[Hit]:
    kind = facts.directory.path(organisation, "kind")
    if organisation.kind is State.UNKNOWN:
        yield Hit(path=kind, variant="by_unclear", state=State.UNKNOWN, fields=fields, places=(Place(at, "by"),))
    elif facts.roles.is_coercive(organisation):
        more = {"organisation": organisation.id, "kind": str(organisation.kind)}
        yield Hit(path=at, variant="by_coercive", fields=fields | more, places=(Place(kind, "kind"),))


def _never_assessed(facts: Facts, route: Route, fields: dict[str, FieldValue]) -> Iterator[Outcome]:
    at = facts.directory.path(route, "risk_assessment", "status")
    yield from _not_in_time(facts, route, _ASSESSING, at, fields)


def home_assumed_safe(facts: Facts) -> Iterator[Outcome]:
    """Before anybody goes home, somebody must have looked at that home."""
    for route in facts.plan.returns.routes:
        placement = known(route.placement)
        if placement in ("family", "individual"):
            yield from _home(facts, route, placement)
        elif state(route.placement) in (State.NOT_STATED, State.UNKNOWN):
            path = facts.directory.path(route, "placement")
            yield NotEvaluated("destination_unknown", path, {"route": route.id})


def _home(facts: Facts, route: Route, placement: str) -> Iterator[Outcome]:
    assessment, at = route.family_assessment, facts.directory.path(route, "family_assessment")
    fields: dict[str, FieldValue] = {"route": route.id, "placement": placement}
    if known(assessment.status) is None:
        whole = state(assessment) is State.UNKNOWN
        yield Hit(path=at if whole else (*at, "status"), state=state(assessment.status), fields=fields)
    elif assessment.status == "planned":
        if known(assessment.by) is None:
            variant = "by_unknown" if assessment.by is State.UNKNOWN else "by_nobody"
            yield Hit(path=(*at, "by"), variant=variant, state=state(assessment.by), fields=fields)
        yield from _not_in_time(facts, route, ("family_assessment",), (*at, "status"), fields)


def _not_in_time(facts: Facts, route: Route, activities: Sequence[str], at: Path, fields: dict[str, FieldValue]) -> Iterator[Outcome]:
    """What is still to be assessed needs a phase in which it is done, before the first journey."""
    group = facts.directory.groups[route.group]
    phases = [phase for phase in facts.calendar.having(*activities) if facts.people.is_in(group, phase)]
    leaves = known(route.not_before)
    if not phases:
        yield Hit(path=at, variant="no_phase", fields=fields | {"group": group.id})
        return
    if leaves is None:
        path = facts.directory.path(route, "not_before")
        yield NotEvaluated("first_day_unknown", path, {"route": route.id})
        return
    starts = {phase.id: facts.calendar.start_of(phase) for phase in phases}
    if any(start is not None and start < facts.calendar.begin(leaves) for start in starts.values()):
        return
    fields = fields | {"date": leaves.isoformat()}
    for phase in phases:
        if starts[phase.id] is None:
            start = facts.directory.path(phase, "start")
            fields |= {"phase": phase.id}
            yield Hit(path=start, variant="start_unknown", state=State.UNKNOWN, fields=fields, places=(Place(at, "planned"),))
            return
    late = tuple(Place(facts.directory.path(phase, "start"), "late") for phase in phases)
    leaving = Place(facts.directory.path(route, "not_before"), "leaves")
    fields |= {"phase": tuple(starts), "start": tuple(facts.calendar.day(start).isoformat() for start in starts.values() if start)}
    yield Hit(path=at, variant="too_late", fields=fields, places=(leaving, *late))
