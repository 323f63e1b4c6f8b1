from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planlint.finding import Acceptance, Accepted, Severity
from planlint.lint.report import FileReport, Report, Unevaluated
from planlint.report import Options
from tests.report.made import ACCEPTED, EVALUATED, GAP, NAME, TEXT, UNJUDGED, finding, linted, rendered, report

FRAMES = Options(frames=True)


def test_finding_shows_its_places_its_way_out_and_its_reason() -> None:
    expected = """\
error[LE106] entry-authorisation-gap
 --> plans/kesaripur.plan.yaml:5:10 phases[p3-inspection]
  |
5 |   - {id: p3-inspection, start: 2026-02-24}
  |          ^^^^^^^^^^^^^ this phase enters
  |
3 |     - {id: au-1, type: inspection_notice, valid_until: 2026-02-23}
  |                                                        ---------- but the notice ends here
  |
  = p3-inspection: au-1 covers entry only until 2026-02-23
  = help: obtain an authorisation that covers the whole phase
  = why: an unlawful search loses the case · planlint explain LE106

verdict: must not go
1 error in 1 plan (100 rules: 1 found, 99 passed)
"""

    assert expected == rendered("text", report(GAP), FRAMES)


def test_without_frames_nothing_of_the_plan_is_quoted() -> None:
    expected = """\
error[LE106] entry-authorisation-gap
 --> plans/kesaripur.plan.yaml:5:10 phases[p3-inspection]
  = p3-inspection: au-1 covers entry only until 2026-02-23
  = 3:56 legal.authorisations[au-1].valid_until: but the notice ends here
  = help: obtain an authorisation that covers the whole phase
  = why: an unlawful search loses the case · planlint explain LE106

verdict: must not go
1 error in 1 plan (100 rules: 1 found, 99 passed)
"""

    assert expected == rendered("text", report(GAP), Options())


def test_terminal_s_width_wraps_words_but_never_a_command() -> None:
    expected = """\
error[LE106] entry-authorisation-gap
 --> plans/kesaripur.plan.yaml:5:10
     phases[p3-inspection]
  = p3-inspection: au-1 covers entry only until
    2026-02-23
  = 3:56 legal.authorisations[au-1].valid_until:
    but the notice ends here
  = help: obtain an authorisation that covers the
    whole phase
  = why: an unlawful search loses the case
    · planlint explain LE106

verdict: must not go
1 error in 1 plan (100 rules: 1 found, 99 passed)
"""

    assert expected == rendered("text", report(GAP), Options(width=50))


def test_most_important_finding_comes_first_then_the_order_of_the_plan() -> None:
    places = [("legal", Severity.INFO), ("phases", Severity.WARNING), ("p4-care", Severity.ERROR), ("p3-inspection", Severity.ERROR)]

    text = rendered("text", report(*(finding(words, severity=severity) for words, severity in places)), Options())

    assert re.findall(r"^(\w+)\[.*\n --> \S+:(\d+):", text, re.MULTILINE) == [
        ("error", "5"),
        ("error", "6"),
        ("warning", "4"),
        ("info", "1"),
    ]
    assert text.splitlines()[-1] == "2 errors, 1 warning, 1 info in 1 plan (100 rules: 1 found, 99 passed)"


@pytest.mark.parametrize(("frames", "reason"), [(False, ""), (True, ": the girls asked for it")])
def test_accepted_finding_is_one_line_and_its_reason_stands_only_where_the_plan_is_quoted(frames: bool, reason: str) -> None:
    expected = f"""\
accepted: error[LE106] entry-authorisation-gap at {NAME}:5:10, accepted by collector until 2026-05-01{reason}

verdict: nothing found
no findings and 1 accepted in 1 plan (100 rules: 1 accepted only, 99 passed)
"""

    assert expected == rendered("text", report(replace(GAP, accepted=ACCEPTED)), Options(frames=frames))


@pytest.mark.parametrize(
    ("accepted", "words"),
    [
        (replace(ACCEPTED, approved_by=""), "accepted until 2026-05-01"),
        (replace(ACCEPTED, expires=""), "accepted by collector"),
        (replace(ACCEPTED, approved_by="", expires=""), "accepted"),
    ],
)
def test_what_an_acceptance_does_not_state_is_left_out(accepted: Accepted, words: str) -> None:
    text = rendered("text", report(replace(GAP, accepted=accepted)), Options())

    assert f"accepted: error[LE106] entry-authorisation-gap at {NAME}:5:10, {words}" == text.splitlines()[0]


@pytest.mark.parametrize("plain", [False, True])
def test_the_day_is_said_where_something_was_accepted_or_has_expired(plain: bool) -> None:
    expired = Acceptance(
        file=NAME,
        span=GAP.span,
        path_text="",
        code="LE106",
        title="",
        severity=Severity.ERROR,
        accepted=ACCEPTED,
        standing="expired",
    )
    files = [
        replace(EVALUATED, findings=(replace(GAP, accepted=ACCEPTED),)),
        replace(EVALUATED, findings=(GAP,), acceptances=(expired,)),
        replace(EVALUATED, findings=(GAP,), acceptances=(replace(expired, standing="unused"),)),
        replace(EVALUATED, findings=(GAP,), acceptances=None),
    ]

    texts = [rendered("text", Report((file,), "2026-03-01"), Options(plain=plain)) for file in files]

    assert [True, True, False, False] == ["cceptances are judged as of 2026-03-01" in text for text in texts]


