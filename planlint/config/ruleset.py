"""The rules of a run: those of the built-in pack and of the packs that a configuration names, as the configuration wants them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from planlint.checks.find import find_check
from planlint.config.policy import thresholds, with_policy
from planlint.config.settings import Configuration, Settings
from planlint.errors import CannotRun
from planlint.files import read_file
from planlint.finding import AskedProfile, Severity
from planlint.lint.engine import Policy
from planlint.pack.load import Pack, builtin, load
from planlint.pack.lock import verify
from planlint.pack.select import matching
from planlint.pack.select import select as select_rules
from planlint.plugin import ThirdPartyCheck
from planlint.rule import Rule
from planlint.schema.overlay import Overlay, joined, load_overlay


class Ruleset(NamedTuple):
    """Rules by code, the packs that they come from, and why the configuration switched some off (by code)."""

    packs: tuple[Pack, ...]
    rules: Mapping[str, Rule]
    off: Mapping[str, str]
    overlay: Overlay

    @property
    def third_party(self) -> tuple[Pack, ...]:
        """The packs that do not come with planlint."""
        return self.packs[1:]

    @property
    def has_third_party_checks(self) -> bool:
        """Whether code of others judges plans; what it does with the same plan may change from day to day."""
        return any(isinstance(find_check(rule.file.check), ThirdPartyCheck) for rule in self.rules.values() if rule.file.check is not None)

    @property
    def shipped(self) -> dict[str, Rule]:
        """The rules as their packs have them, whatever the configuration makes of them."""
        return {code: rule for pack in self.packs for code, rule in pack.rules.items()}

    def pack_of(self, rule: Rule) -> Pack:
        return next(pack for pack in self.packs if rule.code in pack.rules)


def ruleset(configuration: Configuration, *, locked: bool = True) -> Ruleset:
    """The rules that a configuration asks for; raises `CannotRun` for what does not fit together.

    ``locked`` compares packs of others with the lock file beside the configuration.
    """
    third_party = third_party_packs(configuration)
    if locked and configuration.folder is not None:
        verify(configuration.folder, third_party)
    packs = (builtin(), *third_party)
    rules = _united(packs)
    _find_checks(third_party)
    for settings, place in ((configuration, configuration.place), *((each.override, each.place) for each in configuration.overrides)):
        _find_words(rules, settings, place)
    changed = with_policy(_with_severities(rules, configuration.severity), configuration)
    overlay = joined([opened(tuple(configuration.extensions)), *(pack.own_overlay for pack in third_party)])
    return Ruleset(packs, changed, _switched_off(changed, configuration.off), overlay)


def policy(
    found: Ruleset,
    configuration: Configuration,
    *,
    select: Sequence[str],
    ignore: Sequence[str],
    profile: AskedProfile | None,
    today: dt.date,
) -> Policy:
    """What plans are held against: the rules that selectors leave and the configuration does not switch off."""
    every = list(found.rules.values())
    chosen = frozenset(rule.code for rule in select_rules(every, select, ignore)) - found.off.keys()
    asked = {code for word in select for code in matching(every, word)} or {rule.code for rule in every if rule.file.by != "schema"}
    if not asked & chosen:
        raise CannotRun(
            f"no rule is left to ask: all of {', '.join(select) or 'them'} are ignored or switched off; planlint config explain says where"
        )
    whole = chosen | found.off.keys() == found.rules.keys()
    return Policy(found.rules, chosen, thresholds(configuration), today, found.overlay, profile, whole=whole)


def third_party_packs(configuration: Configuration) -> tuple[Pack, ...]:
    """The packs that a configuration names."""
    if not configuration.packs:
        return ()
    from planlint.pack.found import find_packs

    files = tuple(configuration.extensions)
    said = configuration.said("packs")
    try:
        folders = [folder for name in configuration.packs for folder in find_packs(name)]
    except CannotRun as error:
        raise CannotRun(f"{said.layer.file}: {error}" if said else str(error)) from None
    return tuple(_loaded(folder, files) for folder in folders)


@cache
def _loaded(folder: Path, files: tuple[str, ...]) -> Pack:
    return load(folder, opened=opened(files))


@cache
def opened(files: tuple[str, ...]) -> Overlay:
    """The fields that a configuration's own files open."""
    return joined([load_overlay(_read(file), file) for file in files])


