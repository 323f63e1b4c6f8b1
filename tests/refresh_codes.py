"""Write planlint/plan/codes.txt from pycountry's data: ``python tests/refresh_codes.py``.

The lists are shipped as one small text because importing pycountry costs more time than checking a plan, and 23 MB.
A test compares the shipped lists with the installed pycountry.
"""

from pathlib import Path

import pycountry

CODES = Path(__file__).parent.parent / "planlint" / "plan" / "codes.txt"


def current() -> str:
    """The file's text as pycountry would have it today."""
    countries = sorted(country.alpha_2 for country in pycountry.countries)
    places = sorted(subdivision.code for subdivision in pycountry.subdivisions)
    parents = sorted(
        f"{part.code}:{part.country_code}-{part.parent_code.partition('-')[2]}" for part in pycountry.subdivisions if part.parent_code
    )
    currencies = sorted(currency.alpha_3 for currency in pycountry.currencies)
    # BCP 47 (RFC 5646, section 2.2.1): the two-letter code where there is one, else the three-letter code.
    languages = sorted({getattr(language, "alpha_2", language.alpha_3) for language in pycountry.languages})
    scripts = sorted(script.alpha_4 for script in pycountry.scripts)
    lists = {
        "countries": countries,
        "places": places,
        "parents": parents,
        "currencies": currencies,
        "languages": languages,
        "scripts": scripts,
    }
    return "".join(f"{name} {' '.join(codes)}\n" for name, codes in lists.items())


if __name__ == "__main__":
    CODES.write_text(current(), encoding="utf-8")
