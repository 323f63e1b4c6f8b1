"""What the purpose of a payment says: buying people, after people, repaying what they are said to owe."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlint.facts.wording import buys_people, is_after_people, names_controlled_purchase, pays_per_head, repays_debt


@pytest.mark.parametrize(
    "text",
    [
        "buy freedom of six girls",
        "Purchase of release",
        "ransom for a worker",
        "buy the Vietnamese girls",
        "to buy out the youngest girls",
        "purchase of two children",
        "redeem the bonded workers",
        "buying back her child",
        "buyout of 6 kiln workers",
        "buy-out of the girls",
        "buy girls' freedom",
        "buy the children\N{RIGHT SINGLE QUOTATION MARK}s freedom",
        "purchase of one girl from the owner",
        "release_payment",
    ],
)
def test_people_their_freedom_and_their_release_are_bought(text: str) -> None:
    assert buys_people(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "buy medicine for children",
        "purchase of child seats",
        "buy children's books",
        "buying children\N{RIGHT SINGLE QUOTATION MARK}s shoes",
        "purchase of beds, children's clothes and toys",
        "buy sewing machines so workers can earn",
        "release orders and legal fees",
        "arrears of wages of the released workers, by court order",
        "restitution",
        "ransomware protection",
        "purchase of one vehicle for child protection",
    ],
)
def test_what_people_need_is_bought_without_buying_them(text: str) -> None:
    assert not buys_people(text)


@pytest.mark.parametrize(
    ("text", "after"),
    [("one night with a girl", True), ("marked notes, evidence of the sale of a child", False), ("two bottles", False), ("", False)],
)
def test_a_controlled_purchase_is_after_people_unless_it_speaks_of_evidence(text: str, after: bool) -> None:
    assert after is is_after_people(text)


@pytest.mark.parametrize(("text", "named"), [("controlled_purchase", True), ("Controlled purchase of papers", True), ("purchase", False)])
def test_a_controlled_purchase_is_named_in_any_spelling(text: str, named: bool) -> None:
    assert named is names_controlled_purchase(text)


@pytest.mark.parametrize(
    ("text", "repaid"),
    [
        ("old debts", True),
        ("repayment of advances", True),
        ("paying off the advance", True),
        ("rent, cleared and paid in advance", False),
        ("advance payment of the rent", False),
        ("rent", False),
    ],
)
def test_debts_are_paid_and_advances_repaid(text: str, repaid: bool) -> None:
    assert repaid is repays_debt(text)


@given(st.text(max_size=2000))
def test_any_text_can_be_asked(text: str) -> None:
    answers = [ask(text) for ask in (buys_people, is_after_people, names_controlled_purchase, pays_per_head, repays_debt)]

    assert all(isinstance(answer, bool) for answer in answers)


@pytest.mark.parametrize("text", ["buy " * 500, "buy the " * 250, "a" * 2000, "'" * 2000, "a'" * 1000])
def test_the_longest_text_takes_no_time(text: str) -> None:
    began = time.process_time()
    for ask in (buys_people, is_after_people, names_controlled_purchase, pays_per_head, repays_debt):
        ask(text)

    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    "text", ["USD 2000 released per girl rescued", "500 PER HEAD", "fee,\n800 per rescue", "bonus per  person", "per persons freed"]
)
def test_a_price_per_person_is_seen_in_any_spelling(text: str) -> None:
    assert pays_per_head(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "340 per person per night",
        "60 per head and week",
        "per person a day",
        "reports per quarter",
        "personal data",
        "super heads",
        "per cent",
    ],
)
def test_what_a_service_costs_for_each_person_is_no_price_of_a_person(text: str) -> None:
    assert not pays_per_head(text)


def test_a_price_per_person_beside_the_cost_of_a_service_is_seen() -> None:
    assert pays_per_head("60 per person per night, and 500 per person rescued")
