"""The shipped code lists are those of the maintained data they come from."""

import pycountry
import pytest

from planlint.plan import codes
from planlint.plan.names import codes_named, same_code
from tests import refresh_names
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


@pytest.mark.checkout
def test_shipped_names_are_current() -> None:
    assert refresh_names.NAMES.read_text("utf-8") == refresh_names.current(), "run: PYTHONPATH=. python tests/refresh_names.py"


@pytest.mark.parametrize(
    ("kind", "written", "code"),
    [
        ("country", "ug", "UG"), ("country", "UGA", "UG"), ("language", "lug", "lg"), ("language", "PT-br", "pt-BR"), ("language", "ger", "de"),
        ("currency", "kes", "KES"), ("timezone", "africa/nairobi", "Africa/Nairobi"), ("place", "in-rj", "IN-RJ"), ("country", "Uganda", None),
    ],
)  # fmt: skip
def test_a_code_in_another_spelling_is_the_same_code(kind: str, written: str, code: str | None) -> None:
    assert same_code(kind, written) == code


@pytest.mark.parametrize(
    ("kind", "name", "meant"),
    [
        ("country", "Uganda", ("UG",)), ("country", "the gambia", ()), ("country", "Ivory Coast", ("CI",)), ("country", "Perú", ("PE",)),
        ("country", "Ouganda", ("UG",)), ("country", "Congo", ("CD", "CG")), ("place", "Rajasthan", ("IN-RJ",)), ("nationality", "stateless", ("XXA",)),
        ("language", "Luganda", ("lg",)), ("language", "Runyankole", ("nyn",)), ("language", "नेपाली", ("ne",)), ("language", "Brazilian Portuguese", ("pt-BR",)),
        ("currency", "KSh", ("KES",)), ("currency", "Nepalese rupee", ("NPR",)), ("currency", "€", ("EUR",)), ("currency", "$", ()),
        ("timezone", "EAT", ("Africa/Nairobi",)), ("timezone", "IST", ("Europe/Dublin", "Asia/Jerusalem", "Asia/Kolkata")),
        ("timezone", "Kampala", ("Africa/Kampala",)), ("language", "nothing like it", ()),
    ],
)  # fmt: skip
def test_a_name_leads_to_the_codes_that_it_may_mean(kind: str, name: str, meant: tuple[str, ...]) -> None:
    assert codes_named(kind, name) == meant
