"""What rules rest on: the sources that somebody has read, and the claims that a pack set out to carry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from planlint.rule import Rule

NO_SOURCE = "no source: project threshold or consistency of the plan itself"


class Standard(NamedTuple):
    """A source, and for each place in it the codes of the rules that check it."""

    title: str
    places: Mapping[str, tuple[str, ...]]


class Claim(NamedTuple):
    """Something that a pack set out to carry, and the codes of the rules that do."""

    number: int
    words: str
    codes: tuple[str, ...]


def standards(rules: Iterable[Rule]) -> list[Standard]:
    """The sources by title; only what somebody has read is cited. Rules that rest on none of them are listed last."""
    found: dict[str, dict[str, list[str]]] = {}
    for rule in rules:
        read = [source for source in rule.file.sources if source.read]
        for source in read:
            found.setdefault(source.title, {}).setdefault(source.where, []).append(rule.code)
        if not read:
            found.setdefault(NO_SOURCE, {}).setdefault("", []).append(rule.code)
    titles = sorted(found, key=lambda title: (title == NO_SOURCE, title.casefold()))
    return [Standard(title, {where: tuple(codes) for where, codes in sorted(found[title].items())}) for title in titles]


def claims(wanted: Mapping[int, str], rules: Iterable[Rule]) -> list[Claim]:
    """A pack's claims in their order, with the rules that carry each."""
    carrying = [(rule.code, rule.file.essay) for rule in rules]
    return [
        Claim(number, words, tuple(code for code, carried in carrying if number in carried)) for number, words in sorted(wanted.items())
    ]
