"""The report for people: the most important finding first, each with its frame, its way out and its reason."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from planlint.finding import Finding
from planlint.lint.report import Report
from planlint.plan.state import State
from planlint.report import Options
from planlint.report.first_steps import Step, first_steps
from planlint.report.frames import Marked, frame
from planlint.report.pieces import joined
from planlint.report.plain import paragraphs
from planlint.report.statistics import statistics_text
from planlint.report.style import ink_of, paint
from planlint.report.summary import accepted_by, accepted_first, asides, closing, counted, grouped
from planlint.report.visible import visible
from planlint.source.document import Lines, Span

_WIDTH = 120
_COMFORTABLE = 100
"""Columns that are used of a wide terminal."""
_MIN_WORDS = 24
_MISSING = "PL002"
_FEW = 2
"""Missing values that are still shown one by one."""
_KEPT_SPACE = "\0"
"""A blank at which no line is wrapped, so that a command can be copied; visible text never holds this character."""


def render(report: Report, options: Options) -> Iterator[str]:
    """Findings, what somebody accepted, what could not be judged, and one line that counts them."""
    if options.statistics:
        return iter([statistics_text(report, options)])
    return joined("\n\n", paragraphs(report, options) if options.plain else _blocks(report, options), end="\n")


def _blocks(report: Report, options: Options) -> Iterator[str]:
    """What stands between empty lines. On a terminal, what to do first comes late: the end is what is on the screen."""
    on_terminal = options.width is not None
    options = options._replace(width=min(options.width, _COMFORTABLE)) if options.width is not None else options
    if not on_terminal:
        yield from _steps(report, options)
    texts = {file.file: file.text for file in report.files}
    # Most findings are of the file of the one before.
    lines_of = lru_cache(maxsize=1)(lambda file: Lines(texts[file]))
    explained: set[str] = set()
    for heading, findings in grouped(report, options.group_by):
        if heading:
            yield paint(visible(heading), "bold", colour=options.colour)
        for together in _together(findings, options):
            first = together[0]
            known = first.code in explained
            made = _list(together, options) if len(together) > 1 else _block(first, lines_of, options, explained=known)
            yield "\n".join(made)
            explained.add(first.code)
    asided = [*(_accepted(finding, options) for finding in accepted_first(report)), *asides(report, options)]
    beside = [line for each in asided for line in _hanging(each, "", options.width)]
    if beside:
        yield "\n".join(beside)
    if on_terminal:
        yield from _steps(report, options)
    last = [line for each in closing(report) for line in _hanging(each, "", options.width)]
    yield "\n".join(paint(line, "bold", colour=options.colour) for line in last)


def _together(findings: Iterable[Finding], options: Options) -> Iterator[list[Finding]]:
    """Findings one by one; on a terminal, values that are required and missing in one list: a template has dozens of them."""
    for missing, group in groupby(findings, key=lambda each: options.width is not None and _is_missing(each)):
        several = list(group) if missing else []
        if len(several) > _FEW:
            yield several
        else:
            yield from ([each] for each in several or group)


def _is_missing(finding: Finding) -> bool:
    return finding.code == _MISSING and finding.state is State.NOT_STATED


def _list(findings: Sequence[Finding], options: Options) -> Iterator[str]:
    """What is missing, a line for each place."""
    first = findings[0]
    head = paint(f"{first.severity.word}[{visible(first.code)}]", ink_of(first.severity), colour=options.colour)
    words = f"{counted(len(findings), 'place')} lack what is required"
    yield f"{head} {paint(words, 'bold', colour=options.colour)}"
    yield from _hanging(visible(first.file), "  --> ", options.width)
    for each in findings:
        yield from _hanging(f"{_numbers(each.span)} {visible(each.path_text)}: {visible(each.message)}", "  ", options.width)
    for note in (f"help: {visible(_unfolded(first.help))}", f"why: {visible(_unfolded(first.why))}"):
        yield from _wrapped(note, 1, options)


def _steps(report: Report, options: Options) -> Iterator[str]:
    return (_listed(step, options) for step in first_steps(report, above=options.width is None))


def _listed(step: Step, options: Options) -> str:
    """A step with its number; on a terminal its words are wrapped and hang below each other."""
    if not step.number:
        return "\n".join(paint(line, "bold", colour=options.colour) for line in _hanging(step.words[0], "", options.width))
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
    """A finding; the way out and the reason of its rule are given with the first one of the rule only."""
    colour, ink = options.colour, ink_of(finding.severity)
    head = paint(f"{finding.severity.word}[{visible(finding.code)}]", ink, colour=colour)
    yield f"{head} {paint(visible(finding.name), 'bold', colour=colour)}"
    gutter, rows = 1, list[str]()
    if options.frames:
        marked = [Marked(finding.span, finding.label, is_primary=True), *(Marked(each.span, each.label) for each in finding.related)]
        gutter, rows = frame(lines_of(finding.file), marked, width=options.width or _WIDTH, ink=ink, colour=colour)
    bar = paint(f"{'':{gutter}} |", "blue", colour=colour)
    place = f"{visible(finding.file)}:{_numbers(finding.span)}" + (f" {visible(finding.path_text)}" if finding.path_text else "")
    first, *more = _hanging(place, " " * (gutter + 4), options.width)
    yield f"{'':{gutter}}{paint('-->', 'blue', colour=colour)} {first.lstrip()}"
    yield from more
    yield from rows
    if rows:
        yield bar
    message, *notes = _notes(finding, quoted=bool(rows), explained=explained)
    yield from _wrapped(message, gutter, options)
    if rows and (mended := mended_line(finding, lines_of(finding.file))):
        yield f"{'':{gutter}} {paint('=', 'blue', colour=colour)} write: {visible(_cut(mended, (options.width or _WIDTH) - gutter - 10))}"
    for note in notes:
        yield from _wrapped(note, gutter, options)


def _notes(finding: Finding, *, quoted: bool, explained: bool) -> Iterator[str]:
    yield visible(finding.message)
    if not quoted:
        for each in finding.related:
            yield f"{_numbers(each.span)} {visible(each.path_text)}" + (f": {visible(each.label)}" if each.label else "")
    if finding.blinds:
        yield f"{counted(len(finding.blinds), 'rule')} cannot be judged before: {', '.join(map(visible, finding.blinds))}"
    if not explained:
        yield f"help: {visible(_unfolded(finding.help))}"
        yield f"why: {visible(_unfolded(finding.why))} {f'· planlint explain {visible(finding.code)}'.replace(' ', _KEPT_SPACE)}"


def mended_line(finding: Finding, lines: Lines) -> str:
    """The line of a finding as it should be, where one fix of one line says so."""
    found = [fix for fix in finding.fixes if fix.kind in ("safe", "choose")]
    edits = found[0].edits if len(found) == 1 else ()
    numbers = {number for each in edits for number in (each.span.start.line, each.span.end.line)}
    if len(numbers) != 1:
        return ""
    line = lines.line(*numbers)
    for each in sorted(edits, reverse=True):
        line = line[: each.span.start.column - 1] + each.text + line[each.span.end.column - 1 :]
    return line.strip()


def _cut(line: str, room: int) -> str:
    """A line that fits: of a longer one, its start and its end, where quotes and brackets close."""
    return line if len(line) <= room else f"{line[: room // 2]} … {line[-(room // 2 - 3) :]}"


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
