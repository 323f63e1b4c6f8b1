"""Code lists of other people: ISO 3166-1 and -2, ISO 639 as BCP 47 uses it, ISO 4217, IANA time zones.

The lists in ``codes.txt`` are generated from maintained data (``python tests/refresh_codes.py``); time zones come from the
``tzdata`` package.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

REFUGEES = ("XXB", "XXC")
STATELESS_OR_REFUGEE = ("XXA", *REFUGEES)
"""ICAO Doc 9303 part 3, section 5: stateless person, refugee, other refugee."""
UNSPECIFIED = "XXX"

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(-(?P<script>[A-Z][a-z]{3}))?(-(?P<region>[A-Z]{2}|[0-9]{3}))?(-[a-z0-9]{5,8}|-[0-9][a-z0-9]{3})*\Z"
)
_LANGUAGE_PATTERN = "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-[a-z0-9]{5,8}|-[0-9][a-z0-9]{3})*$"
_PLACE_PATTERN = "^[A-Z]{2}(-[A-Z0-9]{1,3})?$"


FORMER_PLACES = {"IN-CT": "IN-CG", "IN-OR": "IN-OD", "IN-TG": "IN-TS", "IN-UT": "IN-UK"}
"""Codes that a place had before (ISO 3166-2:IN, changed on 23 November 2023), and the code that it has now."""


@cache
def _lists() -> dict[str, str]:
    text = files("planlint.plan").joinpath("codes.txt").read_text("utf-8")
    return {name: codes for name, _, codes in (line.partition(" ") for line in text.splitlines())}


@cache
def listed(name: str) -> frozenset[str]:
    """One list by name: countries, places, currencies, languages, scripts or zones."""
    if name == "zones":
        return frozenset(files("tzdata").joinpath("zones").read_text("utf-8").split())
    return frozenset(_lists()[name].split())


def is_country(code: str) -> bool:
    return code in listed("countries")


def is_place(code: str) -> bool:
    """A country (``IN``) or a part of one (``IN-UP``)."""
    return code in listed("countries") or code in listed("places")


@cache
def _parents() -> dict[str, str]:
    return dict(each.split(":") for each in listed("parents"))


@lru_cache(maxsize=1024)
def around(place: str) -> tuple[str, ...]:
    """The places that a place is part of, nearest first: of ``GB-LND``, ``GB-ENG`` and ``GB``."""
    parent = _parents().get(place) or place.partition("-")[0]
    return () if parent == place else (parent, *around(parent))


def is_nationality(code: str) -> bool:
    return is_country(code) or code in STATELESS_OR_REFUGEE or code == UNSPECIFIED


@lru_cache(maxsize=1024)  # a plan names the same few again and again
def is_language(tag: str) -> bool:
    """A BCP 47 tag whose language, script and region exist; extensions and private use are refused."""
    parts = _TAG.match(tag)
    if parts is None or parts["language"] not in listed("languages"):
        return False
    if parts["script"] and parts["script"] not in listed("scripts"):
        return False
    return not parts["region"] or parts["region"].isdecimal() or is_country(parts["region"])


def is_currency(code: str) -> bool:
    return code in listed("currencies")


@cache
def zones_of(country: str) -> tuple[str, ...]:
    """The time zones of a country, by the time zone database's ``zone.tab``: country, coordinates, zone, remarks."""
    rows = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8").splitlines()
    return tuple(row.split("\t")[2] for row in rows if row.startswith(f"{country}\t"))


def time_zone(name: str) -> ZoneInfo:
    """The zone of an IANA name; raises ValueError for a name that is not one."""
    if name not in listed("zones"):  # The system may know more names, such as posixrules; no two systems the same.
        raise ValueError(name)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError):
        raise ValueError(name) from None


def nearest_pool(kind: str) -> frozenset[str]:
    """The codes to suggest from for a kind of code."""
    pools = {"country": "countries", "currency": "currencies", "language": "languages", "timezone": "zones"}
    if kind == "nationality":
        return listed("countries") | set(STATELESS_OR_REFUGEE) | {UNSPECIFIED}
    return listed("countries") | listed("places") if kind == "place" else listed(pools[kind])


def json_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind of code: an enum where the list is short enough for an editor, else a pattern."""
    if kind == "place":
        return {"type": "string", "pattern": _PLACE_PATTERN, "examples": ["IN", "IN-UP", "KH-12"]}
    if kind == "language":
        return {"type": "string", "pattern": _LANGUAGE_PATTERN, "examples": ["ne", "rhg", "pt-BR"]}
    return {"type": "string", "enum": sorted(nearest_pool(kind))}
