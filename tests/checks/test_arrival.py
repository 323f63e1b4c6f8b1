"""What is said of arrivals: one finding for one agreement, and the services that came nearest."""

from typing import Any

from tests.plans import report


def said(**edits: Any) -> list[tuple[str, str, list[str]]]:
    """Each finding: path, message, and the places that belong to it with their labels."""
    return [
        (each.path_text, each.message, [f"{place.path_text}: {place.label}" for place in each.related])
        for each in report("RP105", **edits).findings
    ]


def test_routes_that_rest_on_one_agreement_are_one_finding() -> None:
    edits = {
        "returns.routes[r-jh].receiving": "saathi",
        "returns.routes[r-np].receiving": "saathi",
        "returns.routes[r-jh].to": "IN-RJ",
        "returns.routes[r-np].to": "IN-RJ",
        "organisations[saathi].agreement.valid_until": "2026-04-26",
    }

    expected = [
        (
            "organisations[saathi].agreement.valid_until",
            "r-jh and r-np: people may leave on 2026-04-27 and 2026-05-04; the agreement with saathi ends on 2026-04-26",
            [
                "returns.routes[r-jh].receiving: named to receive people here",
                "returns.routes[r-jh].not_before: people may leave from here on",
                "returns.routes[r-np].receiving: named to receive people here",
                "returns.routes[r-np].not_before: people may leave from here on",
            ],
        )
    ]
    assert expected == said(set=edits)


def test_the_nearest_service_is_named_and_the_others_are_marked() -> None:
    edits = {"services[sv-np].available.from": "2026-05-05", "services[sv-jh].provider": "maiti-ghar"}

    expected = [
        (
            "returns.routes[r-np].receiving",
            "r-np: people may leave on 2026-05-04; maiti-ghar helps grp-nepali in NP only from 2026-05-05 on (sv-np)",
            ["services[sv-np].available.from: starts later", "services[sv-jh].jurisdiction: is somewhere else"],
        )
    ]
    assert expected == [each for each in said(set=edits) if each[0] == "returns.routes[r-np].receiving"]
