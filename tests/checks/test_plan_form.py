"""The clocks of a plan's countries."""

from __future__ import annotations

import pytest

from tests.plans import found, report

PLACES = {"plan.timezone": "Europe/Berlin", "situation.jurisdictions": ["DE"]}


@pytest.mark.parametrize(
    ("start", "is_kept"),
    [
        ("2026-03-28T05:00+01:00", True),
        ("2026-03-29T05:00+01:00", False),  # summer time began at two o'clock
        ("2026-03-29T05:00+02:00", True),
        ("2026-10-25T05:00+02:00", False),
        ("2026-03-28T05:00+05:30", True),  # an organisation of the plan acts in India
        ("2026-03-29T03:00Z", True),
        ("2026-03-29T03:00+00:00", True),
        ("2026-03-29", True),
    ],
)
def test_an_offset_is_kept_by_some_country_of_the_plan_on_that_day(start: str, is_kept: bool) -> None:
    said = found(report("PL013", set={**PLACES, "phases[p3-release].start": start}))

    assert is_kept == ("PL013 phases[p3-release].start default warning" not in said)


def test_where_the_countries_are_unknown_a_clock_that_nobody_knows_is_not_judged() -> None:
    made = report("PL013", set={"situation.jurisdictions": "unknown", "phases[p3-release].start": "2026-03-10T05:00-03:30"})

    assert ["situation.jurisdictions is unknown"] == [each.reason for each in made.not_evaluated]
