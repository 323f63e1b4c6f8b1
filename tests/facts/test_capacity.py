"""Beds: the fast answer against every night and every set of cells tried one by one, and what a plan's beds and people are."""

import datetime as dt
from collections.abc import Sequence
from itertools import chain, combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planlint.errors import CannotJudge
from planlint.facts.capacity import Beds, Capacity, Cell, Gap, Shortage, Shortfall, taking, worst_night
from planlint.facts.flow import most_short
from planlint.plan.states import State
from tests.plans import facts

FIRST = dt.date(2026, 3, 10)
GROUPS = ("grp-a", "grp-b")
CLASSES = ("adult_female", "adult_male", "family_unit")


def day(number: int, month: int = 3) -> dt.date:
    return dt.date(2026, month, number)


def subsets(count: int) -> list[tuple[int, ...]]:
    """Every set of positions but the empty one, small ones first."""
    return list(chain.from_iterable(combinations(range(count), size) for size in range(1, count + 1)))


def most_short_of_all(need: Sequence[int], free: Sequence[int], takes: Sequence[Sequence[int]]) -> frozenset[int]:
    def short(chosen: tuple[int, ...]) -> int:
        return sum(need[cell] for cell in chosen) - sum(free[service] for service in {at for cell in chosen for at in takes[cell]})

    worst = max(subsets(len(need)), key=short, default=())
    return frozenset(worst) if worst and short(worst) > 0 else frozenset()


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[int], list[int], list[list[int]]]:
    free = draw(st.lists(st.integers(0, 6), max_size=5))
    takes = draw(st.lists(st.lists(st.sampled_from(range(len(free))), unique=True) if free else st.just([]), min_size=1, max_size=6))
    need = [draw(st.integers(0, 8)) for _ in takes]
    return need, free, takes


@settings(deadline=None)
@given(networks())
def test_the_flow_finds_the_smallest_of_all_sets_that_lack_most_beds(network: tuple[list[int], list[int], list[list[int]]]) -> None:
    assert most_short_of_all(*network) == most_short(*network)


DAYS = st.integers(0, 6).map(lambda days: FIRST + dt.timedelta(days=days))
KINDS = [(group, classes) for group in GROUPS for classes in ((), *((name,) for name in CLASSES), CLASSES[:2])]
CELLS = st.lists(st.sampled_from(KINDS), unique=True, max_size=5).flatmap(
    lambda kinds: st.tuples(*(st.builds(Cell, st.just(group), st.just(classes), st.integers(0, 5), DAYS) for group, classes in kinds))
)
BEDS = st.lists(
    st.tuples(
        st.integers(0, 9),
        st.integers(-2, 6),
        st.integers(0, 5),
        st.frozensets(st.sampled_from(GROUPS)),
        st.none() | st.frozensets(st.sampled_from(CLASSES)),
    ),
    max_size=4,
).map(
    lambda made: tuple(
        Beds(f"sv-{number}", free, FIRST + dt.timedelta(days=first), FIRST + dt.timedelta(days=max(first + length, 0)), groups, classes)
        for number, (free, first, length, groups, classes) in enumerate(made)
    )
)


def every_shortfall(cells: Sequence[Cell], beds: Sequence[Beds]) -> list[Shortfall]:
    """Each night, each set of cells: those that lack beds, in the order of the nights, small sets first."""
    found = []
    for night in (FIRST + dt.timedelta(days=days) for days in range(8)):
        there = [cell for cell in cells if cell.people and night < cell.leave]
        waiting = [
            cell for cell in there if (able := [each for each in beds if each.take(cell)]) and all(each.first > night for each in able)
        ]
        left = [cell for cell in there if cell not in waiting]
        open_then = [each for each in beds if each.first <= night <= each.last]
        for chosen in ([left[index] for index in subset] for subset in subsets(len(left))):
            used = [each for each in open_then if any(each.take(cell) for cell in chosen)]
            need, have = sum(cell.people for cell in chosen), sum(each.free for each in used)
            if need > have:
                found.append(Shortfall(night, tuple(chosen), tuple(each.service for each in used), need, have))
    return found


