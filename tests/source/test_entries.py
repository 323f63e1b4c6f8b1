"""A comment belongs to the entry on its line or on the line below, or to none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlint.source.comments import Entries, comments
from planlint.source.paths import path_text
from planlint.source.reader import read_text


def of(text: str) -> list[str | None]:
    """The entry of every comment that begins with ``#!``; a number stands for a list item."""
    document = read_text(text, "plan")
    entries = Entries(document)
    paths = [entries.of(comment) for comment in comments(document) if comment.text.startswith("#!")]
    return [None if path is None else path_text(path, {}) for path in paths]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1 #!\nb: 2", "a"),
        ("a: 1\nb: 2 #!", "b"),
        ("#!\na: 1", "a"),
        ("a: #!\n  b: 1\n  c: 2", "a"),
        ("a:\n  b: 1 #!\n  c: 2", "a.b"),
        ("a:\n  #!\n  b: 1", "a.b"),
        ("#!\na:\n  b: 1", "a"),
        ("a: 1\n#!\n# why\nb: 2", "b"),
        ("a: 1\n# why\n#!\nb: 2", "b"),
        ("a:\n  #!\n  long", "a"),
        ("a:\n  #!\n  [b, c]", "a"),
        ("a:\n  long #!", "a"),
        ("a: # first\n  #!\n  # last\n  b: 1", "a.b"),
        ("a: | #!\n  text\nb: 1", "a"),
        ("a: |\n  text\n#!\nb: 1", "b"),
        ("'a b': 1 #!", "a b"),
        ("a: &x 1 #!\nb: *x", "a"),
        ("a: &x 1\nb: *x #!", "b"),
        ("a: &x {b: 1}\nc:\n  <<: *x #!\n  d: 2", None),
        ("a: &x\n  b: 1 #!\nc:\n  <<: *x\n  d: 2", "a.b"),
    ],
)
def test_of_keys(text: str, expected: str | None) -> None:
    assert [expected] == of(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\n  - b #!\n  - c", "a[0]"),
        ("a:\n  - b\n  #!\n  - c", "a[1]"),
        ("a:\n  #!\n  - b\n  - c", "a[0]"),
        ("a:\n  - id: x #!\n    b: 1", "a[0]"),
        ("a:\n  - id: x\n    b: 1 #!", "a[0].b"),
        ("a:\n  - id: x\n    #!\n    b: 1", "a[0].b"),
        ("a:\n  - #!\n    id: x\n  - id: y", "a[0]"),
        ("a:\n  #!\n  -\n    id: x", "a[0]"),
        ("a:\n  #!\n  - # why\n    id: x", "a[0]"),
        ("a:\n  #!\n  - &x\n    id: x", "a[0]"),
        ("a:\n  - &x #!\n    id: x\n  - id: y", "a[0]"),
        ("a:\n  - - b #!\n    - c", "a[0]"),
        ("a:\n  - - b\n    - c #!", "a[0][1]"),
        ("a:\n  - {id: x} #!\n  - {id: y}", "a[0]"),
        ("a:\n  - b\n#!\nc: 1", "c"),
    ],
)
def test_of_items(text: str, expected: str | None) -> None:
    assert [expected] == of(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: {b: 1, c: 2} #!", "a"),
        ("a: { #!\n  b: 1}", "a"),
        ("a: {\n  b: 1, #!\n  c: 2}", "a.b"),
        ("a: {\n  b: 1,\n  #!\n  c: 2}", "a.c"),
        ("a: {\n  b: 1,\n  c: 2\n} #!", "a"),
        ("a: [\n  {b: 1}, #!\n  {b: 2}]", "a[0]"),
        ("a: [\n  {b: 1\n  }, #!\n  {b: 2}]", "a[0]"),
        ("a: [{b: {\n  c: 1\n  }}] #!", "a"),
        ("a: 'long\n  text' #!\nb: 1", "a"),
        ("a: long\n  text #!\nb: 1", "a"),
    ],
)
def test_in_brackets_and_long_text(text: str, expected: str | None) -> None:
    assert [expected] == of(text)


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\n#!",
        "a: 1\n\n#!\n",
        "a: 1\n#!\n\nb: 2",
        "a:\n  b: 1\n  #!\nc: 2",
        "a:\n  - id: x\n    #!\n  - id: y",
        "a: {\n  b: 1, c: 2 #!\n}",
        "a: [\n  b, c, #!\n  d]",
        "a: [\n  b\n  , #!\n  c]",
        "a: [\n  b,\n  #!\n]",
        "--- #!\na: 1",
        "%YAML 1.2 #!\n---\na: 1",
        "a: 1\n... #!\n",
        "a: 1\na: 2 #!",
    ],
)
def test_of_none_where_it_is_not_plain(text: str) -> None:
    assert [None] == of(text)


def test_text_is_no_comment() -> None:
    assert [] == of("a: |\n  b #!\n  #!\nc: 'd #!'\ne: >-\n  #! f")


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends_change_nothing(line_end: str) -> None:
    text = "a: 1 #!\n#!\n# why\nb:\n  #!\n  - c\n"

    assert ["a", "b", "b[0]"] == of(text.replace("\n", line_end))


lines = st.lists(
    st.sampled_from(["a: 1", "b: #!", "  c: 2", "  - d", "- e: f", "#!", "  #!", "    #!", "", "g: [h, #!", "  i] #!", "j: {k: l} #!"])
)


@given(lines)
def test_no_document_stops_it_and_what_it_finds_is_there(parts: list[str]) -> None:
    from planlint.errors import Unreadable

    try:
        document = read_text("\n".join(["top: 1", *parts]), "plan")
    except Unreadable:
        return
    for comment in comments(document):
        path = Entries(document).of(comment)
        assert path is None or document.locate(path, "key").start.line >= 1
