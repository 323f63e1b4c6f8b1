"""Keys that are called like something that planlint or pydantic uses inside."""

from __future__ import annotations

import pytest

from planlint.plan.states import EMPTY_BRANCH, REASON_BRANCH, STATE_BRANCH, VALUE_BRANCH
from tests.plans import report

INTERNAL = [EMPTY_BRANCH, REASON_BRANCH, STATE_BRANCH, VALUE_BRANCH, "[key]", "__root__", "model"]


@pytest.mark.parametrize("key", INTERNAL)
@pytest.mark.parametrize("place", ["", "plan.", "population.groups[grp-nepali].", "population.groups[grp-nepali].age_bands."])
def test_an_unknown_key_is_told_by_its_own_name(place: str, key: str) -> None:
    shown = f'"{key}"' if "[" in key else key
    quoted = f'{place}"{key}"'

    told = [(finding.code, finding.path_text) for finding in report(set={quoted: 3}).findings]

    assert [("PL005", f"{place}{shown}")] == told