@settings(deadline=None)
@given(CELLS, BEDS)
def test_the_worst_night_is_the_worst_of_all_nights_and_all_sets(cells: tuple[Cell, ...], beds: tuple[Beds, ...]) -> None:
    expected = max(every_shortfall(cells, beds), key=lambda each: each.short, default=None)

    assert expected == worst_night(cells, beds, FIRST)


def test_sixty_groups_with_a_shelter_each_and_one_for_all_are_counted_in_one_go() -> None:
    groups = [f"grp-{number}" for number in range(60)]
    classes = [*CLASSES, "adult_other", "child_unaccompanied"]
    cells = [Cell(group, (name,), 10, day(30)) for group in groups for name in classes]
    own = [
        Beds(f"sv-{group}", 40, FIRST, day(12 + index % 18), frozenset({group}), frozenset(classes)) for index, group in enumerate(groups)
    ]
    shared = Beds("sv-all", 599, FIRST, day(30), frozenset(groups), None)

    found = worst_night(cells, [*own, shared], FIRST)

    # On the last night three of the sixty shelters are still open: 3 x 40 beds and the shared ones for 3000 people.
    assert Shortfall(day(29), tuple(cells), ("sv-grp-17", "sv-grp-35", "sv-grp-53", "sv-all"), 3000, 719) == found


def capacity(**edits: Any) -> Capacity:
    return facts(**edits).capacity


def men(group: str, people: int, leave: dt.date) -> Cell:
    return Cell(group, ("adult_male",), people, leave)


MEN = (men("grp-santali", 10, day(27, 4)), men("grp-nepali", 10, day(4, 5)))
MEN_UNTIL_THE_END = tuple(cell._replace(leave=day(29, 5)) for cell in MEN)


def shortage(**edits: Any) -> Shortage | None:
    return capacity(**edits).shortage


def test_the_sound_plan_has_beds_for_everybody() -> None:
    assert shortage() is None


def test_people_are_counted_by_group_and_class_until_their_last_route_is_open() -> None:
    santali, nepali = day(27, 4), day(4, 5)

    expected = (
        Cell("grp-santali", ("family_unit",), 36, santali),
        Cell("grp-santali", ("adult_male",), 10, santali),
        Cell("grp-santali", ("adult_female",), 2, santali),
        Cell("grp-santali", ("child_unaccompanied",), 2, santali),
        Cell("grp-nepali", ("adult_male",), 10, nepali),
        Cell("grp-nepali", ("adult_female",), 3, nepali),
        Cell("grp-nepali", ("child_unaccompanied",), 1, nepali),
    )
    assert expected == capacity().cells


@pytest.mark.parametrize(
    ("days", "route", "until"),
    [
        (45, "2026-04-01", day(24, 4)),
        (45, "2026-04-27", day(27, 4)),
        (60, "2026-04-27", day(9, 5)),
        (None, None, day(9, 4)),
        (1_000_000_000, None, dt.date.max),
    ],
)
def test_beds_are_needed_through_the_recovery_period_and_until_the_last_route_opens(
    days: int | None, route: str | None, until: dt.date
) -> None:
    looked_up = facts(set={"legal.reflection_period.days": days, "returns.routes[r-np].not_before": route})

    assert until == looked_up.capacity.firm_until(looked_up.directory.groups["grp-nepali"])


@pytest.mark.parametrize(("route", "until"), [("2026-03-13", day(13, 3)), ("2026-04-27", day(27, 4)), (None, day(24, 4))])
def test_citizens_need_beds_until_their_last_route_opens_and_for_the_period_where_none_is_known(route: str | None, until: dt.date) -> None:
    looked_up = facts(set={"returns.routes[r-jh].not_before": route})

    assert until == looked_up.capacity.firm_until(looked_up.directory.groups["grp-santali"])


def test_the_latest_of_several_routes_counts() -> None:
    route = {"id": "r-late", "group": "grp-santali", "to": "IN-RJ", "not_before": "2026-06-01"}
    looked_up = facts(add={"returns.routes": [route]})

    assert day(1, 6) == looked_up.capacity.firm_until(looked_up.directory.groups["grp-santali"])


