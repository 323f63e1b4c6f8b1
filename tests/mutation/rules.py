"""Mutants of rule files: one changed operator, number, word or attribute."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from planlint.errors import CannotRun
from planlint.pack.load import Pack, expressions
from planlint.rule import Rule, RuleFile

_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_PLACES: list[tuple[re.Pattern[str], list[str]]] = [
    (re.compile(r"<=(?!=)"), ["<"]),
    (re.compile(r"<(?!=)"), ["<="]),
    (re.compile(r">="), [">"]),
    (re.compile(r">(?!=)"), [">="]),
    (re.compile(r"=="), ["!="]),
    (re.compile(r"!="), ["=="]),
    (re.compile(r"&&"), ["||"]),
    (re.compile(r"\|\|"), ["&&"]),
    (re.compile(r"!(?!=)"), [""]),
    (re.compile(r"\btrue\b"), ["false"]),
    (re.compile(r"\bfalse\b"), ["true"]),
    (re.compile(r"\.all\("), [".exists("]),
    (re.compile(r"\.exists\("), [".all("]),
    (re.compile(r"(?<![\w.])[0-9]+(?![\w.])"), ["+1", "-1"]),
]
_SEVERITIES = ("error", "warning", "info")
_PROFILES = ("draft", "review", "approval")


class RuleMutant(NamedTuple):
    """A rule with one changed place in its file."""

    code: str
    place: str
    before: str
    after: str
    rule: Rule

    @property
    def key(self) -> str:
        return f"{self.code} {self.place}: {self.before} => {self.after}"


def mutants_of(pack: Pack, code: str) -> list[RuleMutant]:
    """Every mutant of a rule file that can still be loaded."""
    document, file = pack.rule_file(code)
    made = []
    for place, before, after, update in _updates(file):
        changed = file.model_copy(update=update)
        rule = pack.rules[code].changed(file=changed)
        if changed.assert_ is not None:
            try:
                rule = rule.changed(check=expressions(code, document, changed, pack.overlay))
            except CannotRun:
                continue
        made.append(RuleMutant(code, place, before, after, rule))
    return made


Update = tuple[str, str, str, dict[str, Any]]


def _updates(file: RuleFile) -> Iterator[Update]:
    yield from _expressions(file)
    yield from _attributes(file)
    for name, value in file.values.items():
        for shown, other in _other_values(value):
            yield f"policy.{name}", str(value), shown, {"policy": {**file.policy, name: other}}
    for name in file.messages:
        if len(file.messages) > 1:
            update: dict[str, Any] = {"messages": _without(file.messages, name)}
            if isinstance(file.assert_, dict) and name in file.assert_:
                update["assert_"] = _without(file.assert_, name)
            yield "messages", name, "", update
    for name, severity in file.severities.items():
        for word in _SEVERITIES:
            if word != severity:
                yield f"severities.{name}", severity, word, {"severities": {**file.severities, name: word}}


def _expressions(file: RuleFile) -> Iterator[Update]:
    if file.when is not None:
        for before, after, text in _changed(file.when):
            yield "when", before, after, {"when": text}
        yield "when", "all of it", "", {"when": None}
    asserted = file.assert_
    if isinstance(asserted, str):
        for before, after, text in _changed(asserted):
            yield "assert", before, after, {"assert_": text}
    for name, expression in asserted.items() if isinstance(asserted, dict) else ():
        for before, after, text in _changed(expression):
            yield f"assert.{name}", before, after, {"assert_": {**asserted, name: text}} if isinstance(asserted, dict) else {}


def _changed(text: str) -> Iterator[tuple[str, str, str]]:
    """The places of an expression, as they are and changed, and the whole expression then."""
    bare = _QUOTED.sub(lambda quoted: "_" * len(quoted[0]), text)
    for pattern, others in _PLACES:
        for found in pattern.finditer(bare):
            for other in others:
                new = str(int(found[0]) + int(other)) if other in ("+1", "-1") else other
                around = slice(max(0, found.start() - 50), found.end() + 50)
                yield text[around], f"{found[0]} to {new}", text[: found.start()] + new + text[found.end() :]


def _attributes(file: RuleFile) -> Iterator[Update]:
    other_words = {"severity": _SEVERITIES, "profile": _PROFILES, "applies": (None, "recovery", "entry", "enforcement")}
    for name, words in other_words.items():
        value = getattr(file, name)
        yield from ((name, str(value), str(word), {name: word}) for word in words if word != value)
    for name in ("waivable", "emergency", "judges_unknowns"):
        value = getattr(file, name)
        yield name, str(value), str(not value), {name: not value}
    for claim in file.essay:
        yield "essay", str(claim), "", {"essay": [each for each in file.essay if each != claim]}
    if file.not_applicable_at is not None:
        yield "not_applicable_at", file.not_applicable_at, "", {"not_applicable_at": None}


def _other_values(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, bool):
        yield str(not value), not value
    elif isinstance(value, int | float):
        yield from ((str(other), other) for other in (value + 1, value - 1))
    elif isinstance(value, list):
        yield from ((f"without {item}", [each for each in value if each != item]) for item in value)


def _without(texts: dict[str, str], name: str) -> dict[str, str]:
    return {key: text for key, text in texts.items() if key != name}
