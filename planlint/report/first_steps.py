"""What to do first, where a plan has more findings than a reader takes in at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from planlint.finding import Finding
from planlint.lint.report import Report
from planlint.report.summary import counted, most_important_first

_ENOUGH = 8
"""Findings that a reader takes in without being told where to begin."""
_STEPS = 7


class Step(NamedTuple):
    """A line to read: with a number what is wrong and the way out, without one a line around the steps."""

    number: int
    words: tuple[str, ...]


def first_steps(report: Report, *, above: bool = True) -> Iterator[Step]:
    """The most important rules of one plan, each with its first finding and its way out; nothing where the findings are few.

    ``above``: they stand above all findings, and not below.
    """
    if len(report.files) != 1 or report.count() <= _ENOUGH:
        return
    by_rule: dict[str, list[Finding]] = {}
    for finding in most_important_first(report):
        by_rule.setdefault(finding.code, []).append(finding)
    yield Step(0, ("Begin with these:",))
    for number, (first, *rest) in enumerate(list(by_rule.values())[:_STEPS], start=1):
        also = f" ({len(rest)} more of {first.code})" if rest else ""
        yield Step(number, (f"{first.code} {first.message}{also}", f"-> {_first_sentence(first.help)}"))
    if (more := len(by_rule) - _STEPS) > 0:
        all_of_them = "All findings follow" if above else "All findings are above"
        yield Step(0, (f"Then {counted(more, 'more rule')}. {all_of_them}; --group-by phase sorts them by phase.",))


def _first_sentence(words: str) -> str:
    """The first sentence of a text; a full stop between backquotes ends nothing."""
    text = " ".join(words.split())
    found = re.match(r"(?:`[^`]*`|[^`])*?[.!?](?=\s|$)", text)
    return found[0] if found else text
