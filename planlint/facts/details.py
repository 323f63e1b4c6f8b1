"""Details in a text by which people can be found: what a telephone number, an address or a name looks like, and what only looks so.

Only the kind of detail is reported, never the detail itself. Patterns are written so that no text makes them slow: they do not go back
over more than a few words.

Two libraries were tried on the texts in ``tests/facts/test_details.py``. ``phonenumbers`` 9.0 knows numbers by country, but a note in
a plan does not say which. Without a country it finds 3 of the 17 telephone numbers; with every country it finds all, and takes 40 of
the 69 laws, hours, amounts and ids for telephone numbers too. Its import takes 31 ms. ``python-stdnum`` 2.2 validates numbers of a known
kind. It has neither passports nor number plates, accepts one of the seven papers (the IBAN), and takes 101 ms to import that check.
"""

from __future__ import annotations

import re
from typing import Literal

from planlint.facts.names import Name, words_of
from planlint.plan.codes import is_currency

Kind = Literal["email", "coordinates", "address", "document", "phone", "name"]

_PLAIN = {ord(sign): " " for sign in "\u00a0\u2007\u202f\t\n\r"}
_PLAIN |= {ord(sign): "-" for sign in "\u2010\u2011\u2012\u2013\u2014\u2212"}
_PLAIN |= {ord(sign): "'" for sign in "\u2018\u2019\u2032\u02bc"}
"""Spaces, dashes and apostrophes of all sorts, and the ones that keyboards have."""


def details(text: str, *, names: frozenset[Name] = frozenset(), personal: bool = False, amounts: bool = False) -> tuple[Kind, ...]:
    """The kinds of details in a text, each once.

    ``names`` are the people whom the plan names, as `name_key` gives them. Names and forms of address count only in a ``personal`` field,
    and in a field about ``amounts`` a bare number is an amount.
    """
    plain = text.translate(_PLAIN)
    if _TELLING.search(plain) is None:
        return ("name",) if personal and _names_somebody(plain, names) else ()
    has_number = len(_DIGIT.findall(plain)) >= _FEWEST_DIGITS
    placed = _without(_COORDINATES, plain) if has_number else ""
    dated = _without(_LAW_BY_YEAR, _without(_TIME, placed))
    found: dict[Kind, bool] = {
        "email": _EMAIL.search(plain) is not None,
        "coordinates": _has_coordinates(plain),
        "address": _ADDRESS.search(plain) is not None,
        "document": _has_paper(dated),
    }
    found["phone"] = not found["document"] and (_has_plus(placed) or _has_phone(_without(_LAW, dated), amounts=amounts))
    found["name"] = personal and _names_somebody(plain, names)
    return tuple(kind for kind, there in found.items() if there)


_TELLING = re.compile(r"[\d@]")
"""A text without a digit or an at sign can only hold a name. That settles most texts before the costly patterns."""
_DIGIT = re.compile(r"\d")
_FEWEST_DIGITS = 5
"""No telephone number and no number of a paper has fewer digits."""
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]++@(?:[\w-]++\.)+\w")

_DEGREES = r"([-+]?\d{1,3}\.\d{4,})(?!\d)"
_COORDINATES = re.compile(
    rf"(?<![\d.]){_DEGREES}[°NSEW ,;/|]{{1,6}}(?:lon(?:g|gitude)?|lng)?[:= ]{{0,2}}{_DEGREES}|\d ?° ?[0-5]?\d ?'",
    re.IGNORECASE,
)


def _has_coordinates(text: str) -> bool:
    """Whether a text has degrees with minutes, or two numbers side by side that fit on a globe.

    Four decimals place something to within 11 m.
    """
    for found in _COORDINATES.finditer(text):
        latitude, longitude = (0 if part is None else abs(float(part)) for part in found.groups())
        if min(latitude, longitude) <= 90 and max(latitude, longitude) <= 180:
            return True
    return False


