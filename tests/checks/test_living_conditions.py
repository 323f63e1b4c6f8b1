"""What is said of life in a shelter: one finding for each cause."""

from typing import Any

from tests.plans import report


def said(code: str, **edits: Any) -> list[tuple[str, str, list[str]]]:
    """Each finding: path, message, and the places that belong to it."""
    return [(each.path_text, each.message, [place.path_text for place in each.related]) for each in report(code, **edits).findings]


def test_detention_is_one_finding_wherever_it_is_stated() -> None:
    edits = {
        "services[sv-men].types": ["immigration_detention"],
        "services[sv-women].types": ["immigration_detention"],
        "legal.immigration.detention_used": True,
    }

    expected = [
        (
            "services[sv-men].types",
            "people would be held in immigration detention: sv-men and sv-women",
            ["services[sv-women].types", "legal.immigration.detention_used"],
        )
    ]
    assert expected == said("HS105", set=edits)


def test_conditions_of_one_provider_are_one_finding_and_those_of_another_are_not() -> None:
    names = ("sv-family", "sv-men", "sv-mind")
    edits = {f"services[{name}].conditional_on": ["testimony"] for name in names}

    expected = [
        ("services[sv-family].conditional_on", "help depends on testimony: sv-family and sv-men", ["services[sv-men].conditional_on"]),
        ("services[sv-mind].conditional_on", "help depends on testimony: sv-mind", []),
    ]
    assert expected == said("HS106", set=edits)


def test_only_the_classes_that_must_be_kept_apart_are_named() -> None:
    edits = {
        "services[sv-men].housing.classes": ["adult_other", "child_unaccompanied", "family_unit", "adult_male"],
        "services[sv-family].housing.classes": ["adult_female", "adult_other", "family_unit", "adult_male"],
        "services[sv-men].housing.separation": False,
        "services[sv-family].housing.separation": False,
    }

    expected = [
        "sv-family takes adult_female, family_unit and adult_male, and does not keep them apart",
        "sv-men takes adult_other, child_unaccompanied, family_unit and adult_male, and does not keep them apart",
    ]
    assert expected == [message for _, message, _ in said("HS107", set=edits)]
