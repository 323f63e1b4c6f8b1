"""Time in a plan: the ends of dates, the time zone, when people are first reached, and until when they are followed."""

import datetime as dt
from typing import Any

import pytest

from planlint.errors import CannotJudge
from planlint.facts.calendar import Calendar, through
from planlint.plan.states import State
from tests.plans import facts

INDIA = dt.timezone(dt.timedelta(hours=5, minutes=30))
RELEASE = "phases[p3-release]"
NO_ENTRY = {"phases[p3-release].activities": ["outreach"]}
NO_SHELTER = {**NO_ENTRY, "phases[p5-care].activities": ["medical", "legal_advice"]}


def calendar(**edits: Any) -> Calendar:
    return facts(**edits).calendar


def moment(day: int, hour: int = 0, minute: int = 0, month: int = 3) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=INDIA)


def test_a_date_begins_at_midnight_in_the_time_zone_of_the_plan() -> None:
    begun = calendar().begin(dt.date(2026, 3, 10))

    assert moment(10) == begun


def test_a_date_as_an_end_lasts_until_the_next_midnight() -> None:
    finished = calendar().finish(dt.date(2026, 3, 10))

    assert moment(11) == finished


@pytest.mark.parametrize("side", ["begin", "finish"])
def test_a_datetime_stays_as_it_is_written(side: str) -> None:
    stated = moment(10, 5, 30)

    assert stated == getattr(calendar(), side)(stated)


def test_the_day_on_which_clocks_change_still_ends_at_midnight() -> None:
    berlin = calendar(set={"plan.timezone": "Europe/Berlin"})
    day = dt.date(2026, 3, 29)

    ends = [berlin.begin(day).isoformat(), berlin.finish(day).isoformat()]

    expected = ["2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00"]
    assert expected == ends


def test_an_unknown_time_zone_counts_as_utc() -> None:
    begun = calendar(set={"plan.timezone": "unknown"}).begin(dt.date(2026, 3, 10))

    assert dt.datetime(2026, 3, 10, tzinfo=dt.UTC) == begun


def test_the_day_of_a_writtenis_its_day_where_the_plan_happens() -> None:
    late_in_london = dt.datetime(2026, 3, 10, 20, 0, tzinfo=dt.UTC)

    assert dt.date(2026, 3, 11) == calendar().day(late_in_london)


@pytest.mark.parametrize("written", ["0001-01-01T00:00+05:31", "9999-12-31T23:59-05:00"])
def test_the_first_and_last_day_that_there_is_stay_where_they_are_written(written: str) -> None:
    stated = dt.datetime.fromisoformat(written)
    planned = calendar()

    assert stated.date() == planned.day(stated)


def test_the_last_day_of_a_phase_that_ends_on_a_date_is_that_date() -> None:
    looked_up = facts()

    assert dt.date(2026, 4, 26) == looked_up.calendar.last_day(looked_up.directory.phases["p5-care"])


@pytest.mark.parametrize(
    ("end", "last"),
    [
        ("2026-03-11T00:00+05:30", dt.date(2026, 3, 10)),
        ("2026-03-10T18:30Z", dt.date(2026, 3, 10)),
        ("2026-03-11T00:01+05:30", dt.date(2026, 3, 11)),
        ("2026-03-11T00:00Z", dt.date(2026, 3, 11)),
        ("0001-01-01T00:00+05:30", dt.date(1, 1, 1)),
    ],
)
def test_a_phase_that_ends_at_midnight_of_the_plan_lasts_until_the_day_before(end: str, last: dt.date) -> None:
    looked_up = facts(set={f"{RELEASE}.end": end})

    assert last == looked_up.calendar.last_day(looked_up.directory.phases["p3-release"])


def test_a_phase_whose_end_is_unknown_has_no_last_day() -> None:
    looked_up = facts(set={"phases[p5-care].end": "unknown"})
    care = looked_up.directory.phases["p5-care"]

    expected = (None, None)
    assert expected == (looked_up.calendar.last_day(care), looked_up.calendar.end_of(care))


def test_people_are_first_reached_when_the_recovery_starts() -> None:
    assert moment(10, 5, 30) == calendar().t_rec


def test_the_earliest_of_several_recoveries_counts() -> None:
    both = calendar(set={"phases[p2-prepare].activities": ["recovery"]})

    assert moment(28, month=2) == both.t_rec


def test_moments_of_different_offsets_are_compared_as_instants() -> None:
    # 00:30 in London is 06:00 in India, half an hour after the release.
    later = calendar(set={"phases[p4-reception].activities": ["recovery"], "phases[p4-reception].start": "2026-03-10T00:30Z"})

    assert moment(10, 5, 30) == later.t_rec


def test_without_a_recovery_the_first_entry_counts() -> None:
    entered = calendar(set={f"{RELEASE}.activities": ["entry"], "phases[p2-prepare].activities": ["transport"]})

    assert moment(10, 5, 30) == entered.t_rec


def test_without_recovery_and_entry_the_first_transport_or_shelter_counts() -> None:
    assert moment(10, 7) == calendar(set=NO_ENTRY).t_rec


