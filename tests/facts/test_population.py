"""Where children may be met."""

from typing import Any

import pytest

from planlint.errors import CannotJudge
from tests.plans import facts

ADULTS: dict[str, Any] = {
    "population.groups[grp-santali].age_bands": {"18-24": 20, "25-59": 22},
    "population.groups[grp-santali].housing_classes": {"adult_male": 50},
    "population.groups[grp-nepali].age_bands": {"18-24": 11},
    "population.groups[grp-nepali].housing_classes": {"adult_male": 14},
}


def meets_children(**edits: Any) -> bool:
    """Whether children may be met at the reception."""
    plan = facts(**edits)
    return plan.people.children_in(plan.directory.phases["p4-reception"])


NEPALI_ONLY = {"phases[p4-reception].groups": ["grp-nepali"]}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, True),
        ({"phases[p4-reception].groups": []}, False),
        (NEPALI_ONLY, True),
        (NEPALI_ONLY | {"population.groups[grp-nepali].age_bands": "unknown"}, True),
        (NEPALI_ONLY | {key: value for key, value in ADULTS.items() if "nepali" in key}, False),
        (ADULTS, True),
        (ADULTS | {"children.expected": "none_expected"}, False),
        (ADULTS | {"children.expected": "unknown"}, True),
        (ADULTS | {"phases[p4-reception].groups": []}, False),
    ],
)
def test_children_are_met_with_their_group_or_anywhere_where_no_group_has_them(change: dict[str, Any], expected: bool) -> None:
    assert expected == meets_children(set=change)


def test_where_nobody_knows_the_groups_nobody_can_say_that_there_are_no_children() -> None:
    edited = facts(set={"population.groups": "unknown", "children.expected": "none_expected"}, remove=["returns"])

    with pytest.raises(CannotJudge):
        assert edited.people.children
