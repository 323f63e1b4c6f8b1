"""Random expressions: trees of every kind for the parser, and trees whose types fit for the evaluation."""

from __future__ import annotations

from hypothesis import strategies as st

from planlint.expr.nodes import Binary, Call, Comprehension, Conditional, Field, Has, Index, ListOf, Literal, MapOf, Name, Node, Unary

_NAMES = st.sampled_from(["a", "self", "plan", "size_of", "x1"])
_LITERALS = st.builds(
    Literal,
    st.just(0),
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8"), max_size=8),
)
_OPERATORS = st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "in", "&&", "||", "+", "-", "*", "/", "%"])


def _grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    at = st.just(0)
    several = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Field, at, inner, _NAMES),
        st.builds(Has, at, inner, _NAMES),
        st.builds(Index, at, inner, inner),
        st.builds(ListOf, at, several),
        st.builds(MapOf, at, st.lists(st.tuples(inner, inner), max_size=2).map(tuple)),
        st.builds(Unary, at, st.sampled_from(["!", "-"]), inner),
        st.builds(Binary, at, _OPERATORS, inner, inner),
        st.builds(Conditional, at, inner, inner, inner),
        st.builds(Call, at, _NAMES, several),
        st.builds(lambda of, more: Call(0, "size", (of, *more), method=True), inner, several),
        st.builds(Comprehension, at, st.sampled_from(["all", "exists", "exists_one", "filter"]), inner, _NAMES, inner),
        st.builds(Comprehension, at, st.just("map"), inner, _NAMES, st.none() | inner, inner),
    )


any_tree: st.SearchStrategy[Node] = st.recursive(st.builds(Name, st.just(0), _NAMES) | _LITERALS, _grown, max_leaves=12)
"""Trees as the grammar allows them, whatever they mean."""


def _literal(value: object) -> Node:
    return Literal(0, value)  # type: ignore[arg-type]  # of a kind that literals have


def _ints(depth: int) -> st.SearchStrategy[Node]:
    leaves = st.integers(-4, 4).map(_literal) | st.just(Name(0, "i")) | st.just(_literal(2**63 - 1))
    if not depth:
        return leaves
    return leaves | st.one_of(
        st.builds(Binary, st.just(0), st.sampled_from(["+", "-", "*", "/", "%"]), _ints(depth - 1), _ints(depth - 1)),
        st.builds(lambda operand: Unary(0, "-", operand), _ints(depth - 1)),
        st.builds(lambda of: Call(0, "size", (of,)), _lists(depth - 1) | _texts(depth - 1)),
        st.builds(Index, st.just(0), _lists(depth - 1), _ints(0)),
        st.builds(Conditional, st.just(0), _bools(depth - 1), _ints(depth - 1), _ints(depth - 1)),
        st.builds(lambda of: Call(0, "int", (of,)), _doubles(depth - 1)),
    )


def _doubles(depth: int) -> st.SearchStrategy[Node]:
    leaves = st.sampled_from([0.0, 1.0, -2.5, 1e300]).map(_literal) | st.just(Name(0, "d"))
    if not depth:
        return leaves
    return leaves | st.one_of(
        st.builds(Binary, st.just(0), st.sampled_from(["+", "-", "*", "/"]), _doubles(depth - 1), _doubles(depth - 1)),
        st.builds(lambda of: Call(0, "double", (of,)), _ints(depth - 1)),
    )


def _texts(depth: int) -> st.SearchStrategy[Node]:
    leaves = st.sampled_from(["", "a", "ab", "é😀"]).map(_literal) | st.just(Name(0, "s"))
    if not depth:
        return leaves
    return leaves | st.one_of(
        st.builds(Binary, st.just(0), st.just("+"), _texts(depth - 1), _texts(depth - 1)),
        st.builds(lambda of: Call(0, "string", (of,)), _ints(depth - 1) | _bools(0)),
    )


def _lists(depth: int) -> st.SearchStrategy[Node]:
    leaves = st.just(Name(0, "l")) | st.lists(_ints(0), max_size=3).map(lambda items: ListOf(0, tuple(items)))
    if not depth:
        return leaves
    within = _within(depth)
    return leaves | st.one_of(
        st.builds(Binary, st.just(0), st.just("+"), _lists(depth - 1), _lists(depth - 1)),
        st.builds(lambda of, test: Comprehension(0, "filter", of, "i", test), _lists(depth - 1), within),
        st.builds(lambda of, result: Comprehension(0, "map", of, "i", None, result), _lists(depth - 1), _ints(depth - 1)),
    )


def _within(depth: int) -> st.SearchStrategy[Node]:
    return _bools(depth - 1)


def _bools(depth: int) -> st.SearchStrategy[Node]:
    leaves = st.booleans().map(_literal) | st.just(Name(0, "b"))
    if not depth:
        return leaves
    order = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
    return leaves | st.one_of(
        st.builds(Binary, st.just(0), st.sampled_from(["&&", "||"]), _bools(depth - 1), _bools(depth - 1)),
        st.builds(lambda operand: Unary(0, "!", operand), _bools(depth - 1)),
        st.builds(Binary, st.just(0), order, _ints(depth - 1), _ints(depth - 1)),
        st.builds(Binary, st.just(0), order, _doubles(depth - 1), _doubles(depth - 1)),
        st.builds(Binary, st.just(0), order, _texts(depth - 1), _texts(depth - 1)),
        st.builds(Binary, st.just(0), st.sampled_from(["==", "!="]), _lists(depth - 1), _lists(depth - 1)),
        st.builds(Binary, st.just(0), st.just("in"), _ints(depth - 1), _lists(depth - 1)),
        st.builds(
            lambda kind, of, test: Comprehension(0, kind, of, "i", test),
            st.sampled_from(["all", "exists", "exists_one"]),
            _lists(depth - 1),
            _bools(depth - 1),
        ),
        st.builds(
            lambda name, text, part: Call(0, name, (text, part), method=True),
            st.sampled_from(["startsWith", "endsWith", "contains"]),
            _texts(depth - 1),
            _texts(depth - 1),
        ),
    )


typed_tree: st.SearchStrategy[Node] = st.one_of(_bools(3), _ints(3), _lists(2), _texts(2), _doubles(2))
"""Trees whose types fit, over the variables i (int), d (double), s (string), b (bool) and l (list of int)."""
