"""What all rules together say of every example: ``tests/fired.txt``, which ``python -m tests.refresh`` writes.

A rule that begins to speak where another rule's example did not mean it to is a cascade, unless the edit really is wrong in both ways.
So a change of the file is read, line by line, before it is kept.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from planlint.lint.engine import Policy, lint
from planlint.lint.report import FileReport
from planlint.pack.load import Pack
from planlint.rule import Example, Rule
from tests.plans import unplaced

FILE = Path(__file__).with_name("fired.txt")
_TODAY = dt.date(2026, 1, 1)


class Fired(NamedTuple):
    """An example of a rule, and the report of all rules on it."""

    rule: Rule
    example: Example
    report: FileReport

    @property
    def name(self) -> str:
        kind, words = ("bad", self.example.bad) if self.example.bad is not None else ("good", self.example.good)
        return f"{self.rule.code} {kind}: {words}"

    @property
    def line(self) -> str:
        """The code of each finding."""
        found = " ".join(_counted(Counter(finding.code for finding in self.report.findings)))
        return f"{self.name} -> {found or 'nothing'}"

    @property
    def expected(self) -> list[str]:
        """What the example says of its own rule: each finding as ``path message severity``."""
        rule = self.rule
        said = [f"{each.at} {each.message} {each.severity or rule.severity_of(each.message).word}" for each in self.example.finds]
        return sorted(said + ["not evaluated"] * self.example.not_evaluated)

    @property
    def found(self) -> list[str]:
        """What the rule says beside all others."""
        code, report = self.rule.code, self.report
        said = [
            f"{each.path_text} {each.variant} {each.severity.word}" for each in report.findings if each.code == code and not each.accepted
        ]
        return sorted(said + ["not evaluated"] * any(each.code == code for each in report.not_evaluated))


def fired(pack: Pack, family: str) -> Iterator[Fired]:
    """Every example of a family; a text in place of edits is a fragment, in which all else is missing."""
    every = Policy(pack.rules, frozenset(pack.rules), pack.thresholds, _TODAY)
    for code, rule in pack.rules.items():
        for example in pack.examples(code) if rule.family == family else ():
            if example.text is None:
                yield Fired(rule, example, lint(unplaced(example), every))


def _counted(codes: Counter[str]) -> Iterator[str]:
    return (code if number == 1 else f"{code} ({number})" for code, number in sorted(codes.items()))


def families(pack: Pack) -> list[str]:
    return list(dict.fromkeys(rule.family for rule in pack.rules.values()))


def written() -> dict[str, list[str]]:
    """The lines of the file by family."""
    sections = FILE.read_text("utf-8").strip("\n").split("\n\n")
    return {head.removeprefix("# "): lines for head, *lines in (section.split("\n") for section in sections)}


def text(pack: Pack) -> str:
    """The file as it would be written now."""
    return "\n\n".join("\n".join([f"# {family}", *(each.line for each in fired(pack, family))]) for family in families(pack)) + "\n"