_CAPITAL = r"[A-ZÀ-ÖØ-ÞŁŚŠŽČĐ][\w'-]*+"
_ADDRESS = re.compile(
    rf"""
    \b(?!(?:19|20)\d\d\b)\d{{1,5}}[A-Za-z]?,?[ ](?:{_CAPITAL}[ ]){{1,3}}?           # 12 Lotus Lane
      (?:Street|Str|St|Road|Rd|Lane|Ln|Avenue|Ave|Boulevard|Blvd|Alley|Marg|Gali|Soi|Close|Terrace|Crescent|Highway)\b
      (?!\.?[ ][A-Z])
    | \b(?:Street|Road|Lane|Avenue|Soi)[ ](?:[Nn]o\.?[ ]?|\#)?\d{{1,5}}\b           # Street 271
    | \b(?:Calle|Carrera|Avenida|Rua|Rue|Via|Viale|Jalan|Ulica)[ ](?:[\w'-]++[ ]){{0,3}}?
      {_CAPITAL},?[ ](?:[Nn]o?[.°º]?[ ]?)?\d{{1,5}}\b                               # Rua das Flores, 27
    | \b[A-ZÄÖÜ][a-zäöüß]{{2,30}}(?:strasse|straße|gasse|gata|gatan|veien|straat)[ ]\d{{1,5}}\b
    | \b(?i:house|building|plot|flat|apartment|door)[ ](?i:no\.?|number|nr\.?|\#)[ ]?\d{{1,5}}\b
    """,
    re.VERBOSE,
)

