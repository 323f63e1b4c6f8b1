"""What a plan leaves open, and what it rests on: neither is a finding, and no report is whole without them."""

from __future__ import annotations

from collections.abc import Iterator

from planlint.errors import CannotJudge
from planlint.facts import Facts
from planlint.facts.statements import statements
from planlint.lint.report import Question, RestsOn
from planlint.plan.conduct import Unknown
from planlint.plan.states import known
from planlint.source.document import Document, Path
from planlint.source.paths import path_text


def questions(document: Document, facts: Facts) -> tuple[Question, ...]:
    """Every value that the plan calls unknown and every entry of its list of gaps, in the order of the text."""
    try:
        found = sorted(_questions(facts), key=lambda each: document.locate(each[0]).start)
    except CannotJudge:  # the list of gaps does not fit the schema, which has a finding of its own
        found = [(path, None) for path in facts.unknowns.places]
    return tuple(_question(document, path, entry) for path, entry in found)


def _questions(facts: Facts) -> Iterator[tuple[Path, Unknown | None]]:
    places = facts.unknowns.places
    for place in places:
        entries = facts.unknowns.entries_of(place)
        yield place, entries[0].said if entries else None
    for entry in facts.unknowns.entries:
        if entry.place not in places:
            yield entry.place or entry.path, entry.said


def _question(document: Document, path: Path, entry: Unknown | None) -> Question:
    owner = entry.__dict__.get("owner") if entry is not None else None
    due = known(entry.__dict__.get("due")) if entry is not None else None
    return Question(
        path_text=path_text(path, document.data),
        span=document.locate(path),
        owner=owner if isinstance(owner, str) else "",
        due=due.isoformat() if due is not None else "",
    )


def rests_on(document: Document, facts: Facts) -> tuple[RestsOn, ...]:
    """What the plan gives as done, kind by kind. Without lines: finding them takes longer than all else here, and every plan has some."""
    return tuple(
        RestsOn(
            act=each.act,
            path_text=path_text(each.path, document.data),
            by=each.by,
            on="" if each.on is None else each.on.isoformat(),
            named=each.named,
            ahead=each.ahead,
        )
        for each in statements(facts.plan)
    )
