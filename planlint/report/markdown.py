"""Markdown (GitHub Flavored): for the meeting that approves a plan, and for the summary of a CI job.

Nothing that a plan or a file name holds becomes markup, a link, or a mention of somebody: https://github.github.com/gfm/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from planlint.finding import Finding, Report, Severity
from planlint.report import Options
from planlint.report.concise import place
from planlint.report.summary import accepted_first, counted, deviations, most_important_first, profiles, summary
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
    blocks += [prose(line) for line in deviations(report)]
    blocks += [prose(line)] if (line := profiles(report)) else []
    yield "\n\n".join(blocks)
    for severity, heading in _HEADINGS.items():
        if number := report.count(severity):
            yield f"\n\n### {heading} ({number})\n"
            yield from (f"\n{_item(finding)}" for finding in most_important_first(report, severity))
    yield from (f"\n\n{block}" for block in chain(_accepted(report), _unjudged(report)))
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
        "rules not evaluated": len({(each.file, each.code) for file in report.files for each in file.not_evaluated}),
        "rules that failed": len(report.failures),
        "plans": len(report.files),
    }
    always = {"errors", "warnings", "notes", "accepted", "rules not evaluated", "plans"}
    return [[name, str(number)] for name, number in numbers.items() if number or name in always]


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
    return [prose(finding.accepted.approved_by) or "nobody named", prose(finding.accepted.expires) or "no day"]


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
