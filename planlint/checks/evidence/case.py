"""Evidence: who holds it, whether a court will accept it, who brings the case, and who protects the witnesses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from planlint.facts import Facts
from planlint.facts.roles import covers
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.people import Organisation, Personnel
from planlint.plan.states import State, known, state
from planlint.source.document import Path

_PROSECUTION: Path = ("legal", "prosecution")


def prosecutor_absent_or_late(facts: Facts, *, soon_days: int) -> Iterator[Outcome]:
    """Whoever will bring the case must be in the plan before the entry, and be competent at the place."""
    prosecutor = facts.plan.legal.prosecution.prosecutor
    name = known(prosecutor)
    if name is None:
        yield Hit(path=(*_PROSECUTION, "prosecutor"), state=state(prosecutor))
        return
    yield from _engaged_late(facts, soon_days)
    yield from _prosecutor_elsewhere(facts, facts.directory.organisations[name])


_WORDS = {State.NOT_STATED: "not_stated", State.UNKNOWN: "unknown"}


def _engaged_late(facts: Facts, soon_days: int) -> Iterator[Outcome]:
    value, at = facts.plan.legal.prosecution.engaged_on, (*_PROSECUTION, "engaged_on")
    engaged, threshold = known(value), facts.thresholds.prosecutor_lead_days
    if engaged is None:
        said = state(value)
        variant = f"engaged_{_WORDS.get(said, 'never')}"
        yield Hit(path=at, state=said, variant=variant, fields={"threshold": threshold})
        return
    if facts.plan.plan.lead == facts.plan.legal.prosecution.prosecutor:
        return
    entry = facts.calendar.entry
    undated = [phase for phase in entry if facts.calendar.start_of(phase) is None]
    first = min((start for phase in entry if (start := facts.calendar.start_of(phase)) is not None), default=None)
    days = None if first is None else (facts.calendar.day(first) - engaged).days
    entered = None if first is None else facts.calendar.day(first)
    if entered is not None and days is not None and days < threshold:
        if _as_early_as_could_be(facts, engaged, entered, soon_days):
            return
        fields = _lead(engaged, entered) | {"threshold": threshold}
        marks = tuple(Place(facts.directory.path(each, "start"), "entry") for each in entry if facts.calendar.start_of(each) == first)
        variant = "late" if days >= 0 else "after_entry"
        yield Hit(path=at, variant=variant, fields=fields, places=marks)
    elif undated or first is None:
        path = facts.directory.path(undated[0], "start") if undated else ("phases",)
        yield NotEvaluated("entry_day_unknown", path)


def _as_early_as_could_be(facts: Facts, engaged: dt.date, entry: dt.date, soon_days: int) -> bool:
    """Whether the first report is younger than the lead time, and the prosecutor was told soon after it and before the entry.

    Laws that want people freed within two days leave no more time.
    """
    dates = [day for report in facts.plan.situation.intelligence if (day := known(report.obtained_on)) is not None]
    if not dates or len(dates) < len(facts.plan.situation.intelligence):
        return False
    first = min(dates)
    return (entry - first).days < facts.thresholds.prosecutor_lead_days and engaged <= min(first + dt.timedelta(days=soon_days), entry)


def _lead(engaged: dt.date, entry: dt.date) -> dict[str, FieldValue]:
    return {"engaged": engaged.isoformat(), "entry": entry.isoformat(), "days": abs((entry - engaged).days)}


def _prosecutor_elsewhere(facts: Facts, prosecutor: Organisation) -> Iterator[Outcome]:
    """Premises that the prosecutor does not cover: those that are entered, or all where no entry names any."""
    entered = dict.fromkeys(name for phase in facts.calendar.entry for name in phase.premises)
    for name in entered or facts.directory.premises:
        premises = facts.directory.premises[name]
        place, there = known(premises.jurisdiction), facts.directory.path(premises, "jurisdiction")
        if place is None:
            yield NotEvaluated("jurisdiction_not_stated", there, {"name": name})
        elif not covers(prosecutor.jurisdictions, place):
            yield _elsewhere(facts, prosecutor, {"premises": name, "place": place}, Place(there, "place"))


def _elsewhere(facts: Facts, prosecutor: Organisation, about: Mapping[str, FieldValue], place: Place) -> Hit:
    covered, said = facts.directory.path(prosecutor, "jurisdictions"), state(prosecutor.jurisdictions)
    fields = {**about, "prosecutor": prosecutor.id, "covers": prosecutor.jurisdictions}
    cause = ("elsewhere", said.name)
    if said is State.UNKNOWN:
        return Hit(path=covered, state=said, variant="covers_unknown", fields=fields, places=(place,), cause=cause)
    variant = "elsewhere" if said is State.STATED else "nowhere"
    at, marks = (*_PROSECUTION, "prosecutor"), (Place(covered, "covers"), place)
    return Hit(path=at, state=said, variant=variant, fields=fields, places=marks, cause=cause)


_CUSTODY_POWERS = frozenset({"seize", "search", "arrest"})


def custodian_not_investigating_authority(facts: Facts) -> Iterator[Outcome]:
    """Exhibits stay with the authority that investigates, and it must have the power to take them."""
    evidence = facts.plan.evidence
    for name, value in (("custodian", evidence.custodian), ("investigating_authority", evidence.investigating_authority)):
        if not isinstance(value, str):
            yield Hit(path=("evidence", name), fields={"missing": name}, state=state(value), cause=("missing",))
    if not isinstance(evidence.custodian, str):
        return
    custodian = facts.directory.organisation_of(evidence.custodian)
    fields: dict[str, FieldValue] = {
        "custodian": evidence.custodian,
        "organisation": custodian.id if custodian else "",
        "authority": str(evidence.investigating_authority),
    }
    if custodian is None:
        path = facts.directory.path(facts.directory.personnel[evidence.custodian], "org")
        yield Hit(path=path, variant="organisation_unknown", fields=fields, state=State.UNKNOWN)
    elif isinstance(evidence.investigating_authority, str) and custodian.id != evidence.investigating_authority:
        place = Place(("evidence", "investigating_authority"), "authority")
        yield Hit(path=("evidence", "custodian"), fields=fields, places=(place,))
    else:
        yield from _powerless(facts, custodian, fields)


def _powerless(facts: Facts, custodian: Organisation, fields: dict[str, FieldValue]) -> Iterator[Hit]:
    if not _CUSTODY_POWERS.isdisjoint(custodian.powers):
        return
    said = state(custodian.powers)
    variant = {State.NOT_STATED: "powers_not_stated", State.UNKNOWN: "powers_unknown"}.get(said, "no_powers")
    powers = facts.directory.path(custodian, "powers")
    if said is State.UNKNOWN:
        yield Hit(path=powers, variant=variant, fields=fields, state=said)
    else:
        yield Hit(path=("evidence", "custodian"), variant=variant, fields=fields, state=said, places=(Place(powers, "powers"),))


def chain_of_custody_broken(facts: Facts) -> Iterator[Outcome]:
    """Every exhibit has a written way, and only those who may take it have it in their hands."""
    evidence = facts.plan.evidence
    papers = {name: state(getattr(evidence.chain_of_custody, name)) for name in ("procedure", "log")}
    for said in dict.fromkeys(papers.values()):
        missing = tuple(name for name in papers if papers[name] is said)
        if said is not State.STATED:
            yield Hit(path=("evidence", "chain_of_custody", missing[0]), state=said, fields={"missing": missing})
    if (said := state(evidence.handlers)) in _WORDS:
        yield NotEvaluated("handlers_open", ("evidence", "handlers"), {"replace": _WORDS[said].replace("_", " ")})
    for index, name in enumerate(evidence.handlers):
        yield from _wrong_hands(facts, facts.directory.personnel[name], ("evidence", "handlers", index))


def _wrong_hands(facts: Facts, person: Personnel, at: Path) -> Iterator[Hit]:
    organisation = facts.directory.organisation_of(person.id)
    mark, fields = Place(at, "handler"), {"handler": person.id}
    if organisation is None:
        path, unknown = facts.directory.path(person, "org"), {"organisation": "", "what": "org"}
        yield Hit(path=path, state=State.UNKNOWN, variant="handler_unknown", fields={**fields, **unknown}, places=(mark,))
        return
    authority = known(facts.plan.evidence.investigating_authority)
    if organisation.id == authority or organisation.kind == "health_provider":
        return
    if facts.roles.is_state_le(organisation) and "seize" in organisation.powers:
        return
    more: dict[str, FieldValue] = {**fields, "organisation": organisation.id, "authority": authority or ""}
    unclear = _unclear(facts, organisation)
    if unclear is not None:
        path = facts.directory.path(organisation, unclear)
        more |= {"what": unclear}
        yield Hit(path=path, state=State.UNKNOWN, variant="organisation_unclear", fields=more, places=(mark,), cause=(organisation.id,))
        return
    kind = facts.directory.path(organisation, "kind")
    variant = _outsider(facts, organisation, authority)
    yield Hit(path=at, variant=variant, fields=more, places=(Place(kind, "kind"),), cause=(organisation.id, "hands"))


def _unclear(facts: Facts, organisation: Organisation) -> str | None:
    """What would have to be known of an organisation to tell whether its people may handle evidence."""
    if state(organisation.kind) is State.UNKNOWN:
        return "kind"
    return "powers" if facts.roles.is_state_le(organisation) and state(organisation.powers) is State.UNKNOWN else None


def _outsider(facts: Facts, organisation: Organisation, authority: str | None) -> str:
    if facts.roles.is_state_le(organisation):
        return "seize_not_stated" if state(organisation.powers) is State.NOT_STATED else "no_seize"
    return "outsider" if authority else "outsider_anyway"


def no_route_to_accountability(facts: Facts) -> Iterator[Outcome]:
    """A plan in which nobody is arrested, or in which only survivors' words speak, costs the traffickers nothing."""
    prosecution = facts.plan.legal.prosecution
    # A prosecutor who has taken the case up and has evidence of its own decides on arrests; the plan need not.
    taken_up = known(prosecution.prosecutor) is not None and known(prosecution.engaged_on) is not None and prosecution.independent_evidence
    for name in ("arrest_plan", "independent_evidence"):
        said = state(getattr(prosecution, name))
        if said is not State.STATED and not (name == "arrest_plan" and taken_up and said is not State.UNKNOWN):
            variant = f"{name}_{_WORDS.get(said, 'none')}"
            yield Hit(path=(*_PROSECUTION, name), state=said, variant=variant)


