"""Who is tied to whom, and where money ends: suspects, other parties, organisations and personnel as one graph.

Two ids with one identifier are one node. Over this graph two questions are asked: whether somebody is related to a suspect over any
ties, and whether money that somebody receives reaches a suspect. Both are answered with the shortest way, so that a person can
check it; of ways with one length, the one that the plan states first.
"""

from __future__ import annotations

import unicodedata
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, get_args

from planlint.facts.directory import Directory
from planlint.facts.purchases import Purchases
from planlint.facts.thresholds import Thresholds
from planlint.plan.model import Plan
from planlint.plan.people import Entity, Identifier, Organisation, Suspect
from planlint.plan.states import NOT_STATED, NotApplicable, State, known, state
from planlint.plan.vocabulary import LinkType
from planlint.source.document import Path

_Identified = Organisation | Suspect | Entity
IdentityKey = tuple[str, str, str]
_NO_NUMBERS = ("", "NONE")
TIE_WORDS = frozenset({*get_args(LinkType), "survivor_of", "duty_contact"})
"""Words for ties that planlint knows; any other word ties nobody, and PL014 says so."""
_RELATING = {*TIE_WORDS, ""} - {"survivor_of", "duty_contact"}
"""Ties that relate; one of which nobody knows what it is may be any of them."""

OWNERSHIP = frozenset({"owns", "beneficial_owner", "controls", "nominee_for"})
"""Ties by which somebody decides over an organisation, openly or behind a front."""


def identity_key(identifier: Identifier) -> IdentityKey | None:
    """What two identifiers have in common that mean one party: type, country, and the number without spaces and hyphens.

    None where type, country or number is unknown: that is equal to nothing.
    """
    if State.UNKNOWN in (identifier.type, identifier.country, identifier.value):
        return None
    number = "".join(sign for sign in str(identifier.value) if not _separates(sign)).upper()
    kind = "".join(filter(str.isalnum, str(identifier.type))).upper()
    return None if number in _NO_NUMBERS else (kind, known(identifier.country) or "", number)


def _separates(sign: str) -> bool:
    """Whether a sign only divides a number: spaces, hyphens and dashes, and signs that nobody sees."""
    return sign.isspace() or unicodedata.category(sign) in ("Pd", "Cf")


class Tie(NamedTuple):
    """What a plan says of two parties; ``type`` is empty where it is unknown. Words that planlint does not know stay as they are."""

    source: str
    target: str
    type: str
    path: Path
    share: float | State | NotApplicable = NOT_STATED


class Step(NamedTuple):
    """One step of a way, in words that hold no free text; ``forward`` is false where the tie points the other way."""

    start: str
    words: str
    end: str
    path: Path
    strong: bool = True
    forward: bool = True


Steps = Mapping[str, Sequence[Step]]


class Way(NamedTuple):
    """A way through the graph, step by step."""

    start: str
    steps: tuple[Step, ...]

    @property
    def end(self) -> str:
        return self.steps[-1].end if self.steps else self.start

    @property
    def strong(self) -> bool:
        """Whether every step is strong; one weak step makes a way weak."""
        return all(step.strong for step in self.steps)

    @property
    def text(self) -> str:
        """The way as people read it: ``front -owned 60% by-> suspect``."""
        return self.start + "".join(
            f" -{step.words}-> {step.end}" if step.forward else f" <-{step.words}- {step.end}" for step in self.steps
        )


