"""Partnership: whether the five sides of a holistic response sit at the table, each as somebody of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from planlint.facts import Facts
from planlint.facts.flow import most_short
from planlint.facts.roles import Role
from planlint.finding import FieldValue, Hit, Place
from planlint.plan.states import State, known, state
from planlint.source.document import Path

_COUNSELLORS = frozenset({"psychologist", "social_worker"})


class _Seat(NamedTuple):
    """A side of the partnership: the organisations that can fill it, what is unknown, and what came close."""

    name: str
    at: Path
    fillers: tuple[str, ...]
    gaps: tuple[Path, ...] = ()
    near: tuple[tuple[str, Place], ...] = ()
    said: State = State.STATED


def partnership_incomplete(facts: Facts) -> Iterator[Hit]:
    """Each side needs an organisation of its own: one body in two seats is answerable to itself."""
    seats = [seat(facts) for seat in _SEATS]
    empty = [seat for seat in seats if not seat.fillers]
    variant = "near_miss" if any(seat.near for seat in empty if not seat.gaps) else "missing"
    yield from (_empty(seat, variant) for seat in empty)
    yield from _shared(facts, [seat for seat in seats if seat.fillers])


def _empty(seat: _Seat, variant: str) -> Hit:
    if seat.gaps:
        return Hit(path=seat.gaps[0], variant="unknown", state=State.UNKNOWN, fields={"seat": seat.name}, cause=(seat.name,))
    fields: dict[str, FieldValue] = {"seat": seat.name, "near": tuple(name for name, _ in seat.near)}
    marks = tuple(place for _, place in seat.near)
    return Hit(path=seat.at, part="key", variant=variant, state=seat.said, fields=fields, places=marks, cause=("empty",))


def _shared(facts: Facts, seats: Sequence[_Seat]) -> Iterator[Hit]:
    """Seats that have too few organisations among them: as people need beds, seats need somebody each."""
    organisations = list(dict.fromkeys(name for seat in seats for name in seat.fillers))
    fits = [[organisations.index(name) for name in seat.fillers] for seat in seats]
    short = [seats[index] for index in sorted(most_short([1] * len(seats), [1] * len(organisations), fits))]
    if not short:
        return
    few = list(dict.fromkeys(name for seat in short for name in seat.fillers))
    first, *rest = [facts.directory.path(facts.directory.organisations[name]) for name in few]
    fields: dict[str, FieldValue] = {"organisation": tuple(few), "seat": tuple(seat.name for seat in short)}
    yield Hit(path=first, variant="shared", fields=fields, places=tuple(Place(path, "shared") for path in rest))


def _personnel(facts: Facts, roles: frozenset[str]) -> tuple[tuple[str, ...], tuple[Path, ...]]:
    """The organisations of personnel of these roles, and what is unknown of them."""
    people = [person for person in facts.plan.personnel if person.role in roles]
    unknown = [(person, "role") for person in facts.plan.personnel if person.role is State.UNKNOWN]
    unknown += [(person, "org") for person in people if person.org is State.UNKNOWN]
    found = dict.fromkeys(person.org for person in people if isinstance(person.org, str))
    return tuple(found), tuple(facts.directory.path(person, name) for person, name in unknown)


def _counsellor(facts: Facts) -> _Seat:
    fillers, gaps = _personnel(facts, _COUNSELLORS)
    return _Seat("counsellor", ("personnel",), fillers, gaps)


def _lawyer(facts: Facts) -> _Seat:
    fillers = tuple(dict.fromkeys(str(service.provider) for service in facts.legal_aid.independent_legal_aid))
    unclear = [offer.at for offer in facts.legal_aid.offers if offer.obstacle == "unclear"]
    unclear += [facts.directory.path(service, "types") for service in facts.plan.services if state(service.types) is State.UNKNOWN]
    unclear += [("services",)] if state(facts.plan.services) is State.UNKNOWN else []
    near = tuple((offer.service.id, Place(offer.at, "legal_aid")) for offer in facts.legal_aid.offers if offer.obstacle)
    return _Seat("lawyer", ("services",), fillers, tuple(unclear), near)


def _law_enforcement(facts: Facts) -> _Seat:
    trusted = [each for each in facts.roles.trusted_le if _has_role(facts, each.id)]
    idle = [(each.id, Place(facts.directory.path(each), "idle")) for each in facts.roles.trusted_le]
    doubtful = [
        (each.id, Place(facts.roles.complicity_of(each)[1], "compromised"))
        for each in facts.roles.local_le
        if facts.roles.is_compromised(each)
    ]
    return _Seat("law enforcement", ("organisations",), tuple(each.id for each in trusted), near=(*idle, *doubtful))


def _prosecutor(facts: Facts) -> _Seat:
    """The prosecutor named for the case, whatever its kind: a magistrate may direct the prosecution."""
    at: Path = ("legal", "prosecution", "prosecutor")
    named = facts.plan.legal.prosecution.prosecutor
    liaison, _ = _personnel(facts, frozenset({"prosecutor_liaison"}))
    offices = [each for each in facts.plan.organisations if each.kind == "prosecutor"]
    working = [each.id for each in offices if _has_role(facts, each.id)]
    fillers = dict.fromkeys([*([named] if isinstance(named, str) else []), *working, *liaison])
    near = tuple((each.id, Place(facts.directory.path(each), "idle")) for each in offices)
    unknown = (at,) if state(named) is State.UNKNOWN else ()
    return _Seat("prosecutor", at, tuple(fillers), unknown, near, state(named))


def _survivors(facts: Facts) -> _Seat:
    at: Path = ("consent", "survivor_input", "by")
    voice = facts.plan.consent.survivor_input.by
    advisors, gaps = _personnel(facts, frozenset({"survivor_advisor"}))
    groups = [each for each in facts.plan.organisations if each.kind == "survivor_led"]
    working = [each.id for each in groups if _has_role(facts, each.id)]
    spoken_for = facts.directory.organisation_of(voice) if isinstance(voice, str) else None
    fillers = dict.fromkeys([*working, *advisors, *([spoken_for.id] if spoken_for else [])])
    near = tuple((each.id, Place(facts.directory.path(each), "idle")) for each in groups)
    unknown: tuple[Path, ...] = (at,) if state(voice) is State.UNKNOWN else ()
    if known(voice) is not None and spoken_for is None:
        unknown = (facts.directory.path(facts.directory.personnel[str(voice)], "org"),)
    return _Seat("survivors", at, tuple(fillers), (*unknown, *gaps), near, state(voice))


_SEATS: tuple[Callable[[Facts], _Seat], ...] = (_counsellor, _lawyer, _law_enforcement, _prosecutor, _survivors)


def _has_role(facts: Facts, name: str) -> bool:
    """Whether an organisation does some of the work; to hold the plan, to receive data or to be paid is not work."""
    return any(_is_work(facts, role) for role in facts.roles.involved.get(name, ()))


def _is_work(facts: Facts, role: Role) -> bool:
    if role.path[0] == "services":
        return facts.plan.services[int(role.path[1])].status != "none"
    return role.path[0] in ("phases", "personnel") or role.path == ("plan", "lead")
