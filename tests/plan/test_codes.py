"""The shipped code lists are those of the maintained data they come from."""

import pycountry
import pytest

from planlint.plan import codes
from tests.refresh_codes import CODES, current


@pytest.mark.checkout
def test_shipped_lists_are_current() -> None:
    assert CODES.read_text("utf-8") == current(), "run: python tests/refresh_codes.py"


@pytest.mark.parametrize(
    ("tag", "known"),
    [
        ("ne", True), ("rhg", True), ("ctg", True), ("yue", True), ("ins", True), ("pt-BR", True), ("zh-Hant-TW", True), ("es-419", True),
        ("nep", False), ("xx", False), ("NE", False), ("pt-br", False), ("en-Xxxx", False), ("en-ZZ", False), ("", False), ("ne\n", False),
        ("x-private", False), ("english", False),
    ],
)  # fmt: skip
def test_language_tags(tag: str, known: bool) -> None:
    assert codes.is_language(tag) is known


@pytest.mark.parametrize(
    ("place", "known"), [("IN", True), ("IN-RJ", True), ("KH-12", True), ("XK", False), ("IN-ZZ", False), ("in", False)]
)
def test_places(place: str, known: bool) -> None:
    assert codes.is_place(place) is known


def test_every_country_of_the_source_is_known() -> None:
    assert [country.alpha_2 for country in pycountry.countries if not codes.is_country(country.alpha_2)] == []
