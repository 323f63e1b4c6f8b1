"""The comments in a plan's file as claims: ``# planlint: ignore[LE108, TM104] until=2026-12-01 by=board -- reason``.

The grammar is strict, and what looks as if it were meant for planlint but does not follow it is a flaw: a comment that accepts
nothing must not look as if it did.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from planlint.lint.accept.claim import Claim
from planlint.source.comments import Entries, comments
from planlint.source.document import Document

_TOOL = r"plan[ _-]?lint"
_VERB = r"(?:ignore|disable|accept|waive|allow|suppress|skip|noqa|nolint|off)"
_MAYBE_COMMENT = re.compile(r"#[^\r\n]*+")
_HINT = re.compile(rf"{_TOOL}|ignore\s?\[", re.IGNORECASE)
"""Only where this stands in what may be a comment is a second look at the text worth its time."""
_MEANT = re.compile(
    rf"""
      \#++\s*+[@!]?{_TOOL}\s*+:(?!\s*+["']?[0-9])     # addressed to planlint; `planlint: "1.0"` is a key that is left out
    | \#++\s*+[@!]?{_TOOL}[\s.,:=/_-]*+{_VERB}(?![a-z]) (?:
          \s*+$ | \s*+[^\sa-z] | [_-] | .*\b(?:until|by)= | .*\s--\s
        | \s++(?:[a-z]{{2,4}}[0-9]{{1,3}}\b | (?-i:[A-Z]{{2,4}})\b | (?:all|any|this|next|file|line)\b | [a-z0-9]+(?:-[a-z0-9]+)++\s*+$)
      )
    | .*?(?:{_TOOL}\s*+[:=]?[\s_-]*+{_VERB}\s*+\[ | {_TOOL}\s*+:\s*+{_VERB}\b | \bignore\s?\[\s*+[a-z]{{2,4}}[0-9])
    """,
    re.IGNORECASE | re.VERBOSE,
)
_IGNORE = re.compile(r"#[ \t]*+planlint:[ \t]*+ignore(?P<rules>\[[^\[\]]*+\])?(?P<rest>(?:\s.*)?)")
_RULE = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*+|\*")
_REASON = re.compile(r"\s--(?:\s|$)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KEYS = ("until", "by")


class Directive(NamedTuple):
    """What a comment asks for; a ``flaw`` names the message of PL007 for one that asks in a way that planlint does not take."""

    rules: tuple[str, ...] = ()
    until: dt.date | None = None
    by: str = ""
    reason: str = ""
    flaw: str = ""


def comment_claims(document: Document) -> Iterator[Claim]:
    """A claim for each rule of each directive in the comments of a document, and one for each that has a flaw."""
    if not any(map(_HINT.search, _MAYBE_COMMENT.findall(document.text))):
        return
    found = [(comment, directive) for comment in comments(document) if (directive := parse(comment.text)) is not None]
    if not found:
        return
    entries = Entries(document)
    for comment, directive in found:
        covers = entries.of(comment)
        for rule in directive.rules or ("",):
            yield Claim(
                by="comment",
                at=covers or (),
                covers=covers,
                rule=rule,
                reason=directive.reason,
                approved_by=directive.by,
                expires=directive.until,
                span=comment.span,
                flaw=directive.flaw,
            )


def parse(comment: str) -> Directive | None:
    """What a comment, from its ``#`` on, asks planlint for; None for one that is not meant for it."""
    found = _IGNORE.fullmatch(comment)
    if found is None:
        return Directive(flaw="form") if _MEANT.match(comment) else None
    rest, rules = found["rest"], found["rules"]
    if rules is None:
        return Directive(flaw="form" if rest.strip() else "blanket")
    named = tuple(word.strip() for word in rules[1:-1].split(","))
    if named == ("",):
        return Directive(flaw="blanket")
    if not all(map(_RULE.fullmatch, named)):
        return Directive(flaw="form")
    if (dashes := _REASON.search(rest)) is None:
        return _with_options(rest, Directive(named))
    return _with_options(rest[: dashes.start()], Directive(named, reason=rest[dashes.end() :].strip()))


def _with_options(words: str, directive: Directive) -> Directive:
    options: dict[str, str] = {}
    for word in words.split():
        key, sign, value = word.partition("=")
        if key not in _KEYS or key in options or not value:
            return directive._replace(flaw="unknown_key" if sign and key not in _KEYS else "form")
        options[key] = value
    until = options.get("until")
    day = None if until is None else _day(until)
    return directive._replace(until=day, by=options.get("by", ""), flaw="bad_date" if until is not None and day is None else "")


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None
