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


_HEADS = r"(?:person|girl|boy|child|woman|victim|survivor|slave|captive|head|capita|rescue|raid)"
_FREED = r"(?:rescued|freed|saved|recovered)"
_MANY_HEADS = r"(?:people|persons|girls|boys|children|women|victims|survivors|slaves)"
_EACH = r"(?:a|an|each|every)"
_UNIT = rf"(?:(?:per|and|{_EACH}) )+(?:day|night|week|month|year|meal|journey|trip|session|hour|bed)\b"
"""What a thing costs for each person that it serves is no price per head: food, per person a day."""
_PER_HEAD = re.compile(rf"\bper (?:{_FREED} )?{_HEADS}")
_RATE = re.compile(rf"per {_HEADS} {_UNIT}")
_FOR_EACH = re.compile(rf"\b(?:for (?:each|every|any)|by the) (?:{_FREED} )?{_HEADS}\b")
_A_HEAD = re.compile(rf"\d[\d.,]*(?: [a-z$€£]{{1,8}})? {_EACH} {_HEADS}\b(?! {_UNIT})")
_COUNTED = re.compile(
    rf"\b(?:\d[\d.,]*|number of) (?:rescues|raids|{_MANY_HEADS} (?:(?:who )?(?:are|were) )?{_FREED}|{_FREED} {_MANY_HEADS})\b"
)
_MONEY = re.compile(r"\d|[$€£]|\b(?:fee|bonus|reward|bounty|commission|payment|paid|pays|tranche|released)\b")


def pays_per_head(text: str) -> bool:
    """Whether a payment follows the number of people rescued; the cost of a service per person and night does not."""
    words = " ".join(text.lower().replace("-", " ").split())
    if any(not _RATE.match(words, found.start()) for found in _PER_HEAD.finditer(words)):
        return True
    if _A_HEAD.search(words) is not None:
        return True
    return _FOR_EACH.search(words) is not None and _MONEY.search(words) is not None


def counts_rescues(text: str) -> bool:
    """Whether a condition asks for a number of rescues or of rescued people."""
    return _COUNTED.search(" ".join(text.lower().replace("-", " ").split())) is not None


_TESTIMONY = re.compile(
    r"\b(?:testif(?:y|ies|ied|ying)|testimony|giv(?:e|es|ing) evidence|cooperat\w+ with (?:the )?(?:police|prosecut\w+|authorit\w+|court)"
    r"|(?:until|till|up to|pending) (?:the |a )?(?:verdict|judge?ment|conviction|trial|end of (?:the )?(?:trial|case)))\b"
)
_FREELY = re.compile(r"\b(?:not|never|no|without|whether|regardless|irrespective|compensation|court order|ordered)\b")


def rewards_testimony(text: str) -> bool:
    """Whether help is tied to testimony, or lasts as long as a case; compensation that a court orders is not help."""
    words = " ".join(text.lower().replace("-", " ").split())
    return _TESTIMONY.search(words) is not None and _FREELY.search(words) is None
