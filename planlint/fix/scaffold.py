"""Missing keys as comments at the end of their section: every decision is named, and none is made."""

from __future__ import annotations

import re

from planlint.errors import Unreadable
from planlint.lint.report import FileReport
from planlint.plan.model import Plan
from planlint.plan.states import Section
from planlint.schema.empty_plan import skeleton
from planlint.schema.shape import shape_at
from planlint.source.document import Document, Edit, Path
from planlint.source.reader import read_text

_COMMENTS = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))*(?:[ \t]*#[^\r\n]*)?")
_REST = re.compile(r"[^\r\n]*")
_BREAK = re.compile(r"\r\n|\r|\n")


def scaffolds(text: str, name: str, report: FileReport) -> list[Edit]:
    """An edit for each place where keys are missing, those of inner sections first; what stands there as a comment is not written again."""
    missing = [each for each in report.findings if (each.code, each.variant) == ("PL002", "missing")]
    try:
        document = read_text(text, name) if missing else None
    except Unreadable:
        return []
    if document is None:
        return []
    at: dict[int, list[str]] = {}
    for finding in sorted(missing, key=lambda each: -len(each.path)):
        for key in finding.filled:
            if (found := _scaffold(document, finding.path, key)) is not None:
                at.setdefault(found[0], []).append(found[1])
    return [Edit(document.span(offset, offset), "".join(blocks)) for offset, blocks in at.items()]


def _scaffold(document: Document, path: Path, key: str) -> tuple[int, str] | None:
    """Where the comment of a missing key goes, and the comment; None where the section is written in a way that has no room for one."""
    shape = shape_at(Plan, path)
    if shape is None or shape.is_list or not (isinstance(shape.kind, type) and issubclass(shape.kind, Section)):
        return None
    span = document.locate(path) if path else document.span(document.marks.plan.start, document.marks.plan.end)
    start, end = document.lines.offset(span.start), document.lines.offset(span.end)
    if not document.text[start:end].strip() or document.text[start] in "{[*&!":
        return None
    rest = _REST.match(document.text, end)
    end = rest.end() if rest else end
    below = _COMMENTS.match(document.text, end)
    indent = " " * (span.start.column - 1)
    if re.search(rf"^{indent}# {re.escape(key)}:", document.text[start : below.end() if below else end], re.MULTILINE):
        return None
    line_break = found[0] if (found := _BREAK.search(document.text)) else "\n"
    return end, "".join(f"{line_break}{indent}# {line}".rstrip(" ") for line in skeleton(shape.kind, key))
