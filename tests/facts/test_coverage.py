"""Care over time: gaps and unions against every single day, and what services offer to whom."""

import datetime as dt
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlint.facts.coverage import EVER, PROMISED, Days, gaps, joined
from tests.plans import facts

FIRST = dt.date(2026, 3, 1)
STRETCHES = st.builds(
    lambda start, length: Days(FIRST + dt.timedelta(start), FIRST + dt.timedelta(start + length)), st.integers(0, 25), st.integers(-2, 10)
)


def each_day(stretches: Iterable[Days]) -> set[dt.date]:
    return {days.first + dt.timedelta(number) for days in stretches for number in range(days.length)}


def are_apart(stretches: tuple[Days, ...]) -> bool:
    """Whether stretches are in order, none is empty, and a day lies between any two."""
    pairs = pairwise(stretches)
    return all(each.length for each in stretches) and all((later.first - earlier.last).days > 1 for earlier, later in pairs)


@given(STRETCHES, st.lists(STRETCHES, max_size=6))
def test_the_gaps_are_the_days_that_nothing_covers(wanted: Days, covered: list[Days]) -> None:
    found = gaps(wanted, covered)
    assert each_day([wanted]) - each_day(covered) == each_day(found)
    assert are_apart(found)


@given(st.lists(STRETCHES, max_size=8))
def test_joined_stretches_are_the_same_days_in_as_few_stretches_as_possible(stretches: list[Days]) -> None:
    found = joined(stretches)
    assert each_day(stretches) == each_day(found)
    assert are_apart(found)


@given(STRETCHES, st.lists(STRETCHES, max_size=4), st.integers(0, 20))
def test_where_the_period_is_cut_does_not_matter(wanted: Days, covered: list[Days], at: int) -> None:
    cut = FIRST + dt.timedelta(at)
    legs = (wanted.within(Days(EVER.first, cut)), wanted.within(Days(cut + dt.timedelta(1), EVER.last)))
    assert gaps(wanted, covered) == joined(gap for leg in legs for gap in gaps(leg, covered))


@pytest.mark.parametrize(
    ("covered", "expected"),
    [
        ([EVER], ()),
        ([], (EVER,)),
        ([Days(EVER.first, FIRST)], (Days(FIRST + dt.timedelta(1), EVER.last),)),
        ([Days(FIRST, EVER.last)], (Days(EVER.first, FIRST - dt.timedelta(1)),)),
    ],
)
def test_time_has_a_first_and_a_last_day(covered: list[Days], expected: tuple[Days, ...]) -> None:
    assert expected == gaps(EVER, covered)


def test_stretches_without_end_are_joined() -> None:
    assert (EVER,) == joined([Days(FIRST, EVER.last), EVER, Days(EVER.last, EVER.last)])


def offered(edit: dict[str, object], group: str = "grp-nepali") -> list[tuple[str, str, list[str]]]:
    """What counts of the care for the mind in the edited plan: service, obstacle, what is unclear."""
    plan = facts(set=edit)
    found = plan.coverage.offers(frozenset({"mental_health"}), plan.directory.groups[group], PROMISED)
    return [(each.service.id, each.obstacle, [".".join(map(str, path[2:])) for path in each.unclear]) for each in found]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ({}, [("sv-mind", "", []), ("sv-jh", "others", []), ("sv-np", "", [])]),
        ({"services[sv-mind].status": "requested"}, [("sv-mind", "status", []), ("sv-jh", "others", []), ("sv-np", "", [])]),
        ({"services[sv-mind].available.until": "2026-03-01"}, [("sv-mind", "closed", []), ("sv-jh", "others", []), ("sv-np", "", [])]),
        ({"services[sv-mind].types": ["detox"], "services[sv-np].types": "unknown"}, [("sv-jh", "others", []), ("sv-np", "", ["types"])]),
        ({"services[sv-jh].groups": "unknown"}, [("sv-mind", "", []), ("sv-jh", "", ["groups"]), ("sv-np", "", [])]),
        ({"services[sv-mind].available": "unknown"}, [("sv-mind", "", ["available"]), ("sv-jh", "others", []), ("sv-np", "", [])]),
        (
            {"services[sv-mind].status": "unknown", "services[sv-mind].available.from": "unknown"},
            [("sv-mind", "", ["status", "available.from"]), ("sv-jh", "others", []), ("sv-np", "", [])],
        ),
    ],
)
def test_an_offer_says_what_keeps_it_from_a_group_and_what_is_unclear(
    edit: dict[str, object], expected: list[tuple[str, str, list[str]]]
) -> None:
    assert expected == offered(edit)
