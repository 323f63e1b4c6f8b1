"""The report for people: the most important finding first, each with its frame, its way out and its reason."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from functools import lru_cache

from planlint.finding import Finding
from planlint.lint.report import Report
from planlint.report import Options
from planlint.report.first_steps import Step, first_steps
from planlint.report.frames import Marked, frame
from planlint.report.pieces import joined
from planlint.report.plain import paragraphs
from planlint.report.statistics import statistics_text
from planlint.report.style import ink_of, paint
from planlint.report.summary import accepted_by, accepted_first, asides, closing, grouped
from planlint.report.visible import visible
from planlint.source.document import Lines, Span

_WIDTH = 120
_MIN_WORDS = 40
_KEPT_SPACE = "\0"
"""A blank at which no line is wrapped, so that a command can be copied; visible text never holds this character."""


def render(report: Report, options: Options) -> Iterator[str]:
    """Findings, what somebody accepted, what could not be judged, and one line that counts them."""
    if options.statistics:
        return iter([statistics_text(report, options)])
    return joined("\n\n", paragraphs(report, options) if options.plain else _blocks(report, options), end="\n")


def _blocks(report: Report, options: Options) -> Iterator[str]:
    """What stands between empty lines."""
    for step in first_steps(report):
        yield _listed(step, options)
    texts = {file.file: file.text for file in report.files}
    # Most findings are of the file of the one before.
    lines_of = lru_cache(maxsize=1)(lambda file: Lines(texts[file]))
    explained: set[str] = set()
    for heading, findings in grouped(report, options.group_by):
        if heading:
            yield paint(visible(heading), "bold", colour=options.colour)
        for finding in findings:
            yield "\n".join(_block(finding, lines_of, options, explained=finding.code in explained))
            explained.add(finding.code)
    beside = [*(_accepted(finding, options) for finding in accepted_first(report)), *asides(report, options)]
    if beside:
        yield "\n".join(beside)
    yield "\n".join(paint(line, "bold", colour=options.colour) for line in closing(report))


def _listed(step: Step, options: Options) -> str:
    """A step with its number; on a terminal its words are wrapped and hang below each other."""
    if not step.number:
        return paint(step.words[0], "bold", colour=options.colour)
    lines: list[str] = []
    sign = f"  {step.number}. "
    for words in step.words:
        lines += _hanging(visible(words), sign if not lines else " " * len(sign), options.width)
    return "\n".join(lines)


def _hanging(words: str, sign: str, width: int | None) -> list[str]:
    if width is None:
        return [sign + words]
    blank = " " * len(sign)
    room = max(width, len(sign) + _MIN_WORDS)
    return textwrap.wrap(words, room, initial_indent=sign, subsequent_indent=blank, break_long_words=False, break_on_hyphens=False)


def _block(finding: Finding, lines_of: Callable[[str], Lines], options: Options, *, explained: bool) -> Iterator[str]:
    """A finding; the reason of its rule is given with the first one of the rule only."""
    colour, ink = options.colour, ink_of(finding.severity)
    head = paint(f"{finding.severity.word}[{visible(finding.code)}]", ink, colour=colour)
    yield f"{head} {paint(visible(finding.name), 'bold', colour=colour)}"
    gutter, rows = 1, list[str]()
    if options.frames:
        marked = [Marked(finding.span, finding.label, is_primary=True), *(Marked(each.span, each.label) for each in finding.related)]
        gutter, rows = frame(lines_of(finding.file), marked, width=options.width or _WIDTH, ink=ink, colour=colour)
    bar = paint(f"{'':{gutter}} |", "blue", colour=colour)
    place = f"{visible(finding.file)}:{_numbers(finding.span)}" + (f" {visible(finding.path_text)}" if finding.path_text else "")
    yield f"{'':{gutter}}{paint('-->', 'blue', colour=colour)} {place}"
    yield from rows
    if rows:
        yield bar
    for note in _notes(finding, quoted=bool(rows), explained=explained):
        yield from _wrapped(note, gutter, options)


def _notes(finding: Finding, *, quoted: bool, explained: bool) -> Iterator[str]:
    yield visible(finding.message)
    if not quoted:
        for each in finding.related:
            yield f"{_numbers(each.span)} {visible(each.path_text)}" + (f": {visible(each.label)}" if each.label else "")
    yield f"help: {visible(_unfolded(finding.help))}"
    if not explained:
        yield f"why: {visible(_unfolded(finding.why))} {f'· planlint explain {visible(finding.code)}'.replace(' ', _KEPT_SPACE)}"


def _unfolded(words: str) -> str:
    return " ".join(words.split())


def _wrapped(note: str, gutter: int, options: Options) -> Iterator[str]:
    """A note with its sign; on a terminal it is wrapped, elsewhere it stays one line for tools that search lines."""
    sign = f"{'':{gutter}} {paint('=', 'blue', colour=options.colour)} "
    if options.width is None:
        yield sign + note.replace(_KEPT_SPACE, " ")
        return
    room = max(options.width - gutter - 3, _MIN_WORDS)
    first, *rest = textwrap.wrap(note, room, break_long_words=False, break_on_hyphens=False) or [""]
    yield sign + first.replace(_KEPT_SPACE, " ")
    yield from (" " * (gutter + 3) + line.replace(_KEPT_SPACE, " ") for line in rest)


def _accepted(finding: Finding, options: Options) -> str:
    assert finding.accepted is not None
    place = f"{visible(finding.file)}:{_numbers(finding.span)}"
    return f"accepted: {finding.severity.word}[{finding.code}] {finding.name} at {place}, {accepted_by(finding.accepted, options)}"


def _numbers(span: Span) -> str:
    return f"{span.start.line}:{span.start.column}"
