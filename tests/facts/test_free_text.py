"""What a way to complain asks for, and what an indicator counts, by their words."""

import time

import pytest

from planlint.facts.free_text import counts_removals, is_written_only


@pytest.mark.parametrize(
    "text", ["letter", "complaint_form", "Suggestion box", "e-mail", "EMAIL", "written", "web form", "SMS", "letters and forms", "postbox"]
)
def test_a_way_to_complain_that_asks_people_to_write(text: str) -> None:
    assert is_written_only(text)


@pytest.mark.parametrize(
    "text",
    [
        "phone",
        "in_person",
        "helpline that also takes letters",
        "hotline or SMS",
        "voice mail",
        "weekly meeting",
        "whatsapp",
        "",
        "pictorial form",
    ],
)
def test_a_way_to_complain_that_may_be_open_to_those_who_cannot_write(text: str) -> None:
    assert not is_written_only(text)


@pytest.mark.parametrize(
    "text",
    [
        "girls rescued",
        "Number of victims rescued",
        "people released",
        "arrests",
        "arrests made per year",
        "raids carried out",
        "girls taken out",
        "100 women freed from brothels",
        "suspects arrested",
    ],
)
def test_an_indicator_that_counts_people_taken_out_or_arrests(text: str) -> None:
    assert counts_removals(text)


@pytest.mark.parametrize(
    "text",
    [
        "girls rescued who are in school after a year",
        "rescued people in housing of their choice",
        "release certificates and wages owed obtained",
        "survivors arrested or harassed after the operation",
        "harm to rescued people",
        "convictions",
        "people",
        "",
    ],
)
def test_an_indicator_that_says_more_than_how_many_were_taken_out(text: str) -> None:
    assert not counts_removals(text)


def test_long_texts_take_no_longer_than_their_length() -> None:
    start = time.perf_counter()
    assert not is_written_only("phone letter " * 20_000)
    assert not counts_removals("rescued girls " * 20_000 + "housed")
    assert time.perf_counter() - start < 2
