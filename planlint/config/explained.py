"""What holds for a plan, and who said so: the settings of its configuration, with file and key of each, and what is default."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planlint.config.places import Layer, Said
from planlint.config.policy import thresholds
from planlint.config.ruleset import Ruleset
from planlint.config.settings import Configuration, Placed, beside
from planlint.facts.thresholds import Thresholds
from planlint.pack.found import find_packs
from planlint.pack.load import Pack, builtin
from planlint.pack.select import matching

_ELSEWHERE = ("extends", "per_file", "packs", "severity", "off", "thresholds", "policy")
"""Settings that have a part of their own in what is explained."""


class Setting(NamedTuple):
    """A setting, its value, the value that it has where nobody says anything, and who said it (None: nobody)."""

    key: str
    value: object
    default: object
    said: Said | None


class RuleSetting(NamedTuple):
    """What a configuration makes of a rule: ``off``, ``ignored``, ``not selected`` or ``severity``; ``words`` say more."""

    code: str
    name: str
    what: str
    words: str
    said: Said | None


class LoadedPack(NamedTuple):
    """A pack and who named it."""

    pack: Pack
    said: Said | None


class Effective(NamedTuple):
    """All of it. ``layers`` are the configuration files, the nearest first; ``overrides`` are those that hold, and the others."""

    layers: tuple[Layer, ...]
    overrides: tuple[Placed, ...]
    others: tuple[Placed, ...]
    packs: tuple[LoadedPack, ...]
    settings: tuple[Setting, ...]
    rules: tuple[RuleSetting, ...]
    thresholds: tuple[Setting, ...]
    policy: tuple[Setting, ...]


def effective(configuration: Configuration, found: Ruleset) -> Effective:
    """What a configuration, as it is for one file, makes of the rules that it loads."""
    applied = configuration.applied
    return Effective(
        layers=configuration.layers[::-1],
        overrides=applied,
        others=tuple(each for each in configuration.overrides if each not in applied),
        packs=tuple(_packs(configuration, found)),
        settings=tuple(_settings(configuration)),
        rules=tuple(_rules(configuration, found)),
        thresholds=tuple(_thresholds(configuration)),
        policy=tuple(_policy(configuration, found)),
    )


def _packs(configuration: Configuration, found: Ruleset) -> Iterator[LoadedPack]:
    yield LoadedPack(builtin(), None)
    by_folder = {pack.contents.folder: pack for pack in found.third_party}
    for name in configuration.packs:
        naming = (layer for layer in configuration.layers if name in {beside(layer.file, each) for each in layer.table.get("packs", ())})
        said = next((Said(layer, ("packs",)) for layer in naming), None)
        yield from (LoadedPack(by_folder[folder], said) for folder in find_packs(name))


def _settings(configuration: Configuration) -> Iterator[Setting]:
    default = Configuration()
    for name, field in Configuration.model_fields.items():
        if name not in _ELSEWHERE:
            key = field.alias or name
            yield Setting(key, getattr(configuration, name), getattr(default, name), configuration.said(key))


def _rules(configuration: Configuration, found: Ruleset) -> Iterator[RuleSetting]:
    every = list(found.rules.values())
    meant = {word: matching(every, word) for word in (*configuration.ignore, *configuration.off, *configuration.severity)}
    selected = {code for word in configuration.select for code in matching(every, word)}
    severities = sorted(configuration.severity, key=lambda word: -len(meant[word]))
    for rule in every:
        if word := next((word for word in reversed(configuration.off) if rule.code in meant[word]), None):
            yield RuleSetting(rule.code, rule.name, "off", configuration.off[word], configuration.said("off", word))
        if any(rule.code in meant[word] for word in configuration.ignore):
            yield RuleSetting(rule.code, rule.name, "ignored", "", configuration.said("ignore"))
        elif configuration.select and rule.code not in selected and rule.file.by != "schema":
            yield RuleSetting(rule.code, rule.name, "not selected", "", configuration.said("select"))
        if word := next((word for word in reversed(severities) if rule.code in meant[word]), None):
            own = found.pack_of(rule).rules[rule.code].file.severity
            words = f"{rule.file.severity}, {'which is its own' if rule.file.severity == own else f'its own is {own}'}"
            yield RuleSetting(rule.code, rule.name, "severity", words, configuration.said("severity", word))


def _thresholds(configuration: Configuration) -> Iterator[Setting]:
    default, held = builtin().thresholds, thresholds(configuration)
    for name in Thresholds.model_fields:
        yield Setting(name, getattr(held, name), getattr(default, name), configuration.said("thresholds", name))


def _policy(configuration: Configuration, found: Ruleset) -> Iterator[Setting]:
    for code, values in configuration.policy.items():
        own = found.pack_of(found.rules[code]).rules[code].file.values
        for name, value in values.items():
            yield Setting(f"{code}.{name}", value, own[name], configuration.said("policy", code, name))
