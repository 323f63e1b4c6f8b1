"""Markdown (GitHub Flavored): for the meeting that approves a plan, and for the summary of a CI job.

Nothing that a plan or a file name holds becomes markup, a link, or a mention of somebody: https://github.github.com/gfm/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from planlint.finding import Finding, Severity
from planlint.lint.report import Question, Report
from planlint.report import Options
from planlint.report.concise import place
from planlint.report.summary import (
    accepted_first,
    act_words,
    approved_by,
    before_verdict,
    counted,
    is_overdue,
    most_important_first,
    question_words,
    summary,
    verdict,
)
from planlint.report.verdict import RULE_STATES, states_over_all
from planlint.report.verdict import numbers as by_state
from planlint.report.visible import visible

_MARKUP = re.compile(r"[&<>\\`*_{}\[\]|~$]")
"""What has a meaning inside a line; no words of a plan stand at the beginning of one."""
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_LINKED = re.compile(r"""(?i)(?<=[@#!&~$%])(?=[\w"])|(?<=:)(?=//)|(?<=www)(?=\.)|(?<=mailto)(?=:)|(?<=xmpp)(?=:)""")
"""Where code hosts see a link or a mention even in what is escaped; an empty comment there keeps them from it."""
_HEADINGS = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.INFO: "Notes"}


def render(report: Report, _: Options) -> Iterator[str]:
    """What was counted, open findings by severity, accepted ones with who and until when, and what was not judged."""
    blocks = [f"## planlint: {prose(summary(report).partition(' (')[0])}", _table(["", "number"], _counts(report))]
    blocks += [_states(report), prose(verdict(report))]
    blocks += [prose(line) for line in before_verdict(report)]
    yield "\n\n".join(blocks)
    for severity, heading in _HEADINGS.items():
        if number := report.count(severity):
            yield f"\n\n### {heading} ({number})\n"
            yield from (f"\n{_item(finding)}" for finding in most_important_first(report, severity))
    yield from (f"\n\n{block}" for block in chain(_accepted(report), _unjudged(report)))
    yield from (f"\n\n{line}" if line.startswith("#") else f"\n{line}" for line in _open_points(report))
    yield "\n"


def prose(words: str) -> str:
    """Words that read as they are written, on one line and in a cell of a table; what stands between backquotes becomes code."""
    *parts, last = re.split(r"`([^`]+)`", words)
    pairs = zip(parts[::2], parts[1::2], strict=True)
    # Two pieces of code that touch would be read as one.
    said = [(_escaped(text) or ("<!-- -->" if number else "")) + code(quoted) for number, (text, quoted) in enumerate(pairs)]
    return "".join(said) + _escaped(last)


def _escaped(words: str) -> str:
    parts = _LINKED.split(visible(words))
    return "<!-- -->".join(_MARKUP.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), part) for part in parts)


def code(words: str) -> str:
    """Words as code, in which nothing is a link; a fence longer than any in them, and no bar that would end a cell."""
    shown = visible(words).replace("|", "<U+007C>")
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence, blank = "`" * (longest + 1), " " if longest or shown != shown.strip() or not shown else ""
    return f"{fence}{blank}{shown}{blank}{fence}"


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _counts(report: Report) -> list[list[str]]:
    numbers = {
        **{heading.lower(): report.count(severity) for severity, heading in _HEADINGS.items()},
        "accepted": report.accepted,
        "known from before": report.known,
        "gone since then": len(report.gone),
        "for a later profile": sum(len(file.deferred) for file in report.files),
        "rules that failed": len(report.failures),
        "plans": len(report.files),
    }
    always = {"errors", "warnings", "notes", "accepted", "plans"}
    return [[name, str(number)] for name, number in numbers.items() if number or name in always]


def _states(report: Report) -> str:
    """How the rules fared; the rows add up to those that were asked."""
    states = states_over_all(report)
    rows = [[words, str(number)] for words, number in zip(RULE_STATES.values(), by_state(states).values(), strict=True)]
    return _table([counted(len(states), "rule"), "number"], rows)


def _item(finding: Finding) -> str:
    at = f" {code(finding.path_text)}" if finding.path_text else ""
    rows = [
        f"- **{prose(finding.code)}** {prose(finding.message)}",
        f"  {code(place(finding))}{at}",
        f"  Help: {prose(' '.join(finding.help.split()))}",
    ]
    return "  \n".join(rows)


def _accepted(report: Report) -> Iterator[str]:
    rows = [
        [prose(f"{finding.severity.word} {finding.code}"), prose(finding.message), code(place(finding)), *_who(finding)]
        for finding in accepted_first(report)
    ]
    if rows:
        yield f"### Accepted ({len(rows)})"
        yield _table(["finding", "message", "place", "by", "until"], rows)


def _who(finding: Finding) -> list[str]:
    assert finding.accepted is not None
    return [prose(approved_by(finding.accepted)) or "nobody named", prose(finding.accepted.expires) or "no day"]


def _unjudged(report: Report) -> Iterator[str]:
    """Failed rules one by one; of those that could not be evaluated, how many on which plan."""
    if report.failures:
        yield f"### Rules that failed ({len(report.failures)})"
        rows = sorted(report.failures, key=lambda each: (each.file, each.code))
        yield "\n".join(f"- **{prose(each.code)}** {code(each.file)} {prose(each.reason)}" for each in rows)
    missing = {file.file: sorted({each.code for each in file.not_evaluated}) for file in report.files if file.not_evaluated}
    if missing:
        yield f"### Not evaluated ({sum(map(len, missing.values()))})"
        yield "\n".join(f"- {code(file)} {counted(len(codes), 'rule')}: {', '.join(codes)}" for file, codes in missing.items())


def _open_points(report: Report) -> Iterator[str]:
    """What plans leave open, what still has to happen, and what they rest on: what only people can judge."""
    yield from _listed("Open questions", (_question(file.file, each, report) for file in report.files for each in file.questions))
    # Of many plans, all that they rest on would bury the rest; the paper for a meeting is on one plan.
    for heading, ahead in (("Still to happen", True), ("Rests on", False))[: 2 if len(report.files) == 1 else 1]:
        acts = ((file.file, each) for file in report.files for each in file.rests_on if each.ahead is ahead)
        yield from _listed(heading, (_open_point(file, each.path_text, f"{each.act}, {act_words(each)}") for file, each in acts))


def _listed(heading: str, items: Iterator[str]) -> Iterator[str]:
    """A heading and its items, where there are any."""
    if (first := next(items, None)) is not None:
        yield f"### {heading}\n"
        yield from chain([first], items)


def _question(file: str, question: Question, report: Report) -> str:
    return _open_point(file, question.path_text, question_words(question, overdue=is_overdue(question, report)))


def _open_point(file: str, path_text: str, words: str) -> str:
    return f"- {code(file)} {code(path_text)}: {prose(words)}"