class Graph:
    """The parties of a plan and their ties."""

    def __init__(self, plan: Plan, directory: Directory, thresholds: Thresholds, purchases: Purchases) -> None:
        self.plan = plan
        self.directory = directory
        self.thresholds = thresholds
        self.purchases = purchases
        self._related: dict[str, Way | None] = {}
        self._money: dict[str, Way | None] = {}

    def related(self, name: str) -> Way | None:
        """The shortest way from somebody to a suspect over relationships and links of any type in any direction, if there is one."""
        if name not in self._related:
            self._related[name] = self._shortest(name, self._acquaintance)
        return self._related[name]

    def money(self, name: str) -> Way | None:
        """The way that money takes from its receiver to a suspect, if it reaches one: a strong way before a weak one, then the shortest."""
        if name not in self._money:
            self._money[name] = self._shortest(name, self._strong_value) or self._shortest(name, self._value)
        return self._money[name]

    def owner(self, name: str) -> Way | None:
        """The shortest way from an organisation to a suspect who owns or controls it, directly or through others, if there is one."""
        return self._shortest(name, self._ownership)

    def connected(self, one: str, other: str) -> bool:
        """Whether two parties are tied over relationships and links of any type in any direction, or are one party."""
        component = self._component.get(self._node(one))
        return component is not None and component == self._component.get(self._node(other))

    def is_same(self, one: str, other: str) -> bool:
        """Whether two ids mean one party."""
        return self._node(one) == self._node(other)

    def is_suspect(self, name: str) -> bool:
        """Whether an id means a suspect."""
        return self._node(name) in self._suspects

    @cached_property
    def ties(self) -> tuple[Tie, ...]:
        """Links and relationships in the order of the plan."""
        personnel = (
            Tie(person.id, relationship.to, _tie_type(relationship.type), ("personnel", index, "relationships", position))
            for index, person in enumerate(self.plan.personnel)
            for position, relationship in enumerate(person.relationships)
        )
        links = (
            Tie(link.from_, link.to, _tie_type(link.type), ("parties", "links", index), link.share)
            for index, link in enumerate(self.plan.parties.links)
        )
        return (*personnel, *links)

    @cached_property
    def unknown_identifiers(self) -> tuple[tuple[str, Path], ...]:
        """Parties with an identifier of which something is unknown, and where: it may be that of a suspect."""
        parties: tuple[_Identified, ...] = (*self.plan.organisations, *self.plan.parties.suspects, *self.plan.parties.entities)
        return tuple((party.id, path) for party in parties for path in self._unknown_in(party))

    def _unknown_in(self, party: _Identified) -> Iterator[Path]:
        at = self.directory.path(party, "identifiers")
        if state(party.identifiers) is State.UNKNOWN:
            yield at
        for index, identifier in enumerate(party.identifiers):
            yield from ((*at, index, field) for field in ("type", "country", "value") if getattr(identifier, field) is State.UNKNOWN)

    @cached_property
    def _nodes(self) -> dict[str, str]:
        """Every id, and the first id of the party that it means."""
        directory = self.directory
        identified = (*self.plan.organisations, *self.plan.parties.suspects, *self.plan.parties.entities)
        keys = [(item.id, [key for each in item.identifiers if (key := identity_key(each)) is not None]) for item in identified]
        return merged([*keys, *((name, []) for name in directory.personnel)])

    def _node(self, name: str) -> str:
        return self._nodes.get(name, name)

    @cached_property
    def _suspects(self) -> dict[str, str]:
        """Nodes that are suspects, and the id of the suspect that the plan names first."""
        found: dict[str, str] = {}
        for suspect in self.plan.parties.suspects:
            found.setdefault(self._node(suspect.id), suspect.id)
        return found

    @cached_property
    def _acquaintance(self) -> Steps:
        """Ties by which people know and depend on each other. A customer of a bank is no acquaintance of all who work there."""
        known_ties = (tie for tie in self.ties if tie.type in _RELATING and not self._is_custom(tie))
        return self._by_node(step for tie in known_ties for step in _both_ways(tie))

    def _is_custom(self, tie: Tie) -> bool:
        """Whether somebody only pays a company, an organisation or an office for something."""
        receiver = self.directory.entities.get(tie.target)
        pays_entity = receiver is not None and receiver.kind in ("company", "government_office", "association")
        return tie.type == "pays" and (pays_entity or tie.target in self.directory.organisations)

    @cached_property
    def _component(self) -> dict[str, str]:
        """Every node, and the first node of those that it is tied to over any number of ties."""
        found: dict[str, str] = {}
        for first in dict.fromkeys(self._nodes.values()):
            waiting = [first]
            while waiting:
                node = waiting.pop()
                if node not in found:
                    found[node] = first
                    waiting.extend(self._node(step.end) for step in self._acquaintance.get(node, ()))
        return found

    @cached_property
    def _value(self) -> Steps:
        return self._by_node([*self._tie_values(self.ties), *self._flows()])

    @cached_property
    def _strong_value(self) -> Steps:
        return {node: [step for step in steps if step.strong] for node, steps in self._value.items()}

    @cached_property
    def _ownership(self) -> Steps:
        return self._by_node(self._tie_values(tie for tie in self.ties if tie.type in OWNERSHIP))

    def _tie_values(self, ties: Iterable[Tie]) -> Iterator[Step]:
        return (step for tie in ties if tie.type in _VALUE for step in _VALUE[tie.type](tie, self.thresholds.ownership_strong))

    def _flows(self) -> Iterator[Step]:
        """What the plan's own transfers hand on; marked notes of an authorised controlled purchase come back."""
        for flow in self.plan.finance.flows:
            if not self.purchases.is_authorised(flow):
                yield Step(flow.from_, f"pays as {flow.id}", flow.to, self.directory.path(flow))

    def _by_node(self, steps: Iterable[Step]) -> Steps:
        """Steps by the node where they start; those that start or end at a group of survivors lead nowhere."""
        found: dict[str, list[Step]] = {}
        for step in steps:
            if step.start in self._nodes and step.end in self._nodes:
                found.setdefault(self._node(step.start), []).append(step)
        return found

    def _shortest(self, start: str, steps: Steps) -> Way | None:
        """Breadth first: the shortest way to a suspect; steps of one node are taken in the order of the plan."""
        if start not in self._nodes:
            return None
        came_by: dict[str, Step | None] = {self._node(start): None}
        queue = deque(came_by)
        while queue:
            node = queue.popleft()
            if node in self._suspects:
                return self._explained(start, node, came_by)
            for step in steps.get(node, ()):
                following = self._node(step.end)
                if following not in came_by:
                    came_by[following] = step
                    queue.append(following)
        return None

    def _explained(self, start: str, suspect: str, came_by: Mapping[str, Step | None]) -> Way:
        """The way back from a suspect, turned round; where two ids are one party, that is a step of its own."""
        back: list[Step] = []
        while (step := came_by[self._node(back[-1].start) if back else suspect]) is not None:
            back.append(step)
        way: list[Step] = []
        at = start
        for step in reversed(back):
            way += [*self._identity(at, step.start), step]
            at = step.end
        end = at if at in self.directory.suspects else self._suspects[suspect]
        return Way(start, (*way, *self._identity(at, end)))

    def _identity(self, one: str, other: str) -> Iterator[Step]:
        if one != other:
            yield Step(one, "same identifier as", other, self._identifiers(one))

    def _identifiers(self, name: str) -> Path:
        directory = self.directory
        item = directory.organisations.get(name) or directory.suspects.get(name) or directory.entities[name]
        return directory.path(item, "identifiers")


