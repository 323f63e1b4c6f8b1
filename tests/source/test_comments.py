"""Comments are found where they stand, and what only looks like one is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planlint.source.comments import comments
from planlint.source.reader import read_text


def found(text: str) -> list[tuple[str, int, int]]:
    return [(comment.text, *comment.span.start) for comment in comments(read_text(text, "plan"))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: b", []),
        ("# c\na: b", [("# c", 1, 1)]),
        ("a: b # c", [("# c", 1, 6)]),
        ("a: b\n# c", [("# c", 2, 1)]),
        ("a: b#c #d", [("#d", 1, 8)]),
        ("a: 'b # c' # d # e", [("# d # e", 1, 12)]),
        ('"a # b": "c # d\n  # e"', []),
        ("a: 1\na: 'b # c'", []),
        ("a: | # b\n  # c\n  d # e\n# f\ng: h", [("# b", 1, 6), ("# f", 4, 1)]),
        ("a: &x |2- # b\n  # c\n", [("# b", 1, 11)]),
        ("a: &x # b | c\n  |\n  # d\n", [("# b | c", 1, 7)]),
        ("a: !!str # b\n  'c # d'", [("# b", 1, 10)]),
        ("a: !!map # b\n  c: | #d\n   #e", [("# b", 1, 10), ("#d", 2, 8)]),
        ("a: &x #b", [("#b", 1, 7)]),
        ("a: >\n  # b\n\nc: d # e", [("# e", 4, 6)]),
        ("a: [b, # c\n  d] # e", [("# c", 1, 8), ("# e", 2, 6)]),
        ("a: &x # b\n  c: *x2 # d\n".replace("*x2", "1"), [("# b", 1, 7), ("# d", 2, 8)]),
        ("%YAML 1.2 # a\n--- # b\nc: d\n... # e\n", [("# a", 1, 11), ("# b", 2, 5), ("# e", 4, 5)]),
        ("a: b # c\r\nd: e # f\rg: h # i", [("# c", 1, 6), ("# f", 2, 6), ("# i", 3, 6)]),
        ("#\na: b", [("#", 1, 1)]),
        ("a: \U0001f600 # \U0001f600", [("# \U0001f600", 1, 6)]),
    ],
)
def test_comments_stand_where_they_are_written(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert found(text) == expected


lines = st.lists(
    st.sampled_from(["a: b", "c: 'd # e'", 'f: "# g"', "h: |\n  # i", "j: [k, l]", "m: n#o", "# p", "  # q", "r: s # t", "u: {v: w} #x"]),
    min_size=1,
)


@settings(deadline=None)
@given(lines)
def test_every_span_is_the_comment_and_taking_comments_out_changes_nothing(parts: list[str]) -> None:
    text = "\n".join(["top: 1", *parts, ""])
    document = read_text(text, "plan")
    spans = [comment.span for comment in comments(document)]
    bare = text
    for span in reversed(spans):
        bare = bare[: document.lines.offset(span.start)] + bare[document.lines.offset(span.end) :]

    assert [document.cut(span) for span in spans] == [comment.text for comment in comments(document)]
    assert (read_text(bare, "plan").data, comments(read_text(bare, "plan"))) == (document.data, ())
