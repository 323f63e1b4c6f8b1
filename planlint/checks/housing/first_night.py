"""The first night: whether everybody who is brought out has a confirmed bed on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from planlint.facts import Facts
from planlint.facts.calendar import through
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.care import Service
from planlint.plan.people import Group
from planlint.plan.states import State, known, state
from planlint.source.document import Path

Reason = Literal["not_stated", "unknown", "unconfirmed", "late", "abroad", "closed"]
_NEAREST: tuple[Reason, ...] = ("unknown", "not_stated", "unconfirmed", "late", "abroad", "closed")
"""What keeps a bed from being one, what is most easily mended first."""


class _Miss(NamedTuple):
    """Why a service does not count on the first night, where the plan says so, and the day that matters."""

    service: Service
    reason: Reason
    path: Path
    date: dt.date | None = None


class _Sleepers(NamedTuple):
    """People of one group who need one kind of bed; ``sure`` is false where nobody knows whether there are any."""

    group: Group
    kind: str | None
    sure: bool

    @property
    def name(self) -> str:
        return f"{self.group.id}/{self.kind}" if self.kind else self.group.id


def first_night_gap(facts: Facts) -> Iterator[Outcome]:
    """Somebody confirmed must take everybody in on the day of the recovery."""
    night, houses = facts.capacity.first, facts.people.housing
    misses = {service.id: _miss(facts, service, night) for service in houses}
    nobody_open = [miss for miss in misses.values() if miss is not None]
    if facts.beds_await_confirmation and all(miss.reason == "unconfirmed" for miss in nobody_open):
        return
    if len(nobody_open) == len(houses):
        yield from _gap(facts, night, [people.name for people in _everybody(facts)] or ["everybody"], nobody_open)
        return
    lacking: dict[tuple[str, ...], list[_Sleepers]] = {}
    found: dict[tuple[str, ...], list[_Miss]] = {}
    for people in _everybody(facts):
        near = [misses[service.id] or _unclear(facts, service, people) for service in houses if _takes(service, people)]
        missed = [miss for miss in near if miss is not None and not _is_out_of_reach(miss)]
        if missed and None not in near:
            names = tuple(miss.service.id for miss in missed)
            lacking.setdefault(names, []).append(people)
            found[names] = missed
    for names, sleepers in lacking.items():
        yield from _lacking(facts, night, sleepers, found[names])
    yield from _not_compared(facts)


def _everybody(facts: Facts) -> Iterator[_Sleepers]:
    for group in facts.people.sleepers:
        classes = known(group.housing_classes) or {}
        counts = [(name, state(count)) for name, count in classes.items() if state(count) is not State.NONE]
        yield from (_Sleepers(group, name, said is State.STATED) for name, said in counts)
        if not classes:
            yield _Sleepers(group, None, sure=True)


def _takes(service: Service, people: _Sleepers) -> bool:
    """Whether a service takes people in, or may do so for all that the plan says."""
    names, classes = service.groups, service.housing.classes
    if people.group.id not in names and (names or state(names) is State.NONE):
        return False
    return people.kind is None or people.kind in classes or state(classes) in (State.NOT_STATED, State.UNKNOWN)


def _miss(facts: Facts, service: Service, night: dt.date) -> _Miss | None:
    """What is known to keep a service from taking people in on the first night, or what nobody knows of it."""
    available, status = service.available, known(service.status)
    opens, closes = known(available.from_), through(available.until)
    at = facts.directory.path(service)
    if facts.people.is_elsewhere(service) and not facts.capacity.is_brought_there(service) and not _journey_by(facts, service, night):
        return _Miss(service, "abroad", (*at, "jurisdiction"), facts.capacity.first_journey(service))
    if opens is not None and opens > night:
        return _Miss(service, "late", (*at, "available", "from"), opens)
    if state(available) is State.NONE or (closes is not None and closes < night):
        return _Miss(service, "closed", (*at, "available", *(() if closes is None else ("until",))), closes)
    if status is not None and status != "confirmed":
        return _Miss(service, "unconfirmed", (*at, "status"))
    open_questions: tuple[tuple[object, Path], ...] = (
        (service.status, ("status",)),
        (available, ("available",)),
        (available.from_, ("available", "from")),
        (available.until, ("available", "until")),
    )
    unknown = next((rest for value, rest in open_questions if state(value) is State.UNKNOWN), None)
    return None if unknown is None else _Miss(service, "unknown", (*at, *unknown))


def _is_out_of_reach(miss: _Miss) -> bool:
    """Whether no journey leads there at all; the rule on the number of beds does not count such beds either."""
    return miss.reason == "abroad" and miss.date is None


def _journey_by(facts: Facts, service: Service, night: dt.date) -> bool:
    journey = facts.capacity.first_journey(service)
    return journey is not None and journey <= night


def _unclear(facts: Facts, service: Service, people: _Sleepers) -> _Miss | None:
    """What the plan leaves open of whom a service takes in."""
    asked: tuple[tuple[object, str], ...] = ((service.groups, "groups"),)
    if people.kind is not None:
        asked = (*asked, (service.housing, "housing"), (service.housing.classes, "classes"))
    for value, name in asked:
        path = facts.directory.path(service, *(("housing", "classes") if name == "classes" else (name,)))
        if state(value) is State.UNKNOWN:
            return _Miss(service, "unknown", path)
        if state(value) is State.NOT_STATED and name != "groups":
            return _Miss(service, "not_stated", path)
    return None


def _lacking(facts: Facts, night: dt.date, sleepers: Sequence[_Sleepers], misses: Sequence[_Miss]) -> Iterator[Outcome]:
    sure = [people.name for people in sleepers if people.sure]
    if sure:
        yield from _gap(facts, night, sure, misses)
    for people in sleepers:
        if not people.sure:
            path = facts.directory.path(people.group, "housing_classes", people.kind or "")
            yield NotEvaluated("class_unknown", path, {"name": people.name})


def _gap(facts: Facts, night: dt.date, people: Iterable[str], misses: Sequence[_Miss]) -> Iterator[Hit]:
    nearest, *others = sorted(misses, key=lambda miss: (_NEAREST.index(miss.reason), miss.date or dt.date.max))
    if nearest.reason in _STATES and _is_told(facts, nearest.path):
        return
    yield Hit(
        path=nearest.path,
        variant=nearest.reason,
        state=_STATES.get(nearest.reason, State.STATED),
        fields={"night": night.isoformat(), "people": tuple(people), **_fields(nearest)},
        places=tuple(Place(miss.path, miss.reason) for miss in others),
    )


_STATES: Mapping[Reason, State] = {"unknown": State.UNKNOWN, "not_stated": State.NOT_STATED}


def _is_told(facts: Facts, path: Path) -> bool:
    """Whether the rule on the number of beds already speaks of this gap."""
    if state(facts.plan.population.groups) is State.UNKNOWN:
        return False
    shortage = facts.capacity.shortage
    return shortage is not None and shortage.gap is not None and shortage.gap.path == path


def _fields(miss: _Miss) -> dict[str, FieldValue]:
    service = miss.service
    return {
        "service": service.id,
        "status": known(service.status) or "unknown",
        "jurisdiction": known(service.jurisdiction) or "unknown",
        "date": miss.date.isoformat() if miss.date else "",
        "what": str(miss.path[-1]),
    }


def _not_compared(facts: Facts) -> Iterator[NotEvaluated]:
    if state(facts.plan.population.groups) is State.UNKNOWN:
        yield NotEvaluated("groups_unknown", ("population", "groups"))
    for group in facts.people.sleepers:
        if not known(group.housing_classes):
            path = facts.directory.path(group, "housing_classes")
            yield NotEvaluated("classes_not_stated", path, {"group": group.id})
