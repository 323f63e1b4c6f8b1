"""What holds a place open is not stated, in every field of the schema; numbers of other countries are never taken for what they are not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlint.lint.engine import wording_of
from planlint.pack.load import builtin
from planlint.plan.codes import listed
from planlint.plan.model import Plan
from planlint.plan.states import Section
from planlint.schema.conform import conform
from planlint.schema.misfit import Misfit
from planlint.schema.numbers import readings
from planlint.schema.overlay import NOTHING, load_overlay
from planlint.schema.placeholders import find_placeholders
from planlint.schema.shape import Shape, fields, shape_at
from planlint.source.document import Document, Path
from planlint.source.paths import value_at
from planlint.source.reader import read_text
from tests.plans import document

WORDING = wording_of(builtin().rules)
KNOWN = WORDING.placeholders

SAYING_NOTHING = [
    "TBD", "tbd.", "T.B.D.", "(TBC)", "tba", "N/A", "n.a.", "NA", "n/k", "k. A.", "To be confirmed", "to be determined!", "TBD / TBC",
    "N/A - not applicable", "T\u200bB\u200bD", "none yet", "TBD later", "none", "None", "NIL", "unknown", "Not yet known", "pending", "???", "-", "\u2013", "…", "...", "__",
    "xx", "XXX", "xx/xx/xxxx", "<name>", "{{ prosecutor }}", "[insert name]", "[name of the shelter]", "Lorem ipsum dolor sit amet",
    "À DÉFINIR", "a definir", "por confirmar", "noch offen", "nader te bepalen", "da definire", "уточняется", "невідомо", "غير معروف",
    "अज्ञात", "รอยืนยัน", "chưa xác định", "akan ditentukan", "haijulikani", "待定", "未定", "미정", "👍", "\u00a0?\u00a0",
    "TBD (2026-03-01)", "TBC by Monday", "TBC (1 March)", "TBD 1", "todo: write", "to be decided by the team", "To be confirmed by the board",
    "pendiente de confirmar", "to come", "details to follow", "we don't know", "unclear", "still open", "none known", "see above", "as discussed",
    "same", "ditto", "ok", "ok ok ok", "yes", "NaN", "foo", "\u0422.B.D", "後で", "لاحقا", "لاحقًا", "не решено", "ожидается", "未定义", "chưa có",
    "tidak ada", "belum ada", "bientôt", "পরে", "निर्धारित किया जाना है", "0000", "sha256:000000", "Pending (2 weeks)",
]  # fmt: skip
SAYING_SOMETHING = [
    "Nana", "Tata", "taxi", "The date is to be confirmed by the court", "none of the women was asked", "5", "12 days", "unknown men came",
    "TBC opens its house", "na co-op", "X-ray at the clinic", "B2", "test of the radios", "pending case 12", "रोटी", "无锡", "<5", "[a] and [b]", "No. 4411", "NN 12/2020", "N.D. Cal. 2019", "to be decided by each survivor", "Monday 9 March", "see annex 3 of the manual",
    "not known to the neighbours", "sha256:9b1f", "A1", "12-34", "no minors", "To come home safely", "women", "女",
]  # fmt: skip


@pytest.mark.parametrize("text", SAYING_NOTHING)
def test_it_says_nothing(text: str) -> None:
    assert KNOWN.stands_for_nothing(text)


@pytest.mark.parametrize("text", SAYING_SOMETHING)
def test_it_says_something(text: str) -> None:
    assert not KNOWN.stands_for_nothing(text)


PL011 = (
    ("risk.register", 0, "hazard", "1", True),
    ("risk.register", 0, "hazard", "Hazard", True),
    ("risk.register", 0, "hazard", "[a]", True),
    ("situation.intelligence", 0, "grading", "B", False),
    ("consent.right_to_decline", None, "pathway", "[pathway]", True),
    ("monitoring.indicators", 0, "target", "0", False),
    ("monitoring.indicators", 0, "target", "95", False),
    ("organisations.registration", None, "ref", "4711", False),
)


@pytest.mark.parametrize(("section", "item", "key", "text", "is_open"), PL011)
def test_a_figure_or_the_name_of_its_own_field_says_nothing_where_words_are_asked_for(
    section: str, item: int | None, key: str, text: str, is_open: bool
) -> None:
    steps: Path = tuple(section.split("."))
    steps = (steps[0], 0, *steps[1:]) if steps[0] == "organisations" else steps
    path = (*steps, key) if item is None else (*steps, item, key)

    assert find_placeholders(holding(path, text), KNOWN, NOTHING)[0] == ([path] if is_open else [])


@pytest.mark.parametrize("text", ["Na", "Nada", "NN", "K", "Nil", "TBC"])
@pytest.mark.parametrize(
    "path", [("organisations", 0, "name"), ("parties", "suspects", 0, "names", 0), ("parties", "entities", 0, "names", 0)]
)
def test_a_short_word_may_be_a_name(path: Path, text: str) -> None:
    assert find_placeholders(holding(path, text), KNOWN, NOTHING)[0] == []


@given(st.sampled_from(SAYING_NOTHING), st.sampled_from(["", " ", ".", "…", "!", "\n", " ?"]), st.booleans())
def test_case_and_signs_around_change_nothing(text: str, sign: str, upper: bool) -> None:
    if not text.startswith(("<", "{", "[", "L")):
        assert KNOWN.stands_for_nothing(sign + (text.upper() if upper and text.isascii() else text) + sign)


def leaves(section: type[Section], path: Path) -> Iterator[tuple[Path, Shape]]:
    """Every field of the schema that holds no section, at the first item of each list."""
    for name, (_, shape) in fields(section).items():
        here = (*path, name, 0) if shape.is_list else (*path, name)
        if isinstance(shape.kind, type) and issubclass(shape.kind, Section):
            yield from leaves(shape.kind, here)
        elif get_origin(shape.kind) is dict:
            key = get_args(get_args(shape.kind)[0])[0]
            yield from ((each, found) for each in [(*here, key)] if (found := shape_at(Plan, each)) is not None)
        else:
            yield here, shape


LEAVES = list(leaves(Plan, ()))


def holding(path: Path, value: object) -> dict[str, Any]:
    """Data with one value at a path."""
    for step in reversed(path):
        value = [value] if isinstance(step, int) else {step: value}
    assert isinstance(value, dict)
    return value


def test_every_free_text_of_the_schema_is_looked_at() -> None:
    texts = [path for path, shape in LEAVES if shape.free_text]
    silent = [path for path in texts if find_placeholders(holding(path, "To be confirmed"), KNOWN, NOTHING)[0] != [path]]

    assert (len(texts) > 70, silent) == (True, [])


def test_every_id_of_the_schema_is_looked_at() -> None:
    ids = [path for path, _ in LEAVES if path[-1] == "id"]
    silent = [
        (path, word)
        for path in ids
        for word in ("tbd", "unknown", "xxx")
        if find_placeholders(holding(path, word), KNOWN, NOTHING)[1] != [path]
    ]

    assert (len(ids) > 10, silent) == (True, [])


def placed(text: str, path: Path) -> str:
    """A plan as text with a value as it is written, in block style."""
    return "\n".join(_lines(text, path))


def _lines(text: str, path: Path) -> list[str]:
    if not path:
        return [text]
    step, inner = path[0], _lines(text, path[1:])
    if isinstance(step, int):
        return [f"- {inner[0]}", *(f"  {line}" for line in inner[1:])]
    return [f'"{step}": {inner[0]}'] if len(path) == 1 else [f'"{step}":', *(f"  {line}" for line in inner)]


def told(misfits: tuple[Misfit, ...], path: Path) -> set[str]:
    """The codes of what is found at a path or below it."""
    return {each.code for each in misfits if each.hit.path[: len(path)] == path}


NUMBERS = [path for path, shape in LEAVES if shape.kind in (int, float)]


@pytest.mark.parametrize(
    "written", ["1200.000", "+1200.000", "12.000", "12 000", "'450,000'", "1'200", "1.200.000", "'1.200,50'", "12,34,567"]
)
def test_no_number_of_the_schema_is_misread_in_silence(written: str) -> None:
    silent = [
        path for path in NUMBERS if "PL012" not in told(conform(read_text(placed(written, path), "plan"), wording=WORDING).misfits, path)
    ]

    assert (len(NUMBERS) > 30, silent) == (True, [])


@pytest.mark.parametrize("written", ["450,000", "1.200,50", "12,5"])
def test_a_comma_between_braces_cuts_no_number_in_silence(written: str) -> None:
    misfits = conform(read_text(f"finance: {{currency: INR, total: {written}, lines: []}}", "plan"), wording=WORDING).misfits

    assert [each.code for each in misfits if each.hit.path[:1] == ("finance",)] == ["PL012"]


def test_a_list_of_numbers_between_brackets_is_a_list() -> None:
    assert read_text("a: [450,000, 12]", "plan").odd_numbers == ()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1200.000", (1200.0, 1200000)),
        ("450,000", (450.0, 450000)),
        ("1.200,50", (1200.5,)),
        ("1,200.50", (1200.5,)),
        ("1.200.000", (1200000,)),
        ("12 000", (12000,)),
        ("12\u202f000,5", (12000.5,)),
        ("1'200", (1200,)),
        ("1_200", (1200,)),
        ("12,34,567", (1234567,)),
        ("1,5", (1.5,)),
        ("0,125", (0.125,)),
        ("12", ()),
        ("1.2.3", ()),
        ("1,2,3", ()),
        ("12 00", ()),
        ("2026-03-01", ()),
        ("", ()),
    ],
)
def test_what_a_number_may_mean(written: str, meant: tuple[float, ...]) -> None:
    assert meant == readings(written)


@given(st.integers(0, 10**12))
def test_thousands_are_read_whichever_sign_parts_them(number: int) -> None:
    grouped = f"{number:,}"

    assert number < 1000 or all(number in readings(grouped.replace(",", sign)) for sign in (",", ".", " ", "'", "\u202f", "_"))


def test_amounts_in_a_currency_with_three_decimals_are_right_and_other_numbers_are_not() -> None:
    text = "finance: {currency: KWD, total: 1200.125}\nidentification: {screening: {minutes_per_person: 45.000}}"

    misfits = conform(read_text(text, "plan"), wording=WORDING).misfits

    assert [("identification", "screening", "minutes_per_person")] == [each.hit.path for each in misfits if each.code == "PL012"]


NAMIBIA = {
    "country": ["NA"],
    "nationality": ["NA", "XXX"],
    "place": ["NA"],
    "language": ["na", "tbd", "tbc", "tba", "tbn", "nn", "nk", "tk"],
}
"""Codes that look like placeholders and are none."""


@pytest.mark.parametrize("word", ["tbd", "TBD", "n/a", "NA", "na", "xxx", "none", "to be confirmed", "?"])
def test_no_scalar_of_the_sound_plan_can_be_replaced_by_a_placeholder_in_silence(word: str) -> None:
    plan = document()
    places = [path for path in scalars(plan.data, ()) if not _may_stand(word, path, value_at(path, plan.data))]
    batches = [places[start::_BATCHES] for start in range(_BATCHES)]

    silent = [path for batch in batches for path in _silent(plan.data, batch, word)]

    assert (len(places) > 10, silent) == (True, [])


_BATCHES = 12


def _silent(data: dict[str, Any], batch: list[Path], word: str) -> list[Path]:
    for path in batch:
        data = replaced(data, path, word)
    said = {each.hit.path for each in conform(Document("plan", "", data), wording=WORDING).misfits}
    return [path for path in batch if not any(path[: len(each)] == each for each in said)]


def _may_stand(word: str, path: Path, said: object) -> bool:
    """Whether a word is right in a place: a code, the name of an organisation, a state, what stands there anyhow; ids have a test."""
    shape = shape_at(Plan, path)
    if path[-1] == "id" or shape is None or said == word or word in NAMIBIA.get(shape.code or "", []):
        return True
    is_name = [step for step in path if isinstance(step, str)][-2:] in (
        ["organisations", "name"],
        ["suspects", "names"],
        ["entities", "names"],
    )
    return (is_name and word in ("NA", "na")) or (word == "none" and (not shape.free_text or takes_none(path)))


def scalars(data: Any, path: Path) -> Iterator[Path]:
    """One scalar of each kind of place, whichever item of a list it is in."""
    seen: set[tuple[object, ...]] = set()
    waiting: list[tuple[Any, Path]] = [(data, path)]
    while waiting:
        around, here = waiting.pop()
        for step, value in around.items() if isinstance(around, dict) else enumerate(around):
            if isinstance(value, dict | list):
                waiting.append((value, (*here, step)))
            elif (kind := tuple(each for each in (*here, step) if isinstance(each, str))) not in seen:
                seen.add(kind)
                yield (*here, step)


def replaced(data: Any, path: Path, value: object) -> Any:
    """A copy with another value at a path."""
    if not path:
        return value
    step, *rest = path
    if isinstance(data, dict):
        return {key: replaced(each, tuple(rest), value) if key == step else each for key, each in data.items()}
    return [replaced(each, tuple(rest), value) if index == step else each for index, each in enumerate(data)]


def takes_none(path: Path) -> bool:
    """Whether ``none`` is a state of the value there."""
    return not find_placeholders(holding(path, "none"), KNOWN, NOTHING)[0]


def test_language_codes_that_look_like_placeholders_are_codes() -> None:
    assert {"tbd", "tbc", "na"} <= listed("languages")


OVERLAY = load_overlay(
    b"organisations: {type: object, properties: {note: {type: string}, grade: {type: string, enum: [NA, A]}, days: {type: integer}}}",
    "fields.yaml",
)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [("note", "TBD", "PL011"), ("note", "a note", None), ("note", "unknown", None), ("grade", "NA", None), ("grade", "TBD", "PL002")],
)
def test_a_free_text_of_an_organisation_s_own_fields_is_looked_at(field: str, value: str, code: str | None) -> None:
    plan = document(set={"organisations[collector].extensions": {field: value}})

    assert [code] * bool(code) == [each.code for each in conform(plan, OVERLAY, WORDING).misfits]


@pytest.mark.parametrize("written", ["1200.000", '"12 000"', '"1\'200"'])
def test_a_number_of_an_organisation_s_own_fields_is_not_misread(written: str) -> None:
    text = json.dumps(document(set={"organisations[collector].extensions": {"days": 3}}).data).replace('"days": 3', f'"days": {written}')

    assert ["PL012"] == [each.code for each in conform(read_text(text, "plan"), OVERLAY, WORDING).misfits]


def test_a_currency_that_is_no_word_misleads_nobody() -> None:
    misfits = conform(read_text("finance: {currency: [KWD], total: 1.125}", "plan"), wording=WORDING).misfits

    assert {"PL012", "PL002"} == {each.code for each in misfits if each.hit.path[:1] == ("finance",) and each.hit.variant != "missing"}


def test_several_items_that_say_nothing_take_their_list_with_them_and_nothing_around_it() -> None:
    plan = document(set={"risk.register[rk-2].mitigations": ["TBD", "???", "n/a", "to be confirmed"]})

    conformed = conform(plan, wording=WORDING)

    assert conformed.plan is not None
    assert [each.hit.path for each in conformed.misfits] == [("risk", "register", 1, "mitigations", index) for index in range(4)]
    assert (conformed.plan.risk.rows[1].hazard is not None, conformed.plan.risk.rows[1].id) == (True, "rk-2")
