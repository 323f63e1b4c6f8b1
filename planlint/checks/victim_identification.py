"""Victim identification and screening: whether anybody knows who is there, and how victims are told from others."""

from __future__ import annotations

from collections.abc import Iterator

from planlint.facts import Facts
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place, Severity
from planlint.plan.people import Organisation
from planlint.plan.states import State, known, state
from planlint.source.document import Path

_VERIFICATION: Path = ("situation", "verification")


def blind_operation(facts: Facts) -> Iterator[Outcome]:
    """Somebody other than the source of the intelligence must have looked before anybody enters."""
    status = facts.plan.situation.verification.status
    if known(status) not in ("verified", "partial"):
        yield _not_verified(facts, status)
        return
    flaws = [*_verified_late(facts), *_verified_by_its_source(facts)]
    yield from flaws
    if status == "partial" and not any(isinstance(flaw, Hit) for flaw in flaws):
        yield Hit(path=(*_VERIFICATION, "status"), variant="partial", severity=Severity.WARNING)


def _not_verified(facts: Facts, status: object) -> Hit:
    premises = tuple(dict.fromkeys(name for phase in facts.calendar.entry for name in phase.premises))
    start = facts.calendar.earliest(facts.calendar.entry)
    at, said = (*_VERIFICATION, "status"), state(status)
    fields: dict[str, FieldValue] = {"status": str(known(status))}
    if said is not State.STATED or not premises or start is None:
        return Hit(path=at, state=said, variant="no_entry" if said is State.STATED else "", fields=fields)
    fields |= {"premises": premises, "date": facts.calendar.day(start).isoformat()}
    marks = tuple(Place(facts.directory.path(facts.directory.premises[name]), "premises") for name in premises)
    return Hit(path=at, fields=fields, places=marks)


def _verified_late(facts: Facts) -> Iterator[Outcome]:
    date = known(facts.plan.situation.verification.date)
    if date is None:
        return
    starts = {phase.id: start for phase in facts.calendar.entry if (start := facts.calendar.start_of(phase)) is not None}
    first = min(starts, key=lambda name: starts[name], default="")
    if first and date > (limit := facts.calendar.day(starts[first])):
        fields = {"date": date.isoformat(), "phase": first, "start": limit.isoformat()}
        mark = Place(facts.directory.path(facts.directory.phases[first], "start"), "start")
        yield Hit(path=(*_VERIFICATION, "date"), variant="late", fields=fields, places=(mark,))
        return
    for phase in facts.calendar.entry:
        if phase.id not in starts:
            yield NotEvaluated(f"{phase.id} has no known start", facts.directory.path(phase))


def _verified_by_its_source(facts: Facts) -> Iterator[Hit]:
    verification, reports = facts.plan.situation.verification, facts.plan.situation.intelligence
    verifier = _organisation(facts, verification.by)
    if verifier is None or not reports or any(_organisation(facts, report.obtained_by) is not verifier for report in reports):
        return
    fields: dict[str, FieldValue] = {"organisation": verifier.id, "report": tuple(report.id for report in reports)}
    marks = tuple(Place(("situation", "intelligence", index, "obtained_by"), "source") for index in range(len(reports)))
    yield Hit(path=(*_VERIFICATION, "by"), variant="own_reports", fields=fields, places=marks)


def _organisation(facts: Facts, actor: object) -> Organisation | None:
    return facts.directory.organisation_of(actor) if isinstance(actor, str) else None
