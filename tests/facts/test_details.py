"""What people can be found by, and what only looks so."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlint.facts.details import Kind, details
from planlint.facts.names import name_key

NAMES = frozenset({name_key("Rene Kumar"), name_key("Rose")})

FOUND: list[tuple[Kind, str]] = [
    ("email", "write to maria.k@example.org"),
    ("email", "a+b@c.de"),
    ("phone", "+855 12 345 678"),
    ("phone", "+1 (555) 123-4567"),
    ("phone", "(+977) 980 555 0117"),
    ("phone", "call 0987 654 321"),
    ("phone", "9876543210"),
    ("phone", "98765 43210"),
    ("phone", "(0651) 223344"),
    ("phone", "555-123-4567"),
    ("phone", "06 12 34 56 78"),
    ("phone", "06\N{NO-BREAK SPACE}12\N{NO-BREAK SPACE}34\N{NO-BREAK SPACE}56\N{NO-BREAK SPACE}78"),
    ("phone", "0755\N{EN DASH}2345678"),
    ("phone", "hotline: 1800-11-2026"),
    ("phone", "tel. no. 5550-1234"),
    ("phone", "phone no. 2345/6789"),
    ("phone", "she has 612 345 678"),
    ("phone", "030 1234567"),
    ("phone", "٠٩٨٧٦٥٤٣٢١٠"),
    ("coordinates", "at 11.5564, 104.9282"),
    ("coordinates", "104.9282,11.5564"),
    ("coordinates", "11.5564 104.9282"),
    ("coordinates", "11.5564° N, 104.9282° E"),
    ("coordinates", "lat 11.55641 lon 104.92821"),
    ("coordinates", "-33.8688;151.2093"),
    ("coordinates", "11°33'23\"N"),
    ("coordinates", "11\N{DEGREE SIGN}33\N{PRIME}"),
    ("address", "12 Lotus Lane"),
    ("address", "lives at 14 Old Canal Road."),
    ("address", "221B Baker St"),
    ("address", "Street 271"),
    ("address", "Rua das Flores, 27"),
    ("address", "Calle Mayor 5"),
    ("address", "Hauptstraße 12"),
    ("address", "house no. 14"),
    ("document", "passport N1234567"),
    ("document", "passport no. 12345678"),
    ("document", "A1234567"),
    ("document", "account 123456789012"),
    ("document", "plate RJ14AB1234"),
    ("document", "DE89 3704 0044 0532 0130 00"),
    ("document", "Aadhaar: 123412341234"),
    ("name", "the girl that Mr Kumar brought"),
    ("name", "sold by Dr. Sok"),
    ("name", "Frau Müller"),
    ("name", "taken by KUMAR, René"),
    ("name", "the shop of Rose"),
]

NOT_FOUND = [
    # statutes
    "Bonded Labour System (Abolition) Act 1976", "BNS 2023 s.143", "22 USC 7105(c)", "Directive 2011/36/EU", "E/2002/68/Add.1",
    "Lei 12.015/2009", "Law No. 27.37-2016", "CETS 197", "45 CFR 410.1203", "Act No. 1234567", "standing order 12 of the unit",
    # days and times
    "2026-03-10", "10.03.2026", "3/10/2026", "10 03 2026", "from 2026-03-10 to 2026-03-12", "2026-2027", "2026/27", "0530-0700",
    "05.30-07.00", "entry at 2026-03-10T05:30+05:30", "the file of 20260310", "MOU20260115", "visa 2026-2027", "P30D",
    # amounts and counts
    "INR 8200000", "8,200,000", "1 200 000", "Rs. 9876543", "9876543 INR", "9876543.50", "€ 1234567", "12,00,000 rupees", "2500-3500",
    "between 10000-15000", "wages of 1234567/-", "8200000 in all", "ratio 1:1000000", "1,234,567 people", "1 234 567 residents",
    "in 2026 120 workers", "ages 18-24, 25-59", "ages 18-24 25-59", "40 beds, 24 for men", "15000 people in 2026 12 villages", "38°C",
    # ids and names of places
    "b-shelter", "case-2026001", "DC-2025-41", "SWF-0932", "sha256:51be0c9876543210", "10 Canal Road Police officers", "safe house 2",
    "camp 4 Extension", "on the road 12 hours", "in 2026 Ring Road shelters", "kiln number 3", "zone 10-12", "TLP:AMBER", "0.1234",
    # papers and people without their numbers and names
    "passports are held", "permit until 2027-01-14", "account of the owner", "passports 15000 INR", "Dr visits", "one is missing",
    "a rose garden", "Rene and Kumar are common names", "",
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), FOUND)
def test_what_people_can_be_found_by(kind: Kind, text: str) -> None:
    assert details(text, names=NAMES, personal=True) == (kind,)


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_only_looks_so(text: str) -> None:
    assert details(text, names=NAMES, personal=True) == ()


def test_names_are_looked_for_in_personal_fields_only() -> None:
    assert details("Mr Kumar and Rose", names=NAMES) == ()


def test_a_bare_number_is_an_amount_where_money_is_spoken_of_and_a_telephone_number_is_not() -> None:
    asked = [details(text, amounts=True) for text in ("9876543211", "98765 43211", "+91 98765 43211", "phone 98765 43211")]

    expected: list[tuple[Kind, ...]] = [(), (), ("phone",), ("phone",)]
    assert asked == expected


def test_several_kinds_in_one_text_are_all_found() -> None:
    assert details("Mr Sok, 12 Lotus Lane, +855 12 345 678, sok@example.org", personal=True) == ("email", "address", "phone", "name")


@given(st.text(max_size=2000))
def test_any_text_can_be_asked(text: str) -> None:
    assert len(details(text, names=NAMES, personal=True)) <= 6


@given(st.integers(min_value=1, max_value=998), st.lists(st.integers(min_value=0, max_value=9), min_size=8, max_size=11))
def test_digits_behind_a_plus_sign_are_a_telephone_number_however_they_are_grouped(country: int, rest: list[int]) -> None:
    digits = "".join(map(str, rest))
    ways = [f"+{country} {digits}", f"+{country}-{digits[:3]}-{digits[3:]}", f"(+{country}) {digits[:2]} {digits[2:5]} {digits[5:]}"]

    assert [details(f"reach her at {way} at night") for way in ways] == [("phone",)] * 3


@pytest.mark.parametrize(
    "text",
    [
        part * (2000 // len(part))
        for part in (
            "1 ", "1-", "1", "a", "a@", "a.", "A ", "1 A ", "Rue a ", "1.0000 ", "1.0000N", "passport ", "(", "act 1.", "A'", "Rose ",
            "Via ", "AA11 ", "+1 ", "1 a", "12.", "2026-", "id A1234", "12 Aa Bb Cc ", "°1'", "call ", "\u0301",
        )
    ],
)  # fmt: skip
def test_the_longest_text_takes_no_time(text: str) -> None:
    began = time.process_time()
    details(text, names=NAMES, personal=True)

    assert time.process_time() - began < 0.1
