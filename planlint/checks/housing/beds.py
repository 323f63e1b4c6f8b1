"""Housing: whether anybody gives people a bed, and whether there are beds enough, night after night."""

from __future__ import annotations

from collections.abc import Iterator

from planlint.facts import Facts
from planlint.facts.capacity import Gap, Shortfall
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.states import State, known, state
from planlint.source.document import Path


def bed_shortfall(facts: Facts) -> Iterator[Outcome]:
    """Every night and for every set of housing classes there must be beds that take them."""
    shortage = facts.capacity.shortage
    if shortage is not None and not facts.beds_await_confirmation:
        degree = "" if shortage.firm else "not_firm"
        worst, gap = shortage.worst, shortage.gap
        yield _short(facts, worst, degree) if gap is None else _short_by_gap(facts, worst, degree, gap)
    yield from _far_away(facts)
    yield from _occupied_not_stated(facts)
    yield from _not_measured(facts)


def _fields(worst: Shortfall) -> dict[str, FieldValue]:
    return {
        "short": worst.short,
        "night": worst.night.isoformat(),
        "need": worst.need,
        "have": worst.have,
        "classes": tuple(name for cell in worst.cells for name in cell.classes),
        "groups": tuple(cell.group for cell in worst.cells),
        "uncounted": tuple(cell.group for cell in worst.cells if not cell.classes),
        "services": worst.services,
    }


def _short(facts: Facts, worst: Shortfall, degree: str) -> Hit:
    services = [facts.directory.services[name] for name in worst.services]
    provisional = tuple(service.id for service in services if service.status == "provisional")
    fields = _fields(worst) | {"provisional": provisional}
    kind = "total" if fields["uncounted"] else ""
    how = "no_service" if not services else "provisional" if provisional else ""
    variant = "_".join(word for word in (kind, how) if word) or "default"
    needs = _needs(facts, worst)
    beds = [Place(facts.directory.path(service, "housing", "beds"), "beds") for service in services]
    drafts = [Place(facts.directory.path(service, "status"), "provisional") for service in services if service.id in provisional]
    excluded = [] if services else list(_excluded(facts, worst))
    first = beds[0] if beds else needs[0]
    places = tuple(place for place in (*beds, *drafts, *needs, *excluded, *_assumed(facts, worst)) if place != first)
    return Hit(path=first.path, variant=variant, fields=fields, degree=degree, places=places)


def _assumed(facts: Facts, worst: Shortfall) -> Iterator[Place]:
    """Where the plan could say how long people need a bed, if that follows from the policy's days."""
    groups = (facts.directory.groups[cell.group] for cell in worst.cells)
    if worst.night > facts.capacity.first and any(facts.capacity.is_assumed(group) for group in groups):
        yield Place(("legal", "reflection_period"), "assumed")


def _needs(facts: Facts, worst: Shortfall) -> list[Place]:
    """Where the plan says how many people need the beds."""
    found: dict[Path, Place] = {}
    for cell in worst.cells:
        path = facts.directory.path(facts.directory.groups[cell.group], "housing_classes" if cell.classes else "size")
        found[path] = Place(path, "need")
    return list(found.values())


def _excluded(facts: Facts, worst: Shortfall) -> Iterator[Place]:
    """Services that would take somebody who lacks a bed, and that nobody has promised or nobody can reach."""
    lacking = {name for cell in worst.cells for name in cell.classes}
    for service in facts.people.housing:
        if lacking and lacking.isdisjoint(service.housing.classes):
            continue
        if service.status in ("requested", "none"):
            yield Place(facts.directory.path(service, "status"), "excluded")
        elif facts.people.is_elsewhere(service):
            yield Place(facts.directory.path(service, "jurisdiction"), "abroad")


def _short_by_gap(facts: Facts, worst: Shortfall, degree: str, gap: Gap) -> Hit:
    what = next(str(step) for step in reversed(gap.path) if step not in ("from", "until"))
    fields = _fields(worst) | {"service": gap.service, "what": what}
    variant = ("total_" if fields["uncounted"] else "") + gap.said.name.lower()
    places = tuple(_needs(facts, worst))
    return Hit(path=gap.path, variant=variant, state=gap.said, fields=fields, degree=degree, places=places)


def _far_away(facts: Facts) -> Iterator[Hit]:
    """Beds in another part of the country that count on the first night because people are driven there."""
    counted = {each.service for each in facts.capacity.beds if each.free}
    for service in facts.people.housing:
        if service.id in counted and facts.people.is_elsewhere(service) and facts.capacity.is_brought_there(service):
            fields: dict[str, FieldValue] = {
                "service": service.id,
                "place": str(service.jurisdiction),
                "reached": facts.people.where_reached,
            }
            path = facts.directory.path(service, "jurisdiction")
            yield Hit(path=path, variant="far", fields=fields, cause=("far", service.id))


def _occupied_not_stated(facts: Facts) -> Iterator[Hit]:
    """Beds that others may use count as free, and the plan's readers should know it."""
    counted = {each.service for each in facts.capacity.beds if each.free}
    for service in facts.people.housing:
        if service.id in counted and state(service.housing.occupied) is State.NOT_STATED:
            path = facts.directory.path(service, "housing", "occupied")
            fields: dict[str, FieldValue] = {"service": service.id, "beds": known(service.housing.beds) or 0}
            yield Hit(path=path, variant="occupied", state=State.NOT_STATED, fields=fields, cause=("occupied",))


def _not_measured(facts: Facts) -> Iterator[NotEvaluated]:
    """What keeps the beds from being held against everybody on every night."""
    for group in facts.people.sleepers:
        classes, path = known(group.housing_classes) or {}, facts.directory.path(group)
        unclear = [name for name, count in classes.items() if state(count) is State.UNKNOWN]
        if facts.people.high(group) is None and (unclear or not classes):
            yield NotEvaluated("size_unknown", (*path, "size"), {"group": group.id})
        elif not classes:
            yield NotEvaluated("classes_not_stated", (*path, "housing_classes"), {"group": group.id})
        elif unclear:
            yield NotEvaluated("class_size_unknown", (*path, "housing_classes"), {"group": group.id, "unclear": " or ".join(unclear)})
    for route in facts.plan.returns.routes:
        if state(route.not_before) in (State.NOT_STATED, State.UNKNOWN):
            at = facts.directory.path(route, "not_before")
            yield NotEvaluated("first_day_unknown", at, {"route": route.id})
    for phase in facts.capacity.journeys:
        if facts.calendar.last_day(phase) is None:
            yield NotEvaluated("end_unknown", facts.directory.path(phase, "end"), {"phase": phase.id})
