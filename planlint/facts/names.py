"""Names reduced to what is compared: case, accents, punctuation and the order of the parts do not count."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

Name = tuple[str, ...]

_INSIDE = frozenset("'`\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}")
"""Signs that do not divide a word: O'Brien is OBrien."""


def words_of(text: str) -> Name:
    """The words of a text in its order, folded so that different spellings of one name are equal."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return tuple("".join(map(_sign, folded)).split())


def name_key(text: str) -> Name:
    """What the spellings of one name share: ``KUMAR, Réné`` and ``rene kumar`` give the same. Empty without letters and digits."""
    return tuple(sorted(words_of(text)))


@lru_cache(maxsize=4096)
def _sign(sign: str) -> str:
    """What a sign becomes: itself, nothing, or a space between words."""
    if sign in _INSIDE or _is_accent(sign) or unicodedata.category(sign) == "Cf":
        return ""
    return sign if sign.isalnum() or unicodedata.category(sign) in ("Mn", "Mc") else " "


def _is_accent(sign: str) -> bool:
    """Whether a sign is only a mark on a letter. Vowel, voicing and tone signs of Asian scripts are more: without them it is another name.

    Unicode's combining class tells them apart: 7 to 9 and 84 to 132 belong to those scripts. Between these two are the vowel points of
    Hebrew, Arabic and Syriac, which most writers leave out.
    """
    position = unicodedata.combining(sign)
    return position > 9 and not 84 <= position <= 132
