"""Remedies as edits of a plan's text: as few characters as possible, and everything around them stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from planlint.finding import Change, Fix, Hit, Remedy
from planlint.source.document import Document, Edit, Part, Span
from planlint.source.paths import value_at
from planlint.source.scalars import ODD_WORDS, resolve

_PLAIN = re.compile(r"[A-Za-z0-9](?:[\w+./-]*\w)?\Z")
"""What needs no quotes anywhere: not in brackets, nor as a key."""
_ONE_ITEM = re.compile(r"(\[\s*)([^\[\]{},\s][^\[\]{},\n]*?)(\s*\])\Z")
_DASH = re.compile(r"([ \t]*)-[ \t]+")
_REST = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_LIST = re.compile(r"[\w+-]+(?: *, *[\w+-]+)*\Z")


def fixes_of(document: Document, hit: Hit) -> tuple[Fix, ...]:
    """The fixes of a hit; a remedy that cannot be written where the hit stands is left out."""
    found = ((remedy.kind, _CHANGES[remedy.change](document, hit, remedy)) for remedy in hit.remedies)
    return tuple(Fix(kind, edits) for kind, edits in found if edits)


def _place(document: Document, hit: Hit, part: Part) -> tuple[Span, str] | None:
    """Where a key or value stands, and its text; None for what is shared by an anchor, folded, or not there."""
    if not _is_written(document, hit):
        return None
    span = document.locate(hit.path, part)
    text = document.cut(span)
    if part == "value" and isinstance(hit.path[-1], str) and span == document.locate(hit.path, "key"):
        return None
    return None if not text or text[0] in "*&!|>" or "\n" in text or "\r" in text else (span, text)


def _is_written(document: Document, hit: Hit) -> bool:
    """Whether the place is in the text; one inside a value that was read as it is meant is not."""
    around, last = value_at(hit.path[:-1], document.data), hit.path[-1]
    return last in around if isinstance(around, dict) else isinstance(around, list) and isinstance(last, int) and last < len(around)


def _scalar(text: str) -> str:
    """A word or code as it is written; in quotes where YAML of any age would take it for something else."""
    return text if _PLAIN.match(text) and text not in ODD_WORDS and isinstance(resolve(text), str) else f'"{text}"'


def _value(document: Document, hit: Hit, remedy: Remedy) -> tuple[Edit, ...]:
    if (found := _place(document, hit, "value")) is None or found[1][0] in "[{-":
        return ()
    span, text = found
    if text[0] in "\"'" and text[-1] == text[0]:
        return (Edit(span, f"{text[0]}{remedy.text}{text[0]}"),)
    is_plain = remedy.meant is None or not isinstance(remedy.meant, str)
    return (Edit(span, remedy.text if is_plain else _scalar(remedy.text)),)


def _key(document: Document, hit: Hit, remedy: Remedy) -> tuple[Edit, ...]:
    found = _place(document, hit, "key")
    return (Edit(found[0], remedy.text),) if found else ()


def _list(document: Document, hit: Hit, remedy: Remedy) -> tuple[Edit, ...]:
    found = _place(document, hit, "value")
    return _around(found[0], "[", "]") if found and _LIST.match(found[1].strip("\"'")) else ()


def _around(span: Span, before: str, after: str) -> tuple[Edit, ...]:
    return Edit(Span(span.start, span.start), before), Edit(Span(span.end, span.end), after)


def _one(document: Document, hit: Hit, remedy: Remedy) -> tuple[Edit, ...]:
    """Take the brackets away around the one value of a list."""
    found = _place(document, hit, "value")
    item = _ONE_ITEM.match(found[1]) if found else None
    if found is None or item is None:
        return ()
    start = document.lines.offset(found[0].start)
    return tuple(Edit(document.span(start + item.start(group), start + item.end(group)), "") for group in (1, 3))


def _bare(document: Document, hit: Hit, remedy: Remedy) -> tuple[Edit, ...]:
    """Take the quotes away."""
    found = _place(document, hit, "value")
    if found is None or found[1][0] not in "\"'" or resolve(found[1][1:-1] or "~") != remedy.meant:
        return ()
    start, end = document.lines.offset(found[0].start), document.lines.offset(found[0].end)
    return Edit(document.span(start, start + 1), ""), Edit(document.span(end - 1, end), "")


def _quotes(document: Document, hit: Hit, remedy: Remedy) -> tuple[Edit, ...]:
    found = _place(document, hit, "value")
    return _around(found[0], '"', '"') if found and found[1][0] not in "\"'[{" else ()


def _out(document: Document, hit: Hit, remedy: Remedy) -> tuple[Edit, ...]:
    """Take out a comment with the blanks before it, or an item of a list with its lines; the only item leaves an empty list."""
    if hit.span is not None:
        return tuple(_comment_out(document, hit.span))
    return tuple(_item_out(document, hit))


def _comment_out(document: Document, span: Span) -> Iterator[Edit]:
    start, end = document.lines.offset(span.start), document.lines.offset(span.end)
    kept = document.text[:start].rstrip(" \t")
    if not kept or kept[-1] in "\r\n":  # a line of its own goes with its line break
        rest = _REST.match(document.text, end)
        end = rest.end() if rest else end
    yield Edit(document.span(len(kept), end), "")


def _item_out(document: Document, hit: Hit) -> Iterator[Edit]:
    around, span = hit.path[:-1], document.locate(hit.path)
    start, end = document.lines.offset(span.start), document.lines.offset(span.end)
    line = start - span.start.column + 1
    dash = _DASH.fullmatch(document.text, line, start)
    if dash is None or document.cut(span)[:1] in "*&!":
        return
    if len(value_at(around, document.data)) == 1:
        yield Edit(document.span(line + len(dash[1]), end), "[]")
        return
    rest = _REST.match(document.text, end)
    yield Edit(document.span(line, rest.end() if rest else end), "")


_CHANGES: dict[Change, Callable[[Document, Hit, Remedy], tuple[Edit, ...]]] = {
    "value": _value,
    "key": _key,
    "list": _list,
    "one": _one,
    "bare": _bare,
    "quotes": _quotes,
    "out": _out,
}