def test_clean_plan_says_so_in_one_line() -> None:
    assert rendered("text", report(), FRAMES) == "verdict: nothing found\nno findings in 1 plan (100 rules: 100 passed)\n"


def test_rules_without_a_verdict_are_counted_and_failures_named() -> None:
    expected = """\
rule failed: TM105 on plans/kesaripur.plan.yaml: KeyError in timeline.order

verdict: nothing found; 3 of 100 rules not judged
no findings in 1 plan (100 rules: 3 not judged (TM102, TM103, TM105), 94 passed, 3 not applicable)
"""

    assert expected == rendered("text", report(base=UNJUDGED), Options())


def test_verbose_names_every_rule_without_a_verdict_and_why() -> None:
    expected = """\
rule failed: TM105 on plans/kesaripur.plan.yaml: KeyError in timeline.order
not judged: TM103, TM102 on plans/kesaripur.plan.yaml: t_rec is not known
declared not applicable: TM104 on plans/kesaripur.plan.yaml: media
"""

    assert expected == rendered("text", report(base=UNJUDGED), Options(verbose=True)).split("\n\n")[0] + "\n"


def test_many_rules_without_a_verdict_are_counted_only() -> None:
    """The codes of a hundred rules say nothing to somebody in a hurry."""
    unjudged = replace(EVALUATED, not_evaluated=tuple(Unevaluated(code, NAME, "the file is not readable") for code in EVALUATED.rules))

    assert rendered("text", report(base=unjudged), Options()) == (
        "verdict: nothing found; 100 of 100 rules not judged\nno findings in 1 plan (100 rules: 100 not judged (named with -v), 0 passed)\n"
    )


def test_a_rule_passes_where_it_passes_on_every_plan_it_applies_to() -> None:
    names = ("a.plan.yaml", "b.plan.yaml")
    rules = ("TM101", "TM102", "TM103")
    files = (
        FileReport(file=names[0], text="", rules=rules, not_applicable=("TM101", "TM102")),
        FileReport(file=names[1], text="", rules=rules, not_applicable=("TM102",)),
    )

    assert (
        rendered("text", Report(files), Options())
        == "verdict: 2 nothing found\nno findings in 2 plans (3 rules: 2 passed, 1 not applicable)\n"
    )


def test_colour_adds_nothing_but_colour() -> None:
    coloured = rendered("text", report(GAP, base=UNJUDGED), Options(frames=True, colour=True))

    assert re.sub(r"\x1b\[[0-9;]+m", "", coloured) == rendered("text", report(GAP, base=UNJUDGED), FRAMES)
    assert coloured.startswith("\x1b[1;31merror[LE106]\x1b[0m ")


def test_a_report_without_the_plan_s_text_has_no_frames() -> None:
    assert rendered("text", report(GAP, text=""), FRAMES).count("|") == 0


def test_a_real_plan_is_shown_with_both_places(sound: Path) -> None:
    raw = sound.read_bytes().replace(b"valid_until: 2026-03-19", b"valid_until: 2026-03-09", 1)

    text = rendered("text", linted(raw, "LE106"), FRAMES)

    rows = text.splitlines()
    assert rows[0] == "error[LE106] entry-authorisation-gap"
    labels = [re.sub(r" \(to line \d+\)", "", row.strip(" |^-")) for row in rows if re.match(r" +\| +[\^-]+ ", row)]
    assert labels == ["no valid authorisation is known", "but it ends here"]
    assert rows[-1] == "1 error in 1 plan (1 rule: 1 found, 0 passed)"


# Whatever a plan holds, YAML's own limits included.
HOSTILE = st.text(st.one_of(st.characters(), st.sampled_from("\x1b\x9b\x07\r\t\u202e\u2066\u2028\ufeff\u200b'\"{}[]: \n")), max_size=80)
OURS = re.compile(r"\x1b\[(?:0|1|2|1;3[134])m")


@settings(max_examples=150, deadline=None)
@given(HOSTILE, st.sampled_from([Options(frames=True, colour=True, verbose=True), Options(plain=True, verbose=True), Options(width=40)]))
def test_nothing_in_a_plan_controls_the_terminal(hostile: str, options: Options) -> None:
    name = hostile.encode("utf-8", "replace").decode() + ".yaml"
    raw = f"planlint: '1.0'\nplan:\n  title: {hostile}\n{hostile}: x\n".encode("utf-8", "surrogatepass")

    text = OURS.sub("", rendered("text", linted(raw, "LE106", name=name), options))

    assert [character for character in text if _controls(character)] == []


@settings(max_examples=100, deadline=None)
@given(HOSTILE)
def test_no_word_of_a_finding_controls_the_terminal(hostile: str) -> None:
    """Ids may be any text, and messages, labels and paths hold ids."""
    hostile_text = TEXT.replace("Care", hostile.replace("\n", "").replace("\r", ""))
    bad = replace(
        GAP, message=hostile, label=hostile, path_text=hostile, help=hostile, why=hostile, related=(replace(GAP.related[0], label=hostile),)
    )

    text = rendered("text", report(bad, replace(bad, accepted=replace(ACCEPTED, reason=hostile)), text=hostile_text), FRAMES)

    assert [character for character in text if _controls(character)] == []
    assert text.count("\nerror[") + text.startswith("error[") == 1


def _controls(character: str) -> bool:
    import unicodedata

    return character != "\n" and (
        unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or unicodedata.bidirectional(character) in BIDI_CONTROLS
    )


BIDI_CONTROLS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
