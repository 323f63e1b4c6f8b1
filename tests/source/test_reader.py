"""Where keys and values stand, and what they are."""

from __future__ import annotations

import codecs
import io
import json
import math
import re
import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from planlint.errors import Unreadable
from planlint.source import events
from planlint.source.document import Document, Mark, Path, Position
from planlint.source.paths import path_text
from planlint.source.reader import read, read_text


def cut(text: str, *path: str | int) -> str:
    """The text of the value at a path, which stands where its span says."""
    document = read_text(text, "plan")
    return document.cut(document.locate(path))


def start(text: str, *path: str | int) -> Position:
    return read_text(text, "plan").locate(path).start


@pytest.mark.parametrize(
    ("text", "path", "found"),
    [
        ("a: b", ("a",), "b"),
        ("a: b  # c\n", ("a",), "b"),
        ("a:\n  b: c\n\n# d\ne: f\n", ("a",), "b: c"),
        ("a:\n- b\n- c: d\n  e: f\n# g\n", ("a",), "- b\n- c: d\n  e: f"),
        ("a:\n- b\n- c: d\n", ("a", 1), "c: d"),
        ("a: {b: c, d: [e, 'f']} # g", ("a",), "{b: c, d: [e, 'f']}"),
        ("a: {b: c, d: [e, 'f']}", ("a", "d"), "[e, 'f']"),
        ("a: {b: c, d: [e, 'f']}", ("a", "d", 1), "'f'"),
        ("a: [b: c, d]", ("a", 0), "b: c"),
        ("a: [ b: c ]", ("a", 0), "b: c"),
        ("a: one\n  two\n  three\nb: c", ("a",), "one\n  two\n  three"),
        ('a: "one\n  two"\nb: c', ("a",), '"one\n  two"'),
        ("a: 'it''s' # b", ("a",), "'it''s'"),
        ("a: |\n  one\n  two\n\nb: c", ("a",), "|\n  one\n  two"),
        ("a: >-\n  one\n  two\n\n# b\nc: d", ("a",), ">-\n  one\n  two"),
        ("a: | # b\n  # c\n", ("a",), "| # b\n  # c"),
        ("a: |2\n    one\n", ("a",), "|2\n    one"),
        ("a: &x b", ("a",), "b"),
        ("a: &x !!str b", ("a",), "b"),
        ("a: !!map # b\n  c: d", ("a",), "c: d"),
        ("a: &x\n  b: c\nd: *x", ("a",), "b: c"),
        ("a: &x\n  b: c\nd: *x", ("d",), "*x"),
        ("a: &x\n  b: c\nd: *x", ("d", "b"), "c"),
        ("a: &x {b: c}\nd: {<<: *x, e: f}", ("d", "b"), "c"),
        ("a: &x {b: c}\nd: {<<: *x, b: e}", ("d", "b"), "e"),
        ("a: &x {b: c}\nd: {<<: [*x, {e: f}]}", ("d", "e"), "f"),
        ("a: &x [&y {b: c}]\nd: *x", ("d", 0, "b"), "c"),
        ("a: &x b\n*x : c", ("b",), "c"),
        ("? &x a\n: b\nc: {*x : d}", ("c", "a"), "d"),
        ("a: {b: c}\na: &x {d: e}\nf: *x", ("f", "d"), "e"),
        ("a: ''", ("a",), "''"),
    ],
)
def test_a_value_is_cut_out_whole(text: str, path: Path, found: str) -> None:
    assert cut(text, *path) == found


@pytest.mark.parametrize(
    ("text", "path", "found"),
    [
        ("a: \nb: c", ("a",), "a"),
        ("a: {b, c: d}", ("a", "b"), "b"),
        ("a: &x\nb: c", ("a",), "a"),
        ("a: !!null\nb: c", ("a",), "a"),
        ("a: {b: c}", ("a", "x"), "a"),
        ("a: {b: c}", ("a", "x", 3, "y"), "a"),
        ("a: b\nc: d", (), "a"),
        ("# x\na: b\nc: d", ("x",), "a"),
        ("- a", (), None),
    ],
)
def test_what_is_not_there_is_shown_at_the_nearest_key_above(text: str, path: Path, found: str | None) -> None:
    if found is None:
        with pytest.raises(Unreadable):
            cut(text, *path)
    else:
        assert cut(text, *path) == found


@pytest.mark.parametrize("text", ["key: 1", '"key": 1', "? key\n: 1", "{ key : 1 }", "&x key: 1", "!!str key: 1", "--- # x\nkey: 1\n...\n"])
def test_a_key_is_cut_out_whole(text: str) -> None:
    document = read_text(text, "plan")

    assert document.cut(document.locate(("key",), "key")).strip('"') == "key"


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_lines_count_the_same_with_every_line_break(line_break: str) -> None:
    text = line_break.join(["a: b", "", "c:", "  - d", "  - |", "    e", "    f", "  - g"])

    assert (start(text, "c", 0), start(text, "c", 2), cut(text, "c", 2)) == ((4, 5), (8, 5), "g")


