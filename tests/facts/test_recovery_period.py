"""Time to recover and decide, group by group."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from planlint.facts.recovery_period import RecoveryPeriod
from tests.plans import facts

PERIOD = "legal.reflection_period"
CITIZENS, FOREIGN = 0, 1


def period(**edits: Any) -> RecoveryPeriod:
    return facts(**edits).recovery_period


def days(**edits: Any) -> list[int]:
    planned = facts(**edits)
    return [planned.recovery_period.days(group) for group in planned.plan.population.groups]


@pytest.mark.parametrize(("said", "counted"), [(45, 45), (0, 0), ("unknown", 30), (None, 30)])
def test_it_lasts_as_long_as_the_plan_says_else_as_the_threshold_says(said: object, counted: int) -> None:
    assert [0, counted] == days(set={f"{PERIOD}.days": said})


def test_citizens_have_it_where_the_plan_names_them() -> None:
    assert [45, 45] == days(set={f"{PERIOD}.groups": ["grp-santali"]})


def test_people_from_abroad_have_it_whomever_the_plan_names() -> None:
    planned = facts(set={f"{PERIOD}.groups": ["grp-santali"]})

    assert [False, True] == [planned.recovery_period.leaves_out(group) for group in planned.plan.population.groups]


def test_where_it_does_not_apply_people_from_abroad_still_have_the_minimum() -> None:
    assert [0, 30] == days(set={PERIOD: {"not_applicable": "everybody here is a citizen"}})


def test_it_begins_when_people_are_reached() -> None:
    assert dt.date(2026, 3, 10) == period().begins


def test_people_who_are_in_a_shelter_already_began_it_before() -> None:
    assert dt.date(2026, 2, 20) == period(set={f"{PERIOD}.started_on": "2026-02-20"}).begins
