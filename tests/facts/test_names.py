"""Names as they are compared: spellings of one name are equal, other names are not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlint.facts.names import name_key, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Réné KUMĀR", "kumar, rene"),
        ("Al-Rashid Trading", "TRADING (Al Rashid)"),
        ("O'Brien", "O\N{RIGHT SINGLE QUOTATION MARK}BRIEN"),
        ("Straße", "STRASSE"),
        ("Nguyễn Thị Hồng", "Nguyen Thi Hong"),
        ("\N{FULLWIDTH LATIN CAPITAL LETTER A}bc", "abc"),
        ("مُحَمَّد", "محمد"),
        ("Ra\N{ZERO WIDTH SPACE}i", "rai"),
    ],
)
def test_case_accents_punctuation_and_order_make_no_difference(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kumar", "Kumari"),
        ("Ram Kumar", "Ram"),
        ("कुमार", "कमार"),
        ("क़लम", "कलम"),
        ("か", "が"),
        ("มา", "ม้า"),
        ("A Rai", "B Rai"),
        ("Ram Ram", "Ram"),
    ],
)
def test_other_letters_vowel_signs_and_tones_make_another_name(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("text", ["", " ", "-", "...", "'", "\N{ZERO WIDTH SPACE}"])
def test_where_no_letter_is_left_there_is_no_name(text: str) -> None:
    assert name_key(text) == ()


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    folded = words_of(text)

    assert folded == words_of(" ".join(folded))


@given(st.lists(st.text("abcdefgh", min_size=1), min_size=1).flatmap(lambda words: st.tuples(st.just(words), st.permutations(words))))
def test_the_order_of_words_their_case_and_what_stands_between_them_make_no_difference(order: tuple[list[str], list[str]]) -> None:
    some, others = order

    assert name_key(" ".join(some)) == name_key(", ".join(others).upper())


@given(st.text())
def test_composed_and_decomposed_letters_are_the_same(text: str) -> None:
    assert name_key(unicodedata.normalize("NFC", text)) == name_key(unicodedata.normalize("NFD", text))