def merged(parties: Iterable[tuple[str, Iterable[IdentityKey]]]) -> dict[str, str]:
    """Each id with the first of the ids that share an identifier with it, directly or through others."""
    above: dict[str, str] = {}

    def first(name: str) -> str:
        while above[name] != name:
            above[name] = name = above[above[name]]
        return name

    order: dict[str, int] = {}
    holders: dict[IdentityKey, str] = {}
    for name, keys in parties:
        above.setdefault(name, name)
        order.setdefault(name, len(order))
        for key in keys:
            one, other = sorted((first(name), first(holders.setdefault(key, name))), key=order.__getitem__)
            above[other] = one
    return {name: first(name) for name in above}


def _tie_type(said: str | State | NotApplicable) -> str:
    return "_".join((known(said) or "").lower().replace("-", " ").replace("_", " ").split())


def _both_ways(tie: Tie) -> Iterator[Step]:
    words = tie.type or "tied to"
    yield Step(tie.source, words, tie.target, tie.path)
    yield Step(tie.target, words, tie.source, tie.path, forward=False)


def _onwards(words: str) -> Callable[[Tie, float], Iterator[Step]]:
    def steps(tie: Tie, _: float) -> Iterator[Step]:
        yield Step(tie.source, words, tie.target, tie.path)

    return steps


def _to_owner(words: str) -> Callable[[Tie, float], Iterator[Step]]:
    def steps(tie: Tie, strong_from: float) -> Iterator[Step]:
        share = known(tie.share)
        part = "" if share is None else f" {share * 100:.4g}%"
        strong = state(tie.share) in (State.NOT_STATED, State.UNKNOWN) if share is None else share >= strong_from
        yield Step(tie.target, f"{words}{part} by", tie.source, tie.path, strong)

    return steps


def _to_controller(tie: Tie, _: float) -> Iterator[Step]:
    yield Step(tie.target, "controlled by", tie.source, tie.path)


def _employs(tie: Tie, _: float) -> Iterator[Step]:
    employer, employee = (tie.source, tie.target) if tie.type == "employs" else (tie.target, tie.source)
    yield Step(employer, "employs", employee, tie.path, strong=False)


def _family(tie: Tie, _: float) -> Iterator[Step]:
    yield Step(tie.source, "family of", tie.target, tie.path, strong=False)
    yield Step(tie.target, "family of", tie.source, tie.path, strong=False)


_VALUE: Mapping[str, Callable[[Tie, float], Iterator[Step]]] = {
    "owns": _to_owner("owned"),
    "beneficial_owner": _to_owner("beneficially owned"),
    "controls": _to_controller,
    "account_of": _onwards("account of"),
    "nominee_for": _onwards("nominee for"),
    "pays": _onwards("pays"),
    "employs": _employs,
    "employed_by": _employs,
    "family_of": _family,
}
"""How value moves along a tie of each type; a shared address moves none."""
