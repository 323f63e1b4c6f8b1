"""The expressions of a rule file, checked against the plan's types and compiled."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, NoReturn

from planlint.errors import Absent, CannotJudge, CannotRun, ExpressionError, RuleFailure
from planlint.expr.access import FACTS_TYPE, THRESHOLDS_TYPE, path_of
from planlint.expr.check import check
from planlint.expr.closures import Steps
from planlint.expr.compile import Program, Trace
from planlint.expr.environment import OVERLOADS, compiled
from planlint.expr.nodes import Binary, Call, Comprehension, Field, Name, Node
from planlint.expr.parse import parse
from planlint.expr.types import BOOL, DOUBLE, INT, STRING, Type, is_free_text, list_of, record, section_fields, section_type, takes
from planlint.facts import Facts
from planlint.facts.summary import FACTS
from planlint.finding import PolicyValue
from planlint.plan.model import Plan
from planlint.plan.states import Section
from planlint.rule import FIELD, RuleFile
from planlint.schema.misfit import nearest
from planlint.schema.overlay import NOTHING, Overlay
from planlint.schema.shape import fields
from planlint.source.document import Path

Placed = Callable[[Path, int], str]
"""Says where in a rule file an offset into the text at a path is: ``file:line:column``."""

BUDGET = 250_000
"""Steps that one rule may take on one plan."""

VARIABLES = ("self", "plan", "facts", "policy", "thresholds")
STATE_MESSAGES = frozenset({"not_stated", "stated_as_none", "unknown"})
_SHOWN = frozenset({"bool", "int", "double", "number", "string", "date", "duration"})


class Part(NamedTuple):
    """One of a rule's expressions; ``at`` is its path in the rule file."""

    node: Node
    type: Type
    types: Mapping[Node, Type]
    program: Program
    at: Path


class Spot(NamedTuple):
    """A place in the plan as an expression names it: field by field from ``root``, or ``root`` itself."""

    root: Part
    names: tuple[str, ...]

    @property
    def variable(self) -> str | None:
        """The name of the variable that it starts from, if it does."""
        return self.root.node.name if isinstance(self.root.node, Name) else None

    def read(self, start: Any) -> Any:
        """What stands there, absent or not."""
        for name in self.names:
            section: type[Section] = type(start)
            attribute, _ = fields(section)[name]
            start = getattr(start, attribute)
        return start


@dataclass(frozen=True)
class Built:
    """Everything that a rule of expressions needs in order to judge a plan."""

    over: Part | None
    over_at: Path | None
    when: Part | None
    asserts: Mapping[str, Part]
    marks: Mapping[str, Spot]
    related: Mapping[str, Spot]
    fields: Mapping[str, Part]
    placed: Placed

    def fields_of(self, *texts: str) -> dict[str, Part]:
        """What fills the braces of these messages."""
        return {name: self.fields[name] for text in texts for name in FIELD.findall(text)}


def build(file: RuleFile, placed: Placed, overlay: Overlay, trace: Trace | None = None) -> Built:
    """Check and compile a rule's expressions; raises `CannotRun` at the place in the rule file where one does not fit."""
    return _Builder(file, placed, overlay, trace).build()


_Holds = Callable[[Facts, Steps], bool]


@lru_cache(maxsize=256)
def _condition(text: str) -> _Holds:
    scope = {"plan": section_type(Plan), "facts": FACTS_TYPE}
    node = parse(text)
    checked = check(node, scope, OVERLOADS, NOTHING)
    if not takes(BOOL, checked.type):
        raise ExpressionError(f"applies must be true or false, and this is {checked.type}", 0)
    return _holds(node, checked.types)


def _holds(node: Node, types: Mapping[Node, Type]) -> _Holds:
    """Unlike in other expressions, one side never makes up for a value that the other lacks: a rule that applies in part has not been
    asked in full, and must not be counted as passed.
    """
    if isinstance(node, Binary) and node.operator in ("&&", "||"):
        left, right, decides = _holds(node.left, types), _holds(node.right, types), node.operator == "||"
        return lambda facts, steps: decides if left(facts, steps) is decides else right(facts, steps)
    program = compiled(node, types, ("plan", "facts"), None)
    return lambda facts, steps: program.run((facts.plan, facts), steps, facts) is True


