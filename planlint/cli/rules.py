"""``planlint rules``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from planlint.rule import Rule


class RulesFormat(StrEnum):
    text = "text"
    markdown = "markdown"
    json = "json"


def rules(
    select: Annotated[list[str] | None, typer.Option("--select", help="Only these: codes, prefixes, names or families.")] = None,
    form: Annotated[RulesFormat, typer.Option("--format", help="How the list is written.")] = RulesFormat.text,
) -> None:
    """List the rules by family, with code, severity, name and what each finds.

    The diagnostics of a plan's form are listed with `--select PL`.
    """
    from planlint.pack import builtin
    from planlint.pack import select as chosen

    every = builtin().rules.values()
    form_too = _asks_for_form(select or [])
    listed = [rule for rule in chosen(every, select or [], []) if form_too or not rule.is_diagnostic]
    listed.sort(key=lambda rule: (rule.is_diagnostic, rule.family, rule.code))
    match form:
        case RulesFormat.json:
            typer.echo(json.dumps([_entry(rule) for rule in listed], ensure_ascii=False, indent=2))
        case RulesFormat.markdown:
            typer.echo(markdown(listed))
        case RulesFormat.text:
            typer.echo(_text(listed))


def _asks_for_form(select: list[str]) -> bool:
    return any(word.upper().startswith("PL") or word == "plan-form" for word in select)


def _entry(rule: Rule) -> dict[str, object]:
    return {
        "code": rule.code,
        "name": rule.name,
        "family": rule.family,
        "severity": rule.file.severity,
        "title": rule.file.title,
        "waivable": rule.file.waivable and not rule.is_diagnostic,
        "pack": rule.pack,
    }


def markdown(listed: Sequence[Rule]) -> str:
    """The rules as a Markdown table; the README holds the same table."""
    rows = [f"| {rule.code} | {rule.name} | {rule.file.severity} | {rule.file.title} |" for rule in listed]
    return "\n".join(["| code | name | severity | finds |", "|---|---|---|---|", *rows])


def _text(listed: Sequence[Rule]) -> str:
    width = max(len(rule.name) for rule in listed)
    lines: list[str] = []
    family = ""
    for rule in listed:
        if rule.family != family:
            family = rule.family
            lines += ["", family.replace("-", " ")]
        lines.append(f"  {rule.code}  {rule.file.severity:<7}  {rule.name:<{width}}  {rule.file.title}")
    families = len({rule.family for rule in listed})
    counted = "1 family" if families == 1 else f"{families} families"
    lines += ["", f"{len(listed)} rules in {counted}. planlint explain CODE says more."]
    return "\n".join(lines[1:])
