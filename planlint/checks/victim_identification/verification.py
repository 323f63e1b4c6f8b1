"""Victim identification: whether anybody knows who is there, and whether victims are safe from punishment."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from planlint.facts import Facts
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.people import Group, Organisation
from planlint.plan.phases import Phase
from planlint.plan.states import State, known, state
from planlint.source.document import Path

_VERIFICATION: Path = ("situation", "verification")
_REPORTS: Path = ("situation", "intelligence")
_NON_PUNISHMENT: Path = ("legal", "non_punishment")


def blind_operation(facts: Facts) -> Iterator[Outcome]:
    """Somebody other than the source of the intelligence must have looked before anybody enters."""
    status = facts.plan.situation.verification.status
    if known(status) not in ("verified", "partial"):
        yield _not_verified(facts, status)
        return
    flaws = [*_verified_late(facts), *_verified_by_its_source(facts)]
    yield from flaws
    if status == "partial" and not any(isinstance(flaw, Hit) for flaw in flaws):
        yield Hit(path=(*_VERIFICATION, "status"), variant="partial")


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
        yield NotEvaluated("verified_on_unknown", (*_VERIFICATION, "date"))
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
            yield NotEvaluated("start_unknown", facts.directory.path(phase), {"phase": phase.id})


def _verified_by_its_source(facts: Facts) -> Iterator[Outcome]:
    verification, reports = facts.plan.situation.verification, facts.plan.situation.intelligence
    verifier = _organisation(facts, verification.by)
    sources = {source.id if (source := _organisation(facts, report.obtained_by)) else "" for report in reports}
    if not reports:
        return
    if verifier is not None and (others := sources - {verifier.id, ""}):
        yield from _departments(facts, verifier, others)
        return
    if verifier is None or "" in sources:
        yield NotEvaluated("verifier_unknown", (*_VERIFICATION, "by"))
        return
    fields: dict[str, FieldValue] = {"organisation": verifier.id, "report": tuple(report.id for report in reports)}
    marks = tuple(Place(("situation", "intelligence", index, "obtained_by"), "source") for index in range(len(reports)))
    yield Hit(path=(*_VERIFICATION, "by"), variant="own_reports", fields=fields, places=marks)


def _departments(facts: Facts, verifier: Organisation, sources: set[str]) -> Iterator[Hit]:
    """Two departments of one agency look at each other's work, which a reader should know."""
    agency = known(verifier.part_of) or verifier.id
    agencies = {known(facts.directory.organisations[name].part_of) or name for name in sources}
    if agencies == {agency}:
        fields: dict[str, FieldValue] = {"organisation": verifier.id, "agency": agency, "sources": tuple(sorted(sources))}
        yield Hit(path=(*_VERIFICATION, "by"), variant="departments", fields=fields)


def _organisation(facts: Facts, actor: object) -> Organisation | None:
    return facts.directory.organisation_of(actor) if isinstance(actor, str) else None


def stale_or_single_source_intelligence(facts: Facts) -> Iterator[Outcome]:
    """What is known of the place must be fresh, come from more than one source, and be graded as reliable."""
    if state(facts.plan.situation.intelligence) is State.UNKNOWN:
        yield NotEvaluated("reports_unknown", _REPORTS)
        return
    yield from _stale(facts)
    yield from _one_source(facts)
    yield from _badly_graded(facts)


def _stale(facts: Facts) -> Iterator[Outcome]:
    entry = _first_entry(facts)
    if entry is None:
        yield NotEvaluated("entry_day_unknown", _REPORTS)
        return
    phase, day = entry
    reports, limit = facts.plan.situation.intelligence, facts.thresholds.intel_max_age_days
    dated = {index: date for index, report in enumerate(reports) if (date := known(report.obtained_on)) is not None}
    newest = max((index for index in dated if dated[index] <= day), key=dated.__getitem__, default=None)
    age = None if newest is None else (day - dated[newest]).days
    if age is not None and age <= limit:
        return
    fields: dict[str, FieldValue] = {"date": day.isoformat(), "limit": limit}
    mark = Place(facts.directory.path(phase, "start"), "start")
    if gaps := list(_gaps(facts, "obtained_on", fields)):
        yield from gaps
    elif newest is None:
        yield Hit(path=_REPORTS, part="key", variant="after_entry", fields=fields, places=(mark,))
    else:
        fields |= {"report": reports[newest].id, "age": age or 0}
        yield Hit(path=(*_REPORTS, newest, "obtained_on"), variant="stale", fields=fields, places=(mark,))