_PAPER = re.compile(
    r"""
    \b(?:passports?|visas?|identity[ ]cards?|id(?:[ ]cards?)?|national[ ]id|aadhaar|nid|cnic|driving[ ]licen[cs]e|permit
      |(?:licen[cs]e[ ]|number[ ])?plate|iban|account|birth[ ]certificate)
    [ ]?(?:numbers?|nos?|nr)?\b[ .:\#]{0,3}
    (?P<number>[A-Z0-9][A-Z0-9/-]{4,39})(?![\w-])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BARE_PAPER = re.compile(r"(?<![\w/-])(?P<number>[A-Z]{1,3}\d{6,12}|[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}[A-Z0-9]{0,3})(?![\w/-])")


def _has_paper(text: str) -> bool:
    """Whether a number follows the word for a paper, or looks like that of a passport or an account."""
    for pattern in (_PAPER, _BARE_PAPER):
        for found in pattern.finditer(text):
            number = found["number"]
            digits = sum(map(str.isdigit, number))
            if digits >= 6 - (not number.isdigit()) and not (number.isdigit() and number.endswith("000")):
                return True
    return False


_YEAR = r"(?:19|20)\d\d"
_MONTH, _DAY = r"(?:0?[1-9]|1[0-2])", r"(?:[12]\d|3[01]|0?[1-9])"
_CLOCK = r"[0-2]?\d[.:][0-5]\d"
_TIME = re.compile(
    rf"""
    (?<!\d)(?:
      {_YEAR}[-./]{_MONTH}(?:[-./]{_DAY})?(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?   # 2026-03-10T05:30+05:30
    | (?:{_DAY}[-./ ]{_MONTH}|{_MONTH}[-./ ]{_DAY})[-./ ]{_YEAR}                           # 10.3.2026
    | [A-Z]{{0,3}}{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])                          # 20260310
    | {_YEAR}[ ]?[-/][ ]?(?:{_YEAR}|\d\d)                                                  # 2026-27
    | {_CLOCK}[ ]?-[ ]?{_CLOCK}                                                            # 5.30-7.00
    | (?:[01]\d|2[0-3])[0-5]\d[ ]?-[ ]?(?:[01]\d|2[0-4])[0-5]\d                            # 0530-0700
    )(?!\d)
    """,
    re.VERBOSE,
)
_LAW_BY_YEAR = re.compile(rf"(?<![\w/])(?:(?:\d{{1,3}}(?:\.\d{{3}}){{1,3}}|\d{{1,5}})/{_YEAR}|{_YEAR}/\d{{1,5}})(?!\w)")
_LAW = re.compile(
    r"""
    \b(?:acts?|laws?|ley|lei|loi|codes?|sections?|ss?|articles?|arts?|directives?|regulations?|decrees?|resolutions?|rules?|orders?
      |conventions?|protocols?|paragraphs?|paras?|chapters?|schedules?|usc|cfr|cets|iso|rfc)\b
    \.?[ ]?(?:no\.?|nr\.?|n[°º])?[ ]?\d[\d./()-]*+
    """,
    re.VERBOSE | re.IGNORECASE,
)


def _without(pattern: re.Pattern[str], text: str) -> str:
    """The text with all that a pattern matches struck out; the rest stays in its place."""
    return pattern.sub(lambda found: "_" * len(found[0]), text)


_RUN = re.compile(r"(?<![\w.,/#§-])(?:\(?\+|\()?\d(?: ?[-.()/]? ?\d)*+")
_RANGE = re.compile(r"\d\d?-\d\d?")
_CALLED = re.compile(
    r"(?:\b(?:tel|telephone|telefon|teléfono|phone|phones|mobile|cell|cellphone|call|whatsapp|viber|sms|fax|hotline|helpline)\b|☎)"
    r"[ .:#()-]{0,4}(?:(?:numbers?|nos?|nr|me|us|them|on|at|is)\b[ .:]{0,3}){0,2}\Z",
    re.IGNORECASE,
)


_FEWEST_BEHIND_PLUS = 8
"""Country code and number; an offset from UTC and a sum with a sign have fewer."""


def _has_plus(text: str) -> bool:
    """Whether digits stand behind a plus sign, of which some may look like a date."""
    return "+" in text and any("+" in run[0] and len(_DIGIT.findall(run[0])) >= _FEWEST_BEHIND_PLUS for run in _RUN.finditer(text))


def _has_phone(text: str, *, amounts: bool) -> bool:
    """Whether digits are a telephone number, as a plus sign or the word before them tells, or their grouping where they are no amount."""
    for run in _RUN.finditer(text):
        digits = "".join(filter(str.isdigit, run[0]))
        if len(digits) < 7 or text[run.end() : run.end() + 1].isalnum():
            continue
        if "+" in run[0] or _CALLED.search(text, max(0, run.start() - 40), run.start()):
            return True
        if not amounts and len(digits) <= 15 and not _is_amount(text, run, digits) and _is_grouped_like_a_phone(run[0]):
            return True
    return False


def _is_grouped_like_a_phone(written: str) -> bool:
    """Whether digits stand together, or in the groups of a telephone number; ranges, decimals and years are grouped otherwise."""
    groups = re.findall(r"\d+", written)
    if max(map(len, groups)) >= 7:
        return True
    if all(_RANGE.fullmatch(part) for part in written.split()):
        return False
    if "/" in written or any(re.fullmatch(_YEAR, group) for group in groups):
        return False
    if len(groups) == 2 and ("." in written or ("-" in written and all(group.endswith(("0", "5")) for group in groups))):
        return False
    if written[0] in "(0":
        return True
    return all(2 <= len(group) <= 5 for group in groups)


_SIGN = "[$€£¥₹₩₫₱฿₦₵₺₽৳]"
_UNIT = (
    "(?i:rs|re|rupees?|dollars?|euros?|pounds?|francs?|pesos?|soles|reais|taka|baht|riels?|dong|kyats?|naira|shillings?|kroner"
    "|lakhs?|crores?|thousand|million|percent)"
)
_MONEY_BEFORE = re.compile(rf"(?:{_SIGN}|\b{_UNIT}\.?|\b(?P<code>[A-Z]{{3}})) ?\Z")
_MONEY_AFTER = re.compile(rf"(?:[.,]\d{{1,2}}(?!\d))?(?:/-)? ?(?:{_SIGN}|{_UNIT}\b|(?P<code>[A-Z]{{3}})\b|%)|,\d{{1,2}}(?!\d)|/-")


def _is_amount(text: str, run: re.Match[str], digits: str) -> bool:
    """Whether digits are money or a count: they are round, have cents, or stand beside a currency."""
    if digits.endswith("000000") or (digits.endswith("000") and len(digits) < 10) or re.fullmatch(r"\d+\.\d\d?", run[0]):
        return True
    before = _MONEY_BEFORE.search(text, max(0, run.start() - 12), run.start())
    after = _MONEY_AFTER.match(text, run.end())
    return any(side is not None and (side["code"] is None or is_currency(side["code"])) for side in (before, after))


_ADDRESSED = re.compile(
    rf"\b(?:(?:Mr|Mrs|Ms|Mx|Dr|Prof|Mme|Mlle|Sra|Srta|Smt)\.?|Miss|Madame?|Monsieur|Señora?|Señorita|Senhora?|Herr|Frau|Signora|Shri|Khun)"
    rf" {_CAPITAL}"
)
_CAPITALISED = re.compile(r"[^\W\d_][\w'-]*+")


def _names_somebody(text: str, names: frozenset[Name]) -> bool:
    return _ADDRESSED.search(text) is not None or _has_name(text, names)


def _has_name(text: str, names: frozenset[Name]) -> bool:
    """Whether the words of a name stand side by side, in any order. A name of a single word counts only with a capital: Rose, not rose."""
    words = words_of(text)
    every, capitals = frozenset(words), _capitalised(text) if any(len(name) == 1 for name in names) else frozenset()
    for name in names:
        if len(name) == 1:
            if len(name[0]) > 2 and name[0] in capitals:
                return True
        elif every.issuperset(name) and any(tuple(sorted(words[at : at + len(name)])) == name for at in range(len(words) - len(name) + 1)):
            return True
    return False


def _capitalised(text: str) -> frozenset[str]:
    """The words of a text that are not written with a small letter."""
    return frozenset(key for found in _CAPITALISED.finditer(text) if not found[0][0].islower() for key in words_of(found[0]))
