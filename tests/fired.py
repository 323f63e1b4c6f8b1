"""What all rules together say of every example: ``tests/fired.txt``, which ``python -m tests.refresh`` writes.

A rule that begins to speak where another rule's example did not mean it to is a cascade, unless the edit really is wrong in both ways.
So a change of the file is read, line by line, before it is kept.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from planlint.lint.engine import Policy, lint
from planlint.pack.examples import edited
from planlint.pack.load import Pack, builtin
from planlint.rule import Example

FILE = Path(__file__).with_name("fired.txt")
_TODAY = dt.date(2026, 1, 1)


def family_lines(pack: Pack, family: str) -> list[str]:
    """A line for each example of a family: its rule, its words, and the code of each finding; a text in place of edits is a fragment."""
    codes = [code for code, rule in pack.rules.items() if rule.family == family]
    return [_line(pack, code, example) for code in codes for example in pack.examples(code) if example.text is None]


def _line(pack: Pack, code: str, example: Example) -> str:
    report = lint(edited(pack, example), Policy(pack.rules, frozenset(pack.rules), builtin().thresholds, _TODAY))
    kind, words = ("bad", example.bad) if example.bad is not None else ("good", example.good)
    found = " ".join(_counted(Counter(finding.code for finding in report.findings)))
    return f"{code} {kind}: {words} -> {found or 'nothing'}"


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
    return "\n\n".join("\n".join([f"# {family}", *family_lines(pack, family)]) for family in families(pack)) + "\n"
