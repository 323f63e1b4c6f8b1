"""Texts that hold a place open: they are not stated, whatever a plan's schema allows as text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from planlint.errors import CannotRun
from planlint.plan.model import Plan
from planlint.plan.states import Section, may_be_none
from planlint.schema.overlay import KEY, Overlay
from planlint.schema.patterns import linear
from planlint.schema.shape import fields, known_keys, shape_at
from planlint.source.document import Path
from planlint.source.paths import texts_where, value_at

_LONGEST = 200
"""Characters; a longer text is looked at as far as that, and is no row of such words."""
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile("['\u2019]")
_NAMES = frozenset({("organisations", "name"), ("suspects", "names"), ("entities", "names")})
_FIGURES = frozenset({"version", "grading", "target", "ref", "value", "citation", "rule", "path", "name", "label"})
"""Fields that a figure or a letter may answer, such as a phase called A; any other text of these alone says nothing."""
_LOOK_ALIKES = str.maketrans("авеікмнорстухјѕ", "abeikmhopctyxjs")
"""Cyrillic letters that look like Latin ones; a keyboard that was not switched writes them."""


class Placeholders:
    """Words, abbreviations and patterns of texts that state nothing, and what adds nothing beside them, from the policy of PL011."""

    def __init__(self, words: Sequence[str], abbreviations: Sequence[str], fillers: Sequence[str], patterns: Sequence[str]) -> None:
        known, short, beside = (frozenset(map(_normal, each)) for each in (words, abbreviations, fillers))
        self._names = _Rows(known - short, frozenset())
        self._texts = (_Rows(known | short, beside), _Rows(known, beside, numbers=True))
        for each in patterns:
            if linear(each) is None:
                raise CannotRun(f"policy.PL011.patterns: {each} is not a regular expression (RE2 syntax)")
        self._pattern = linear("|".join(f"(?:{each})" for each in patterns))
        self.stands_for_nothing = lru_cache(maxsize=4096)(self._stands_for_nothing)
        self.may_stand_for_nothing = lru_cache(maxsize=4096)(self._may_stand_for_nothing)

    def says_nothing(self, sentence: str) -> bool:
        """Whether a text that should be words is none: a placeholder, figures alone, or one letter."""
        return self.stands_for_nothing(sentence) or _is_figure(sentence) or _is_letter(sentence)

    def _may_stand_for_nothing(self, text: str) -> bool:
        """Whether there is any field in which the text states nothing."""
        return self.says_nothing(text) or (len(text) <= _LONGEST and _normal(text) in _field_names())

    def _stands_for_nothing(self, text: str, *, is_name: bool = False) -> bool:
        """Whether the whole text is such words, one after the other, or has no letter and no digit at all."""
        if self._pattern is not None and self._pattern(text[:_LONGEST].strip().casefold()):
            return True
        if len(text) > _LONGEST:
            return False
        words = _normal(text)
        return not words or any(row.is_made_by(words) for row in ((self._names,) if is_name and "/" not in text else self._texts))


class _Rows:
    """Phrases, and words that may stand around them, in a row."""

    def __init__(self, phrases: frozenset[str], fillers: frozenset[str], *, numbers: bool = False) -> None:
        self._phrases = phrases - {""}
        self._first = frozenset(phrase.partition(" ")[0] for phrase in self._phrases) | fillers
        self._longest = max((phrase.count(" ") + 1 for phrase in self._phrases), default=0)
        self._fillers = fillers
        self._numbers = numbers

    def is_made_by(self, text: str) -> bool:
        """Whether a text is a phrase, or a row with one phrase at least."""
        if text in self._phrases:
            return True
        words = text.split()
        if not self._may_begin(words[0]):
            return False
        reached = {0: False}
        """Each position that a row may end at, and whether it can hold a phrase by then."""
        for start in range(len(words)):
            if start not in reached:
                continue
            for end in range(start + 1, min(start + self._longest, len(words)) + 1):
                if " ".join(words[start:end]) in self._phrases:
                    reached[end] = True
            if self._is_beside(words[start]):
                reached[start + 1] = reached[start] or reached.get(start + 1, False)
        return reached.get(len(words), False)

    def _may_begin(self, word: str) -> bool:
        return word in self._first or (self._numbers and word.isdecimal())

    def _is_beside(self, word: str) -> bool:
        return word in self._fillers or (self._numbers and word.isdecimal())


@lru_cache(maxsize=8)
def placeholders(
    words: tuple[str, ...], abbreviations: tuple[str, ...], fillers: tuple[str, ...], patterns: tuple[str, ...]
) -> Placeholders:
    """The placeholders of a policy; plans that are judged by one policy share them."""
    return Placeholders(words, abbreviations, fillers, patterns)


def _is_figure(text: str) -> bool:
    """Whether a text holds figures and signs and no letter."""
    return text.strip().isascii() and any(sign.isdecimal() for sign in text) and not any(sign.isalpha() for sign in text)


def _is_letter(text: str) -> bool:
    return len(text) <= _LONGEST and len(words := _normal(text)) == 1 and words.isascii()


@lru_cache(maxsize=1)
def _field_names() -> frozenset[str]:
    return frozenset(map(_normal, known_keys(Plan)))


@lru_cache(maxsize=4096)
def _normal(text: str) -> str:
    """The words of a text in small letters, without accents and signs; single letters are joined: ``N. / A.`` becomes ``na``."""
    signs = unicodedata.normalize("NFKD", _APOSTROPHE.sub("", text))
    plain = "".join(sign for sign in signs if not unicodedata.combining(sign) and unicodedata.category(sign) != "Cf").casefold()
    if not plain.isascii() and any("a" <= sign <= "z" for sign in plain):
        plain = plain.translate(_LOOK_ALIKES)
    joined: list[str] = []
    single = False
    for word in _WORD.findall(plain):
        was_single, single = single, len(word) == 1 and word.isalpha()
        if single and was_single:
            joined[-1] += word
        else:
            joined.append(word)
    return " ".join(joined)


def find_placeholders(data: dict[str, Any], known: Placeholders, overlay: Overlay) -> tuple[list[Path], list[Path]]:
    """Where a plan's data hold a place open: free texts, and ids. Codes, words of lists and references have their own diagnostics."""
    texts: list[Path] = []
    ids: list[Path] = []
    for path in texts_where(data, known.may_stand_for_nothing):
        text = str(value_at(path, data))
        if path[-1] == "id" and _is_id(path):
            ids += [path] if known.stands_for_nothing(text) else []
        elif _is_open_text(path, text, known, overlay):
            texts.append(path)
    return texts, ids


