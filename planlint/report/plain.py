"""The report for screen readers: no drawn characters, places in words, one paragraph for each finding."""

from __future__ import annotations

from collections.abc import Iterator

from planlint.finding import Finding, Related
from planlint.lint.report import Report
from planlint.report import Options
from planlint.report.first_steps import Step, first_steps
from planlint.report.summary import accepted_by, accepted_first, asides, closing, grouped
from planlint.report.visible import visible
from planlint.source.document import Span


def paragraphs(report: Report, options: Options) -> Iterator[str]:
    """What the text report says, in sentences; without frames and colour."""
    for step in first_steps(report):
        yield "\n".join(_spoken(step))
    for heading, together in grouped(report, options.group_by):
        if heading:
            yield _sentence(_begin(visible(heading)))
        yield from (_paragraph(finding, options) for finding in together)
    yield from (_paragraph(finding, options) for finding in accepted_first(report))
    yield from (_sentence(_begin(words)) for words in asides(report, options))
    yield "\n".join(_sentence(_begin(line)) for line in closing(report))


def _spoken(step: Step) -> list[str]:
    words = [visible(each).removeprefix("-> ") for each in step.words]
    return [_sentence(each) for each in ([f"{step.number}. {words[0]}", *words[1:]] if step.number else words)]


def _paragraph(finding: Finding, options: Options) -> str:
    accepted = [_begin(accepted_by(finding.accepted, options))] if finding.accepted else []
    at = [visible(finding.path_text)] if finding.path_text else []
    here = [f"Here: {visible(finding.label)}"] if finding.label else []
    related = [_see_also(each) for each in finding.related]
    sentences = [
        f"{finding.severity.word.capitalize()} {visible(finding.code)}, {visible(finding.name)}",
        *accepted,
        ", ".join([f"File {visible(finding.file)}", _place(finding.span), *at]),
        visible(finding.message),
        *here,
        *related,
        *([f"These rules cannot be judged before: {', '.join(map(visible, finding.blinds))}"] if finding.blinds else []),
        f"Help: {visible(' '.join(finding.help.split()))}",
        f"Why: {visible(' '.join(finding.why.split()))}",
    ]
    # A full stop behind the command would be copied with it.
    return "\n".join([*map(_sentence, sentences), f"More: planlint explain {visible(finding.code)}"])


def _see_also(related: Related) -> str:
    said = f": {visible(related.label)}" if related.label else ""
    return f"See also {_place(related.span)}, {visible(related.path_text)}{said}"


def _begin(words: str) -> str:
    return words[:1].upper() + words[1:]


def _sentence(words: str) -> str:
    """Words with a full stop, at which a screen reader pauses."""
    return words if words.endswith((".", "!", "?", ":")) else f"{words}."


def _place(span: Span) -> str:
    return f"line {span.start.line}, column {span.start.column}"
