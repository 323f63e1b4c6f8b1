"""What is said of the first night: who lacks a bed, what comes nearest, and what else was considered."""

from typing import Any

from tests.plans import report


def said(**edits: Any) -> list[tuple[str, list[str]]]:
    """Each finding: its message, and the places that belong to it with their labels."""
    return [(each.message, [f"{place.path_text}: {place.label}" for place in each.related]) for each in report("HS103", **edits).findings]


def test_everybody_whom_the_same_service_would_take_is_one_finding() -> None:
    expected: list[tuple[str, list[str]]] = [
        (
            "no confirmed bed for grp-santali/adult_male and grp-nepali/adult_male on 2026-03-10, the night of the recovery; "
            "sv-men (confirmed) opens only on 2026-03-12",
            [],
        )
    ]

    assert expected == said(set={"services[sv-men].available.from": "2026-03-12"})


def test_what_is_most_easily_mended_is_named_and_the_rest_is_marked() -> None:
    edits = {
        "services[sv-women].available.from": "2026-03-12",
        "services[sv-women].groups": ["grp-nepali"],
        "services[sv-family].status": "requested",
        "services[sv-family].housing.classes": ["adult_female"],
        "services[sv-family].groups": ["grp-nepali"],
    }

    expected = [
        (
            "no confirmed bed for grp-nepali/adult_female on 2026-03-10, the night of the recovery; the status of sv-family is requested",
            ["services[sv-women].available.from: opens later"],
        )
    ]
    assert expected == said(set=edits)


def test_one_unknown_is_one_finding_of_the_two_rules_on_beds() -> None:
    checked = report("HS102", "HS103", set={"services[sv-men].status": "unknown"})

    assert [("HS102", "services[sv-men].status")] == [(each.code, each.path_text) for each in checked.findings]


def test_beds_that_nobody_can_reach_are_marked_where_beds_are_short() -> None:
    (finding,) = report("HS102", "HS103", set={"services[sv-men].jurisdiction": "BD"}).findings

    expected = ["population.groups[grp-nepali].housing_classes", "services[sv-men].jurisdiction"]
    assert expected == [place.path_text for place in finding.related]
