"""Sums of a budget in which amounts or categories may be unknown."""

import datetime as dt
import math
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from planlint.facts.budget import AFTERCARE, for_survivors, last_day
from planlint.plan.resources import BudgetLine, Funding
from planlint.plan.states import known

AMOUNTS = st.one_of(st.integers(min_value=0, max_value=1000), st.just("unknown"))
CATEGORIES = st.sampled_from(["shelter", "education", "equipment", "unknown"])


def line(category: str, amount: Any, name: str = "b-1") -> BudgetLine:
    return BudgetLine.model_validate({"id": name, "category": category, "amount": amount, "payee": "saathi"})


def fund(until: str, amount: Any = 1) -> Funding:
    return Funding.model_validate({"id": "f-1", "amount": amount, "available": {"from": "2026-01-01", "until": until}})


LINES = st.lists(st.builds(line, CATEGORIES, AMOUNTS), max_size=6)


@given(LINES)
def test_what_is_sure_is_never_more_than_what_can_be_and_they_are_equal_where_nothing_is_open(lines: list[BudgetLine]) -> None:
    care = for_survivors(lines)

    assert care.sure <= care.most
    assert bool(care.open) or care.sure == care.most


@given(
    LINES,
    st.dictionaries(st.integers(min_value=0, max_value=5), st.tuples(st.sampled_from(["shelter", "equipment"]), st.integers(0, 1000))),
)
def test_however_the_gaps_are_closed_the_sum_lies_between(lines: list[BudgetLine], closing: dict[int, tuple[str, int]]) -> None:
    care = for_survivors(lines)
    closed = [
        line(known(each.category) or closing.get(index, ("shelter", 0))[0], closing.get(index, ("", 1))[1] if known(each.amount) is None else each.amount)
        for index, each in enumerate(lines)
    ]  # fmt: skip

    assert care.sure <= for_survivors(closed).sure <= care.most


def test_the_lines_that_are_open_are_named_once_and_one_of_nothing_is_not_open() -> None:
    lines = [line("shelter", "unknown", "b-1"), line("unknown", "unknown", "b-2"), line("unknown", 5, "b-3"), line("unknown", 0, "b-4")]

    care = for_survivors(lines)

    assert (0, math.inf, ("b-1", "b-2", "b-3")) == care


def test_the_last_day_is_that_of_money_that_is_there() -> None:
    days = [
        last_day(funds)
        for funds in (
            [],
            [fund("unknown")],
            [fund("2026-05-01"), fund("2027-05-01", 0)],
            [fund("2026-05-01"), fund("2027-05-01", "unknown")],
            [fund("open"), fund("2027-05-01")],
        )
    ]

    expected = [None, None, dt.date(2026, 5, 1), dt.date(2027, 5, 1), dt.date.max]
    assert expected == days


def test_what_is_for_the_team_is_not_for_survivors() -> None:
    assert AFTERCARE.isdisjoint({"planning", "personnel", "travel", "transport", "media_fundraising", "administration", "contingency"})
