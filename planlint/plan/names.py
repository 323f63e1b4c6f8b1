"""What countries, parts of them, languages, currencies and time zones are called, for those who write a name where a code belongs.

``names.txt`` is generated from pycountry and CLDR (``python tests/refresh_names.py``). It is read only where something does not fit.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files

from planlint.plan.codes import is_language, nearest_pool

MOST = 4
"""Codes that are shown where a name may mean several; of more, none is a help."""

_OF_COUNTRIES = {"nationality": "country", "place": "country", "timezone": "timezone"}


def folded(text: str) -> str:
    """A name without case, accents, blanks and signs; a sign of a currency is all of its name."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if unicodedata.category(sign)[0] in "LNS" or unicodedata.category(sign) == "Mc")


def same_code(kind: str, text: str) -> str | None:
    """The code that a text is in another spelling: in other letters, or by another standard (``ug`` and ``UGA`` for ``UG``)."""
    spelling = text.strip()
    if kind == "language" and is_language(tag := _spelt_tag(spelling)):
        return tag
    pool = nearest_pool(kind)
    for spelt in (spelling.upper(), spelling.lower(), spelling.title()):
        if spelt in pool:
            return spelt
    return next(iter(_names().get(f"code {_OF_COUNTRIES.get(kind, kind)}", {}).get(folded(spelling), ())), None)


def _spelt_tag(text: str) -> str:
    """A language tag in the letters that BCP 47 recommends: ``pt-BR``, ``zh-Hant``."""
    language, *more = text.replace("_", "-").split("-")
    return "-".join([language.lower(), *(part.title() if len(part) == 4 else part.upper() for part in more)])


def codes_named(kind: str, text: str) -> tuple[str, ...]:
    """The codes of what a name may mean; none where nothing is called so, or too much."""
    found = _names().get(kind, {}).get(folded(text), ())
    if kind in ("nationality", "place"):
        found = (*_names()["country"].get(folded(text), ()), *found)
    return found if len(found) <= MOST else ()


@cache
def _names() -> dict[str, dict[str, tuple[str, ...]]]:
    """Codes by the folded name, by the kind of code."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for line in files("planlint.plan").joinpath("names.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            kind, name, codes = line.split("\t")
            found.setdefault(kind, {})[name] = tuple(codes.split())
    return found
