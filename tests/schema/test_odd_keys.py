"""Keys that are called like something that planlint or pydantic uses inside."""

from __future__ import annotations

import json

import pytest

from planlint.plan.states import EMPTY_BRANCH, REASON_BRANCH, STATE_BRANCH, VALUE_BRANCH
from tests.plans import document, found, report

INTERNAL = [EMPTY_BRANCH, REASON_BRANCH, STATE_BRANCH, VALUE_BRANCH, "[key]", "__root__", "model"]


@pytest.mark.parametrize("key", INTERNAL)
@pytest.mark.parametrize("place", ["", "plan.", "population.groups[grp-nepali].", "population.groups[grp-nepali].age_bands."])
def test_an_unknown_key_is_told_by_its_own_name(place: str, key: str) -> None:
    shown = f'"{key}"' if "[" in key else key
    quoted = f'{place}"{key}"'

    assert [f"PL005 {place}{shown} default error"] == found(report(set={quoted: 3}))
    assert json.dumps(key)[1:-1] in json.dumps(document(set={quoted: 3}).data)
