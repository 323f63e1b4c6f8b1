"""Rules tried on their own examples: each example edits the pack's sound plan and says what the rule must find."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from planlint.errors import CannotRun
from planlint.expr.compile import Trace
from planlint.expr.nodes import Node, in_order
from planlint.expr.rules import ExpressionCheck
from planlint.expr.show import show
from planlint.facts import Facts
from planlint.finding import Finding
from planlint.lint.engine import Policy, lint, lint_bytes
from planlint.pack.load import Pack, builtin, expressions
from planlint.rule import Example, Rule, RuleFile, StateOutcome
from planlint.schema.conform import conform
from planlint.source.document import Document
from planlint.source.paths import find_path
from planlint.source.reader import read, read_text

_TODAY = dt.date(2026, 1, 1)
"""Examples are judged as of this day, so that their waivers do not expire."""

_TO_FILL_IN = re.compile(r"<[a-z][^<>]*>")
"""What `planlint new rule` leaves to the author: ``<what is wrong, in a few words>``."""


class Trial(NamedTuple):
    """What an example said would be found, and what was; each finding as ``path message severity``."""

    expected: list[str]
    found: list[str]
    reached: frozenset[str]

    @property
    def passed(self) -> bool:
        return self.expected == self.found


class Fault(NamedTuple):
    """Something that is wrong with a rule or one of its examples, and where in the rule file it stands: ``file:line:column``."""

    at: str
    words: str
    expected: tuple[str, ...] = ()
    found: tuple[str, ...] = ()


class Untaken(NamedTuple):
    """A part of an expression that no example makes true (or false)."""

    at: str
    text: str
    never: bool


class RuleTrial(NamedTuple):
    """A rule tried on all of its examples; ``passed`` says of each example whether it is as it says."""

    rule: Rule
    passed: tuple[bool, ...]
    faults: tuple[Fault, ...]
    conditions: int
    untaken: tuple[Untaken, ...]


def try_rule(pack: Pack, code: str) -> RuleTrial:
    """Run a rule's examples, and look for what its file lacks."""
    document, file = pack.rule_file(code)
    trace = Trace()
    rule = pack.rules[code]
    if file.assert_ is not None:
        rule = rule.changed(check=expressions(code, document, file, pack.overlay, trace))
    trial = _FileTrial(pack, rule, document, file)
    passed = tuple(trial.example(index, example) for index, example in enumerate(file.examples))
    trial.states()
    conditions = list(_conditions(rule, trace))
    untaken = tuple(Untaken(at, show(node), value) for at, node, seen in conditions for value in (False, True) if value not in seen)
    return RuleTrial(rule, passed, tuple(trial.all_faults()), 2 * len(conditions), untaken)


def try_example(pack: Pack, rule: Rule, example: Example) -> Trial:
    """Run one rule alone on one example. Raises `CannotRun` for an edit at a place that is not there."""
    return _tried(pack, rule, example, _example_plan(pack, example))


def edited(pack: Pack, example: Example) -> Document:
    """The pack's sound plan with an example's edits. Raises `CannotRun` for an edit at a place that is not there."""
    # JSON is YAML: the edited plan is read like any other file.
    return read_text(json.dumps(_edited(pack, example), ensure_ascii=False, indent=1), "example.plan.yaml")


def _example_plan(pack: Pack, example: Example) -> Document | bytes:
    """What an example is tried on: the edited plan, or a text."""
    return example.text.encode() if example.text is not None else _unplaced(_edited(pack, example))


def _unplaced(data: dict[str, Any]) -> Document:
    """A document without a text: what a rule finds does not depend on where it stands."""
    return Document("example.plan.yaml", "", data)


def _alone(pack: Pack, rule: Rule) -> Policy:
    """What asks one rule and no other, beside the diagnostics."""
    return Policy({**builtin().rules, rule.code: rule}, frozenset({rule.code}), builtin().thresholds, _TODAY, pack.overlay)


def _tried(pack: Pack, rule: Rule, example: Example, plan: Document | bytes) -> Trial:
    policy = _alone(pack, rule)
    report = lint_bytes(plan, "example.plan.yaml", policy) if isinstance(plan, bytes) else lint(plan, policy)
    # A plan written out as a text is a fragment: what else it lacks is beside the point.
    findings = [each for each in report.findings if each.accepted is None and (each.code == rule.code or not isinstance(plan, bytes))]
    found = [_described(rule, finding) for finding in findings]
    found += [f"failure: {failure.reason}" for failure in report.failures]
    found += ["not evaluated"] if any(each.code == rule.code for each in report.not_evaluated) else []
    expected = [f"{each.at} {each.message} {each.severity or rule.severity_of(each.message).word}" for each in example.finds]
    expected += ["not evaluated"] if example.not_evaluated else []
    reached = frozenset(finding.variant for finding in report.findings if finding.code == rule.code)
    return Trial(sorted(expected), sorted(found), reached)


_IN_STATE: dict[str, Any] = {"none": "none", "unknown": "unknown", "not_applicable": {"not_applicable": "this is tried, and nothing else"}}


def state_outcome(pack: Pack, rule: Rule, at: str, state: str) -> StateOutcome:
    """What a rule makes of the sound plan with the value at a place in one of the four states."""
    edit = {"remove": [at]} if state == "not_stated" else {"set": {at: _IN_STATE[state]}}
    plan = _unplaced(_edited(pack, Example.model_validate({"good": state, **edit})))
    report = lint(plan, _alone(pack, rule))
    if any(each.code == rule.code for each in report.findings):
        return "found"
    if report.not_evaluated or report.failures:
        return "not_judged"
    return "not_applicable" if report.not_applicable or report.declared else "passed"