def test_columns_count_code_points() -> None:
    text = "{\U0001f600\U0001f600: é, \U0001f469\u200d\U0001f692: [字, x]}"

    assert (start(text, "\U0001f600\U0001f600"), start(text, "\U0001f469\u200d\U0001f692", 1)) == ((1, 6), (1, 18))


@pytest.mark.parametrize(
    "raw",
    [
        "a: é".encode(),
        codecs.BOM_UTF8 + "a: é".encode(),
        codecs.BOM_UTF16_LE + "a: é".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "a: é".encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8-bom", "utf-16-le", "utf-16-be"],
)
def test_a_byte_order_mark_is_no_part_of_the_text(raw: bytes) -> None:
    document = read(raw, "plan")

    assert (document.data, document.locate(("a",)).start) == ({"a": "é"}, Position(1, 4))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", "NO"), ("no", "no"), ("on", "on"), ("Yes", "Yes"), ("22:30", "22:30"), ("2026-02-24", "2026-02-24"), ("1_000", "1_000"),
        ("true", True), ("False", False), ("TRUE", True), ("tRUE", "tRUE"), ("null", None), ("~", None), ("Null", None), ("nULL", "nULL"),
        ("0", 0), ("-1", -1), ("+12", 12), ("010", 10), ("0o17", 15), ("0xfF", 255), ("0b1", "0b1"), ("-0o7", "-0o7"), ("1e3", 1000.0),
        ("1.10", 1.1), (".5", 0.5), ("5.", 5.0), ("-.inf", -math.inf), (".INF", math.inf), ("+.inf", math.inf), (".", "."), ("-", None),
        ("1e", "1e"), ("e1", "e1"), ("١٢", "١٢"), ('"1"', "1"), ("'true'", "true"), ("|\n  1", "1"), ("!!str 1", "1"),
        ("!!int '1'", 1), ("!!float 3", 3), ("!!bool true", True), ("9" * 400, "9" * 400), ("9" * 300, 10**300 - 1),
    ],
)  # fmt: skip
def test_plain_scalars_follow_the_core_schema(written: str, value: Any) -> None:
    if written == "-":
        assert read_text("a:\n- \n", "plan").data == {"a": [None]}
    else:
        found = read_text(f"a: {written}", "plan").data["a"]
        assert (found, type(found)) == (value, type(value))


def test_not_a_number_is_a_float() -> None:
    assert math.isnan(read_text("a: .nan", "plan").data["a"])


def test_the_first_of_two_equal_keys_is_kept_and_both_are_shown() -> None:
    document = read_text('a: {b: 1, "b": 2}\nc: d\na: 3', "plan")
    shown = [(path, document.cut(document.locate(path, "key")), document.marks.second_keys[path].start) for path in document.duplicates]

    assert (document.data, shown) == ({"a": {"b": 1}, "c": "d"}, [(("a", "b"), "b", 10), (("a",), "a", 23)])
    assert document.locate(("a",), "second_key").start == Position(3, 1)


def test_an_alias_can_be_the_second_of_two_equal_keys() -> None:
    document = read_text("a: &x b\nb: c\n*x : d", "plan")

    assert document.duplicates == (("b",),)
    assert document.cut(document.locate(("b",), "second_key")) == "*x"


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3}", {"b": 1, "c": 3}),
        ("a: [&x {b: 1}, &y {b: 2, c: 3}]\nd: {<<: [*x, *y]}", {"b": 1, "c": 3}),
        ("a: &x {b: 1}\nd: {'<<': *x}", {"<<": {"b": 1}}),
        ("a: &x {b: 1}\nc: &y {<<: *x}\nd: {<<: *y}", {"b": 1}),
        ("d: {<<: {}}", {}),
    ],
)
def test_merge_keys(text: str, data: dict[str, Any]) -> None:
    assert read_text(text, "plan").data["d"] == data


# --- generated data ---------------------------------------------------------------------------------------------------------------------

words = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufeff\ufffe\uffff"), max_size=12)
scalars = st.one_of(st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.floats(allow_nan=False, allow_infinity=False), words)
trees = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4), max_leaves=20)
plans = st.dictionaries(words.filter(lambda word: word != "<<"), trees, min_size=1, max_size=5)
relaxed = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def as_json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def as_indented_json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)


def as_yaml(data: Any) -> str:
    """Block style, keys and values quoted only where they must be."""
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    stream = io.StringIO()
    yaml.dump(data, stream)
    return stream.getvalue()


@pytest.mark.parametrize("dump", [as_json, as_indented_json, as_yaml])
@relaxed
@given(data=plans)
def test_what_was_written_is_read(dump: Any, data: dict[str, Any]) -> None:
    text = dump(data)

    assert typed(read_text(text, "plan").data) == typed(data)