def _read(file: str) -> bytes:
    try:
        return read_file(Path(file))
    except OSError as error:
        raise CannotRun(f"extensions: {file}: cannot be read: {error.strerror}") from None


def _united(packs: Sequence[Pack]) -> dict[str, Rule]:
    """All rules of the packs; codes, names and prefixes belong to one pack each."""
    rules: dict[str, Rule] = {}
    prefixes: dict[str, Pack] = {}
    names: dict[str, Rule] = {}
    for pack in packs:
        for prefix in pack.manifest.prefixes:
            if (other := prefixes.setdefault(prefix, pack)) is not pack:
                raise CannotRun(f"packs {other.manifest.name} and {pack.manifest.name} both use the prefix {prefix}")
        for rule in pack.rules.values():
            if (first := names.setdefault(rule.name, rule)) is not rule:
                raise CannotRun(f"{first.code} of pack {first.pack} and {rule.code} of pack {rule.pack} are both called {rule.name}")
            rules[rule.code] = rule
    return rules


def _find_checks(packs: Sequence[Pack]) -> None:
    """Raise `CannotRun` where a rule names a check that there is none of."""
    for pack in packs:
        for code, rule in pack.rules.items():
            if rule.file.by is not None:
                raise CannotRun(f"{pack.contents.folder / pack.names[code]}: by: schema is for the rules that come with planlint")
            if rule.file.check is not None:
                try:
                    find_check(rule.file.check)
                except CannotRun as error:
                    raise CannotRun(f"{pack.contents.folder / pack.names[code]}: {error}") from None


_OF_THE_SCHEMA = {
    "select": "",
    "ignore": "cannot be ignored: a plan that does not fit its schema cannot be checked",
    "severity": "cannot change: a plan that does not fit its schema cannot be checked",
    "off": "cannot be switched off: a plan that does not fit its schema cannot be checked",
}
"""The settings that name rules, and what is wrong with naming one by which a plan does not fit its schema."""


def _find_words(rules: Mapping[str, Rule], settings: Settings, place: Callable[..., str]) -> None:
    """Raise `CannotRun` where settings name a rule that there is none of, or one that must stay as it is; ``place`` says where."""
    every = list(rules.values())
    for key, refusal in _OF_THE_SCHEMA.items():
        words = getattr(settings, key)
        for word in words:
            steps = (key, word) if isinstance(words, dict) else (key,)
            try:
                codes = matching(every, word)
            except CannotRun as error:
                raise CannotRun(f"{place(*steps)}: {error}") from None
            if refusal and (fixed := sorted(code for code in codes if rules[code].file.by == "schema")):
                raise CannotRun(f"{place(*steps)}: {', '.join(fixed)} {refusal}")


def _with_severities(rules: Mapping[str, Rule], wanted: Mapping[str, str]) -> dict[str, Rule]:
    """Rules with the severities of a configuration; a code or name counts more than a prefix or family."""
    every = list(rules.values())
    chosen = {word: matching(every, word) for word in wanted}
    changed = dict(rules)
    for word in sorted(wanted, key=lambda word: -len(chosen[word])):
        for code in chosen[word]:
            changed[code] = rules[code].with_severity(Severity.of(wanted[word]))
    return changed


def _switched_off(rules: Mapping[str, Rule], off: Mapping[str, str]) -> dict[str, str]:
    every = list(rules.values())
    return {code: reason for word, reason in off.items() for code in matching(every, word)}
