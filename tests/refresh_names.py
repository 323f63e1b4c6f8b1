"""Write planlint/plan/names.txt from pycountry, CLDR (by babel) and tzdata: ``PYTHONPATH=. python tests/refresh_names.py``.

CLDR is Copyright © 1991-2026 Unicode, Inc., under the Unicode License v3, which allows this use and asks that this notice is kept.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import pycountry
from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages
from babel.localedata import locale_identifiers
from babel.numbers import get_territory_currencies

from planlint.plan.codes import is_currency, is_language, listed, zones_of
from planlint.plan.names import folded

NAMES = Path(__file__).parent.parent / "planlint" / "plan" / "names.txt"
HEAD = """\
# Names of countries, parts of countries, languages, currencies and time zones; generated, see planlint/plan/names.py.
# From iso-codes (pycountry), the time zone database, and CLDR: Copyright 1991-2026 Unicode, Inc., Unicode License v3 (unicode.org/license.txt).
"""
WORKING = ("ar", "es", "fr", "pt", "ru")
"""Languages in which many plans are written, beside English."""
OTHER_WORDS = {
    "country": {
        "UK": "GB", "Great Britain": "GB", "Britain": "GB", "England": "GB", "Scotland": "GB", "Wales": "GB", "USA": "US", "America": "US",
        "United States of America": "US", "DRC": "CD", "DR Congo": "CD", "Congo": "CD CG", "Republic of Congo": "CG", "Ivory Coast": "CI",
        "Burma": "MM", "Swaziland": "SZ", "Macedonia": "MK", "Korea": "KR KP", "Laos": "LA", "UAE": "AE", "Emirates": "AE",
        "Cape Verde": "CV", "East Timor": "TL", "Holland": "NL", "Czech Republic": "CZ", "Turkey": "TR", "Palestine": "PS",
        "Vatican": "VA", "Guinea Bissau": "GW", "CAR": "CF", "Micronesia": "FM", "KSA": "SA", "PRC": "CN", "Taiwan": "TW",
    },
    "nationality": {
        "stateless": "XXA", "no nationality": "XXA", "refugee": "XXB XXC", "unspecified": "XXX", "Ugandan": "UG", "Kenyan": "KE",
        "Nepali": "NP", "Nepalese": "NP", "Indian": "IN", "Bangladeshi": "BD", "Pakistani": "PK", "Filipino": "PH", "Filipina": "PH",
        "Indonesian": "ID", "Vietnamese": "VN", "Cambodian": "KH", "Khmer": "KH", "Lao": "LA", "Burmese": "MM", "Thai": "TH",
        "Chinese": "CN", "Nigerian": "NG", "Ghanaian": "GH", "Ethiopian": "ET", "Eritrean": "ER", "Somali": "SO", "Sudanese": "SD",
        "South Sudanese": "SS", "Congolese": "CD CG", "Rwandan": "RW", "Burundian": "BI", "Tanzanian": "TZ", "Malawian": "MW",
        "Mozambican": "MZ", "Zambian": "ZM", "Zimbabwean": "ZW", "South African": "ZA", "Malagasy": "MG", "Peruvian": "PE",
        "Bolivian": "BO", "Brazilian": "BR", "Colombian": "CO", "Venezuelan": "VE", "Ecuadorian": "EC", "Honduran": "HN",
        "Guatemalan": "GT", "Salvadoran": "SV", "Mexican": "MX", "Haitian": "HT", "Dominican": "DO DM", "Ukrainian": "UA",
        "Moldovan": "MD", "Romanian": "RO", "Bulgarian": "BG", "Albanian": "AL", "Serbian": "RS", "Russian": "RU", "Syrian": "SY",
        "Iraqi": "IQ", "Iranian": "IR", "Afghan": "AF", "Sri Lankan": "LK", "Uzbek": "UZ", "Kyrgyz": "KG", "Tajik": "TJ",
    },
    "language": {"Farsi": "fa", "Mandarin": "cmn", "Chinese": "zh", "Nepalese": "ne", "Moldovan": "ro", "Flemish": "nl", "Runyankole": "nyn", "Rukiga": "cgg",
                 "Lugbara": "lgg", "Kinyamulenge": "rw", "Bahasa": "id ms", "Dari": "fa-AF", "Creole": "ht", "Kurmanji": "kmr", "Sorani": "ckb"},
    "currency": {
        "dollar": "USD", "dollars": "USD", "US dollars": "USD", "euros": "EUR", "pounds": "GBP", "pound sterling": "GBP",
        "KSh": "KES", "Ksh.": "KES", "USh": "UGX", "TSh": "TZS", "Tk": "BDT", "CFA": "XOF XAF", "FCFA": "XOF XAF", "soles": "PEN",
    },
    "timezone": {"GMT": "UTC", "Z": "UTC", "Zulu": "UTC"},
}  # fmt: skip
"""What people say beside the official names."""


def current() -> str:
    """The file's text as its sources would have it today."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))

    def add(kind: str, names: Iterable[str | None], *codes: str) -> None:
        for name in names:
            if name and (key := folded(name)):
                found[kind][key] += [code for code in codes if code not in found[kind][key]]

    for make in (_countries, _places, _languages, _currencies, _zones):
        for kind, names, codes in make():
            add(kind, names, *codes)
    for kind, words in OTHER_WORDS.items():
        for word, meant in words.items():
            found[kind][folded(word)] = meant.split()
    lines = [f"{kind}\t{name}\t{' '.join(codes)}\n" for kind, names in sorted(found.items()) for name, codes in sorted(names.items())]
    return HEAD + "".join(lines)