@pytest.mark.parametrize(
    ("classes", "cells"),
    [
        (None, [Cell("grp-nepali", (), 14, day(4, 5))]),
        ("unknown", [Cell("grp-nepali", (), 14, day(4, 5))]),
        ({"adult_male": 10, "adult_female": 4}, [men("grp-nepali", 10, day(4, 5)), Cell("grp-nepali", ("adult_female",), 4, day(4, 5))]),
        (
            {"adult_male": 10, "adult_female": "unknown", "adult_other": "unknown"},
            [men("grp-nepali", 10, day(4, 5)), Cell("grp-nepali", ("adult_female", "adult_other"), 4, day(4, 5))],
        ),
    ],
)
def test_people_of_no_stated_class_are_counted_against_all_beds_and_of_unclear_class_against_those(
    classes: object, cells: list[Cell]
) -> None:
    counted = capacity(set={"population.groups[grp-nepali].housing_classes": classes}).cells

    assert cells == [cell for cell in counted if cell.group == "grp-nepali"]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ({}, (22, FIRST - dt.timedelta(days=1), day(14, 6))),
        ({"housing.occupied": 30}, (0, FIRST - dt.timedelta(days=1), day(14, 6))),
        ({"housing.occupied": None}, (24, FIRST - dt.timedelta(days=1), day(14, 6))),
        ({"available.until": "open"}, (22, FIRST - dt.timedelta(days=1), dt.date.max)),
        ({"status": "provisional"}, (22, FIRST - dt.timedelta(days=1), day(14, 6))),
        ({"status": "requested"}, None),
        ({"status": "none"}, None),
        ({"status": "unknown"}, None),
        ({"available.until": "2026-03-09"}, None),
        ({"available.until": "unknown"}, None),
        ({"types": ["immigration_detention"]}, None),
    ],
)
def test_free_beds_are_those_of_promised_services_that_nobody_else_uses(edit: dict[str, object], expected: object) -> None:
    beds = capacity(set={f"services[sv-men].{key}": value for key, value in edit.items()}).beds

    assert expected == next(((each.free, each.first, each.last) for each in beds if each.service == "sv-men"), None)


def test_a_shortfall_is_reported_for_the_first_night_with_all_who_share_the_beds() -> None:
    found = shortage(set={"services[sv-men].housing.beds": 19})

    assert Shortage(Shortfall(FIRST, MEN, ("sv-men",), 20, 17), True, None) == found


def test_the_last_night_of_a_service_begins_on_its_last_day() -> None:
    found = shortage(set={"services[sv-men].available.until": "2026-05-02"})

    expected = Shortage(Shortfall(day(3, 5), MEN[1:], (), 10, 0), True, None)
    assert expected == found


@pytest.mark.parametrize(("until", "enough"), [("2026-05-28", True), ("2026-05-27", False)])
def test_people_may_still_be_there_on_the_night_before_the_journeys_end(until: str, enough: bool) -> None:
    found = shortage(set={"services[sv-men].available.until": until})

    expected = None if enough else Shortage(Shortfall(day(28, 5), MEN_UNTIL_THE_END, (), 20, 0), False, None)
    assert expected == found


def test_a_group_that_no_journey_concerns_needs_beds_only_until_its_last_route() -> None:
    found = shortage(set={"phases[p6-return].groups": ["grp-nepali"], "services[sv-men].available.until": "2026-05-10"})

    assert Shortage(Shortfall(day(11, 5), MEN_UNTIL_THE_END[1:], (), 10, 0), False, None) == found


def test_beds_of_a_service_for_one_group_are_not_lent_to_another() -> None:
    found = shortage(set={"services[sv-men].groups": ["grp-santali"], "services[sv-men].housing.beds": 100})

    assert Shortage(Shortfall(FIRST, MEN[1:], (), 10, 0), True, None) == found


def test_nights_before_a_class_has_any_open_service_are_left_to_late_openings() -> None:
    late = {"services[sv-men].available.from": "2026-03-12"}

    expected = [None, Shortage(Shortfall(day(12), MEN, ("sv-men",), 20, 17), True, None)]
    assert expected == [shortage(set=late), shortage(set={**late, "services[sv-men].housing.beds": 19})]


