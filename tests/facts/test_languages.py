"""Who can speak with whom: primary subtags, fluency, and who counts as an independent voice."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlint.facts.languages import primary, speaks, understood
from planlint.plan.codes import listed
from planlint.plan.people import SpokenLanguage
from planlint.plan.states import NO_ITEMS, State
from tests.plans import facts

NEPALI = frozenset({"ne"})
LANGUAGES = st.sampled_from(sorted(listed("languages")))
REGIONS = st.sampled_from(["", "-BR", "-419", "-Latn", "-Hant-HK"])


def considered(phase: str, activity: str, wanted: frozenset[str] = NEPALI, **edits: Any) -> dict[str, str]:
    """Everybody who comes into question, with what keeps them from it."""
    looked_up = facts(**edits)
    found = looked_up.languages.candidates(looked_up.directory.phases[phase], activity, wanted)
    return {each.person.id: each.obstacle for each in found}


def spoken(tag: str | State, *fluent_in: str) -> SpokenLanguage:
    return SpokenLanguage.model_construct(tag=tag, fluent_in=fluent_in or NO_ITEMS)


@given(LANGUAGES, REGIONS, REGIONS)
def test_a_language_covers_itself_wherever_and_however_it_is_written(language: str, here: str, there: str) -> None:
    assert speaks([language + here], understood(spoken(language + there)))


@given(LANGUAGES, LANGUAGES, REGIONS)
def test_languages_with_different_primary_subtags_never_cover_each_other(one: str, other: str, region: str) -> None:
    assert (one == other) is speaks([one + region], understood(spoken(other)))


@pytest.mark.parametrize(
    ("offered", "needed", "covered"),
    [
        ("pt", "pt-BR", True),
        ("pt-BR", "pt", True),
        ("pt-PT", "pt-BR", True),
        ("zh", "yue", False),
        ("bn", "rhg", False),
        ("bn", "ctg", False),
        ("ins", "hi", False),
    ],
)
def test_coverage_is_decided_by_the_primary_subtag(offered: str, needed: str, covered: bool) -> None:
    assert covered is speaks([offered], frozenset({primary(needed)}))


def test_people_are_heard_in_their_language_and_in_those_they_are_fluent_in() -> None:
    expected = frozenset({"rhg", "bn", "pt"})

    assert expected == understood(spoken("rhg", "bn", "pt-BR"))


def test_of_an_unknown_language_only_fluency_remains() -> None:
    expected = [frozenset(), frozenset({"hi"})]

    assert expected == [understood(spoken(State.UNKNOWN)), understood(spoken(State.UNKNOWN, "hi"))]


def test_needs_are_heard_by_helpers_interpreters_and_mediators() -> None:
    expected = {
        "social-workers": "language",
        "psychologists": "language",
        "child-officers": "language",
        "interp-sat": "language",
        "interp-ne": "",
        "mediators": "language",
    }

    assert expected == considered("p4-reception", "interview_needs")


def test_statements_are_heard_by_investigators_and_interpreters() -> None:
    expected = {"forensic-ivs": "language", "interp-sat": "language", "interp-ne": ""}

    assert expected == considered("p5-care", "interview_evidential")


@pytest.mark.parametrize(
    ("edit", "obstacle"),
    [
        ({"personnel[interp-ne].languages": ["bn"]}, "language"),
        ({"personnel[interp-ne].languages": "unknown"}, "languages_unknown"),
        ({"personnel[interp-ne].phases": ["p5-care"]}, "elsewhere"),
        ({"personnel[interp-ne].phases": "unknown"}, "phases_unknown"),
        ({"personnel[interp-ne].relationships": [{"to": "sus-owner", "type": "family_of"}]}, "related"),
        ({"personnel[interp-ne].relationships": "unknown"}, ""),
        ({"personnel[interp-ne].org": "ahtu"}, "supplier"),
        ({"personnel[interp-ne].org": "unknown"}, "supplier_unknown"),
        ({"organisations[bhasha-coop].kind": "border_immigration"}, "supplier"),
        ({"organisations[bhasha-coop].kind": "labour_inspectorate"}, ""),
        ({"organisations[bhasha-coop].kind": "unknown"}, "supplier_unknown"),
        ({"personnel[interp-ne].role": "nurse"}, "role"),
        ({"personnel[interp-ne].role": "cultural_mediator"}, ""),
        ({"personnel[interp-ne].role": "social_worker", "personnel[interp-ne].org": "ahtu"}, ""),
    ],
)
def test_what_keeps_somebody_from_hearing_needs(edit: dict[str, Any], obstacle: str) -> None:
    assert obstacle == considered("p4-reception", "screening", set=edit)["interp-ne"]


@pytest.mark.parametrize(
    ("edit", "obstacle"),
    [
        ({"personnel[interp-ne].org": "ahtu"}, ""),
        ({"personnel[interp-ne].org": "canal-post"}, "supplier"),
        ({"organisations[bhasha-coop].complicity": "unknown"}, ""),
        ({"personnel[interp-ne].org": "unknown"}, "supplier_unknown"),
        ({"personnel[interp-ne].role": "cultural_mediator"}, "role"),
        ({"personnel[interp-ne].role": "investigator"}, ""),
        ({"personnel[interp-ne].role": "social_worker"}, "role"),
    ],
)
def test_what_keeps_somebody_from_hearing_statements(edit: dict[str, Any], obstacle: str) -> None:
    assert obstacle == considered("p5-care", "interview_evidential", set=edit)["interp-ne"]


def test_who_speaks_the_language_elsewhere_in_another_role_is_not_considered() -> None:
    nurses = {"personnel[interp-ne].role": "nurse", "personnel[interp-ne].phases": ["p6-return"]}

    assert "interp-ne" not in considered("p4-reception", "screening", set=nurses)
