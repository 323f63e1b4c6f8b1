"""What a budget line's purpose says, by its words. The texts are read, never shown; each is read once, from left to right."""

from __future__ import annotations

import re
from typing import Final

_WORD = re.compile(r"\w+(?:['’]\w*)?|[^\w\s]")

_BUYING = frozenset("buy buys buying bought buyout purchase purchases purchasing purchased redeem redeems redeeming redeemed redemption".split())
_RANSOM = frozenset("ransom ransoms ransoming ransomed".split())
_MANY = frozenset("girls children boys women workers labourers laborers slaves captives victims survivors people persons".split())
_ONE = frozenset("girl child boy woman worker labourer laborer slave captive victim survivor person release".split())
_DETERMINERS = frozenset(
    """the a an these those their his her all both any some every each other more of several many few dozen
    one two three four five six seven eight nine ten eleven twelve""".split()
)
_BETWEEN = _DETERMINERS | frozenset(
    """out off back free price young younger youngest old older oldest small little minor underage teenage adult female male remaining
    bonded enslaved trafficked exploited captive number""".split()
)
_AFTER_ONE = frozenset("of from out off back for at in to by with and or who whose that which on when before after is held".split())
_REACH: Final = 8

_DEBTS = frozenset("debt debts".split())
_ADVANCES = frozenset("advance advances loan loans".split())
_REPAYING = re.compile(r"repa(?:y|id)|settl|clear|discharg|redeem|return|reimburs|owed|outstanding|pay(?:ing|s|ment)? (?:off|back)")
_EVIDENCE = frozenset("evidence evidential exhibit exhibits proof sample samples marked document documents".split())


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("-", " ").replace("_", " "))


def buys_people(text: str) -> bool:
    """Whether people, their freedom or their release are what is bought; medicine *for* children is not."""
    words = _words(text)
    if " ".join(words) in ("release payment", "debt settlement"):
        return True
    return any(word in _RANSOM or (word in _BUYING and _people_follow(words, at + 1)) for at, word in enumerate(words))


def _people_follow(words: list[str], start: int) -> bool:
    """Whether people stand where the thing that is bought stands; one unknown word may describe them (``the Nepali girls``)."""
    for at in range(start, min(start + _REACH, len(words))):
        word, before = words[at], words[at - 1]
        if word in _MANY or word == "freedom":
            return True
        if word in _ONE and _stands_alone(words, at):
            return True
        is_passed_over = word in _BETWEEN or word in _ONE or word.isdecimal() or word.endswith(("'s", "’s", "'", "’"))
        if not is_passed_over and not (before in _DETERMINERS or before.isdecimal()):
            return False
    return False


def _stands_alone(words: list[str], at: int) -> bool:
    """A ``child`` is a person, a ``child seat`` is not."""
    following = words[at + 1] if at + 1 < len(words) else "."
    return following in _AFTER_ONE or not following[0].isalnum()


def names_people(text: str) -> bool:
    """Whether a controlled purchase is after people, with no word of evidence."""
    words = frozenset(_words(text))
    return bool(words & (_MANY | _ONE - {"release"})) and not words & _EVIDENCE


def names_controlled_purchase(text: str) -> bool:
    """Whether a text speaks of a controlled purchase."""
    return "controlled purchase" in " ".join(_words(text))


def repays_debt(text: str) -> bool:
    """Whether a debt, or the repayment of an advance, is what is paid; rent paid in advance is not."""
    words = _words(text)
    if not _DEBTS.isdisjoint(words):
        return True
    advances = any(word in _ADVANCES and (at == 0 or words[at - 1] != "in") for at, word in enumerate(words))
    return advances and _REPAYING.search(" ".join(words)) is not None
