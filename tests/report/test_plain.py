from __future__ import annotations

from dataclasses import replace

from planlint.report import Options
from tests.report.made import ACCEPTED, GAP, UNJUDGED, rendered, report

PLAIN = Options(plain=True, verbose=True)


def test_a_finding_is_one_paragraph_with_places_in_words() -> None:
    expected = """\
Error LE106, entry-authorisation-gap.
File plans/kesaripur.plan.yaml, line 5, column 10, phases[p3-inspection].
p3-inspection: au-1 covers entry only until 2026-02-23.
Here: this phase enters.
See also line 3, column 56, legal.authorisations[au-1].valid_until: but the notice ends here.
Help: obtain an authorisation that covers the whole phase.
Why: an unlawful search loses the case.
More: planlint explain LE106

Verdict: must not go.
1 error in 1 plan (100 rules: 1 found, 99 passed).
"""

    assert expected == rendered("text", report(GAP), PLAIN)


def test_accepted_findings_come_last_and_say_by_whom() -> None:
    paragraphs = rendered("text", report(replace(GAP, accepted=ACCEPTED)), PLAIN).split("\n\n")

    assert paragraphs[0].splitlines()[:2] == ["Error LE106, entry-authorisation-gap.", "Accepted by collector until 2026-05-01."]
    assert paragraphs[1] == "Verdict: nothing found.\nNo findings and 1 accepted in 1 plan (100 rules: 1 accepted only, 99 passed).\n"


def test_rules_without_a_verdict_are_sentences() -> None:
    expected = """\
Rule failed: TM105 on plans/kesaripur.plan.yaml: KeyError in timeline.order.

Not judged: TM103, TM102 on plans/kesaripur.plan.yaml: t_rec is not known.

Declared not applicable: TM104 on plans/kesaripur.plan.yaml: media.
"""

    assert expected == "\n\n".join(rendered("text", report(base=UNJUDGED), PLAIN).split("\n\n")[:-1]) + "\n"


def test_nothing_is_drawn_or_coloured() -> None:
    text = rendered("text", report(GAP, base=UNJUDGED), replace_options(PLAIN))

    assert not {*text} & {*"|^=>\x1b│─"}


def replace_options(options: Options) -> Options:
    return options._replace(frames=True, colour=True)
