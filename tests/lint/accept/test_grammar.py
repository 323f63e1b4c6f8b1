"""A comment is read as it is written, is refused with a word, or is not meant for planlint; never anything in between."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlint.lint.accept.comments import Directive, parse

DAY = dt.date(2026, 12, 1)
WHOLE = Directive(("LE108", "TM104"), DAY, "district-magistrate", "the reason")


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("# planlint: ignore[LE108, TM104] until=2026-12-01 by=district-magistrate -- the reason", WHOLE),
        ("#planlint:ignore[LE108,TM104] by=district-magistrate until=2026-12-01 -- the reason", WHOLE),
        ("#\tplanlint:\tignore[ LE108 , TM104 ]\tuntil=2026-12-01  by=district-magistrate  --  the reason  ", WHOLE),
        ("# planlint: ignore[TM104] -- why -- not", Directive(("TM104",), reason="why -- not")),
        ("# planlint: ignore[numbers-do-not-add-up] -- why", Directive(("numbers-do-not-add-up",), reason="why")),
        ("# planlint: ignore[TM104] by=a--b -- why", Directive(("TM104",), by="a--b", reason="why")),
        ("# planlint: ignore[TM104] -- 🙂 नहीं", Directive(("TM104",), reason="🙂 नहीं")),
    ],
)
def test_what_follows_the_grammar_is_read(comment: str, expected: Directive) -> None:
    assert expected == parse(comment)


@pytest.mark.parametrize("reason", ["", " --", " -- "])
def test_without_words_after_the_dashes_there_is_no_reason(reason: str) -> None:
    assert Directive(("TM104",)) == parse(f"# planlint: ignore[TM104]{reason}")


@pytest.mark.parametrize(
    ("flaw", "comment"),
    [
        ("blanket", "# planlint: ignore"),
        ("blanket", "# planlint: ignore[]"),
        ("blanket", "# planlint: ignore[ ]"),
        ("form", "# planlint: ignore LE106"),
        ("form", "# planlint: ignore LE106 -- a reason"),
        ("form", "# planlint: ignore [LE106] -- a reason"),
        ("form", "# planlint: ignore[LE106 -- a reason"),
        ("form", "# planlint: ignore[LE106,] -- a reason"),
        ("form", "# planlint: ignore[LE106; TM104] -- a reason"),
        ("form", "# planlint: ignore[LE106] a reason"),
        ("form", "# planlint: ignore[LE106]-- a reason"),
        ("form", "# planlint: ignore[LE106] until -- a reason"),
        ("form", "# planlint: ignore[LE106] until= -- a reason"),
        ("form", "# planlint: ignore[LE106] by=a by=b -- a reason"),
        ("form", "# planlint: ignore(LE106) -- a reason"),
        ("form", "# planlint: Ignore[LE106] -- a reason"),
        ("form", "# Planlint: ignore[LE106] -- a reason"),
        ("form", "# planlint : ignore[LE106] -- a reason"),
        ("form", "## planlint: ignore[LE106] -- a reason"),
        ("form", "# planlint: ingore[LE106] -- a reason"),
        ("form", "# planlint: disable=LE106"),
        ("form", "# planlint: LE106"),
        ("form", "# planlint ignore[LE106]"),
        ("form", "# planlint ignore LE106"),
        ("form", "# planlint ignore le106"),
        ("form", "# planlint ignore"),
        ("form", "# planlint ignore LE"),
        ("form", "# planlint ignore all"),
        ("form", "# planlint ignore entry-authorisation-gap"),
        ("form", "# planlint ignore this until=2026-12-01"),
        ("form", "# planlint ignore the next -- because"),
        ("form", "# planlint-ignore LE106"),
        ("form", "# planlint-ignore-next-line LE106"),
        ("form", "# planlint-disable"),
        ("form", "# plan-lint: ignore[LE106] -- a reason"),
        ("form", "# @planlint: ignore[LE106] -- a reason"),
        ("form", "# see the minutes; planlint: ignore[LE106] -- a reason"),
        ("form", "# see the minutes # planlint: ignore LE106"),
        ("form", "# ignore[LE106] -- a reason"),
        ("unknown_key", "# planlint: ignore[LE106] expires=2026-12-01 -- a reason"),
        ("bad_date", "# planlint: ignore[LE106] until=soon -- a reason"),
        ("bad_date", "# planlint: ignore[LE106] until=20261201 -- a reason"),
        ("bad_date", "# planlint: ignore[LE106] until=2026-02-30 -- a reason"),
        ("bad_date", "# planlint: ignore[LE106] until=\uff12\uff10\uff12\uff16-12-01 -- a reason"),
    ],
)
def test_what_is_meant_for_planlint_and_does_not_follow_the_grammar_has_a_flaw(flaw: str, comment: str) -> None:
    read = parse(comment)

    assert read is not None
    assert flaw == read.flaw


@pytest.mark.parametrize(
    "comment",
    [
        "#",
        "# checked with planlint",
        "# checked with planlint, see https://example.org/planlint",
        "# planlint ignores no rule here",
        "# planlint ignored this in March",
        "# planlint reports go to the board",
        "# we let planlint accept what the board accepts",
        '# planlint: "1.0"',
        "# planlint: 1.0",
        "# waivers are the place to ignore a rule",
        "# do not ignore the child [see annex 2]",
        "# do not ignore [see annex 2]",
        "# type: ignore[arg-type]",
        "# yaml-language-server: $schema=plan.schema.json",
    ],
)
def test_prose_is_not_meant_for_planlint(comment: str) -> None:
    assert parse(comment) is None


PIECES = st.lists(
    st.sampled_from(
        [
            "#",
            " ",
            "planlint",
            "plan-lint",
            ":",
            "ignore",
            "[",
            "]",
            "LE106",
            ",",
            "*",
            "all",
            "until=",
            "2026-12-01",
            "by=",
            "x",
            "--",
            "\t",
        ]
    )
    | st.text(st.characters(exclude_characters="\r\n"), max_size=3)
)


@given(PIECES.map(lambda pieces: "#" + "".join(pieces)))
def test_no_comment_stops_the_reader_and_one_with_a_flaw_is_never_whole(comment: str) -> None:
    read = parse(comment)

    assert read is None or read.flaw or read.rules


words = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True)
whole = st.builds(
    Directive,
    rules=st.lists(st.from_regex(r"[A-Z]{2,4}[0-9]{3}", fullmatch=True) | words, min_size=1).map(tuple),
    until=st.none() | st.dates(),
    by=st.just("") | words,
    reason=st.from_regex(r"[a-z][a-z .,;:=\[\]#-]*[a-z]", fullmatch=True).filter(lambda text: text not in ("none", "unknown")),
    flaw=st.just(""),
)


@given(whole, st.sampled_from(["", " ", "\t"]), st.booleans())
def test_what_is_written_is_what_is_read(directive: Directive, blank: str, by_first: bool) -> None:
    options = [f"until={directive.until}"] if directive.until else []
    options += [f"by={directive.by}"] if directive.by else []
    options.sort(reverse=not by_first)
    rules = f",{blank}".join(directive.rules)

    assert directive == parse(" ".join([f"#{blank}planlint:{blank}ignore[{rules}]", *options, "--", directive.reason]))


@pytest.mark.parametrize(
    "comment", ["# planlint" + " " * 200_000, "# planlint: ignore[" + " " * 200_000, "#" * 200_000, "# planlint ignore" + " --" * 60_000]
)
def test_a_long_comment_takes_no_longer_than_it_is_long(comment: str) -> None:
    began = dt.datetime.now()
    parse(comment)

    assert (dt.datetime.now() - began).total_seconds() < 1
