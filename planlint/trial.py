"""Rules tried on their own examples: each example edits the pack's sound plan and says what the rule must find."""

from __future__ import annotations

import copy
import datetime as dt
import json
from functools import cache
from typing import Any, NamedTuple

from planlint.errors import CannotRun
from planlint.facts.thresholds import Thresholds
from planlint.finding import Finding
from planlint.lint import Policy, lint
from planlint.pack import Pack
from planlint.rule import Example, Rule
from planlint.source.document import Document
from planlint.source.paths import find_path
from planlint.source.reader import read, read_text

_TODAY = dt.date(2026, 1, 1)
"""Examples are judged as of this day, so that their waivers do not expire."""


class Trial(NamedTuple):
    """What an example said would be found, and what was."""

    expected: list[str]
    found: list[str]

    @property
    def passed(self) -> bool:
        return self.expected == self.found


def try_example(pack: Pack, rule: Rule, example: Example) -> Trial:
    """Run one rule alone on one example."""
    policy = Policy(pack.rules, frozenset({rule.code}), Thresholds(), _TODAY, pack.overlay)
    report = lint(edited(pack, example), policy)
    found = [_described(rule, finding) for finding in report.findings]
    found += [f"failure: {failure.reason}" for failure in report.failures]
    found += ["not evaluated"] if any(each.code == rule.code for each in report.not_evaluated) else []
    expected = [f"{each.at} {each.message} {each.severity or rule.file.severity}" for each in example.finds]
    expected += ["not evaluated"] if example.not_evaluated else []
    return Trial(sorted(expected), sorted(found))


def _described(rule: Rule, finding: Finding) -> str:
    variant = finding.variant if finding.code == rule.code else f"{finding.code} {finding.variant}"
    return f"{finding.path_text} {variant} {finding.severity.word}"


def edited(pack: Pack, example: Example) -> Document:
    """The pack's sound plan with an example's edits. Raises `CannotRun` for an edit at a place that is not there."""
    data = copy.deepcopy(_base(pack).data)
    for text in example.remove:
        container, last = _container(data, text)
        if isinstance(container, dict) and last not in container:
            raise CannotRun(f"example removes {text}, which is not in the sound plan")
        del container[last]
    for text, value in example.set.items():
        container, last = _container(data, text)
        container[last] = value
    for text, items in example.add.items():
        container, last = _container(data, text)
        container[last] = [*(container.get(last) or []), *items]
    # JSON is YAML: the edited plan is read like any other file.
    return read_text(json.dumps(data, ensure_ascii=False, indent=1), "example.plan.yaml")


@cache
def _base(pack: Pack) -> Document:
    return read(pack.base, "base.plan.yaml")


def _container(data: Any, text: str) -> tuple[Any, Any]:
    path = find_path(text, data)
    if not path:
        raise CannotRun(f"example edits {text}, which is not in the sound plan")
    for step in path[:-1]:
        data = data[step]
    return data, path[-1]
