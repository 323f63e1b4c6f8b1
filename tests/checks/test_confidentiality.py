"""What is said about details by which people can be found, and about data of survivors: places and kinds, never the details."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planlint.facts import Facts
from planlint.facts.texts import free_texts
from planlint.lint.report import FileReport
from tests.plans import facts, report

DIGITS = st.text("0123456789", min_size=7, max_size=7)
SECRETS = st.one_of(
    st.builds("+977 98{}".format, DIGITS),
    st.builds("x{}@mail.example.org".format, DIGITS),
    st.builds("passport K{}".format, DIGITS),
    st.builds("12.34{}, 98.76{}".format, DIGITS, DIGITS),
    st.builds("7{} Lotus Lane".format, st.text("123456789", min_size=4, max_size=4)),
    st.builds("Mr. Q{}".format, st.text("abcdefgh", min_size=8, max_size=12)),
)
PLACES = [
    "plan.title",
    "plan.summary",
    "population.groups[grp-nepali].label",
    "consent.survivor_input.how",
    "situation.verification.method",
    "risk.register[rk-2].hazard",
    "unknowns[0].note",
    "finance.lines[b-security].purpose",
    "data_protection.sharing[0].purpose",
    "parties.suspects[sus-owner].label",
]


def said(checked: FileReport) -> str:
    """All that a report says, but for the text of the plan itself."""
    return repr([*checked.findings, *checked.not_evaluated, *checked.failures])


@settings(deadline=None, max_examples=60)
@given(secret=SECRETS, place=st.sampled_from(PLACES[:4]))
def test_no_detail_is_repeated_whatever_it_is_and_wherever_it_stands(secret: str, place: str) -> None:
    checked = report("CF104", set={place: f"she was told {secret} by day"})

    if secret.startswith("Mr.") and place.startswith("plan"):
        assert checked.findings == ()  # names are looked for where survivors are spoken of
    else:
        assert [each.path_text for each in checked.findings] == [place]
    parts = [secret, secret.rsplit(maxsplit=1)[-1], "".join(filter(str.isdigit, secret))]
    assert not [part for part in parts if part and part in said(checked)]


@settings(deadline=None, max_examples=20)
@given(value=st.builds("KL{}".format, DIGITS), marking=st.sampled_from(["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER"]))
def test_no_identifier_is_repeated(value: str, marking: str) -> None:
    number = [{"type": "passport", "country": "NP", "value": value}]
    checked = report("CF104", set={"plan.marking": marking, "parties.suspects[sus-owner].identifiers": number})

    assert [each.path_text for each in checked.findings] == ["parties.suspects[sus-owner].identifiers[0].value"]
    assert value not in said(checked)


@pytest.mark.parametrize("place", PLACES)
def test_every_text_of_the_list_is_read(place: str) -> None:
    assert [each.variant for each in report("CF104", set={place: "call +977 980 555 0117"}).findings] == ["phone"]


@pytest.mark.parametrize("place", ["plan.version", "legal.prosecution.charging_strategy", "organisations[ahtu].name"])
def test_texts_of_other_fields_are_not(place: str) -> None:
    assert report("CF104", set={place: "call +977 980 555 0117"}).findings == ()


def test_identifiers_of_several_parties_are_one_finding_that_lists_them() -> None:
    raw = {"type": "tax_id", "country": "IN", "value": "ABC-555-17"}
    edits: dict[str, Any] = {
        "plan.marking": "TLP:GREEN",
        "organisations[ridge-coaches].identifiers": [raw],
        "parties.suspects[sus-owner].identifiers": [raw, raw],
    }
    checked = report("CF104", set=edits)

    expected = [
        (
            "the plan is marked TLP:GREEN and holds identifiers that are not hashed (ridge-coaches and sus-owner)",
            ["parties.suspects[sus-owner].identifiers[0].value", "parties.suspects[sus-owner].identifiers[1].value", "plan.marking"],
        )
    ]
    assert expected == [(each.message, [place.path_text for place in each.related]) for each in checked.findings]


def test_a_text_that_does_not_fit_is_not_taken_for_one_without_details() -> None:
    checked = report("CF104", set={"population.groups[grp-nepali].label": 98765550117})

    expected = ["population.groups[grp-nepali].label does not fit the schema"]
    assert expected == [each.reason for each in checked.not_evaluated]


def test_texts_are_found_in_the_order_of_the_schema_with_their_places() -> None:
    plan: Facts = facts(set={"plan.title": "T", "plan.summary": "S"})

    expected = [(("plan", "title"), "T"), (("plan", "summary"), "S")]
    assert expected == list(free_texts(plan.plan, frozenset({"title", "summary"})))


def test_everything_that_is_missing_of_data_protection_is_one_finding() -> None:
    checked = report("CF103", remove=["data_protection"])

    expected = [
        (
            "the plan does not say how data of survivors are protected: controller, legal_basis, retention and encrypted not stated",
            ["data_protection.legal_basis", "data_protection.retention", "data_protection.encrypted"],
        )
    ]
    assert expected == [(each.message, [place.path_text for place in each.related]) for each in checked.findings]


def test_of_several_consent_stages_the_one_that_comes_nearest_speaks_and_all_that_it_lacks_is_marked() -> None:
    adults: dict[str, Any] = {
        "children.expected": "none_expected",
        "population.groups[grp-santali].age_bands": {"25-59": 42},
        "population.groups[grp-santali].housing_classes": {"family_unit": 50},
        "population.groups[grp-nepali].age_bands": {"25-59": 11},
        "population.groups[grp-nepali].housing_classes": {"adult_male": 14},
        "media.imagery_of_survivors": "consented_non_identifying",
    }
    far = {"id": "c-far", "purpose": "media", "languages": ["sat"]}
    near = {
        "id": "c-near",
        "purpose": "media",
        "phase": "p4-reception",
        "obtained_by": "mediators",
        "languages": ["sat"],
        "revocable": False,
    }
    checked = report("CF102", set=adults, add={"consent.stages": [far, near]})

    expected = [
        (
            "pictures or stories of survivors are to be used by the consent of c-near, which cannot be withdrawn, as far as the plan says",
            ["consent.stages[c-near].revocable", "phases[p4-reception].start"],
        )
    ]
    assert expected == [(each.message, [place.path_text for place in each.related]) for each in checked.findings]
