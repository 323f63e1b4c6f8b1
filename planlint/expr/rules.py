"""A rule of expressions as a check: a function from facts to hits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple, NoReturn

from planlint.errors import Absent, CannotJudge, ExpressionError, RuleFailure
from planlint.expr.access import SAID, path_of
from planlint.expr.build import BUDGET, STATE_MESSAGES, Built, Part, Spot, spine
from planlint.expr.closures import Steps
from planlint.facts import Facts
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place, Value
from planlint.plan.states import Section, State, state
from planlint.plan.values import Duration
from planlint.rule import RuleFile
from planlint.source.document import Path
from planlint.source.paths import path_text


class Element(NamedTuple):
    """What is ``self``, and where it stands in the plan."""

    value: Any
    path: Path


class ExpressionCheck:
    """A check made of a rule file's expressions."""

    def __init__(self, code: str, file: RuleFile, built: Built) -> None:
        self.code = code
        self.file = file
        self.built = built

    def __call__(self, facts: Facts) -> Iterator[Outcome]:
        run = _Run(self, facts)
        try:
            elements = run.elements()
        except Absent as absent:
            yield run.not_evaluated(absent, Element(facts.plan, ()))
            return
        yield from (run.not_evaluated(absent, Element(facts.plan, ())) for absent in run.steps.missed)
        for element in elements:
            try:
                failed = run.first_failed(element)
                outcome: Outcome | None = None if failed is None else run.hit(element, failed)
            except Absent as absent:
                outcome = run.not_evaluated(absent, element)
            if outcome is not None:
                yield outcome

    def elements(self, facts: Facts) -> list[Element]:
        """What the rule goes over in a plan; a list that the plan does not state has no elements."""
        return _Run(self, facts).elements()


class _Run:
    """One rule on one plan."""

    def __init__(self, check: ExpressionCheck, facts: Facts) -> None:
        self.check = check
        self.built = check.built
        self.facts = facts
        self.steps = Steps(BUDGET)
        self.frame: list[object] = [facts.plan, facts.plan, facts, check.file.values, facts.thresholds]

    def value(self, part: Part) -> Any:
        try:
            return part.program.run(self.frame, self.steps, self.facts)
        except Absent:
            raise
        except ExpressionError as error:
            self._fail(part, error.at, error.reason)

    def _fail(self, part: Part, at: int, reason: str) -> NoReturn:
        raise RuleFailure(self.check.code, f"{self.built.placed(part.at, at)}: {reason}") from None

    def elements(self) -> list[Element]:
        over = self.built.over
        if over is None:
            return [Element(self.facts.plan, ())]
        try:
            items = self.value(over)
        except Absent as absent:
            # Only the list that all else is made of may be left out: nothing is said of its elements.
            if absent.reason == SAID[State.NOT_STATED] and absent.at == spine(over.node)[-1].at:
                return []
            raise
        if (at := self.built.over_at) is not None:
            return [Element(item, (*at, index)) for index, item in enumerate(items)]
        return [Element(item, self._path_of(item)) for item in items]

    def first_failed(self, element: Element) -> str | None:
        """The message of the first assertion that does not hold; None where all do, or where the rule is not about the element."""
        self.frame[0] = element.value
        if self.built.when is not None and not self._is_true(self.built.when):
            return None
        return next((variant for variant, part in self.built.asserts.items() if not self._is_true(part)), None)

    def _is_true(self, part: Part) -> bool:
        value = self.value(part)
        if not isinstance(value, bool):
            self._fail(part, 0, "this is neither true nor false")
        return value

    def hit(self, element: Element, failed: str) -> Hit:
        mark = self.built.marks.get(failed)
        start, value, said = element, element.value, State.STATED
        if mark is not None:
            start = self._start(mark, element)
            value, said = _read(mark, start.value)
        file = self.check.file
        texts = [words for variant, words in file.words.items() if variant == failed or (failed == "default" and variant in STATE_MESSAGES)]
        path = start.path if mark is None else (*start.path, *mark.names)
        return Hit(
            path=path,
            part="key" if mark is not None and (isinstance(value, tuple | Section) or said is State.NOT_STATED) else "value",
            variant="" if failed == "default" else failed,
            fields={name: self._shown(part) for name, part in self.built.fields_of(*texts, *file.labels.values()).items()},
            state=said,
            places=tuple(place for place in self._places(element) if place.path != path),
        )

    def not_evaluated(self, absent: Absent, element: Element) -> NotEvaluated:
        """Which value is missing, by its path where it has one."""
        if (path := path_of(absent, self.facts)) is not None:
            return NotEvaluated(f"{path_text(path, self.facts.data)} {absent.reason}", path)
        at = path_text(element.path, self.facts.data)
        return NotEvaluated(f"{at}{': ' if at else ''}{absent.key or 'a value'} {absent.reason}", element.path)

    def _start(self, spot: Spot, element: Element) -> Element:
        """Where a place in the plan starts from."""
        if spot.variable == "self":
            return element
        value = self.value(spot.root)
        return Element(value, self._path_of(value))

    def _path_of(self, item: object) -> Path:
        return (isinstance(item, Section) and self.facts.directory.path_of(item)) or ()

    def _places(self, element: Element) -> Iterator[Place]:
        for label, spot in self.built.related.items():
            try:
                start = self._start(spot, element)
            except Absent:
                continue  # The finding stands; only the mark beside it has no place.
            if isinstance(start.value, tuple | list):
                yield from (Place(path, label) for item in start.value if (path := self._path_of(item)))
            elif start.path or spot.names:
                yield Place((*start.path, *spot.names), label)

    def _shown(self, part: Part) -> FieldValue:
        try:
            value = self.value(part)
        except Absent as absent:
            return absent.reason.removeprefix("is ").removeprefix("stated as ")
        return tuple(map(_word, value)) if isinstance(value, tuple | list) else _word(value)


def _read(mark: Spot, start: Any) -> tuple[object, State]:
    """What stands at a place, and its state; of what does not fit, nothing is known but the place."""
    try:
        value = mark.read(start)
    except CannotJudge:
        return None, State.STATED
    return value, state(value)


def _word(value: object) -> Value:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime) and value.time() != dt.time():
        return value.isoformat(timespec="minutes")
    if isinstance(value, dt.date):
        return value.isoformat()[: len("2026-03-09")]
    if isinstance(value, Duration):
        return value.text
    assert isinstance(value, str | int | float)
    return value