Named = Iterable[tuple[str, list[str | None], list[str]]]


def _own(code: str, of: str) -> str | None:
    """What a locale calls a language (its own name) or a territory."""
    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return None
    return locale.languages.get(code) if of == "" else locale.territories.get(of)


def _countries() -> Named:
    english = Locale("en")
    for country in pycountry.countries:
        code = country.alpha_2
        spoken = get_official_languages(code, regional=True, de_facto=True)
        names = [
            country.name,
            getattr(country, "common_name", None),
            getattr(country, "official_name", None),
            english.territories.get(code),
        ]
        yield "country", [*names, *(_own(language, code) for language in (*spoken, *WORKING))], [code]
        yield "code country", [country.alpha_3], [code]


def _places() -> Named:
    for place in pycountry.subdivisions:
        yield "place", [place.name], [place.code]


def _languages() -> Named:
    english = Locale("en")
    for language in pycountry.languages:
        code = getattr(language, "alpha_2", language.alpha_3)
        names = [
            language.name,
            getattr(language, "common_name", None),
            getattr(language, "inverted_name", None),
            english.languages.get(code),
        ]
        yield "language", [*names, _own(code, ""), *(Locale(each).languages.get(code) for each in WORKING)], [code]
        if code != language.alpha_3:
            yield "code language", [language.alpha_3, getattr(language, "bibliographic", None)], [code]
    for tag, name in english.languages.items():
        if "_" in tag and is_language(tag.replace("_", "-")):
            yield "language", [name], [tag.replace("_", "-")]


def _currencies() -> Named:
    english = Locale("en")
    for currency in pycountry.currencies:
        yield "currency", [currency.name, english.currencies.get(currency.alpha_3)], [currency.alpha_3]
    for identifier in sorted(locale_identifiers()):
        locale = Locale.parse(identifier)
        for code in get_territory_currencies(locale.territory) if locale.territory else ():
            symbol = locale.currency_symbols.get(code)
            if is_currency(code) and symbol and symbol != code:
                yield "currency", [symbol, locale.currencies.get(code)], [code]


def _zones() -> Named:
    rows = files("tzdata").joinpath("zoneinfo", "zone1970.tab").read_text("utf-8").splitlines()
    for zone in [row.split("\t")[2] for row in rows if not row.startswith("#")]:
        days = (dt.datetime(2026, month, 15, tzinfo=ZoneInfo(zone)).tzname() for month in (1, 7))
        yield "timezone", [name for name in days if name and name.isalpha()], [zone]
    for country in pycountry.countries:
        zones = list(zones_of(country.alpha_2))
        yield "timezone", [country.name, getattr(country, "common_name", None)], zones
        for zone in zones:
            yield "timezone", [zone.rpartition("/")[2]], [zone]
    yield "timezone", ["UTC"], ["UTC"] if "UTC" in listed("zones") else []


if __name__ == "__main__":
    NAMES.write_text(current(), encoding="utf-8")
