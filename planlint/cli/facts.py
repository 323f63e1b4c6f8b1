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
    from planlint.lint.engine import wording_of
    from planlint.lint.open_points import questions, rests_on
    from planlint.pack.load import builtin
    from planlint.report.summary import act_words, question_words
    from planlint.report.visible import visible
    from planlint.run.discover import read_plan
    from planlint.schema.conform import conform
    from planlint.source.reader import read

    try:
        document = read(read_plan(plan), str(plan))
    except Unreadable:
        raise CannotRun(f"{plan}: not readable as a plan; planlint check {plan} says why") from None
    conformed = conform(document, wording=wording_of(builtin().rules))
    if conformed.plan is None:
        raise CannotRun(f"{plan}: does not fit the schema; planlint check {plan} says why")
    plan_facts = Facts(conformed.plan, document.data, thresholds(configuration_for(plan)))
    found, gaps, acts = summary(plan_facts), questions(document, plan_facts), rests_on(document, plan_facts)
    if form is FactsFormat.json:
        listed = {
            "open_questions": [{"path": each.path_text, "owner": each.owner, "due": each.due} for each in gaps],
            "rests_on": [
                {"act": each.act, "path": each.path_text, "by": each.by, "on": each.on, "named": each.named, "still_to_happen": each.ahead}
                for each in acts
            ],
        }
        typer.echo(json.dumps({name: value for name, (_, value) in found.items()} | listed, ensure_ascii=False, indent=2))
    else:
        width = max(len(meaning) for meaning, _ in found.values())
        for meaning, value in found.values():
            shown = ", ".join(value) or "none" if isinstance(value, tuple) else "not known" if value is None else str(value)
            typer.echo(f"{meaning:<{width}}  {shown}")
        for gap in gaps:
            typer.echo(visible(f"open question: {gap.path_text}, {question_words(gap)}"))
        for act in acts:
            typer.echo(visible(f"{'still to happen' if act.ahead else 'rests on'}: {act.act} at {act.path_text}, {act_words(act)}"))
    raise typer.Exit(ExitCode.CLEAN)