def _described(rule: Rule, finding: Finding) -> str:
    variant = finding.variant if finding.code == rule.code else f"{finding.code} {finding.variant}"
    return f"{finding.path_text} {variant} {finding.severity.word}"


def _edited(pack: Pack, example: Example) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(_base(pack))
    for text in example.remove:
        container, last = _container(data, text)
        if isinstance(container, dict) and last not in container:
            raise CannotRun(f"the example removes {text}, which is not in the sound plan")
        del container[last]
    for text, value in example.set.items():
        container, last = _container(data, text)
        container[last] = value
    for text, items in example.add.items():
        container, last = _container(data, text)
        container[last] = [*(container.get(last) or []), *items]
    return data


@cache
def _base(pack: Pack) -> str:
    return json.dumps(read(pack.base, "base.plan.yaml").data)


def _container(data: Any, text: str) -> tuple[Any, Any]:
    path = find_path(text, data)
    if not path:
        raise CannotRun(f"the example edits {text}, which is not in the sound plan")
    for step in path[:-1]:
        data = data[step]
    if not isinstance(data, dict | list):
        raise CannotRun(f"the example edits {text}, and what is around it is neither a mapping nor a list")
    return data, path[-1]


class _FileTrial:
    """One rule file's examples, and the faults that come to light."""

    def __init__(self, pack: Pack, rule: Rule, document: Document, file: RuleFile) -> None:
        self.pack = pack
        self.rule = rule
        self.document = document
        self.file = file
        self.faults: list[Fault] = []
        self.reached: set[str] = set()
        self.had_elements = False

    def example(self, index: int, example: Example) -> bool:
        """Whether an example is as it says; what is wrong becomes a fault."""
        at = self._at("examples", index)
        if (wrong := _misworded(example)) is not None:
            self.faults.append(Fault(at, wrong))
            return False
        try:
            plan = _example_plan(self.pack, example)
            trial = _tried(self.pack, self.rule, example, plan)
        except CannotRun as error:
            self.faults.append(Fault(at, f"{_words(example)}: {error}"))
            return False
        self.reached |= trial.reached
        self.had_elements = self.had_elements or self._has_elements(plan)
        if not trial.passed:
            self.faults.append(Fault(at, _words(example), tuple(trial.expected), tuple(trial.found)))
        return trial.passed

    def states(self) -> None:
        """Whether the states of the rule's chief value do what the file says; what they do instead becomes a fault."""
        if (said := self.file.states) is None:
            return
        for state, expected in said.outcomes(self.pack.manifest.states).model_dump().items():
            try:
                found = state_outcome(self.pack, self.rule, said.at, state)
            except CannotRun as error:
                self.faults.append(Fault(self._at("states"), str(error)))
                return
            if found != expected:
                self.faults.append(Fault(self._at("states"), f"{said.at} {state}", (expected,), (found,)))

    def all_faults(self) -> Iterator[Fault]:
        """The faults of the examples, and what the file as a whole lacks."""
        yield from self._left_to_fill_in()
        yield from self.faults
        for kind in ("good", "bad"):
            if not any(getattr(example, kind) for example in self.file.examples):
                yield Fault(self._at("examples"), f"there is no {kind} example")
        if self.file.for_ is not None and not self.had_elements and self.file.examples:
            yield Fault(self._at("for"), "gives no element in any example, so nothing is tested")
        if not self.faults and (unused := [name for name in self.file.words if name not in self.reached]) and self.file.by is None:
            yield Fault(self._at("messages" if self.file.messages else "message"), f"no bad example is told {' or '.join(unused)}")

    def _left_to_fill_in(self) -> Iterator[Fault]:
        for number, line in enumerate(self.document.text.splitlines(), start=1):
            if (left := _TO_FILL_IN.search(line.partition(" #")[0])) and not line.lstrip().startswith("#"):
                yield Fault(f"{self.document.name}:{number}:{left.start() + 1}", f"still to fill in: {left[0]}")

    def _has_elements(self, document: Document | bytes) -> bool:
        check = self.rule.check
        if self.file.for_ is None or not isinstance(check, ExpressionCheck) or isinstance(document, bytes):
            return True
        plan = conform(document, self.pack.overlay).plan
        return plan is not None and bool(check.elements(Facts(plan, document.data, builtin().thresholds)))

    def _at(self, *path: str | int) -> str:
        place = self.document.locate(path, "key" if len(path) == 1 else "value").start
        return f"{self.document.name}:{place.line}:{place.column}"


def _words(example: Example) -> str:
    return f"bad: {example.bad}" if example.bad is not None else f"good: {example.good}"


def _misworded(example: Example) -> str | None:
    if (example.bad is None) == (example.good is None):
        return "an example is either bad or good, and says how"
    if example.bad is not None and not example.finds and not example.not_evaluated:
        return f"bad: {example.bad}: finds is missing, which says what the rule finds"
    if example.good is not None and example.finds:
        return f"good: {example.good}: a good example finds nothing"
    return None


def _conditions(rule: Rule, trace: Trace) -> Iterator[tuple[str, Node, set[bool]]]:
    """The parts of when and assert that are true or false, where they stand, and what the examples made of them."""
    if isinstance(rule.check, ExpressionCheck):
        built = rule.check.built
        for part in (*(() if built.when is None else (built.when,)), *built.asserts.values()):
            for node in in_order(part.node):
                if node in trace.seen:
                    yield built.placed(part.at, node.at), node, trace.seen[node]
