"""``planlint check``, as typer sees it: its options are those of `planlint.cli.asked`."""

from __future__ import annotations

from dataclasses import fields
from inspect import Parameter, Signature
from pathlib import Path
from typing import Any, get_type_hints

import typer

from planlint.cli import asked
from planlint.cli.completion import formats, rule_words, written_formats
from planlint.cli.judge import judge
from planlint.finding import AskedProfile
from planlint.report import FORMATS, GroupBy

_MEANT = {
    "Argument": typer.Argument,
    "AskedProfile": AskedProfile,
    "FORMATS": FORMATS,
    "GroupBy": GroupBy,
    "Option": typer.Option,
    "Path": Path,
    "formats": formats,
    "rule_words": rule_words,
    "written_formats": written_formats,
}
"""What the annotations of the options speak of."""


def check(**options: Any) -> None:
    """Check plans against the schema and the rules.

    Each finding says what is wrong, where, why it matters and how to mend it. The last line counts them, and counts the rules
    that could not be evaluated, so that silence is never taken for a pass.
    """
    raise typer.Exit(judge(asked.Wanted(**options)))


_HINTS = get_type_hints(asked.Wanted, localns=_MEANT, include_extras=True)
check.__annotations__ = _HINTS
check.__signature__ = Signature(  # type: ignore[attr-defined]  # typer makes the options of a function's signature
    [Parameter(each.name, Parameter.KEYWORD_ONLY, default=each.default, annotation=_HINTS[each.name]) for each in fields(asked.Wanted)]
)
