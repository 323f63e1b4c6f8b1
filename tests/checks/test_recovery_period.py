"""A journey before the recovery period is over can be accepted: somebody who asks to leave must not be held."""

from tests.plans import found, report


def test_a_waiver_with_the_request_of_the_person_accepts_an_earlier_journey() -> None:
    request = {
        "rule": "RP106",
        "reason": "asked for by the person, request 14 of 2 April",
        "approved_by": "saathi",
        "expires": "2026-12-31",
    }

    checked = report("RP106", set={"returns.routes[r-np].not_before": "2026-04-13", "waivers": [request]})

    assert ["RP106 returns.routes[r-np].not_before default error accepted"] == found(checked)


def test_people_who_are_reached_in_several_phases_recover_from_the_first_one_on() -> None:
    again = {"phases[p4-reception].activities": ["recovery", "screening"], "returns.routes[r-np].not_before": "2026-04-23"}

    marked = [place.path_text for finding in report("RP106", set=again).findings for place in finding.related]

    assert ["phases[p3-release]", "phases[p4-reception]", "legal.reflection_period.days"] == marked
