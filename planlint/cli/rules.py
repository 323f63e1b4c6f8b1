"""``planlint rules``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from planlint.cli.configured import ConfigOption, IsolatedOption

if TYPE_CHECKING:
    from planlint.rule import Rule


class RulesFormat(StrEnum):
    text = "text"
    markdown = "markdown"
    json = "json"


def rules(
    select: Annotated[list[str] | None, typer.Option("--select", help="Only these: codes, prefixes, names or families.")] = None,
    form: Annotated[RulesFormat, typer.Option("--format", help="How the list is written.")] = RulesFormat.text,
    config: ConfigOption = None,
    isolated: IsolatedOption = False,
) -> None:
    """List the rules by family, with code, severity, name and what each finds, those of the packs in the configuration too.

    The diagnostics of a plan's form are listed with `--select PL`.
    """
    from planlint.cli.configured import configuration_here
    from planlint.pack import select as chosen
    from planlint.ruleset import ruleset

    found = ruleset(configuration_here(config, isolated=isolated))
    every = found.rules.values()
    form_too = _asks_for_form(select or [])
    listed = [rule for rule in chosen(every, select or [], []) if form_too or not rule.is_diagnostic]
    listed.sort(key=lambda rule: (rule.is_diagnostic, rule.pack != "planlint", rule.pack, rule.family, rule.code))
    match form:
        case RulesFormat.json:
            typer.echo(json.dumps([_entry(rule, found.off.get(rule.code)) for rule in listed], ensure_ascii=False, indent=2))
        case RulesFormat.markdown:
            typer.echo(markdown(listed))
        case RulesFormat.text:
            typer.echo(_text(listed, found.off))


def _asks_for_form(select: list[str]) -> bool:
    return any(word.upper().startswith("PL") or word == "plan-form" for word in select)


def _entry(rule: Rule, off: str | None) -> dict[str, object]:
    return {
        "code": rule.code,
        "name": rule.name,
        "family": rule.family,
        "severity": rule.file.severity,
        "title": rule.file.title,
        "waivable": rule.file.waivable and not rule.is_diagnostic,
        "pack": rule.pack,
        "version": rule.version,
        "off": off,
    }


def markdown(listed: Sequence[Rule]) -> str:
    """The rules as a Markdown table; the README holds the same table. Where several packs are listed, it says whose each rule is."""
    several = len({rule.pack for rule in listed}) > 1
    rows = [("code", "name", "severity", "finds", "pack"), ("---",) * 5]
    rows += [(rule.code, rule.name, rule.file.severity, rule.file.title, f"{rule.pack} {rule.version}") for rule in listed]
    lines = [f"| {' | '.join(row if several else row[:-1])} |" for row in rows]
    return "\n".join(lines).replace("| --- | --- | --- | --- |", "|---|---|---|---|")


def _text(listed: Sequence[Rule], off: Mapping[str, str]) -> str:
    if not listed:
        return "no rules"
    width = max(len(rule.name) for rule in listed)
    lines: list[str] = []
    group = ("", "")
    for rule in listed:
        if (rule.pack, rule.family) != group:
            group = (rule.pack, rule.family)
            whose = "" if rule.pack == "planlint" else f" ({rule.pack} {rule.version})"
            lines += ["", rule.family.replace("-", " ") + whose]
        lines.append(f"  {rule.code}  {rule.file.severity:<7}  {rule.name:<{width}}  {rule.file.title}")
        if rule.code in off:
            lines.append(f"         switched off: {off[rule.code]}")
    families = len({rule.family for rule in listed})
    counted = "1 family" if families == 1 else f"{families} families"
    lines += ["", f"{len(listed)} rules in {counted}. planlint explain CODE says more."]
    return "\n".join(lines[1:])
