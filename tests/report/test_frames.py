from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from planlint.report.frames import Marked, frame
from planlint.report.visible import visible
from planlint.source.document import Lines, Position, Span


def drawn(text: str, *marked: Marked, width: int = 60) -> str:
    return "\n".join(frame(Lines(text), marked, width=width, ink="red", colour=False)[1])


def span(line: int, start: int, end: int, last: int = 0) -> Span:
    return Span(Position(line, start), Position(last or line, end))


def test_places_in_one_line_share_the_line() -> None:
    expected = """\
  |
1 | {start: 2026-03-09, end: 2026-03-01}
  |         ---------- after this
  |                          ^^^^^^^^^^ ends here"""

    text = "{start: 2026-03-09, end: 2026-03-01}"

    assert expected == drawn(text, Marked(span(1, 26, 36), "ends here", is_primary=True), Marked(span(1, 9, 19), "after this"))


def test_primary_line_comes_first_then_the_order_of_the_plan() -> None:
    expected = """\
   |
 9 | i
   | ^ here
   |
 2 | b
   | - first
   |
10 | j
   | - second"""

    text = "\n".join("abcdefghij")

    assert expected == drawn(
        text, Marked(span(9, 1, 2), "here", is_primary=True), Marked(span(10, 1, 2), "second"), Marked(span(2, 1, 2), "first")
    )


def test_a_span_of_several_lines_is_marked_in_its_first_line_and_says_where_it_ends() -> None:
    expected = """\
  |
1 | - id: p3  \n\
  |   ^^^^^^ this phase (to line 3)""".replace("  \n", "\n")

    text = "- id: p3  \n  name: x\n  start: y\n"

    assert expected == drawn(text, Marked(span(1, 3, 1, last=4), "this phase", is_primary=True))


def test_a_block_that_ends_with_its_line_break_is_one_line() -> None:
    assert drawn("a: b\nc: d\n", Marked(span(1, 1, 1, last=2), "x")).splitlines()[-1] == "  | ---- x"


def test_a_long_line_is_cut_around_the_place() -> None:
    expected = """\
  |
1 | …aaaaaaaaaaaa {id: here} bbbbbbbbbbbbbb…
  |                    ^^^^ this"""

    text = "a" * 90 + " {id: here} " + "b" * 90

    assert expected == drawn(text, Marked(span(1, 97, 101), "this", is_primary=True), width=44)


def test_places_far_apart_in_a_long_line_are_shown_apart() -> None:
    text = "here" + "a" * 200 + "there"

    rows = drawn(text, Marked(span(1, 1, 5), "one", is_primary=True), Marked(span(1, 205, 210), "two")).splitlines()

    assert [row[4:].strip() for row in rows if "^" in row or "--" in row] == ["^^^^ one", "----- two"]
    assert [row[4:8] for row in rows if "aaa" in row] == ["here", "…aaa"]


def test_a_label_that_would_run_over_the_edge_has_its_own_row() -> None:
    expected = """\
  |
1 | aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
  |           ^^^^^^^^^^^^^^^^^^^^^^^^
  |           the whole of this is meant"""

    assert expected == drawn("a" * 34, Marked(span(1, 11, 35), "the whole of this is meant", is_primary=True), width=44)


def test_tabs_and_unsafe_characters_keep_the_marks_in_place() -> None:
    expected = """\
  |
1 |     <U+001B>[31m<U+202E>: 東京e\u0301 here
  |                           ^^^^^ x"""

    assert expected == drawn("\t\x1b[31m\u202e: 東京e\u0301 here", Marked(span(1, 10, 14), "x", is_primary=True))


def test_a_place_beyond_the_text_is_left_out() -> None:
    assert drawn("a\n", Marked(span(7, 1, 2), "x")) == ""


def test_an_empty_place_is_one_mark() -> None:
    assert drawn("ab", Marked(span(1, 3, 3), "x")).splitlines()[-1] == "  |   - x"


SCRIPTS = st.one_of(
    st.characters(exclude_characters="\r\n"),
    st.sampled_from("aZ0 \t{}:東京한국어فریبשלום\u0301\u0300\u200d\ufe0f👩👧🏽🇫🇷नमस्ते\x1b\u202e"),
)


@given(st.text(SCRIPTS, max_size=150), st.data(), st.integers(44, 140))
def test_a_mark_begins_below_its_first_cell(line: str, data: st.DataObject, width: int) -> None:
    start = data.draw(st.integers(0, max(len(line) - 1, 0)))
    end = data.draw(st.integers(start, len(line)))

    _, rows = frame(Lines(line), [Marked(span(1, start + 1, end + 1), "", is_primary=True)], width=width, ink="red", colour=False)

    shown, marks = rows[1][4:].ljust(300), rows[2][4:]
    before = len(marks) - len(marks.lstrip(" "))
    wanted = visible(line[start : start + 1]).rstrip()
    ends = [at for at in range(len(shown) + 1) if wcswidth(shown[:at]) == before]
    assert any(shown[at:].startswith(wanted) for at in ends), (shown, marks)
    assert wcswidth(shown.rstrip()) <= width - 4
    if shown.rstrip() == visible(line).rstrip():
        assert before == wcswidth(visible(line[:start]))


@given(st.text(SCRIPTS, min_size=300, max_size=600), st.integers(0, 299), st.integers(0, 299))
def test_every_place_of_a_long_line_is_marked(line: str, one: int, other: int) -> None:
    places = [Marked(span(1, one + 1, one + 2), "", is_primary=True), Marked(span(1, other + 1, other + 2), "")]

    _, rows = frame(Lines(line), places, width=80, ink="red", colour=False)

    marks = [row for row in rows if set(row[4:]) <= {*" ^-"} and row[4:].strip()]
    assert len(marks) == 2
    assert all(len(row) <= 80 + 8 for row in marks)