@pytest.mark.parametrize("dump", [as_json, as_indented_json, as_yaml])
@relaxed
@given(data=plans)
def test_every_scalar_stands_where_its_span_says(dump: Any, data: dict[str, Any]) -> None:
    document = read_text(dump(data), "plan")
    differences = [
        path_text(path, document.data)
        for path, value in leaves(document.data, ())
        if value is not None and typed(reread(document, path)) != typed(value)
    ]

    assert differences == []


def reread(document: Document, path: Path) -> Any:
    """The value that stands in the text at the span of a path, read on its own but at its place in the line."""
    span = document.locate(path)
    indented = "\n" + " " * 200 + document.cut(span) if "\n" not in document.cut(span) else document.cut(span)
    return read_text(f"k: {indented}", "cut").data["k"]


def leaves(data: Any, path: Path) -> list[tuple[Path, Any]]:
    if isinstance(data, dict):
        return [leaf for key, value in data.items() for leaf in leaves(value, (*path, key))]
    if isinstance(data, list):
        return [leaf for index, value in enumerate(data) for leaf in leaves(value, (*path, index))]
    return [(path, data)]


def typed(data: Any) -> Any:
    """Data in which 1, 1.0 and True differ."""
    if isinstance(data, dict):
        return {key: typed(value) for key, value in data.items()}
    return [typed(value) for value in data] if isinstance(data, list) else (type(data), repr(data))


# --- the two parsers --------------------------------------------------------------------------------------------------------------------

STYLES = """\
# top
a: &x {b: [c, 'd', "e\\te", {f: g}], h: }  # i
j: !!str 12
k: |
  one

  two
l: >-
  three
  four
m:
- n: *x
  <<: *x
- - o
  - "\U0001f600"
p: multi
  line
? q
: r
s: 't''
  u'
"""


def comparable(document: Document) -> tuple[Any, ...]:
    return document.data, document.duplicates, document.marks.second_keys, filled(document.marks.plan)


def filled(mark: Mark) -> Any:
    """A mark in which what is empty has no place: the parsers put it before or after a blank."""
    if mark.start == mark.end:
        return None
    if isinstance(mark.children, dict):
        return mark[:2], {key: (child[:2], filled(child.value)) for key, child in mark.children.items()}
    return mark[:2], [filled(child) for child in mark.children or ()]


@pytest.mark.parametrize("text", [STYLES, STYLES.replace("\n", "\r\n"), STYLES.replace("\n", "\r")], ids=["lf", "crlf", "cr"])
def test_both_parsers_give_one_document(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    by_c = read_text(text, "plan")
    monkeypatch.setitem(sys.modules, "ruamel.yaml.cyaml", None)

    assert comparable(read_text(text, "plan")) == comparable(by_c)


@relaxed
@given(data=plans)
def test_both_parsers_give_one_document_for_generated_data(data: dict[str, Any]) -> None:
    text = as_yaml(data)
    by_c = read_text(text, "plan")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "ruamel.yaml.cyaml", None)

        assert comparable(read_text(text, "plan")) == comparable(by_c)


def test_the_pure_parser_is_used_where_there_is_no_c_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ruamel.yaml.cyaml", None)

    assert events.parser("a: b").__qualname__.startswith("pure_parser")


# --- what is refused --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "variant", "position"),
    [
        ("a: [b", "syntax", (1, 4)),
        ("a: 'b\nc: d\n", "syntax", (1, 4)),
        ("a: b: c", "syntax", (1, 5)),
        ("a: b\n\tc: d", "syntax", (2, 1)),
        ("a: *b", "syntax", (1, 4)),
        ("a: &b [c, *b]", "recursive_alias", (1, 11)),
        ("a: b\x07", "control_character", (1, 5)),
        ("a: b\u2028c: d", "control_character", (1, 5)),
        ("a: \ud800", "control_character", (1, 4)),
        ('a: "\\ud800"', "syntax", (1, 7)),
        ("a: 1\n---\nb: 1", "several_documents", (2, 1)),
        ("", "empty", (1, 1)),
        ("# a\n", "empty", (1, 1)),
        ("- a\n", "not_a_mapping", (1, 1)),
        ("a", "not_a_mapping", (1, 1)),
        ("a: !b c", "unknown_tag", (1, 4)),
        ("a: !!binary c", "unknown_tag", (1, 4)),
        ("a: !!int b", "tag_misfit", (1, 4)),
        ("a: !!set {b}", "unknown_tag", (1, 4)),
        ("? [a]\n: b", "key", (1, 3)),
        ("a: b\n<<: c", "merge", (2, 5)),
        ("a: " + "[" * 100, "too_deep", (1, 103)),
    ],
)
def test_what_is_no_plan_is_refused_at_its_place(text: str, variant: str, position: tuple[int, int]) -> None:
    with pytest.raises(Unreadable) as refused:
        read_text(text, "plan")
    error = refused.value

    assert (error.variant, Document("", error.text, {}).lines.position(error.offset)) == (variant, position)


def test_every_word_for_a_syntax_error_tells_nothing_of_the_plan() -> None:
    with pytest.raises(Unreadable) as refused:
        read_text("a: *secret-name", "plan")

    assert re.search("secret", str(refused.value.fields)) is None
