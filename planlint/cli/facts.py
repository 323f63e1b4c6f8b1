"""``planlint facts``."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from planlint.cli.exits import ExitCode


class FactsFormat(StrEnum):
    text = "text"
    json = "json"


def facts(
    plan: Annotated[Path, typer.Argument(help="A plan.")],
    form: Annotated[FactsFormat, typer.Option("--format", help="How the facts are written.")] = FactsFormat.text,
) -> None:
    """Show what planlint derives from a plan: dates, authorities, groups; useful to understand a finding."""
    from planlint.config.policy import thresholds
    from planlint.config.settings import configuration_for
    from planlint.errors import CannotRun, Unreadable
    from planlint.facts import Facts
    from planlint.facts.summary import summary
    from planlint.run.discover import read_plan
    from planlint.schema.conform import conform
    from planlint.source.reader import read

    try:
        document = read(read_plan(plan), str(plan))
    except Unreadable:
        raise CannotRun(f"{plan}: not readable as a plan; planlint check {plan} says why") from None
    conformed = conform(document)
    if conformed.plan is None:
        raise CannotRun(f"{plan}: does not fit the schema; planlint check {plan} says why")
    found = summary(Facts(conformed.plan, document.data, thresholds(configuration_for(plan))))
    if form is FactsFormat.json:
        typer.echo(json.dumps({name: value for name, (_, value) in found.items()}, ensure_ascii=False, indent=2))
    else:
        width = max(len(meaning) for meaning, _ in found.values())
        for meaning, value in found.values():
            shown = ", ".join(value) or "none" if isinstance(value, tuple) else "not known" if value is None else str(value)
            typer.echo(f"{meaning:<{width}}  {shown}")
    raise typer.Exit(ExitCode.CLEAN)