def _is_id(path: Path) -> bool:
    shape = shape_at(Plan, path)
    return shape is not None and shape.kind is str and shape.refs is None and shape.code is None and not shape.free_text


def _is_open_text(path: Path, text: str, known: Placeholders, overlay: Overlay) -> bool:
    if KEY in path:
        return overlay.is_free_text(path) and text not in ("unknown", "none") and known.stands_for_nothing(text)
    shape = shape_at(Plan, path)
    if shape is None or not shape.free_text or shape.is_list:
        return False
    if text in ("unknown", "none") and _is_state(path, text):
        return False
    keys = [step for step in path if isinstance(step, str)]
    if tuple(keys[-2:]) in _NAMES:
        return known.stands_for_nothing(text, is_name=True)
    if keys[-1] in _FIGURES:
        return known.stands_for_nothing(text)
    return known.says_nothing(text) or _normal(text) == _normal(keys[-1])


def _is_state(path: Path, word: str) -> bool:
    """Whether the word stands for a state of the value: an item of a list has none, and a required value cannot be none."""
    around = shape_at(Plan, path[:-1])
    if isinstance(path[-1], int) or around is None or not issubclass(around.kind, Section):
        return False
    section: type[Section] = around.kind
    attribute, _ = fields(section)[path[-1]]
    return word == "unknown" or may_be_none(section.model_fields[attribute])


def policy_of(values: Mapping[str, Any]) -> Placeholders:
    """The placeholders that the policy of a rule names."""
    return placeholders(*(tuple(values[name]) for name in ("words", "abbreviations", "fillers", "patterns")))
