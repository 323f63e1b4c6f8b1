"""What is said about children where several places have one fault, and what comes nearest."""

from typing import Any

from tests.plans import report


def said(*codes: str, **edits: Any) -> list[tuple[str, list[str]]]:
    """Each finding: its message, and the places that belong to it."""
    return [(each.message, [f"{place.path_text}: {place.label}" for place in each.related]) for each in report(*codes, **edits).findings]


def test_steps_with_one_fault_are_one_finding() -> None:
    stages = {f"consent.stages[{stage}].minors": "not_applicable" for stage in ("c-screen", "c-med")}

    expected = [
        (
            "c-screen and c-med: the plan says that no children are concerned, but grp-santali and grp-nepali may have some",
            [
                "consent.stages[c-med].minors: ",
                "population.groups[grp-santali].age_bands: children, or ages in doubt",
                "population.groups[grp-nepali].age_bands: children, or ages in doubt",
            ],
        )
    ]
    assert expected == said("CH102", set=stages)


def test_everybody_who_comes_near_to_a_trained_interviewer_is_marked() -> None:
    people = {
        "personnel[child-officers].trained": [],
        "personnel[social-workers].trained": ["child_interview"],
        "personnel[social-workers].phases": ["p4-reception"],
    }

    expected = [
        (
            "p4-reception: child-officers may interview children there, without the training for it",
            [
                "personnel[forensic-ivs].phases: trained, but elsewhere",
                "personnel[social-workers].role: trained, in another role",
                "personnel[child-officers].trained: no training for interviews with children",
            ],
        )
    ]
    assert expected == said("CH104", set=people)


def test_phases_in_which_nobody_comes_near_are_one_finding() -> None:
    expected = [
        (
            "p4-reception and p5-care: no forensic interviewer or child protection officer with training to interview children works there",
            ["phases[p5-care]: "],
        )
    ]
    nobody = {"role": "observer", "trained": []}
    people = {f"personnel[{name}].{key}": value for name in ("forensic-ivs", "child-officers") for key, value in nobody.items()}
    assert expected == said("CH104", set=people)


def test_groups_without_ages_are_one_finding_for_each_way_of_not_saying_them() -> None:
    ages = {"population.groups[grp-santali].age_bands": "unknown"}

    expected: list[tuple[str, list[str]]] = [
        ("grp-santali: nobody knows how old people are", []),
        ("grp-nepali: the plan does not say how old people are", []),
    ]
    assert expected == said("CH103", set=ages, remove=["population.groups[grp-nepali].age_bands"])


def test_child_protection_that_comes_near_is_marked() -> None:
    expected = [
        (
            "r-jh sends children of grp-santali to families, and jh-punarvas gives them no child protection",
            [
                "returns.routes[r-jh].placement: to families",
                "services[sv-children].provider: child protection by another organisation",
                "services[sv-jh].types: of the receiving organisation, without child protection",
            ],
        )
    ]
    assert expected == said("CH105", set={"returns.routes[r-jh].placement": "family"})
