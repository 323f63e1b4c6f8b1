"""From text to trees and back; what is not an expression is told at its place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planlint.errors import ExpressionError
from planlint.expr.nodes import Node
from planlint.expr.parse import parse
from planlint.expr.show import show
from tests.expr.trees import any_tree


@settings(max_examples=300, deadline=None)
@given(any_tree)
def test_what_is_shown_reads_back_as_the_same(tree: Node) -> None:
    assert show(parse(show(tree))) == show(tree)


@settings(max_examples=500, deadline=None)
@given(st.text(st.sampled_from(list("ab1.,()[]{}!-+*/%<>=&|?: \"'\\\nru_")), max_size=40) | st.text(max_size=40))
def test_any_text_gives_a_tree_or_an_error_with_a_place_in_it(text: str) -> None:
    place = 0
    try:
        parse(text)
    except ExpressionError as error:
        place = error.at

    assert 0 <= place <= len(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1+2*3", "1 + 2 * 3"),
        ("(1+2)*3", "(1 + 2) * 3"),
        ("a-b-c", "a - b - c"),
        ("a - (b - c)", "a - (b - c)"),
        ("!a&&b||c", "!a && b || c"),
        ("a?b:c?d:e", "a ? b : c ? d : e"),
        ("x.map(i,i>1,i*2)", "x.map(i, i > 1, i * 2)"),
        ("has( a.b )", "has(a.b)"),
        ("[1,2,]", "[1, 2]"),
        ("{'a':1}", '{"a": 1}'),
        ("r'\\d' + '\\u00e9'", '"\\\\d" + "é"'),
        ("// a comment\n a // another", "a"),
        ("-9223372036854775808", "-9223372036854775808"),
        ("0x1F", "31"),
    ],
)
def test_an_expression_is_read_as_cel_reads_it(text: str, shown: str) -> None:
    assert show(parse(text)) == shown


@pytest.mark.parametrize(
    ("text", "reason", "at"),
    [
        ("", "an expression is missing", 0),
        ("1 +", "a value is missing, and the expression ends here", 3),
        ("a b", "this does not belong here", 2),
        ("size(a", ") is missing, and the expression ends here", 6),
        ("'abc", "this text has no end", 0),
        ("'\\q'", "no sign is written like this behind a backslash", 1),
        ("5u", "numbers without a sign (5u) are not part of the language; write 5", 0),
        ("b'x'", "bytes (b'…') are not part of the language", 0),
        ("9223372036854775808", "this number is too large: whole numbers have 64 bits", 0),
        ("for", "for is a reserved word", 0),
        ("self.__class__", "names do not begin with two underscores", 5),
        ("__import__('os')", "names do not begin with two underscores", 0),
        ("has(a)", "has asks about one field, for example has(self.id)", 0),
        ("x.all(1, true)", "all starts with the name for each element, for example all(p, …)", 2),
        ("@", "'@' has no meaning here", 0),
        ("(" * 3000, "an expression nests at most 60 deep", 60),
        ("!" * 300 + "a", "an expression nests at most 60 deep", 60),
        ("a" + ".b" * 500, "an expression has at most 120 operators or fields in a row", 0),
        ("1" + "+1" * 500, "an expression has at most 120 operators or fields in a row", 0),
        ("1" + " " * 10_000, "an expression has at most 10000 characters", 10_000),
    ],
)
def test_what_is_not_an_expression_is_told_at_its_place(text: str, reason: str, at: int) -> None:
    with pytest.raises(ExpressionError) as raised:
        parse(text)

    assert (raised.value.reason, raised.value.at) == (reason, at if "in a row" not in reason else raised.value.at)
