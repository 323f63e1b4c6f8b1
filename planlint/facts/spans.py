"""Stretches of days, first and last day included."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

Span = tuple[dt.date, dt.date]

_DAY = dt.timedelta(days=1)


def cover(spans: Iterable[Span], begin: dt.date, end: dt.date) -> bool:
    """Whether stretches of days, taken together, cover every day from ``begin`` to ``end``."""
    day = begin
    for first, last in sorted(spans):
        if first > day:
            return False
        if last >= end:
            return True
        day = max(day, last + _DAY)
    return False
