"""Python of others: checks and report formats of installed distributions, found by entry points and kept from doing harm by accident.

A distribution offers them in the groups ``planlint.checks`` (functions from facts to hits) and ``planlint.reports`` (functions from a
report and options to text). A check that raises, takes too long or says nonsense is its rule's failure, and the run goes on.
Installed code can do whatever its user can: this contains mistakes, not malice.
"""

from __future__ import annotations

import contextlib
import copy
import pickle
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, NamedTuple

from planlint.errors import CannotRun, RuleFailure
from planlint.facts import Facts
from planlint.finding import Hit, NotEvaluated, Outcome, Place, PolicyValue, Severity
from planlint.plan.states import State
from planlint.schema.misfit import nearest
from planlint.source.paths import value_at

CHECKS, REPORTS = "planlint.checks", "planlint.reports"
TIME_LIMIT = 5.0
"""Seconds that a check of others may take for one plan."""
MAX_OUTCOMES, MAX_WORDS = 10_000, 200


class Offered(NamedTuple):
    """Something that an installed distribution offers."""

    name: str
    distribution: str
    version: str
    point: EntryPoint

    @property
    def whose(self) -> str:
        return f"{self.distribution} {self.version}"


@cache
def offered(group: str) -> Mapping[str, Offered]:
    """What installed distributions offer in a group, by name; raises `CannotRun` where two offer one name. Nothing is imported."""
    found: dict[str, Offered] = {}
    for point in entry_points(group=group):
        name, version = (point.dist.name, point.dist.version) if point.dist is not None else ("an unnamed distribution", "")
        new = Offered(point.name, name, version, point)
        other = found.setdefault(point.name, new)
        if other.point.value != point.value or other.distribution != name:
            raise CannotRun(f"{point.name} is offered by {other.whose} and by {new.whose}; uninstall one of them")
    return found


def third_party_check(name: str) -> ThirdPartyCheck:
    """The check of an installed distribution; raises `CannotRun` where none is called so."""
    found = offered(CHECKS)
    if name not in found:
        near = nearest(name, found)
        known = f"; did you mean {near}?" if near else f"; installed: {', '.join(sorted(found)) or 'none'}"
        raise CannotRun(f"check {name} exists neither in planlint nor in an installed distribution{known}")
    return ThirdPartyCheck(found[name])


class ThirdPartyCheck:
    """A check of an installed distribution, with a limit of time, of results, and of what it may say."""

    def __init__(self, offered: Offered) -> None:
        self.offered = offered
        self.timed_out = False
        self._check: Callable[..., Iterator[Outcome]] | None = None

    def __call__(self, facts: Facts, **values: PolicyValue) -> Iterator[Outcome]:
        if self.timed_out:
            self._fail(f"took more than {TIME_LIMIT:g} s on an earlier plan, and is not asked again")
        run = _Run(self, _apart(facts), values)
        thread = threading.Thread(target=run, daemon=True, name=self.offered.name)
        with contextlib.redirect_stdout(sys.stderr):  # the report alone goes to standard output
            thread.start()
            thread.join(TIME_LIMIT)
        if thread.is_alive():
            self.timed_out = True
            self._fail(f"took more than {TIME_LIMIT:g} s")
        if run.raised is not None:
            # The words of an exception may quote the plan.
            self._fail(f"raised {type(run.raised).__name__}" if not isinstance(run.raised, _Nonsense) else str(run.raised))
        yield from run.outcomes

    def load(self) -> Callable[..., Iterator[Outcome]]:
        """The function itself, imported when it is first needed."""
        if self._check is None:
            self._check = self.offered.point.load()
        return self._check

    def _fail(self, reason: str) -> None:
        raise RuleFailure("", f"check {self.offered.name} of {self.offered.whose} {reason}")


class _Nonsense(Exception):
    """A check said something that is neither a hit nor a reason why it cannot judge."""


class _Run:
    """One check on one plan, in a thread of its own."""

    def __init__(self, check: ThirdPartyCheck, facts: Facts, values: Mapping[str, PolicyValue]) -> None:
        self.check = check
        self.facts = facts
        self.values = values
        self.outcomes: list[Outcome] = []
        self.raised: BaseException | None = None

    def __call__(self) -> None:
        outcomes: list[Outcome] = []
        try:
            said = self.check.load()(self.facts, **self.values)
            if not isinstance(said, Iterator):
                raise _Nonsense(f"gave {_named(said)}, not an iterator of hits")  # one place tells what was raised
            for outcome in said:
                if len(outcomes) == MAX_OUTCOMES:
                    raise _Nonsense(f"gave more than {MAX_OUTCOMES} hits")
                outcomes.append(_sensible(outcome, self.facts))
        except BaseException as error:  # whatever it raises, exits included, is the failure of one rule
            self.raised = error
        self.outcomes = outcomes


def _apart(facts: Facts) -> Facts:
    """The same facts over a copy of the data: what a check does to it changes no finding."""
    apart = copy.copy(facts)
    apart.data = pickle.loads(pickle.dumps(facts.data))  # noqa: S301  # our own plain data, much faster than copying deeply
    return apart


def _named(value: object) -> str:
    return "nothing" if value is None else f"a value of type {type(value).__name__}"


def _sensible(outcome: object, facts: Facts) -> Outcome:
    """The outcome, if it is one that planlint can say."""
    if isinstance(outcome, NotEvaluated):
        _words(outcome.reason, "the reason")
        for name, value in outcome.fields.items():
            _words(value, f"the field {name}")
        return outcome
    if not isinstance(outcome, Hit):
        raise _Nonsense(f"gave {_named(outcome)}, not a hit")
    for path in (outcome.path, *(place.path for place in outcome.places if isinstance(place, Place))):
        _place(path, facts)
    if not all(isinstance(place, Place) for place in outcome.places):
        raise _Nonsense("gave places that are not of class Place")
    if not (isinstance(outcome.state, State) and isinstance(outcome.severity, Severity | None) and isinstance(outcome.degree, str)):
        raise _Nonsense("gave a state, a severity or a degree of another class")
    if not isinstance(outcome.fields, Mapping):
        raise _Nonsense(f"gave {_named(outcome.fields)} as fields, not a mapping")
    for name, value in outcome.fields.items():
        for each in value if isinstance(value, tuple) else (value,):
            _words(each, f"the field {name}")
    return outcome


def _place(path: Any, facts: Facts) -> None:
    if not (isinstance(path, tuple) and all(isinstance(step, str | int) for step in path)):
        raise _Nonsense(f"gave {_named(path)} as path, not a tuple of keys and positions")
    if path and not isinstance(value_at(path[:-1], facts.data), dict | list) and path[0] not in type(facts.plan).model_fields:
        raise _Nonsense("gave a path that leads nowhere in the plan")


def _words(value: object, what: str) -> None:
    if not isinstance(value, str | int | float):
        raise _Nonsense(f"gave {_named(value)} as {what}, not a text or a number")
    if isinstance(value, str) and (len(value) > MAX_WORDS or not value.isprintable()):
        raise _Nonsense(f"gave {what} with more than {MAX_WORDS} characters or with signs that cannot be shown")