def _first_entry(facts: Facts) -> tuple[Phase, dt.date] | None:
    """The first phase of entry and its day; None where a start that nobody knows might come before it."""
    starts = [(start, phase) for phase in facts.calendar.entry if (start := facts.calendar.start_of(phase)) is not None]
    if not starts or len(starts) < len(facts.calendar.entry):
        return None
    start, phase = min(starts, key=lambda each: each[0])
    return phase, facts.calendar.day(start)


def _one_source(facts: Facts) -> Iterator[Outcome]:
    """Two people of one organisation are one source."""
    reports = facts.plan.situation.intelligence
    actors = [actor for report in reports if (actor := known(report.obtained_by)) is not None]
    sources = {actor: facts.directory.organisation_of(actor) for actor in actors}
    named = tuple(dict.fromkeys(source.id for source in sources.values() if source is not None))
    if len(named) > 1:
        return
    unclear = next((actor for actor, source in sources.items() if source is None), None)
    if gaps := list(_gaps(facts, "obtained_by", {})) if len(reports) > 1 else []:
        yield from gaps
    elif unclear is not None and len(reports) > 1:
        yield NotEvaluated("source_unknown", _REPORTS, {"unclear": unclear})
    else:
        marks = tuple(Place((*_REPORTS, index, "obtained_by"), "source") for index in range(len(reports)))
        yield Hit(path=_REPORTS, part="key", variant="single_source" if named else "nobody_named", fields={"source": named}, places=marks)


_GRADING = re.compile(r"\s*([A-F])\s*([1-6])\s*\Z", re.IGNORECASE)
_RELIABLE = frozenset(letter + digit for letter in "ABC" for digit in "123")


def _badly_graded(facts: Facts) -> Iterator[Hit]:
    reports = facts.plan.situation.intelligence
    found = [_GRADING.match(known(report.grading) or "") for report in reports]
    gradings = sorted("".join(each.groups()).upper() for each in found if each)
    if not _RELIABLE.isdisjoint(gradings):
        return
    if gaps := list(_gaps(facts, "grading", {})):
        yield from gaps
        return
    marks = tuple(Place((*_REPORTS, index, "grading"), "grading") for index in range(len(reports)))
    fields: dict[str, FieldValue] = {"best": gradings[0] if gradings else "none that can be read"}
    yield Hit(path=_REPORTS, part="key", variant="grading", fields=fields, places=marks)


def _gaps(facts: Facts, field: str, fields: dict[str, FieldValue]) -> Iterator[Hit]:
    """The reports of which a value is unknown; where there are none, those that do not give it."""
    reports = facts.plan.situation.intelligence
    states = [state(getattr(report, field)) for report in reports]
    unknown = State.UNKNOWN in states
    for index, said in enumerate(states):
        if said is State.UNKNOWN if unknown else said is not State.STATED:
            variant = f"{field}_unknown" if unknown else f"{field}_missing"
            at = (*_REPORTS, index, field)
            yield Hit(path=at, state=said, variant=variant, fields=fields | {"report": reports[index].id}, cause=(field, said.name))


_MAY_CHARGE = frozenset({"prosecutor", "police", "anti_trafficking_unit"})


def non_punishment_not_secured(facts: Facts) -> Iterator[Outcome]:
    """Those who could charge survivors must have agreed not to, for everything that survivors could be charged with."""
    agreement = facts.plan.legal.non_punishment
    status = known(agreement.status)
    uncovered = [outcome for group in facts.plan.population.groups for outcome in _uncovered(facts, group, status)]
    if status not in ("secured", "partial"):
        at = _NON_PUNISHMENT if agreement.absence is not None else (*_NON_PUNISHMENT, "status")
        needs = dict.fromkeys(place for hit in uncovered if isinstance(hit, Hit) for place in hit.places if place.label == "need")
        places = (*needs, *_offices(facts))
        yield Hit(path=at, variant="refused" if status else "", state=state(agreement.status), places=places)
        return
    if facts.calendar.enforcement:
        yield from _agreed_with_nobody_who_charges(facts)
    yield from uncovered
    if status == "partial" and not any(isinstance(outcome, Hit) for outcome in uncovered):
        yield Hit(path=(*_NON_PUNISHMENT, "status"), variant="partial")


