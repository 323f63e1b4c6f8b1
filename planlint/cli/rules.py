"""``planlint rules``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from planlint.cli.completion import rule_words
from planlint.cli.options import ConfigOption, IsolatedOption

if TYPE_CHECKING:
    from planlint.pack.sources import Claim, Standard
    from planlint.rule import Rule


class RulesFormat(StrEnum):
    text = "text"
    markdown = "markdown"
    json = "json"


def rules(
    select: Annotated[
        list[str] | None, typer.Option("--select", help="Only these: codes, prefixes, names, families.", autocompletion=rule_words)
    ] = None,
    standards: Annotated[
        bool, typer.Option("--standards", help="By source: which article or principle is checked by which rules.")
    ] = False,
    essay: Annotated[bool, typer.Option("--essay", help="The claims that the rules set out to carry, and the rules of each.")] = False,
    form: Annotated[RulesFormat, typer.Option("--format", help="How the list is written.")] = RulesFormat.text,
    config: ConfigOption = None,
    isolated: IsolatedOption = False,
) -> None:
    """List the rules by family, with code, severity, name and what each finds, those of the packs in the configuration too.

    The diagnostics of a plan's form are listed with `--select PL`.
    """
    from planlint.cli.options import configuration_here
    from planlint.config.ruleset import ruleset
    from planlint.errors import CannotRun
    from planlint.pack import sources
    from planlint.pack.select import select as chosen

    found = ruleset(configuration_here(config, isolated=isolated))
    every = found.rules.values()
    form_too = _asks_for_form(select or [])
    listed = [rule for rule in chosen(every, select or [], []) if form_too or not rule.is_diagnostic]
    listed.sort(key=lambda rule: (rule.is_diagnostic, rule.pack != "planlint", rule.pack, rule.family, rule.code))
    if standards and essay:
        raise CannotRun("--standards and --essay exclude each other")
    if standards:
        typer.echo(_standards(sources.standards(listed), form))
        return
    if essay:
        wanted = [(pack.manifest.claims, pack.rules.keys()) for pack in found.packs]
        carried = [claim for own, codes in wanted for claim in sources.claims(own, [rule for rule in listed if rule.code in codes])]
        typer.echo(_claims(carried, form))
        return
    match form:
        case RulesFormat.json:
            typer.echo(_json([_entry(rule, found.off.get(rule.code)) for rule in listed]))
        case RulesFormat.markdown:
            typer.echo(markdown(listed))
        case RulesFormat.text:
            typer.echo(_text(listed, found.off))


def _standards(listed: Sequence[Standard], form: RulesFormat) -> str:
    rows = [(each.title, where, " ".join(codes)) for each in listed for where, codes in each.places.items()]
    match form:
        case RulesFormat.json:
            return _json([{"source": title, "where": where, "rules": codes.split()} for title, where, codes in rows])
        case RulesFormat.markdown:
            return _table(("source", "where", "rules"), rows)
        case RulesFormat.text:
            lines = [
                line for each in listed for line in ("", each.title, *(_indented(where, codes) for where, codes in each.places.items()))
            ]
            return "\n".join(lines[1:])


def _indented(where: str, codes: Sequence[str]) -> str:
    return f"  {where}: {' '.join(codes)}" if where else f"  {' '.join(codes)}"


def _claims(listed: Sequence[Claim], form: RulesFormat) -> str:
    match form:
        case RulesFormat.json:
            return _json([{"claim": each.number, "words": each.words, "rules": list(each.codes)} for each in listed])
        case RulesFormat.markdown:
            return _table(("claim", "says", "rules"), [(str(each.number), each.words, " ".join(each.codes)) for each in listed])
        case RulesFormat.text:
            return "\n".join(f"{each.number:>3}  {each.words}: {' '.join(each.codes) or 'no rule'}" for each in listed)


def _json(rows: Sequence[Mapping[str, object]]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join([f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *(f"| {' | '.join(row)} |" for row in rows)])


def _asks_for_form(select: list[str]) -> bool:
    return any(word.upper().startswith("PL") or word == "plan-form" for word in select)


def _entry(rule: Rule, off: str | None) -> dict[str, object]:
    return {
        "code": rule.code,
        "name": rule.name,
        "family": rule.family,
        "severity": rule.file.severity,
        "title": rule.file.title,
        "profile": rule.file.profile,
        "waivable": rule.is_waivable,
        "pack": rule.pack,
        "version": rule.version,
        "off": off,
    }


def markdown(listed: Sequence[Rule]) -> str:
    """The rules as a Markdown table; the README holds the same table. Where several packs are listed, it says whose each rule is."""
    several = len({rule.pack for rule in listed}) > 1
    head = ("code", "name", "severity", "finds", *(("pack",) if several else ()))
    rows = [(rule.code, rule.name, rule.file.severity, rule.file.title, f"{rule.pack} {rule.version}") for rule in listed]
    return _table(head, [row[: len(head)] for row in rows])


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
