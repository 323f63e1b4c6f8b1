"""Reports made by hand: findings at marked words of a small text."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

from planlint.finding import Accepted, Finding, Related, Severity
from planlint.lint.engine import Policy, lint_bytes
from planlint.lint.report import Declared, Failure, FileReport, Report, Unevaluated
from planlint.pack.load import builtin
from planlint.plan.states import State
from planlint.report import Options, find_format
from planlint.source.document import Lines, Span
from tests.conftest import ROOT

NAME = "plans/kesaripur.plan.yaml"
TEXT = """\
legal:
  authorisations:
    - {id: au-1, type: inspection_notice, valid_until: 2026-02-23}
phases:
  - {id: p3-inspection, start: 2026-02-24}
  - id: p4-care
    name: Care
    start: 2026-02-25
"""


def span_of(text: str, words: str) -> Span:
    """Where words stand for the first time in a text."""
    lines, start = Lines(text), text.index(words)
    return Span(lines.position(start), lines.position(start + len(words)))


def finding(
    words: str, *, text: str = TEXT, label: str = "", related: tuple[Related, ...] = (), severity: Severity = Severity.ERROR
) -> Finding:
    return Finding(
        code="LE106",
        name="entry-authorisation-gap",
        family="law-enforcement",
        profile="review",
        severity=severity,
        variant="ends_early",
        message="p3-inspection: au-1 covers entry only until 2026-02-23",
        label=label,
        help="obtain an authorisation that covers the whole phase",
        why="an unlawful search\nloses the case",
        file=NAME,
        path=("phases", 0),
        path_text="phases[p3-inspection]",
        span=span_of(text, words),
        related=related,
        state=State.STATED,
        fingerprint="f00d",
    )


def related(words: str, label: str, text: str = TEXT) -> Related:
    return Related(("legal", "authorisations", 0, "valid_until"), "legal.authorisations[au-1].valid_until", span_of(text, words), label)


GAP = finding("p3-inspection", label="this phase enters", related=(related("2026-02-23", "but the notice ends here"),))
ACCEPTED = Accepted("the girls asked for it", "collector", "2026-05-01")
RULES = ("LE106", *(f"TM{number}" for number in range(101, 200)))


EVALUATED = FileReport(file=NAME, text=TEXT, rules=RULES)
"""A plan on which all of a hundred rules gave a verdict."""

UNJUDGED = replace(
    EVALUATED,
    not_evaluated=(Unevaluated("TM103", NAME, "t_rec is not known"), Unevaluated("TM102", NAME, "t_rec is not known")),
    declared=(Declared("TM104", NAME, "media", span_of(TEXT, "legal")),),
    failures=(Failure("TM105", NAME, "KeyError in timeline.order"),),
    not_applicable=("TM106", "TM107"),
)


def report(*findings: Finding, base: FileReport = EVALUATED, text: str = TEXT) -> Report:
    """A report on one file."""
    return Report((replace(base, findings=findings, text=text),))


def policy(*selected: str) -> Policy:
    return Policy(builtin().rules, frozenset(selected), builtin().thresholds, dt.date(2026, 1, 1))


def linted(raw: bytes, *selected: str, name: str = NAME) -> Report:
    """The report of planlint itself on a plan."""
    return Report((lint_bytes(raw, name, policy(*selected)),))


def every_kind() -> Report:
    """An open finding, a note, an accepted one, a known one, and rules without a verdict."""
    note = replace(finding("p4-care", severity=Severity.INFO), code="TM110", name="note", message="p4-care has no end")
    known = replace(finding("legal"), baseline="unchanged")
    return report(GAP, note, replace(finding("phases"), accepted=ACCEPTED), known, base=UNJUDGED)


def no_plans() -> Report:
    return Report(())


@cache
def examples() -> Report:
    """The report of planlint itself on every plan that is shipped as an example."""
    plans = sorted((ROOT / "examples").glob("*/*.plan.yaml"))
    everything = policy(*builtin().rules)
    return Report(tuple(lint_bytes(plan.read_bytes(), plan.relative_to(ROOT).as_posix(), everything) for plan in plans))


def rendered(form: str, made: Report, options: Options | None = None) -> str:
    return "".join(find_format(form, isolated=True)(made, options or Options()))
