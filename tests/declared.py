"""What no example can show of a rule: ``tests/declared.txt``, which ``python -m tests.refresh`` writes.

Whether a waiver helps, how far a plan must be, which claims a rule carries: such a word can change without any finding changing. Here it
changes a line, and the change is read before it is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from planlint.pack.load import Pack
from planlint.rule import Rule

FILE = Path(__file__).with_name("declared.txt")


def line(rule: Rule) -> str:
    """A rule's code and name, and whatever of it no example shows."""
    return f"{rule.code} {rule.name}: {', '.join(_said(rule))}"


def _said(rule: Rule) -> Iterator[str]:
    file = rule.file
    yield file.severity
    yield from (f"{name} {severity}" for name, severity in file.severities.items())
    yield f"from {file.profile} on"
    yield f"for {file.applies or 'every plan'}"
    if not rule.is_waivable:
        yield "not waivable"
    if file.emergency:
        yield "lower in an emergency"
    if file.judges_unknowns:
        yield "judges unknowns itself"
    if file.not_applicable_at is not None:
        yield f"not applicable at {file.not_applicable_at}"
    if file.essay:
        yield f"claims {' '.join(map(str, sorted(file.essay)))}"


def written() -> list[str]:
    return FILE.read_text("utf-8").splitlines()


def text(pack: Pack) -> str:
    """The file as it would be written now."""
    return "".join(f"{line(rule)}\n" for rule in pack.rules.values())