def test_transport_does_not_count_where_nobody_is_brought_out() -> None:
    outreach = calendar(set={**NO_SHELTER, "plan.operation_kind": "survivor_outreach"}, remove=["returns"])

    expected = (None, None, None)
    assert expected == (outreach.t_rec, outreach.recovery_day, outreach.follow_up_end)


def test_an_unknown_recovery_may_be_the_earliest_so_nobody_can_say() -> None:
    unclear = calendar(set={"phases[p2-prepare].activities": ["recovery"], "phases[p2-prepare].start": "unknown"})

    with pytest.raises(CannotJudge) as raised:
        _ = unclear.t_rec

    expected = ("phases", 1, "start")
    assert expected == raised.value.path


def test_the_unknown_start_of_another_phase_does_not_matter() -> None:
    assert moment(10, 5, 30) == calendar(set={"phases[p6-return].start": "unknown"}).t_rec


@pytest.mark.parametrize("asked", ["entry", "recovery", "contact", "interview", "enforcement", "has_recovery", "t_rec"])
def test_a_phase_that_may_do_anything_leaves_open_what_is_done(asked: str) -> None:
    unclear = calendar(set={"phases[p1-verify].activities": "unknown"})

    with pytest.raises(CannotJudge) as raised:
        getattr(unclear, asked)

    expected = ("phases", 0, "activities")
    assert expected == raised.value.path


@pytest.mark.parametrize(
    ("kind", "enforces", "recovers"),
    [
        ("raid_rescue", True, True),
        ("workplace_extraction", True, True),
        ("inspection", True, False),
        ("assisted_exit", False, True),
        ("survivor_outreach", False, False),
    ],
)
def test_the_kind_alone_can_mean_enforcement_or_recovery(kind: str, enforces: bool, recovers: bool) -> None:
    planned = calendar(set={**NO_SHELTER, "plan.operation_kind": kind}, remove=["returns"])

    assert (enforces, recovers) == (planned.enforcement, planned.has_recovery)


@pytest.mark.parametrize(
    ("edits", "remove"),
    [
        ({**NO_ENTRY}, ["returns"]),
        ({**NO_SHELTER}, []),
        ({**NO_SHELTER, "phases[p3-release].activities": ["entry"]}, ["returns"]),
    ],
    ids=["people are housed", "people are sent home", "an entry meets people who are exploited"],
)
def test_the_word_for_the_kind_hides_nothing_that_is_planned(edits: dict[str, Any], remove: list[str]) -> None:
    assert calendar(set={**edits, "plan.operation_kind": "investigation_support"}, remove=remove).has_recovery


def test_activities_mean_enforcement_and_recovery_whatever_the_kind_says() -> None:
    planned = calendar(set={"plan.operation_kind": "survivor_outreach"})

    expected = (True, True)
    assert expected == (planned.enforcement, planned.has_recovery)


def test_follow_up_counts_calendar_months_from_the_recovery() -> None:
    assert dt.date(2027, 7, 10) == calendar().follow_up_end


@pytest.mark.parametrize("months", ["unknown", None])
def test_follow_up_without_a_length_lasts_as_long_as_the_threshold_says(months: str | None) -> None:
    assert dt.date(2027, 3, 10) == calendar(set={"reintegration.follow_up.months": months}).follow_up_end


def test_follow_up_stated_as_none_ends_on_the_day_of_the_recovery() -> None:
    assert dt.date(2026, 3, 10) == calendar(set={"reintegration.follow_up.months": 0}).follow_up_end


def test_follow_up_of_a_million_months_lasts_until_the_end_of_time() -> None:
    assert dt.date.max == calendar(set={"reintegration.follow_up.months": 1_000_000}).follow_up_end


def test_what_is_open_finishes_after_every_other_date() -> None:
    planned = calendar()

    assert planned.finish(dt.date.max) > planned.finish(dt.date(2999, 12, 31))


@pytest.mark.parametrize(("start", "end"), [("2026-01-31", dt.date(2026, 2, 28)), ("2028-01-31", dt.date(2028, 2, 29))])
def test_a_month_after_the_last_of_january_is_the_last_of_february(start: str, end: dt.date) -> None:
    planned = calendar(set={f"{RELEASE}.start": start, "reintegration.follow_up.months": 1})

    assert end == planned.follow_up_end


def test_the_follow_up_starts_on_the_day_that_the_recovery_has_where_it_happens() -> None:
    planned = calendar(set={f"{RELEASE}.start": "2026-01-30T20:00Z", "reintegration.follow_up.months": 1})

    assert dt.date(2026, 2, 28) == planned.follow_up_end


@pytest.mark.parametrize(
    ("until", "last"),
    [("open", dt.date.max), (dt.date(2026, 3, 10), dt.date(2026, 3, 10)), (State.NOT_STATED, None), (State.UNKNOWN, None)],
)
def test_an_open_validity_never_ends_and_an_unstated_one_ends_nobody_knows_when(until: Any, last: dt.date | None) -> None:
    assert last == through(until)