def _agreed_with_nobody_who_charges(facts: Facts) -> Iterator[Hit]:
    names = facts.plan.legal.non_punishment.agreed_with
    parties = [facts.directory.organisations[name] for name in names]
    if any(party.kind in _MAY_CHARGE and not facts.roles.is_compromised(party) for party in parties):
        return
    said, at = state(names), (*_NON_PUNISHMENT, "agreed_with")
    if said is State.NONE and any("protection" in statute.provides or statute.bars for statute in facts.plan.legal.statutes):
        return  # the law itself bars punishment, and the plan says that nothing had to be agreed
    variant = {State.NOT_STATED: "agreed_not_stated", State.UNKNOWN: "agreed_unknown", State.STATED: "agreed"}.get(said, "agreed_none")
    marks = _offices(facts)
    unclear = [party for party in parties if party.kind is State.UNKNOWN]
    if unclear:
        path, fields = facts.directory.path(unclear[0], "kind"), {"organisation": unclear[0].id}
        yield Hit(path=path, state=State.UNKNOWN, variant="agreed_unclear", fields=fields, places=(Place(at, "agreed"), *marks))
        return
    agreed = [_not_counted(facts, party) for party in parties]
    yield Hit(path=at, part="key", state=said, variant=variant, fields={"organisation": names}, places=(*agreed, *marks))


def _offices(facts: Facts) -> list[Place]:
    """The prosecutors with whom it could be agreed."""
    trusted = [each for each in facts.plan.organisations if not facts.roles.is_compromised(each)]
    return [Place(facts.directory.path(each, "kind"), "office") for each in trusted if each.kind == "prosecutor"]


def _not_counted(facts: Facts, party: Organisation) -> Place:
    """Why an agreement with somebody does not help."""
    if party.kind in _MAY_CHARGE:
        return Place(facts.roles.complicity_of(party)[1], "compromised")
    return Place(facts.directory.path(party, "kind"), "powerless")


def _uncovered(facts: Facts, group: Group, status: str | None) -> Iterator[Outcome]:
    """What people of a group could be charged with and the agreement does not cover."""
    covers = {*facts.plan.legal.non_punishment.covers, *(each for statute in facts.plan.legal.statutes for each in statute.bars)}
    if "immigration" not in covers and (foreign := facts.people.foreign(group)) != "no":
        degree = "doubtful" if foreign == "maybe" or status == "partial" else ""
        yield from _immigration(facts, group, degree)
    degree = "doubtful" if status == "partial" else ""
    for offence, at in _made_to_do(facts, group):
        if offence not in covers:
            yield _gap(facts, group, offence, at, degree)
    if "sex_work" not in covers:
        at, degree = facts.directory.path(group, "exploitation"), "doubtful" if status == "partial" else ""
        if any(each.startswith("sexual_exploitation") for each in group.exploitation):
            yield _gap(facts, group, "sex_work", at, degree)
        elif not group.exploitation or "unknown" in group.exploitation:
            yield NotEvaluated("exploitation_unknown", at, {"group": group.id})


_CRIMES = frozenset({"forced_criminality", "forced_labour_illicitactivities"})


def _made_to_do(facts: Facts, group: Group) -> Iterator[tuple[str, Path]]:
    """Crimes that people were made to commit, and papers that those who took theirs gave them."""
    if not _CRIMES.isdisjoint(group.exploitation):
        yield "forced_criminality", facts.directory.path(group, "exploitation")
    withheld = group.documents == "withheld"
    if (withheld or "WithholdsDocuments" in group.means_of_control) and facts.people.foreign(group) == "yes":
        yield "false_documents", facts.directory.path(group, "documents" if withheld else "means_of_control")


def _immigration(facts: Facts, group: Group, degree: str) -> Iterator[Outcome]:
    at = facts.directory.path(group, "immigration_status")
    if known(group.immigration_status) in ("irregular", "mixed"):
        yield _gap(facts, group, "immigration", at, degree)
    elif group.immigration_status is State.UNKNOWN:
        mark = Place((*_NON_PUNISHMENT, "covers"), "covers")
        fields: dict[str, FieldValue] = {"group": group.id}
        yield Hit(path=at, state=State.UNKNOWN, variant="immigration_unknown", fields=fields, degree=degree, places=(mark,))
    elif known(group.immigration_status) is None:
        yield NotEvaluated("status_not_stated", at, {"group": group.id})


def _gap(facts: Facts, group: Group, offence: str, at: Path, degree: str) -> Hit:
    said = state(facts.plan.legal.non_punishment.covers)
    variant = {State.NOT_STATED: "covers_not_stated", State.UNKNOWN: "covers_unknown"}.get(said, "uncovered")
    fields: dict[str, FieldValue] = {"group": group.id, "offence": offence}
    path, mark = (*_NON_PUNISHMENT, "covers"), Place(at, "need")
    return Hit(path=path, part="key", state=said, variant=variant, fields=fields, degree=degree, places=(mark,), cause=(offence,))
