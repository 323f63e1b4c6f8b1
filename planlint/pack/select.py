"""Choosing among rules by code, code prefix, name or family."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from planlint.errors import CannotRun
from planlint.rule import Rule
from planlint.schema.misfit import nearest


def select(rules: Iterable[Rule], wanted: Sequence[str], unwanted: Sequence[str]) -> list[Rule]:
    """The rules that selectors leave: code, code prefix, name or family; an empty ``wanted`` means all.

    What the schema finds always stays: a plan that does not fit cannot be checked. Raises `CannotRun` for a selector that fits no rule.
    """
    every = list(rules)
    chosen = {rule.code for rule in every if not wanted} | {code for word in wanted for code in matching(every, word)}
    dropped = {code for word in unwanted for code in matching(every, word)}
    by_schema = {rule.code for rule in every if rule.file.by == "schema"}
    if hidden := sorted(by_schema & dropped):
        raise CannotRun(f"{', '.join(hidden)} cannot be ignored: a plan that does not fit its schema cannot be checked")
    return [rule for rule in every if rule.code in by_schema or rule.code in chosen - dropped]


def matching(rules: Sequence[Rule], word: str) -> list[str]:
    """The codes of the rules that a selector, or several parted by commas, means; raises `CannotRun` where one means none."""
    if "," in word:
        return [code for each in word.split(",") if each.strip() for code in matching(rules, each.strip())]
    by_code = [rule.code for rule in rules if word and rule.code.startswith(word.upper())]
    by_name = [rule.code for rule in rules if word.lower() in (rule.name, rule.family)]
    if by_code or by_name:
        return [*by_code, *by_name]
    known = {name for rule in rules for name in (rule.code, rule.name, rule.family)}
    near = nearest(word, known)
    raise CannotRun(f"no rule is called {word!r}" + (f"; did you mean {near}?" if near else "; see: planlint rules"))