def witness_protection_missing(facts: Facts) -> Iterator[Outcome]:
    """Whoever gives evidence needs somebody who protects them; where traffickers are armed or officials complicit, that comes first."""
    protection = facts.plan.legal.prosecution.witness_protection
    phases = tuple(phase.id for phase in facts.calendar.having("interview_evidential"))
    danger = tuple(_danger(facts))
    degree = "danger" if danger else ""
    for name, value in (("planned", protection.planned), ("by", protection.by)):
        said = state(value)
        if said is not State.STATED:
            variant = f"{name}_{_WORDS.get(said, 'none')}{'_danger' if danger else ''}"
            at = (*_PROSECUTION, "witness_protection", name)
            yield Hit(path=at, state=said, variant=variant, fields={"phases": phases}, degree=degree, places=danger)
            return


def _danger(facts: Facts) -> Iterator[Place]:
    """What makes reprisals likely: weapons that are confirmed, officials who may be part of it."""
    for armed in (*facts.plan.situation.premises, *facts.plan.parties.suspects):
        if armed.armed == "confirmed":
            yield Place(facts.directory.path(armed, "armed"), "armed")
    complicity = facts.plan.situation.official_complicity
    if known(complicity.level) in ("suspected", "confirmed"):
        yield Place(("situation", "official_complicity", "level"), "complicity")
    for organisation in facts.plan.organisations:
        if facts.roles.is_state_body(organisation) and facts.roles.is_compromised(organisation):
            yield Place(facts.roles.complicity_of(organisation)[1], "complicity")
