"""What is said about care: which groups, phases and kinds of care are told of together, and what came close."""

import datetime as dt
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from planlint.checks.health.aftercare import care_coverage_gap
from planlint.finding import Hit
from tests.plans import facts, report


def told(code: str, **edits: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each finding's message, with the places beside it and what stands there."""
    findings = report(code, **edits).findings
    return [(each.message, [(place.path_text, place.label) for place in each.related]) for each in findings if each.code == code]


def messages(code: str, **edits: Any) -> list[str]:
    return [message for message, _ in told(code, **edits)]


NO_CARE_FOR_THE_MIND = {
    "services[sv-mind].types": ["primary_health"],
    "services[sv-jh].types": ["case_management"],
    "services[sv-np].types": ["case_management"],
}


def test_phases_without_any_medic_are_one_finding() -> None:
    nobody = {
        "personnel[paramedics].role": "volunteer",
        "services[sv-health].types": ["primary_health"],
        "phases[p2-prepare].activities": ["recovery"],
    }
    expected = [
        (
            "p2-prepare and p3-release: no paramedic, doctor or nurse takes part, and no emergency_medical service stands by",
            [("phases[p3-release]", "people may be hurt here")],
        )
    ]
    assert expected == told("HC101", set=nobody)


def test_medical_help_that_came_close_is_named_with_the_reason() -> None:
    close = {
        "personnel[paramedics].phases": ["p4-reception"],
        "services[sv-health].groups": ["grp-nepali"],
        "services[sv-mind].types": ["emergency_medical"],
        "services[sv-mind].status": "provisional",
    }
    expected = [
        (
            "p3-release: no paramedic, doctor or nurse takes part, and sv-mind is not confirmed",
            [
                ("services[sv-health].groups", "for these groups only"),
                ("services[sv-mind].status", "not confirmed"),
                ("personnel[paramedics].phases", "works in these phases"),
            ],
        )
    ]
    assert expected == told("HC101", set=close)


def test_groups_without_care_for_the_mind_are_one_finding() -> None:
    expected = ["grp-santali and grp-nepali: no service gives psychological care in the first 14 days (project threshold)"]
    assert expected == messages("HC102", set=NO_CARE_FOR_THE_MIND)


def test_care_for_the_mind_that_opens_late_is_named_before_that_which_nobody_promised() -> None:
    late = {
        **NO_CARE_FOR_THE_MIND,
        "services[sv-detox].types": ["mental_health"],
        "services[sv-detox].available.from": "2026-03-25",
        "services[sv-case].types": ["mental_health"],
        "services[sv-case].status": "requested",
    }
    expected = [
        (
            "grp-santali and grp-nepali: psychological care (sv-detox) is not open in the first 14 days (project threshold)",
            [("services[sv-case].status", "nobody has promised this")],
        )
    ]
    assert expected == told("HC102", set=late)


def test_what_reintegration_lacks_is_listed_by_what_the_plan_says_of_it() -> None:
    lacking = {"reintegration.individual_plans": False, "reintegration.elements": ["education"]}
    expected = [
        "the plan says that reintegration has no individual_plans",
        "reintegration is planned without livelihood and housing",
        "the plan does not say whether reintegration has stigma.assessed",
    ]
    assert sorted(expected) == sorted(messages("HC105", set=lacking, remove=["reintegration.stigma"]))


def test_groups_that_lose_the_same_care_on_the_same_days_are_one_finding() -> None:
    ends = {"services[sv-jh].available.until": "2027-06-26", "services[sv-np].available.until": "2027-06-26"}
    expected = [
        (
            f"grp-santali and grp-nepali: no {kind} from 2027-06-27 to 2027-07-10",
            [
                ("services[sv-np].available.until", "the gap begins with this"),
                ("services[sv-np].groups", "for these groups only"),
                ("reintegration.follow_up.months", "follow-up lasts so many months"),
                ("services[sv-jh].groups", "for these groups only"),
            ],
        )
        for kind in ("case_management", "mental_health")
    ]
    assert expected == told("HC106", set=ends)


def test_a_gap_across_the_journey_says_where_care_begins_again_and_what_is_out_of_reach() -> None:
    gap = {
        "services[sv-case].available.until": "2026-04-30",
        "services[sv-case].groups": ["grp-nepali"],
        "services[sv-detox].types": ["case_management"],
        "services[sv-detox].groups": ["grp-santali"],
        "services[sv-np].available.from": "2026-05-09",
        "services[sv-mind].remote": True,
        "services[sv-legal].types": ["case_management"],
        "services[sv-legal].jurisdiction": "DE",
        "services[sv-legal].remote": False,
    }
    expected = [
        (
            "grp-nepali: no case_management from 2026-05-01 to 2026-05-08 where people are then; sv-legal is in DE",
            [
                ("services[sv-np].available.from", "care begins again only here"),
                ("services[sv-legal].jurisdiction", "in another place, and not remote"),
                ("services[sv-detox].groups", "for these groups only"),
                ("services[sv-jh].groups", "for these groups only"),
                ("reintegration.follow_up.months", "follow-up lasts so many months"),
            ],
        )
    ]
    assert expected == told("HC106", set=gap)


def test_case_managers_outside_the_list_are_shown_and_not_counted() -> None:
    many = {"personnel[case-managers].count": 2, "personnel[social-workers].role": "case_manager", "personnel[social-workers].count": 1}
    expected = [
        (
            "too many people for each case manager: 21.33 (people, at most: 64; case managers: 3; project threshold: 20)",
            [
                ("personnel[case-managers].count", "more case managers"),
                ("population.groups[grp-santali].size", "so many people"),
                ("population.groups[grp-nepali].size", "so many people"),
                ("reintegration.case_managers", "not counted, because the personnel list has case managers"),
            ],
        )
    ]
    assert expected == told("HC107", set=many)


RELEASE, END = dt.date(2026, 3, 10), dt.date(2026, 6, 10)
DAYS = st.integers(-10, 110).map(lambda number: RELEASE + dt.timedelta(number))
CARE = st.lists(st.tuples(DAYS, DAYS, st.sampled_from(["IN", "IN-RJ", "IN-JH", "NP"]), st.booleans()), max_size=4)
FOLLOWED = [RELEASE + dt.timedelta(number) for number in range((END - RELEASE).days + 1)]


def days_without(care: list[tuple[dt.date, dt.date, str, bool]], leaves: dt.date) -> set[dt.date]:
    """Each day on which nobody is there, near the operation in Rajasthan before people leave for Nepal, and in Nepal afterwards."""
    return {
        day
        for day in FOLLOWED
        if not any(
            first <= day <= last and (remote or (where == "NP" if day >= leaves else where in ("IN", "IN-RJ")))
            for first, last, where, remote in care
        )
    }


@settings(deadline=None, max_examples=60)
@given(CARE, DAYS)
def test_the_gaps_in_care_are_the_days_on_which_nobody_is_there(care: list[tuple[dt.date, dt.date, str, bool]], leaves: dt.date) -> None:
    services = [
        {
            "id": f"sv-{number}",
            "types": ["case_management"],
            "provider": "saathi",
            "jurisdiction": where,
            "remote": remote,
            "status": "confirmed",
            "available": {"from": first.isoformat(), "until": last.isoformat()},
            "languages": ["ne"],
        }
        for number, (first, last, where, remote) in enumerate([*care, (RELEASE - dt.timedelta(9), RELEASE - dt.timedelta(8), "IN", True)])
    ]
    plan = facts(
        set={
            "services": services,
            "children.guardianship": "cwc",
            "reintegration.follow_up.months": 3,
            "returns.routes[r-np].not_before": leaves.isoformat(),
        },
        remove=["returns.routes[r-jh]", "population.groups[grp-santali]", "finance", "community"],
    )
    told = [
        hit.fields for hit in care_coverage_gap(plan, tolerated_days=7) if isinstance(hit, Hit) and hit.fields["type"] == "case_management"
    ]
    found = {day for day in FOLLOWED if any(str(gap["from"]) <= day.isoformat() <= str(gap["to"]) for gap in told)}
    assert days_without(care, leaves) == found
