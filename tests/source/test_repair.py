"""Texts that are not YAML: mended line by line in memory, and read on."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from planlint.errors import Unreadable
from planlint.fix.edits import applied
from planlint.lint.engine import Policy, lint_bytes
from planlint.pack.load import builtin
from planlint.source.document import Lines
from planlint.source.reader import read_text
from planlint.source.repair import Repaired, repair
from tests.conftest import ROOT

SOUND = (ROOT / "examples/sound/quarry-release.plan.yaml").read_text("utf-8")


def repaired(text: str) -> Repaired | None:
    try:
        read_text(text, "plan")
    except Unreadable as error:
        return repair(error, lambda each: read_text(each, "plan"))
    return None


def faults(text: str) -> list[tuple[str, int]]:
    found = repaired(text)
    return [] if found is None else [(each.variant, each.span.start.line) for each in found.faults]


def test_one_run_tells_faults_of_many_kinds_each_on_its_line() -> None:
    text = (
        "plan:\n  id:a\n  title: One: two\n\tstatus: draft\n  lead: @x\n  summary: 'It's short'\n  kind: [a, b\n  version = 1\nlegal: {}\n"
    )

    assert faults(text) == [
        ("colon_space", 2),
        ("colon_in_text", 3),
        ("tab", 4),
        ("reserved", 5),
        ("text_after_quote", 6),
        ("unclosed_bracket", 7),
        ("equals", 8),
    ]


def test_a_line_that_nobody_can_mend_is_blanked_with_what_is_below_it() -> None:
    found = repaired("plan:\n  id: a\n  [b]: c\n  title: d\nlegal: {}\n")

    assert found is not None
    assert found.document is not None
    assert (found.blanked, [each.variant for each in found.faults]) == (True, ["key"])
    assert found.document.data == {"plan": {"id": "a", "title": "d"}, "legal": {}}


def test_what_was_blanked_is_not_said_to_be_missing() -> None:
    pack = builtin()
    policy = Policy(pack.rules, frozenset(pack.rules), pack.thresholds, dt.date(2026, 1, 1))
    text = SOUND.replace("  status: approved\n", "  [status]: approved\n", 1).replace("  - id: ahtu\n", "  - [id]: ahtu\n", 1)

    assert [each.code for each in lint_bytes(text.encode(), "plan", policy).findings] == ["PL001", "PL001"]


_SLIPS = st.sampled_from(
    [":", " ", "\t", '"', "'", "[", "]", "{", "}", "\u00a0", "\u2022 ", "- ", "@", "#", "\u201c", "=", "?", "*", "&", "!"]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2_500), _SLIPS), min_size=1, max_size=4))
def test_whatever_is_typed_into_a_plan_its_lines_stay_and_its_mending_can_be_read(typed: list[tuple[int, str]]) -> None:
    text = SOUND[: SOUND.index("# The people")]
    for at, sign in typed:
        text = text[: at % len(text)] + sign + text[at % len(text) :]
    found = repaired(text)
    if found is None:
        return

    assert found.faults != ()
    assert [each for each in found.faults if not 1 <= each.span.start.line <= len(Lines(text))] == []
    if found.document is not None:
        assert len(found.document.lines) == len(Lines(text))
        mended = applied(text, (edit for fault in found.faults for edit in fault.edits))
        assert found.blanked or read_text(mended, "plan").data == found.document.data


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab:-[]{}\"'#&*!|>%@`?,\\ \t\n\r\x07\u00a0\u2028\ufeff"), max_size=60))
def test_no_text_stops_the_repair(text: str) -> None:
    found = repaired(text)

    assert found is None or found.faults != ()