class Condition:
    """What must hold of a plan for a rule to apply; many rules share one."""

    def __init__(self, code: str, text: str, placed: Placed) -> None:
        self.code = code
        self.placed = placed
        try:
            self.holds = _condition(text)
        except ExpressionError as error:
            near = nearest(text.strip(), FACTS)
            raise CannotRun(
                f"{placed(('applies',), error.at)}: {error.reason}" + (f"; a fact is written facts.{near}" if near else "")
            ) from None

    def __call__(self, facts: Facts) -> bool:
        """Raises `CannotJudge` where a value is missing, and `RuleFailure` where the expression cannot be computed."""
        try:
            return self.holds(facts, Steps(BUDGET))
        except Absent as absent:
            path = path_of(absent, facts)
            raise CannotJudge(path or (), absent.reason if path is not None else f"{absent.key or 'a value'} {absent.reason}") from None
        except ExpressionError as error:
            raise RuleFailure(self.code, f"{self.placed(('applies',), error.at)}: {error.reason}") from None


class _Builder:
    def __init__(self, file: RuleFile, placed: Placed, overlay: Overlay, trace: Trace | None) -> None:
        self.file = file
        self.overlay = overlay
        self.placed = placed
        self.trace = trace
        self.scope = {
            "plan": section_type(Plan),
            "facts": FACTS_TYPE,
            "policy": record({name: _policy_type(value) for name, value in file.values.items()}),
            "thresholds": THRESHOLDS_TYPE,
        }

    def build(self) -> Built:
        over = self._over()
        element = None if over is None else over.type.of
        self.scope["self"] = section_type(Plan) if element is None else element
        asserts = self._asserts()
        self._refuse_stray_severities()
        return Built(
            over=over,
            over_at=None if over is None else _stands_at(over.node),
            when=None if self.file.when is None else self._test(("when",), self.file.when),
            asserts=asserts,
            marks=self._marks(asserts),
            related=self._related(),
            fields=self._fields(),
            placed=self.placed,
        )

    def _refuse(self, at: Path, reason: str, offset: int = 0) -> NoReturn:
        raise CannotRun(f"{self.placed(at, offset)}: {reason}")

    def _part(self, at: Path, text: str, start: int = 0, *, apart: bool = False) -> Part:
        """One expression; ``start`` is where it begins in the text at ``at``; ``apart``: its elements are judged one by one."""
        try:
            node = parse(text)
            checked = check(node, self.scope, OVERLOADS, self.overlay)
            lists = frozenset(each for each in spine(node) if isinstance(each, Comprehension)) if apart else frozenset()
            return Part(node, checked.type, checked.types, compiled(node, checked.types, VARIABLES, self.trace, lists), at)
        except ExpressionError as error:
            self._refuse(at, error.reason, start + error.at)

    def _test(self, at: Path, text: str) -> Part:
        part = self._part(at, text)
        if not takes(BOOL, part.type):
            self._refuse(at, f"{at[0]} must be true or false, and this is {part.type}")
        return part

    def _over(self) -> Part | None:
        if self.file.for_ is None:
            return None
        part = self._part(("for",), self.file.for_, apart=True)
        of = part.type.of
        if part.type.kind != "list" or of is None:
            self._refuse(("for",), f"for goes over a list, and this is {part.type}")
        if of.section is None and _stands_at(part.node) is None:
            self._refuse(("for",), "for goes over parts of the plan or over a list that stands in the plan: a finding needs a place")
        return part

    def _asserts(self) -> dict[str, Part]:
        wanted = self.file.assert_
        assert wanted is not None
        if isinstance(wanted, str):
            return {"default": self._test(("assert",), wanted)}
        if stray := [variant for variant in wanted if variant not in self.file.words]:
            self._refuse(("assert", stray[0]), f"messages has no {stray[0]}")
        return {variant: self._test(("assert", variant), text) for variant, text in wanted.items()}

    def _refuse_stray_severities(self) -> None:
        if stray := [variant for variant in self.file.severities if variant not in self.file.words]:
            self._refuse(("severities", stray[0]), f"messages has no {stray[0]}")

    def _marks(self, asserts: Mapping[str, Part]) -> dict[str, Spot]:
        wanted = self.file.at
        if wanted is None:
            return {}
        if isinstance(wanted, str):
            return dict.fromkeys(asserts, self._mark(("at",), wanted))
        if stray := [variant for variant in wanted if variant not in asserts]:
            self._refuse(("at", stray[0]), f"assert has no {stray[0]}")
        return {variant: self._mark(("at", variant), text) for variant, text in wanted.items()}

    def _mark(self, at: Path, text: str) -> Spot:
        """A field of self (``amount``), or a place that starts elsewhere (``group(self.group).size``)."""
        first = re.match(r"\s*(\w+)\s*(?:\.|$)", text)
        element = self.scope["self"].section
        own = first is not None and element is not None and (first[1] in section_fields(element) or first[1] not in self.scope)
        return self._spot(at, f"self.{text}" if own else text, -len("self.") if own else 0)

    def _related(self) -> dict[str, Spot]:
        if stray := [label for label in self.file.related if label not in self.file.labels]:
            self._refuse(("related", stray[0]), f"labels has no {stray[0]}")
        if stray := [label for label in self.file.labels if label not in (*self.file.related, "here")]:
            self._refuse(("labels", stray[0]), f"related has no {stray[0]}, so nothing is marked with it")
        return {label: self._spot(("related", label), text) for label, text in self.file.related.items()}

    def _spot(self, at: Path, text: str, start: int = 0) -> Spot:
        whole = self._part(at, text, start)
        node, names, types = whole.node, [], whole.types
        while isinstance(node, Field) and types[node.of].section is not None:
            names.append(node.name)
            node = node.of
        of = types[node]
        if (of.of or of).section is None or (names and of.section is None):
            self._refuse(at, "a place is a field of the plan, or parts of the plan")
        return Spot(Part(node, of, types, compiled(node, types, VARIABLES, None), at), tuple(reversed(names)))

    def _fields(self) -> dict[str, Part]:
        """What fills the messages: fields of the plan, and the values that the rule names itself."""
        found = {name: self._shown(self._part(("fields", name), text)) for name, text in self.file.fields.items()}
        texts: dict[Path, str] = {("message",): self.file.message or ""}
        texts |= {("messages", name): text for name, text in self.file.messages.items()}
        texts |= {("labels", name): text for name, text in self.file.labels.items()}
        for at, text in texts.items():
            for template in FIELD.finditer(text):
                if (name := template[1]) not in found:
                    part = self._part(at, name, template.start(1))
                    found[name] = self._shown(part, template.start(1))
            self._refuse_stray_braces(at, text)
        used = {name for text in texts.values() for name in FIELD.findall(text)}
        if stray := [name for name in self.file.fields if name not in used]:
            self._refuse(("fields", stray[0]), f"no message holds {{{stray[0]}}}")
        return found

    def _refuse_stray_braces(self, at: Path, text: str) -> None:
        rest = FIELD.sub(lambda found: " " * len(found[0]), text)
        if (brace := next((place for place, sign in enumerate(rest) if sign in "{}"), None)) is not None:
            self._refuse(at, "braces hold the name of a field, for example {self.id}", brace)

    def _shown(self, part: Part, offset: int = 0) -> Part:
        given = part.type.of if part.type.kind == "list" and part.type.of else part.type
        if is_free_text(part.type):
            self._refuse(part.at, "free text of the plan never stands in a message; name an id, a code, a date or a number", offset)
        if given.kind not in _SHOWN:
            self._refuse(part.at, f"a message shows ids, codes, dates and numbers, and this is {part.type}", offset)
        return part


def spine(node: Node) -> tuple[Node, ...]:
    """The lists that an expression makes one from the other, from the last to the first: what ``filter``, ``map``, ``flatten`` go over."""
    nodes: list[Node] = [node]
    while True:
        match nodes[-1]:
            case Comprehension(kind="filter" | "map", range=inner) | Call(function="flatten" | "distinct", arguments=(inner,)):
                nodes.append(inner)
            case _:
                return tuple(nodes)


def _stands_at(node: Node) -> Path | None:
    """The path of a list that an expression names field by field from the plan; None for any other list."""
    names: list[str] = []
    while isinstance(node, Field):
        names.append(node.name)
        node = node.of
    return tuple(reversed(names)) if isinstance(node, Name) and node.name == "plan" else None


def _policy_type(value: PolicyValue) -> Type:
    if isinstance(value, list):
        return list_of(STRING)
    plain: Mapping[type, Type] = {bool: BOOL, int: INT, float: DOUBLE, str: STRING}
    return plain[type(value)]
