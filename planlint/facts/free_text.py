"""What free words of a plan say: how people may complain, and what an indicator counts. The texts are never shown."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")


def _one_of(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern})\Z")


_WRITTEN = _one_of("writ(?:e|ing|ten)|letters?|(?:e?mail|post)(?:s|box|boxes)?|postal|forms?|box(?:es)?|papers?|questionnaires?|sms|texts?")
_SPOKEN = _one_of(
    "(?:tele)?phones?|call(?:s|back|ing)?|(?:hot|help)?lines?|voice|video|person|face|oral(?:ly)?|spoken|verbal(?:ly)?|meetings?|visits?"
    "|radio|talks?|desk|record(?:ed|ings?)|pictorial|pictures?"
)

_REMOVAL = _one_of(
    "rescue[sd]?|remov(?:ed|als?)|taken|freed|released|liberated|saved|extracted|recovered|arrest(?:s|ed)?|detained|raid(?:s|ed)?|bust(?:s|ed)"
)
_COUNTED = _one_of(
    "people|persons?|girls?|boys?|wom[ae]n|m[ae]n|child(?:ren)?|minors|adults|victims?|survivors?|workers?|slaves?|suspects?|traffickers?"
    "|pimps|owners|brothels?|venues?|premises|sites?|factories|quarries"
)
_AROUND = _one_of(
    "numbers?|counts?|totals?|how|many|of|the|an?|all|and|or|in|on|at|by|per|from|out|each|every|our|we|made|done|carried|completed"
    "|years?|months?|weeks?|days?|nights?|operations?|safely|young|successful(?:ly)?|were|was|are|is|been|who|have|being|home"
)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def is_written_only(text: str) -> bool:
    """Whether a way to complain is open only to those who can write: a letter is, a helpline that also takes letters is not."""
    words = _words(text)
    return any(map(_WRITTEN.match, words)) and not any(map(_SPOKEN.match, words))


def counts_removals(text: str) -> bool:
    """Whether an indicator counts people taken out, raids or arrests and says no more; "girls rescued who are in school" says more."""
    words = _words(text)
    no_more = all(_REMOVAL.match(word) or _COUNTED.match(word) or _AROUND.match(word) for word in words)
    return no_more and any(map(_REMOVAL.match, words))
