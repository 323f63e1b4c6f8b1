"""What of the budget is for survivors, and how long the money lasts."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from planlint.facts.calendar import through
from planlint.plan.resources import BudgetLine, Funding
from planlint.plan.states import State, known, state

AFTERCARE = frozenset(
    {
        "shelter", "medical", "mental_health", "substance_care", "legal_aid", "interpretation", "child_protection", "livelihood",
        "education", "reintegration", "family_support", "return_travel",
    }
)  # fmt: skip
"""Budget categories that are for survivors."""


class Sum(NamedTuple):
    """Amounts added up: what is sure, what it can be at most, and the items whose part in it nobody knows."""

    sure: float
    most: float
    open: tuple[str, ...]


def added(items: Iterable[BudgetLine | Funding], maybe: Iterable[BudgetLine | Funding] = ()) -> Sum:
    """The amounts of lines or of funding; of those that only may belong to the sum, nothing is sure."""
    surely, perhaps = tuple(items), tuple(item for item in maybe if known(item.amount) != 0)
    unclear = [item.id for item in (*surely, *perhaps) if known(item.amount) is None]
    sure = math.fsum(known(item.amount) or 0 for item in surely)
    most = math.inf if unclear else math.fsum([sure, *(known(item.amount) or 0 for item in perhaps)])
    return Sum(sure, most, tuple(dict.fromkeys([*unclear, *(item.id for item in perhaps)])))


def for_survivors(lines: Sequence[BudgetLine]) -> Sum:
    """What lines of aftercare cost; a line of unknown category may be one."""
    return added(
        (line for line in lines if line.category in AFTERCARE),
        maybe=(line for line in lines if state(line.category) is State.UNKNOWN),
    )


def gives(fund: Funding) -> bool:
    """Whether a funding is more than an entry: one of nothing pays for nothing."""
    return known(fund.amount) != 0


def last_day(funds: Iterable[Funding]) -> dt.date | None:
    """The last day on which any of the money can be spent, as far as it is known."""
    return max((day for fund in funds if gives(fund) and (day := through(fund.available.until)) is not None), default=None)
