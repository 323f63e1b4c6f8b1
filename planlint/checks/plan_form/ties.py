"""Words for ties between people and parties."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from planlint.facts import Facts
from planlint.facts.graph import TIE_WORDS
from planlint.finding import Hit


def unknown_tie(facts: Facts) -> Iterator[Hit]:
    """A relationship in a word that planlint does not know ties nobody."""
    for tie in facts.graph.ties:
        if tie.type and tie.type not in TIE_WORDS:
            near = difflib.get_close_matches(tie.type, sorted(TIE_WORDS), 1)
            fields = {"person": tie.source, "party": tie.target, "nearest": near[0] if near else "", "words": tuple(sorted(TIE_WORDS))}
            yield Hit(path=(*tie.path, "type"), variant="near" if near else "", fields=fields)