def test_a_service_that_closed_before_the_recovery_does_not_make_a_late_one_less_late() -> None:
    late = {"services[sv-women].housing.classes": ["adult_male"], "services[sv-women].available.until": "2026-03-09"}
    family = {"services[sv-family].housing.beds": 41}

    assert shortage(set={**late, **family, "services[sv-men].available.from": "2026-03-12"}) is None


@pytest.mark.parametrize(
    ("opens", "first"),
    [("2026-03-09", day(4, 5)), ("2026-05-10", day(10, 5))],
)
def test_beds_in_another_country_count_from_the_first_journey_there(opens: str, first: dt.date) -> None:
    abroad = capacity(set={"services[sv-men].jurisdiction": "NP", "services[sv-men].available.from": opens})

    assert [first] == [each.first for each in abroad.beds if each.service == "sv-men"]


@pytest.mark.parametrize(
    ("edits", "counted"),
    [
        ({"services[sv-men].jurisdiction": "BD"}, False),
        ({"services[sv-men].jurisdiction": "NP", "services[sv-men].groups": ["grp-santali"]}, False),
        ({"services[sv-men].jurisdiction": "NP", "services[sv-men].available.until": "2026-05-03"}, False),
        ({"services[sv-men].jurisdiction": "IN-JH"}, True),
        ({"services[sv-men].jurisdiction": "unknown"}, True),
        ({"services[sv-men].jurisdiction": "NP", "situation.jurisdictions": "unknown"}, True),
    ],
)
def test_beds_in_a_country_where_nobody_arrives_do_not_count(edits: dict[str, object], counted: bool) -> None:
    assert counted is any(each.service == "sv-men" for each in capacity(set=edits).beds)


@pytest.mark.parametrize(
    ("edit", "gap"),
    [
        ({"housing.beds": None}, Gap("sv-men", ("services", 1, "housing", "beds"), State.NOT_STATED)),
        ({"housing.beds": "unknown"}, Gap("sv-men", ("services", 1, "housing", "beds"), State.UNKNOWN)),
        ({"housing.classes": "unknown"}, Gap("sv-men", ("services", 1, "housing", "classes"), State.UNKNOWN)),
        ({"housing": "unknown"}, Gap("sv-men", ("services", 1, "housing"), State.UNKNOWN)),
        ({"status": "unknown"}, Gap("sv-men", ("services", 1, "status"), State.UNKNOWN)),
        ({"groups": "unknown"}, Gap("sv-men", ("services", 1, "groups"), State.UNKNOWN)),
        ({"available.from": "unknown"}, Gap("sv-men", ("services", 1, "available", "from"), State.UNKNOWN)),
        ({"available": "unknown"}, Gap("sv-men", ("services", 1, "available"), State.UNKNOWN)),
    ],
)
def test_a_shortfall_that_rests_on_something_unsaid_names_it(edit: dict[str, object], gap: Gap) -> None:
    found = shortage(set={f"services[sv-men].{key}": value for key, value in edit.items()})

    assert found is not None
    expected = (MEN, 20, True, gap)
    assert expected == (found.worst.cells, found.worst.need, found.firm, found.gap)


def test_a_shortfall_that_nothing_unsaid_can_mend_is_stated_as_it_will_be_at_best() -> None:
    found = shortage(set={"services[sv-men].housing.beds": 19, "services[sv-men].housing.occupied": "unknown"})

    assert Shortage(Shortfall(FIRST, MEN, ("sv-men",), 20, 19), True, None) == found


def test_without_a_recovery_there_is_no_first_night() -> None:
    outreach = capacity(
        set={
            "plan.operation_kind": "survivor_outreach",
            "phases[p3-release].activities": ["outreach"],
            "phases[p5-care].activities": ["medical"],
        },
        remove=["returns"],
    )

    with pytest.raises(CannotJudge):
        _ = outreach.shortage


def test_taking_names_the_services_of_a_cell_whenever_they_are_open() -> None:
    counted = capacity(set={"services[sv-men].available.from": "2027-01-01", "services[sv-men].available.until": "2027-02-01"})

    assert (1,) == taking(MEN[0], counted.beds)
