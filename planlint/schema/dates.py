"""Dates as people write them beside YYYY-MM-DD: ``2027-2-2``, ``15/02/2026``, ``2 February 2027``, ``Feb 2, 2027``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})\s*[-/.年]\s*(?P<month>[0-9]{1,2})\s*[-/.月]\s*(?P<day>[0-9]{1,2})日?\Z")
_YEAR_LAST = re.compile(r"(?P<first>[0-9]{1,2})\s*[-/.]\s*(?P<second>[0-9]{1,2})\s*[-/.]\s*(?P<year>[0-9]{4})\Z")
_WORDS = (
    re.compile(r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?[\s.-]+(?:of\s+)?(?P<month>[a-z]{3,9})[\s.,-]+(?P<year>[0-9]{4})\Z"),
    re.compile(r"(?P<month>[a-z]{3,9})[\s.]+(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?[\s,]+(?P<year>[0-9]{4})\Z"),
)
_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip


def date_readings(written: str) -> tuple[dt.date, ...]:
    """The days that a text may mean: two where countries differ, one where they do not; none where it is no day of the calendar."""
    text = written.strip().casefold()
    return tuple(dict.fromkeys(day for year, month, day_ in _parts(text) if (day := _day(year, month, day_)) is not None))


def _parts(text: str) -> Iterator[tuple[int, int, int]]:
    """Year, month and day as each reading has them."""
    if found := _YEAR_FIRST.match(text):
        yield int(found["year"]), int(found["month"]), int(found["day"])
    if found := _YEAR_LAST.match(text):
        first, second, year = int(found["first"]), int(found["second"]), int(found["year"])
        yield year, second, first
        yield year, first, second
    for pattern in _WORDS:
        if (found := pattern.match(text)) and (month := _month(found["month"])):
            yield int(found["year"]), month, int(found["day"])


def _month(name: str) -> int:
    """The number of a month by its English name, or by how that begins; 0 where it is none."""
    return next((number for number, whole in enumerate(_MONTH_NAMES, 1) if whole.startswith(name) or (name == "sept" and number == 9)), 0)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
