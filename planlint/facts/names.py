"""Names as they are compared: without case, accents, punctuation, and the order of their parts."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

Name = tuple[str, ...]

_INSIDE = frozenset("'`\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}")
"""Signs inside a word: O'Brien is OBrien."""


def words_of(text: str) -> Name:
    """The words of a text, folded so that spellings of one name are equal; in the order of the text."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return tuple("".join(map(_sign, folded)).split())


def name_key(text: str) -> Name:
    """What two spellings of one name have in common: ``KUMAR, Réné`` is ``rene kumar``. Empty where nothing is left."""
    return tuple(sorted(words_of(text)))


@lru_cache(maxsize=4096)
def _sign(sign: str) -> str:
    """What stands for a sign: itself, nothing, or a space between words."""
    if sign in _INSIDE or _is_accent(sign) or unicodedata.category(sign) == "Cf":
        return ""
    return sign if sign.isalnum() or unicodedata.category(sign) in ("Mn", "Mc") else " "


def _is_accent(sign: str) -> bool:
    """Whether it is a mark on a letter. Vowel, voicing and tone signs of Asian scripts are letters: without them, other names begin."""
    position = unicodedata.combining(sign)
    return position > 9 and not 84 <= position <= 132
