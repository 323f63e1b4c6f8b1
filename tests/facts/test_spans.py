"""Stretches of days that together leave no day open."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from planlint.facts.spans import Span, cover

FIRST = dt.date(2026, 1, 1)


def days(first: int, last: int) -> Span:
    return (FIRST + dt.timedelta(days=first), FIRST + dt.timedelta(days=last))


stretches = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=6)


@given(stretches, st.integers(0, 20), st.integers(0, 8))
def test_it_says_the_same_as_counting_the_days_one_by_one(spans: list[tuple[int, int]], begin: int, length: int) -> None:
    covered = {day for first, last in spans for day in range(first, last + 1)}
    wanted = set(range(begin, begin + length + 1))

    assert (wanted <= covered) == cover([days(*span) for span in spans], *days(begin, begin + length))


def test_what_never_ends_covers_the_last_day_that_there_is() -> None:
    assert cover([(FIRST, dt.date.max)], FIRST, dt.date.max)


def test_no_stretch_covers_nothing() -> None:
    assert not cover([], FIRST, FIRST)
