"""``planlint explain``."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Annotated

import typer

from planlint.cli.completion import rule_words
from planlint.cli.options import ConfigOption, IsolatedOption

if TYPE_CHECKING:
    from planlint.pack.load import Pack
    from planlint.rule import Example, Limit, Rule

_WIDTH = 100
_IDS = re.compile(r"\[[^\]]*\]")


def explain(
    code: Annotated[
        str,
        typer.Argument(
            help="A rule: its code (LE106) or its name (entry-authorisation-gap); or a profile: draft, review, approval.",
            autocompletion=rule_words,
        ),
    ],
    config: ConfigOption = None,
    isolated: IsolatedOption = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Also say where in planlint the rule and its check stand.")] = False,
) -> None:
    """Say why a finding matters, how to mend it, what it rests on, and show examples; of rules of your packs as well."""
    from planlint.cli.options import configuration_here
    from planlint.config.ruleset import ruleset
    from planlint.errors import CannotRun
    from planlint.lint.profiles import MEANINGS
    from planlint.schema.misfit import nearest

    meaning = next((words for name, words in MEANINGS.items() if name == code.lower()), None)
    if meaning is not None:
        typer.echo("\n".join([f"profile {code.lower()}", "", *_wrap(f"A plan meets it when: {meaning}")]))
        return
    found = ruleset(configuration_here(config, isolated=isolated))
    rule = next((rule for rule in found.rules.values() if code.upper() == rule.code or code.lower() == rule.name), None)
    if rule is None:
        near = nearest(code, [word for each in found.rules.values() for word in (each.code, each.name)])
        raise CannotRun(f"no rule is called {code!r}" + (f"; did you mean {near}?" if near else "; see: planlint rules"))
    pack = found.pack_of(rule)
    typer.echo("\n".join(_page(pack, rule, found.off.get(rule.code))))
    if verbose:
        typer.echo("\n".join(["", "Where it stands", *_places(pack, rule)]))


def _places(pack: Pack, rule: Rule) -> list[str]:
    """The rule's file, and the file and line of its check, as they are known from planlint's own folder or from the pack's."""
    from planlint.checks.find import find_check

    places = [f"  - rule: {pack.contents.folder / pack.names[rule.code]}"]
    if rule.file.check is not None and (code := getattr(find_check(rule.file.check), "__code__", None)) is not None:
        places.append(f"  - check: {code.co_filename}:{code.co_firstlineno}")
    return places


def _page(pack: Pack, rule: Rule, off: str | None) -> list[str]:
    file = rule.file
    page = [f"{rule.code} {rule.name} ({file.severity}, {rule.family})", "", *_wrap(file.title)]
    page += ["", *_wrap(f"The configuration switches it off: {off}")] if off else []
    page += ["", "Why", *_wrap(file.why.strip()), "", "What to do", *_wrap(rule.help.strip())]
    page += ["", "What it says", *(line for words in rule.messages for line in _wrap(words, bullet=True))]
    page += ["", "How it behaves", *(line for words in _behaviour(rule, pack) for line in _wrap(words, bullet=True))]
    page += _expressions(rule)
    if read := [source for source in file.sources if source.read]:
        page += ["", "Sources"]
        cited = [f"{source.title}: {source.where}" if source.where else source.title for source in read]
        page += [line for source in cited for line in _wrap(source, bullet=True)]
    if examples := pack.examples(rule.code):
        page += ["", "Examples (edits of the pack's sound plan)"]
        page += [line for example in examples for line in _example(example)]
    return page


def _expressions(rule: Rule) -> list[str]:
    """What a rule of expressions asks, in its own words."""
    file = rule.file
    if file.assert_ is None:
        return []
    asked = {"": file.assert_} if isinstance(file.assert_, str) else file.assert_
    lines = [f"  for     {' '.join(file.for_.split())}"] if file.for_ else []
    lines += [f"  when    {' '.join(file.when.split())}"] if file.when else []
    lines += [f"  assert  {f'{name}: ' if name else ''}{' '.join(text.split())}" for name, text in asked.items()]
    lines += [f"  policy  {name}: {value}" for name, value in file.values.items()]
    return ["", "What it asks", *lines]


def _limit(name: str, limit: Limit) -> str:
    return f"Value {name}: {limit.value}. {limit.about} ({limit.rests_on})."


def _behaviour(rule: Rule, pack: Pack) -> list[str]:
    from planlint.pack.load import builtin
    from planlint.rule import Limit

    if rule.is_diagnostic:
        switched = "cannot be switched off or waived" if rule.file.by == "schema" else "cannot be waived"
        return [f"It speaks of the plan's form and {switched}."]
    file = rule.file
    words = [f"It applies to plans where {' '.join(file.applies.split())}." if file.applies else "It applies to every plan."]
    words.append("A waiver or comment with reason, approver and expiry can accept it." if file.waivable else "It cannot be waived.")
    if not file.judges_unknowns:
        words.append("A value that is unknown is reported one severity lower where `unknowns` names an owner and a date in time.")
    if file.emergency:
        words.append("Imminent danger to life that a local authority declared lowers it one step.")
    if file.not_applicable_at:
        words.append(f"`{file.not_applicable_at}: {{not_applicable: reason}}` switches it off; the reason stays visible.")
    words += [_limit(name, each) for name, each in file.policy.items() if isinstance(each, Limit)]
    for name in file.thresholds:
        words.append(_limit(name, builtin().manifest.thresholds[name]))
    words += _states(rule, pack)
    words.append(f"It comes from pack {rule.pack} {rule.version}.")
    return words


_OUTCOMES = {
    "found": "the rule finds it",
    "not_judged": "the rule cannot judge",
    "passed": "the rule is silent",
    "not_applicable": "the rule does not apply",
}
_STATE_WORDS = {"not_stated": "not stated", "none": "none", "unknown": "unknown", "not_applicable": "declared not applicable"}


def _states(rule: Rule, pack: Pack) -> list[str]:
    """What the states of its chief value do to it, the states with one outcome together."""
    if (said := rule.file.states) is None:
        return []
    outcomes: dict[str, list[str]] = {}
    for state, outcome in said.outcomes(pack.manifest.states).model_dump().items():
        outcomes.setdefault(outcome, []).append(_STATE_WORDS[state])
    words = "; ".join(f"{', '.join(states)}: {_OUTCOMES[outcome]}" for outcome, states in outcomes.items())
    return [f"By what the plan says at `{_IDS.sub('[…]', said.at)}`: {words}."]


def _example(example: Example) -> list[str]:
    lines = _wrap(f"{'bad' if example.bad else 'good'}: {example.bad or example.good}", bullet=True)
    edits = [f"{path}: {_short(value)}" for path, value in example.set.items()]
    edits += [f"{path}: + {_short(item)}" for path, items in example.add.items() for item in items]
    edits += [f"{path} taken out" for path in example.remove]
    edits += example.text.splitlines() if example.text is not None else []
    return lines + [f"      {edit}" for edit in edits]


def _short(value: object) -> str:
    import json

    return textwrap.shorten(json.dumps(value, ensure_ascii=False).replace('"', ""), 90, placeholder=" …")


def _wrap(text: str, *, bullet: bool = False) -> list[str]:
    first, rest = ("  - ", "    ") if bullet else ("  ", "  ")
    return textwrap.wrap(" ".join(text.split()), _WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False) or [first]
