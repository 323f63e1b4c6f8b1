"""Children: who answers for them, from the first hours on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from planlint.facts import Facts
from planlint.facts.recovery_period import needs_care_at_home
from planlint.facts.roles import leads_or_supports
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.care import ConsentStage, Route, Service
from planlint.plan.people import Group, Organisation, Personnel
from planlint.plan.phases import Phase
from planlint.plan.states import State, known, state
from planlint.source.document import Path


def children_without_child_protection_actor(facts: Facts) -> Iterator[Outcome]:
    """A child protection authority of the country, with its officers, must be there within a day of the first contact."""
    reached = facts.calendar.t_rec
    if reached is None:
        yield NotEvaluated("recovery_time_unknown")
        return
    authorities = [each for each in _child_protection(facts) if each.country in facts.roles.countries]
    if not authorities:
        yield _no_authority(facts)
        return
    first_hours = [phase for phase in facts.calendar.contact if _is_near(facts, phase, reached)]
    attended = [phase for phase in first_hours if any(leads_or_supports(each.id, phase) for each in authorities)]
    fields: dict[str, FieldValue] = {
        "authority": tuple(each.id for each in authorities),
        "phases": tuple(phase.id for phase in attended),
        "date": facts.calendar.day(reached).isoformat(),
    }
    if not attended:
        yield _not_involved(facts, authorities, first_hours, fields)
    elif not any(phase.id in person.phases for phase in attended for person in _officers(facts)):
        yield _no_officer(facts, attended, fields)


def _child_protection(facts: Facts) -> Iterator[Organisation]:
    return (each for each in facts.plan.organisations if each.kind == "child_protection_authority")


def _officers(facts: Facts) -> Iterator[Personnel]:
    return (person for person in facts.plan.personnel if person.role == "child_protection_officer")


def _is_near(facts: Facts, phase: Phase, reached: dt.datetime) -> bool:
    start, hours = facts.calendar.start_of(phase), facts.thresholds.child_protection_hours
    return start is not None and abs(start - reached) <= dt.timedelta(hours=hours)


def _no_authority(facts: Facts) -> Hit:
    """No authority of the country takes part at all: what comes nearest to one, and what keeps it from being one."""
    elsewhere = list(_child_protection(facts))
    unclear = [each for each in elsewhere if state(each.country) is State.UNKNOWN]
    if elsewhere:
        nearest = (unclear or elsewhere)[0]
        variant, said = ("country_unknown", State.UNKNOWN) if unclear else ("other_country", State.STATED)
        fields = {"authority": nearest.id, "country": str(nearest.country)}
        return Hit(path=facts.directory.path(nearest, "country"), variant=variant, fields=fields, state=said)
    named = facts.plan.children.authority
    if not isinstance(named, str):
        at: Path = ("children", "authority") if "children" in facts.data else ("organisations",)
        return Hit(path=at, part="key", variant="no_authority", state=state(named))
    body = facts.directory.organisations[named]
    if state(body.kind) is State.UNKNOWN:
        return Hit(path=facts.directory.path(body, "kind"), variant="kind_unknown", fields={"authority": named}, state=State.UNKNOWN)
    return Hit(path=("children", "authority"), variant="other_kind", fields={"authority": named})


def _not_involved(facts: Facts, authorities: Sequence[Organisation], first_hours: Sequence[Phase], fields: dict[str, FieldValue]) -> Hit:
    starts = [(phase.start, facts.directory.path(phase, "start")) for phase in facts.calendar.contact]
    helpers = [
        (value, facts.directory.path(phase, name))
        for phase in first_hours
        for value, name in ((phase.responsible, "responsible"), (phase.support, "support"))
    ]
    if gap := _first_unknown([*helpers, *starts]):
        return Hit(path=gap, variant="unknown", fields=fields, state=State.UNKNOWN)
    places = tuple(Place(facts.directory.path(phase), "phase") for phase in first_hours)
    return Hit(path=facts.directory.path(authorities[0]), fields=fields, places=places)


def _no_officer(facts: Facts, attended: Sequence[Phase], fields: dict[str, FieldValue]) -> Hit:
    officers = list(_officers(facts))
    if gap := _first_unknown((person.phases, facts.directory.path(person, "phases")) for person in officers):
        return Hit(path=gap, variant="officer_unknown", fields=fields, state=State.UNKNOWN)
    places = tuple(Place(facts.directory.path(person, "phases"), "officer") for person in officers)
    return Hit(path=facts.directory.path(attended[0]), variant="no_officer", fields=fields, places=places)


def _first_unknown(values: Iterable[tuple[object, Path]]) -> Path | None:
    return next((path for value, path in values if state(value) is State.UNKNOWN), None)


def no_guardian_or_minor_consent(facts: Facts, *, within_hours: int) -> Iterator[Outcome]:
    """A guardian must be there within days, and decide together with the child."""
    yield from _guardian(facts, within_hours)
    for stage in facts.plan.consent.stages:
        yield from _who_decides(facts, stage)


def _guardian(facts: Facts, limit: int) -> Iterator[Hit]:
    children, at = facts.plan.children, ("children", "guardianship")
    named = known(children.guardianship)
    if named is None:
        if not (state(children.guardianship) is State.NOT_APPLICABLE and _are_with_parents(facts)):
            yield Hit(path=at, part="key", state=state(children.guardianship))
        return
    service = facts.directory.services.get(named)
    if service is not None and service.status == "none":
        places = (Place(facts.directory.path(service, "status"), "status"),)
        yield Hit(path=at, variant="withdrawn", fields={"service": named}, places=places)
        return
    hours, when = known(children.appointed_within_hours), ("children", "appointed_within_hours")
    if hours is None:
        said = state(children.appointed_within_hours)
        variant = {State.NOT_STATED: "hours_not_stated", State.UNKNOWN: "hours_unknown"}.get(said, "hours_none")
        yield Hit(path=when, part="key", variant=variant, state=said)
    elif hours > limit:
        yield Hit(path=when, variant="late", fields={"hours": hours, "limit": limit})


def _are_with_parents(facts: Facts) -> bool:
    """Whether all children are with relatives who have no part in it, as far as the plan says."""
    groups = [group for group in facts.plan.population.groups if group.id in facts.people.groups_with_minors]
    return bool(groups) and not any(needs_care_at_home(group) or known(group.family_implicated) != "none_known" for group in groups)


def _who_decides(facts: Facts, stage: ConsentStage) -> Iterator[Hit]:
    """Of a question that children may be asked: whether guardian and child decide together."""
    said = state(stage.minors)
    if stage.minors == "guardian_and_assent" or not _asks_children(facts, stage):
        return
    path, fields = facts.directory.path(stage, "minors"), {"stage": stage.id}
    if said is State.NOT_APPLICABLE or stage.minors == "not_applicable":
        yield from _set_aside(facts, stage, path)
    elif said is State.UNKNOWN:
        yield Hit(path=path, variant="minors_unknown", fields=fields, state=said)
    else:
        variant = {State.NOT_STATED: "minors_not_stated", State.NONE: "minors_none"}.get(said, "guardian_only")
        yield Hit(path=path, part="key", variant=variant, fields=fields, state=said, cause=(variant,))


def _asks_children(facts: Facts, stage: ConsentStage) -> bool:
    phase = known(stage.phase)
    return phase is None or facts.people.children_in(facts.directory.phases[phase])


def _set_aside(facts: Facts, stage: ConsentStage, path: Path) -> Iterator[Hit]:
    """Children do not matter to a question only where none of the groups that are asked may have any."""
    phase = known(stage.phase)
    asked = facts.plan.population.groups if phase is None else facts.people.in_phase(facts.directory.phases[phase])
    groups = [group for group in asked if group.id in facts.people.groups_with_minors]
    if groups:
        fields: dict[str, FieldValue] = {"stage": stage.id, "group": tuple(group.id for group in groups)}
        places = tuple(_ages(facts, group) for group in groups)
        yield Hit(path=path, variant="set_aside", fields=fields, state=State.NONE, places=places, cause=("set_aside",))


def _ages(facts: Facts, group: Group) -> Place:
    return Place(facts.directory.path(group, "age_bands"), "ages")


def age_not_addressed(facts: Facts) -> Iterator[Outcome]:
    """How old people are must be said, and where that leaves doubt, that they are treated as children."""
    groups = facts.plan.population.groups
    if state(groups) is State.UNKNOWN:
        yield Hit(path=("population", "groups"), variant="groups_unknown", state=State.UNKNOWN)
    for group in groups:
        if not known(group.age_bands):
            said, path = state(group.age_bands), facts.directory.path(group, "age_bands")
            yield Hit(path=path, part="key", fields={"group": group.id}, state=said, cause=("ages", said.name))
    if facts.people.children and facts.plan.identification.presumption_of_minority is not True:
        yield _no_presumption(facts)


def _no_presumption(facts: Facts) -> Hit:
    at = ("identification", "presumption_of_minority")
    said = state(facts.plan.identification.presumption_of_minority)
    variant = {State.NOT_STATED: "presumption_not_stated", State.UNKNOWN: "presumption_unknown"}.get(said, "presumption_none")
    degree = "unknown_in_good_hands" if said is State.UNKNOWN and facts.unknowns.is_owned(at) else ""
    doubtful = [group for group in facts.plan.population.groups if (known(group.age_bands) or {}).get("unknown", State.NONE)]
    places = tuple(Place(facts.directory.path(group, "age_bands", "unknown"), "doubt") for group in doubtful)
    return Hit(path=at, part="key", variant=variant, degree=degree, state=said, places=places)


_CHILD_INTERVIEWERS = frozenset({"forensic_interviewer", "child_protection_officer"})


def child_interview_unqualified(facts: Facts) -> Iterator[Outcome]:
    """Where children may be interviewed, somebody trained for it must be there, and follow a protocol."""
    phases = [phase for phase in facts.calendar.interview if facts.people.children_in(phase)]
    protocol = facts.plan.children.interview_protocol
    if phases and known(protocol) is None:
        said = state(protocol)
        variant = {State.NOT_STATED: "protocol_not_stated", State.UNKNOWN: "protocol_unknown"}.get(said, "protocol_none")
        places = tuple(Place(facts.directory.path(phase), "interview") for phase in phases)
        yield Hit(path=("children", "interview_protocol"), part="key", variant=variant, state=said, places=places)
    for phase in phases:
        yield from _nobody_trained(facts, phase)


def _nobody_trained(facts: Facts, phase: Phase) -> Iterator[Hit]:
    """Nobody of a fitting role with the training works in a phase: who comes nearest, and what keeps them from counting."""
    near: dict[str, list[tuple[Personnel, Path]]] = {}
    for person in facts.plan.personnel:
        lacks = _lacks(person, phase)
        if not lacks:
            return
        if len(lacks) == 1:
            near.setdefault(lacks[0], []).append((person, facts.directory.path(person, lacks[0].removesuffix("_unknown"))))
    fields: dict[str, FieldValue] = {"phase": phase.id}
    for lack in ("role_unknown", "trained_unknown", "phases_unknown"):
        if lack in near:
            person, path = near[lack][0]
            yield Hit(path=path, variant=lack, fields=fields | {"person": person.id}, state=State.UNKNOWN)
            return
    nearest = next((lack for lack in ("trained", "phases", "role") if lack in near), "default")
    if nearest != "default":
        fields["person"] = tuple(person.id for person, _ in near[nearest])
    places = tuple(Place(path, lack) for lack, people in near.items() for _, path in people)
    yield Hit(path=facts.directory.path(phase), variant=nearest, fields=fields, places=places, cause=(nearest,))


def _lacks(person: Personnel, phase: Phase) -> list[str]:
    """What somebody lacks to interview children in a phase: the role, the training, a part in the phase; or whether is unknown."""
    tests = (
        ("role", person.role, person.role in _CHILD_INTERVIEWERS),
        ("trained", person.trained, "child_interview" in person.trained),
        ("phases", person.phases, phase.id in person.phases),
    )
    return [f"{name}_unknown" if state(value) is State.UNKNOWN else name for name, value, fits in tests if not fits]


_ASSESSING = ("family_assessment", "interview_needs")


def child_return_without_best_interests(facts: Facts) -> Iterator[Outcome]:
    """Before a child travels, somebody decides what is best for it, and where it goes to a family, somebody there protects children."""
    for route in facts.plan.returns.routes:
        group = facts.directory.groups[route.group]
        if group.id in facts.people.groups_with_minors:
            yield from _best_interests(facts, route, group)
            yield from _protection_at_home(facts, route, group)


def _best_interests(facts: Facts, route: Route, group: Group) -> Iterator[Outcome]:
    said, path = state(route.best_interests), facts.directory.path(route, "best_interests")
    fields: dict[str, FieldValue] = {"route": route.id, "group": group.id}
    if route.best_interests == "planned":
        yield from _too_late(facts, route, group, fields)
    elif said is State.NOT_APPLICABLE or route.best_interests == "not_applicable":
        yield Hit(path=path, variant="set_aside", fields=fields, state=State.NONE, places=(_ages(facts, group),))
    elif said is not State.STATED:
        yield Hit(path=path, part="key", fields=fields, state=said, places=(_ages(facts, group),))


def _too_late(facts: Facts, route: Route, group: Group, fields: dict[str, FieldValue]) -> Iterator[Outcome]:
    """A decision that is planned needs a phase that prepares it before the first journey."""
    phases = [phase for phase in facts.calendar.having(*_ASSESSING) if facts.people.is_in(group, phase)]
    path, leaves = facts.directory.path(route, "best_interests"), known(route.not_before)
    if not phases:
        yield Hit(path=path, variant="no_phase", fields=fields)
        return
    if leaves is None:
        yield NotEvaluated("first_day_unknown", facts.directory.path(route, "not_before"), {"route": route.id})
        return
    starts = {phase.id: facts.calendar.start_of(phase) for phase in phases}
    if any(start is not None and start < facts.calendar.begin(leaves) for start in starts.values()):
        return
    fields = fields | {"date": leaves.isoformat(), "phase": tuple(starts)}
    for phase in phases:
        if starts[phase.id] is None:
            start, fields = facts.directory.path(phase, "start"), fields | {"phase": phase.id}
            yield Hit(path=start, variant="start_unknown", fields=fields, state=State.UNKNOWN, places=(Place(path, "planned"),))
            return
    late = tuple(Place(facts.directory.path(phase, "start"), "late") for phase in phases)
    leaving = Place(facts.directory.path(route, "not_before"), "leaves")
    yield Hit(path=path, variant="too_late", fields=fields, places=(leaving, *late))


def _protection_at_home(facts: Facts, route: Route, group: Group) -> Iterator[Hit]:
    """Who receives children for a family must protect children there; that nobody receives them is for another rule."""
    receiving = known(route.receiving)
    if route.placement != "family" or receiving is None:
        return
    fields: dict[str, FieldValue] = {"route": route.id, "group": group.id, "receiving": receiving}
    home = Place(facts.directory.path(route, "placement"), "home")
    near = [Place(("services",), "services_unknown", "key")] if state(facts.plan.services) is State.UNKNOWN else []
    for service in facts.plan.services:
        lacks = _lacks_protection(service, receiving, covers=facts.people.is_served(group, service))
        if not lacks:
            return
        if len(lacks) == 1:
            near.append(Place(facts.directory.path(service, lacks[0].removesuffix("_unknown")), lacks[0]))
    if gap := next((place for place in near if place.label.endswith("_unknown")), None):
        yield Hit(path=gap.path, variant="protection_unknown", fields=fields, state=State.UNKNOWN, places=(home,))
    else:
        yield Hit(path=facts.directory.path(route, "receiving"), variant="no_protection", fields=fields, places=(home, *near))


def _lacks_protection(service: Service, receiving: str, *, covers: bool) -> list[str]:
    """What a service lacks to be child protection by the receiving organisation for a group; or whether is unknown."""
    tests = (
        ("types", service.types, "child_protection" in service.types),
        ("provider", service.provider, service.provider == receiving),
        ("status" if service.status == "none" else "groups", None, covers),
    )
    return [f"{name}_unknown" if value is not None and state(value) is State.UNKNOWN else name for name, value, fits in tests if not fits]
