"""Plain YAML scalars by the core schema of YAML 1.2.2, section 10.3.2: ``NO``, ``on`` and ``22:30`` stay text."""

import re

Scalar = str | int | float | bool | None

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INT = re.compile(r"[-+]?[0-9]+\Z")
_OCTAL_OR_HEX = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_SPECIAL = re.compile(r"([-+]?)\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")
STARTS_OF_NUMBERS = frozenset("-+.0123456789")
THREE_DECIMALS = re.compile(r"[-+]?[1-9][0-9]*\.[0-9]{3}\Z")
"""What may be meant as thousands: 1200.000, 1.200; nobody parts the thousands of a number below one."""
CUT_BY_COMMA = re.compile(r",[0-9]+(?![^\s,}\]])")
"""The rest of a number such as 450,000 between braces, where a comma ends an entry."""
_DATE = re.compile(r"[0-9]{4}-")
"""How dates begin: the commonest digits in plans, and text. Asked first, so that dates do not try every form of number."""
# Python refuses to convert more than 4300 digits, as that takes quadratic time; 300 are still within the range of a float.
_MAX_DIGITS = 300

YAML_1_1_BOOLEANS = frozenset(word for base in ("yes", "no", "on", "off", "y", "n") for word in (base, base.capitalize(), base.upper()))
"""Words that YAML 1.1 reads as booleans and YAML 1.2 as text (YAML 1.1, "Boolean Language-Independent Type")."""

ODD_WORDS = YAML_1_1_BOOLEANS.union(_WORDS)
"""Words that one of the two versions of YAML, or both, do not read as text."""


def resolve(text: str) -> Scalar:
    """The value of a plain (unquoted, untagged) scalar."""
    if text in _WORDS:
        return _WORDS[text]
    return number(text) if text[0] in STARTS_OF_NUMBERS else text


def number(text: str) -> str | int | float:
    """The value of a plain scalar that begins like a number."""
    if len(text) > _MAX_DIGITS or _DATE.match(text):
        return text
    if _INT.match(text):
        return int(text)
    if _FLOAT.match(text):
        return float(text)
    if _OCTAL_OR_HEX.match(text):
        return int(text, 0)
    if special := _SPECIAL.match(text):
        return float("nan") if special.group(1) is None else float(special.group(1) + "inf")
    return text
