"""What the purpose of a payment says, by its words. The texts are read once from left to right, and never shown."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+(?:'\w*)?|[^\w\s]")


def _one_of(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern})\Z")


_BUYING = _one_of("buy(?:s|ing|out)?|bought|purchas(?:e|es|ed|ing)|redeem(?:s|ed|ing)?|redemption")
_RANSOM = _one_of("ransom(?:s|ed|ing)?")
_MANY = _one_of("girls|children|boys|women|workers|labou?rers|slaves|captives|victims|survivors|people|persons")
_ONE = _one_of("girl|child|boy|woman|worker|labou?rer|slave|captive|victim|survivor|person")
_ELSEWHERE = _one_of(r"for|to|with|by|in|at|on|from|and|or|so|when|where|while|because|that|which|who|whose|used|\W")
"""Words behind which the people are not what is bought: medicine *for* children."""
_AFTER_ONE = _one_of(r"of|from|out|off|back|for|at|in|to|by|with|and|or|who|whose|that|which|on|when|before|after|is|held|\W")
_REACH = 8

_ADVANCE = _one_of("advances?|loans?")
_REPAYING = re.compile(r"\b(?:repa(?:y|id)|settl|clear|discharg|redeem|return|reimburs|owed|outstanding|pay(?:s|ing|ment)? (?:off|back))")
_EVIDENCE = _one_of("evidence|evidential|exhibits?|proof|samples?|marked|documents?")


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").replace("-", " ").replace("_", " "))


def buys_people(text: str) -> bool:
    """Whether people, their freedom or their release are what is bought; medicine *for* children is not."""
    words = _words(text)
    if words in (["release", "payment"], ["debt", "settlement"]):
        return True
    return any(_RANSOM.match(word) or (_BUYING.match(word) and _people_follow(words, at + 1)) for at, word in enumerate(words))


def _people_follow(words: list[str], start: int) -> bool:
    """Whether people, or their freedom, stand where the thing that is bought stands."""
    for at in range(start, min(start + _REACH, len(words))):
        if words[at] == "freedom" or _MANY.match(words[at]):
            return True
        if (words[at] == "release" or _ONE.match(words[at])) and _stands_alone(words, at):
            return True
        if _ELSEWHERE.match(words[at]):
            return False
    return False


def _stands_alone(words: list[str], at: int) -> bool:
    """A ``child`` is a person, a ``child seat`` is not."""
    return at + 1 == len(words) or _AFTER_ONE.match(words[at + 1]) is not None


def names_controlled_purchase(text: str) -> bool:
    """Whether a text speaks of a controlled purchase."""
    return "controlled purchase" in " ".join(_words(text))


def is_after_people(text: str) -> bool:
    """Whether the purpose of a controlled purchase is people, with no word of evidence."""
    words = _words(text)
    return any(_MANY.match(word) or _ONE.match(word) for word in words) and not any(_EVIDENCE.match(word) for word in words)


def repays_debt(text: str) -> bool:
    """Whether a debt, or the repayment of an advance, is what is paid; rent paid in advance is not."""
    words = _words(text)
    if "debt" in words or "debts" in words:
        return True
    advances = any(_ADVANCE.match(word) and words[at - 1 : at] != ["in"] for at, word in enumerate(words))
    return advances and _REPAYING.search(" ".join(words)) is not None


_PER_HEAD = re.compile(r"\bper (?:person|girl|head|rescue)")
_RATE = re.compile(
    r"per (?:person|head) (?:per|a|an|each|every|and)(?: per)? (?:day|night|week|month|year|meal|journey|trip|session|hour|bed)\b"
)
"""What a thing costs for each person that it serves: food, per person a day."""


def pays_per_head(text: str) -> bool:
    """Whether a payment follows the number of people rescued; the cost of a service per person and night does not."""
    words = " ".join(text.lower().replace("-", " ").split())
    return any(not _RATE.match(words, found.start()) for found in _PER_HEAD.finditer(words))
