"""Texts that hold a place open: they are not stated, whatever a plan's schema allows as text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from planlint.errors import CannotRun
from planlint.plan.model import Plan
from planlint.plan.states import Section, may_be_none
from planlint.schema.overlay import KEY, Overlay
from planlint.schema.patterns import linear
from planlint.schema.shape import fields, shape_at
from planlint.source.document import Path
from planlint.source.paths import texts_where, value_at

_LONGEST = 200
"""Characters; a longer text is looked at as far as that, and is no row of such words."""
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile("['\u2019]")
_NAMES = ("organisations", "name")


class Placeholders:
    """Words, abbreviations and patterns of texts that state nothing, from the policy of PL011."""

    def __init__(self, words: Sequence[str], abbreviations: Sequence[str], patterns: Sequence[str]) -> None:
        self._names = _rows_of([_normal(each) for each in words])
        self._texts = _rows_of([_normal(each) for each in (*words, *abbreviations)])
        for each in patterns:
            if linear(each) is None:
                raise CannotRun(f"policy.PL011.patterns: {each} is not a regular expression (RE2 syntax)")
        self._pattern = linear("|".join(f"(?:{each})" for each in patterns))
        self.stands_for_nothing = lru_cache(maxsize=4096)(self._stands_for_nothing)

    def _stands_for_nothing(self, text: str, *, is_name: bool = False) -> bool:
        """Whether the whole text is such words, one after the other, or has no letter and no digit at all."""
        start = text[:_LONGEST].strip().casefold()
        if self._pattern is not None and self._pattern(start):
            return True
        if len(text) > _LONGEST:
            return False
        words = _normal(text)
        return not words or (self._names if is_name else self._texts)(words)


@lru_cache(maxsize=8)
def placeholders(words: tuple[str, ...], abbreviations: tuple[str, ...], patterns: tuple[str, ...]) -> Placeholders:
    """The placeholders of a policy; plans that are judged by one policy share them."""
    return Placeholders(words, abbreviations, patterns)


def _normal(text: str) -> str:
    """The words of a text in small letters, without accents and signs; single letters are joined: ``N. / A.`` becomes ``na``."""
    signs = unicodedata.normalize("NFKD", _APOSTROPHE.sub("", text))
    plain = "".join(sign for sign in signs if not unicodedata.combining(sign) and unicodedata.category(sign) != "Cf")
    joined: list[str] = []
    single = False
    for word in _WORD.findall(plain.casefold()):
        was_single, single = single, len(word) == 1 and word.isalpha()
        if single and was_single:
            joined[-1] += word
        else:
            joined.append(word)
    return " ".join(joined)


def _rows_of(phrases: Sequence[str]) -> Callable[[str], bool]:
    """What tells whether a text is one of the phrases, or several in a row."""
    known = frozenset(phrases) - {""}
    first = frozenset(phrase.partition(" ")[0] for phrase in known)
    any_of = "|".join(sorted(map(re.escape, known), key=lambda phrase: -len(phrase)))
    row = re.compile(rf"(?:{any_of})(?: (?:{any_of}))*\Z")
    return lambda words: words in known or (words.partition(" ")[0] in first and row.match(words) is not None)


def find_placeholders(data: dict[str, Any], known: Placeholders, overlay: Overlay) -> tuple[list[Path], list[Path]]:
    """Where a plan's data hold a place open: free texts, and ids. Codes, words of lists and references have their own diagnostics."""
    texts: list[Path] = []
    ids: list[Path] = []
    for path in texts_where(data, known.stands_for_nothing):
        if path[-1] == "id" and _is_id(path):
            ids.append(path)
        elif _is_open_text(path, str(value_at(path, data)), known, overlay):
            texts.append(path)
    return texts, ids


def _is_id(path: Path) -> bool:
    shape = shape_at(Plan, path)
    return shape is not None and shape.kind is str and shape.refs is None and shape.code is None and not shape.free_text


def _is_open_text(path: Path, text: str, known: Placeholders, overlay: Overlay) -> bool:
    if KEY in path:
        return overlay.is_free_text(path) and text not in ("unknown", "none")
    shape = shape_at(Plan, path)
    if shape is None or not shape.free_text or shape.is_list:
        return False
    if text in ("unknown", "none") and _is_state(path, text):
        return False
    is_name = (path[0], path[-1]) == _NAMES
    return not is_name or known.stands_for_nothing(text, is_name=True)


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
    return placeholders(*(tuple(values[name]) for name in ("words", "abbreviations", "patterns")))
