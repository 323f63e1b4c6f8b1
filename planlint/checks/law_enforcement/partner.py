"""Law enforcement and legality: who may enter, on what authority, at whose invitation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from planlint.errors import CannotJudge
from planlint.facts import Facts
from planlint.facts.calendar import through
from planlint.facts.roles import ENTRY_POWERS, covers, overlap
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.codes import REFUGEES
from planlint.plan.people import Organisation, Personnel
from planlint.plan.phases import Phase
from planlint.plan.states import State, known, state
from planlint.source.document import Path


def no_local_law_enforcement_partner(facts: Facts) -> Iterator[Outcome]:
    """Somebody who may lawfully enter or inspect, and can be trusted, must cover the place."""
    roles, countries = facts.roles, facts.roles.countries
    if roles.trusted_le:
        return
    places = facts.plan.situation.jurisdictions
    if not countries:
        yield Hit(path=("situation", "jurisdictions"), state=state(places), variant="no_place")
        return
    fields: dict[str, FieldValue] = {"jurisdictions": places}
    unsaid = [each for each in facts.plan.organisations if roles.is_local(each) and state(each.powers) in _UNSAID]
    trusted = [organisation for organisation in unsaid if not roles.is_compromised(organisation)]
    for organisation in trusted:
        said, path = state(organisation.powers), facts.directory.path(organisation, "powers")
        yield Hit(path=path, state=said, fields=fields | {"organisation": organisation.id}, cause=(said.name,))
    if roles.local_le and not trusted:
        names = tuple(organisation.id for organisation in roles.local_le)
        marks = tuple(Place(roles.complicity_of(organisation)[1], "complicity") for organisation in roles.local_le)
        yield Hit(path=("organisations",), part="key", variant="compromised", fields=fields | {"organisation": names}, places=marks)
    elif not trusted:
        yield _nearest_authority(facts, fields)


def _nearest_authority(facts: Facts, fields: Mapping[str, FieldValue]) -> Hit:
    """Nobody may enter there: the authorities that come nearest, for want of a power or of the place."""
    roles = facts.roles
    near = [each for each in facts.plan.organisations if roles.is_state_le(each) and not roles.is_compromised(each)]
    powerless = [each for each in near if roles.is_local(each)]
    distant = [each for each in near if each.country in roles.countries and not ENTRY_POWERS.isdisjoint(each.powers)]
    narrower = [
        each for each in distant if any(overlap(one, place) for one in each.jurisdictions for place in facts.plan.situation.jurisdictions)
    ]
    if not powerless and narrower:
        marks = tuple(Place(facts.directory.path(each, "jurisdictions"), "jurisdictions") for each in narrower)
        covered = tuple(dict.fromkeys(place for each in narrower for place in each.jurisdictions))
        more = {**fields, "organisation": tuple(each.id for each in narrower), "covers": covered}
        return Hit(path=("situation", "jurisdictions"), variant="too_wide", fields=more, places=marks)
    variant, field, nearest = ("powerless", "powers", powerless) if powerless else ("elsewhere", "jurisdictions", distant)
    marks = tuple(Place(facts.directory.path(each, field), field) for each in nearest)
    more = {**fields, "organisation": tuple(each.id for each in nearest)}
    return Hit(path=("organisations",), part="key", variant=variant if nearest else "default", fields=more, places=marks)


_UNSAID = {State.NOT_STATED: "not_stated", State.UNKNOWN: "unknown"}


def law_enforcement_partner_on_paper(facts: Facts) -> Iterator[Outcome]:
    """A trusted authority must take part in an entry; where no phase is one, in some phase at all."""
    phases = facts.calendar.entry or facts.plan.phases
    trusted = facts.roles.trusted_le
    if any(phase.id in facts.uses.phases_with(each.id) for each in trusted for phase in phases):
        return
    fields = {"organisation": tuple(each.id for each in trusted), "phases": tuple(phase.id for phase in phases)}
    gaps = tuple(dict.fromkeys(_unknown_parts(facts, phases)))
    for gap in gaps:
        yield Hit(path=gap, state=State.UNKNOWN, fields=fields, cause=("unknown",))
    if not gaps:
        variant = "default" if facts.calendar.entry else "no_phase"
        marks = tuple(Place(facts.directory.path(phase), "phase") for phase in facts.calendar.entry)
        for each in trusted:
            yield Hit(path=facts.directory.path(each), variant=variant, fields=fields, places=marks, cause=("paper",))


def _unknown_parts(facts: Facts, phases: Sequence[Phase]) -> Iterator[Path]:
    """Where the plan leaves open who leads, supports or staffs these phases."""
    for phase in phases:
        for field in ("responsible", "support"):
            if state(getattr(phase, field)) is State.UNKNOWN:
                yield facts.directory.path(phase, field)
        for person in facts.plan.personnel:
            if phase.id in person.phases and state(person.org) is State.UNKNOWN:
                yield facts.directory.path(person, "org")
    authorities = {each.id for each in facts.roles.trusted_le}
    for person in facts.plan.personnel:
        if state(person.phases) is State.UNKNOWN and (person.org in authorities or state(person.org) is State.UNKNOWN):
            yield facts.directory.path(person, "phases")


def compromised_authority_in_the_loop(facts: Facts) -> Iterator[Outcome]:
    """An organisation that may be part of the trafficking must have no part in the plan."""
    if facts.calendar.enforcement and _nobody_asked(facts):
        yield Hit(
            path=("situation", "official_complicity"), part="key", variant="not_asked", state=State.NOT_STATED, fields={"part": "not asked"}
        )
    for name, parts in facts.roles.involved.items():
        organisation = facts.directory.organisations[name]
        if not facts.roles.is_compromised(organisation):
            continue
        level, said = facts.roles.complicity_of(organisation)
        for part in parts:
            fields = {"organisation": name, "level": level, "part": part.word}
            yield Hit(path=part.path, fields=fields, places=(Place(said, "complicity"),), cause=(name,))


def _nobody_asked(facts: Facts) -> bool:
    """Whether the plan is silent on complicity, of officials as of each authority."""
    authorities = [each for each in facts.plan.organisations if facts.roles.is_state_body(each)]
    said = (facts.plan.situation.official_complicity, *(each.complicity for each in authorities))
    return all(state(each) is State.NOT_STATED for each in said)


_NEEDED: Mapping[str, frozenset[str]] = {
    "entry": frozenset({"enter", "inspect_workplace"}),
    "search": frozenset({"search", "inspect_workplace"}),
    "arrest": frozenset({"arrest"}),
}
_GO_INSIDE = frozenset({"enter", "search", "inspect_workplace"})
_SERVICE_ROLES = frozenset(
    {
        "search_witness", "social_worker", "case_manager", "psychologist", "interpreter", "legal_counsel", "child_protection_officer",
        "paramedic", "doctor", "nurse", "survivor_advisor", "volunteer",
    }
)  # fmt: skip
"""Roles that hold no power of entry by nature; where they stand is for RK105."""


def powers_without_authority(facts: Facts) -> Iterator[Outcome]:
    """Whoever enters, searches or arrests must hold the power to do it; so must everybody sent in with the entry."""
    hits = [hit for phase in facts.calendar.entry for hit in _responsible_without_power(facts, phase)]
    yield from hits
    told = {hit.path for hit in hits}
    for person in facts.plan.personnel:
        if person.role == "entry_officer" or (person.position == "entry" and person.role not in _SERVICE_ROLES):
            yield from (outcome for outcome in _staff_without_power(facts, person) if outcome.path not in told)


def _responsible_without_power(facts: Facts, phase: Phase) -> Iterator[Hit]:
    name = known(phase.responsible)
    organisation = facts.directory.organisations[name] if name else None
    helpers = [facts.directory.organisations[helper] for helper in phase.support]
    able = {activity: [organisation, *(helpers if activity == "arrest" else ())] for activity in _NEEDED if activity in phase.activities}
    missing = tuple(activity for activity, who in able.items() if not any(each and _holds(each, activity) for each in who))
    if not missing:
        return
    at = facts.directory.path(phase, "responsible")
    fields: dict[str, FieldValue] = {"phase": phase.id, "activity": missing}
    if organisation is None:
        yield Hit(path=at, state=State.UNKNOWN, variant="nobody", fields=fields)
        return
    said, held = state(organisation.powers), facts.directory.path(organisation, "powers")
    if missing == ("arrest",) and said not in _UNSAID and (path := _unknown_helper(facts, phase)) is not None:
        fields |= {"organisation": organisation.id}
        yield Hit(path=path, state=State.UNKNOWN, variant="helper_unknown", fields=fields, places=(Place(at, "responsible"),))
        return
    fields |= {"organisation": organisation.id, "basis": "stated" if known(organisation.powers_basis) else "not stated"}
    variant = _UNSAID.get(said, "default")
    if candidate := _candidate(facts, phase, missing):
        variant = f"{variant}_candidate"
        fields |= {"candidate": candidate.id, "possible": tuple(each for each in missing if _holds(candidate, each))}
    if said in _UNSAID:
        yield Hit(path=held, state=said, variant=variant, fields=fields, places=(Place(at, "responsible"),), cause=(organisation.id,))
    else:
        yield Hit(path=at, state=said, variant=variant, fields=fields, places=(Place(held, "powers"),))


def _unknown_helper(facts: Facts, phase: Phase) -> Path | None:
    """Where the plan leaves open whether a supporter may arrest."""
    if state(phase.support) is State.UNKNOWN:
        return facts.directory.path(phase, "support")
    helpers = (facts.directory.organisations[name] for name in phase.support)
    unclear = next((each for each in helpers if state(each.powers) is State.UNKNOWN), None)
    return None if unclear is None else facts.directory.path(unclear, "powers")


def _holds(organisation: Organisation, activity: str) -> bool:
    return not _NEEDED[activity].isdisjoint(organisation.powers)


def _candidate(facts: Facts, phase: Phase, missing: Sequence[str]) -> Organisation | None:
    """The trusted local authority at the phase's premises with the power for most of what is missing."""
    places = [place for name in phase.premises if (place := known(facts.directory.premises[name].jurisdiction))]

    def possible(authority: Organisation) -> int:
        return sum(_holds(authority, activity) for activity in missing)

    there = [each for each in facts.roles.trusted_le if all(covers(each.jurisdictions, place) for place in places)]
    return max(filter(possible, there), key=possible, default=None)


def _staff_without_power(facts: Facts, person: Personnel) -> Iterator[Outcome]:
    name = known(person.org)
    organisation = facts.directory.organisations[name] if name else None
    if organisation is not None and not _GO_INSIDE.isdisjoint(organisation.powers):
        return
    if state(person.phases) is State.UNKNOWN:
        yield NotEvaluated("phases_unknown", facts.directory.path(person, "phases"), {"person": person.id})
        return
    phases = tuple(phase.id for phase in facts.calendar.entry if phase.id in person.phases)
    if not phases:
        return
    here = facts.directory.path(person)
    fields: dict[str, FieldValue] = {"person": person.id, "phase": phases}
    if organisation is None:
        yield Hit(path=(*here, "org"), state=State.UNKNOWN, variant="staff_unknown", fields=fields | {"what": "org"})
        return
    powers, said = facts.directory.path(organisation, "powers"), state(organisation.powers)
    fields |= {"organisation": organisation.id}
    shared: tuple[FieldValue, ...] = (organisation.id, "staff")
    if said is State.UNKNOWN:
        marks = (Place(here, "person"),)
        yield Hit(path=powers, state=said, variant="staff_unknown", fields=fields | {"what": "powers"}, places=marks, cause=shared)
    elif said is State.NOT_STATED:
        yield Hit(path=powers, state=said, variant="staff_not_stated", fields=fields, places=(Place(here, "person"),), cause=shared)
    elif state(person.role) is State.UNKNOWN:
        yield Hit(path=(*here, "role"), state=State.UNKNOWN, variant="staff_unknown", fields=fields | {"what": "role"})
    else:
        yield Hit(path=here, state=said, variant="staff", fields=fields, places=(Place(powers, "powers"),), cause=shared)


_HOST: Path = ("legal", "host_state")


def uninvited_foreign_operation(facts: Facts) -> Iterator[Outcome]:
    """A foreign lead needs the invitation of a trusted body of the state, for as long as it leads."""
    lead = facts.directory.organisations[str(facts.plan.plan.lead)]
    if _brings_own_citizens_home(facts, lead):
        return
    fields: dict[str, FieldValue] = {"lead": lead.id, "country": str(lead.country), "countries": tuple(sorted(facts.roles.countries))}
    hit = _invitation_missing(facts, fields) or _inviter_unfit(facts, fields) or _invitation_ends(facts, lead.id, fields)
    if hit is not None:
        calendar = facts.calendar
        intrusive = calendar.entry or calendar.recovery or calendar.having("covert", "surveillance", "controlled_purchase")
        yield hit if intrusive else replace(hit, degree="unintrusive")


def _brings_own_citizens_home(facts: Facts, lead: Organisation) -> bool:
    """Whether a state helps its own citizens abroad, and enters and watches nobody (Vienna Convention on Consular Relations, article 5).

    A ministry needs somebody of the host country beside it; an embassy is there.
    """
    groups = facts.plan.population.groups
    if not groups or any(known(group.nationality) != lead.country for group in groups) or lead.country in REFUGEES:
        return False
    if facts.calendar.entry or facts.calendar.having("covert", "surveillance", "controlled_purchase"):
        return False
    if lead.kind == "embassy_consulate":
        return True
    names = {name for phase in facts.plan.phases for name in (known(phase.responsible), *phase.support) if name}
    hosted = any(facts.directory.organisations[name].country in facts.roles.countries for name in names)
    return facts.roles.is_state_body(lead) and not facts.roles.is_coercive(lead) and hosted


def _invitation_missing(facts: Facts, fields: Mapping[str, FieldValue]) -> Hit | None:
    value = facts.plan.legal.host_state.invitation
    invitation, at = known(value), (*_HOST, "invitation")
    if invitation in ("invited", "requested_by_host"):
        return None
    if invitation == "notified":
        return Hit(path=at, variant="notified", fields=fields)
    return Hit(path=at, state=state(value), fields={**fields, "invitation": str(invitation)})


def _inviter_unfit(facts: Facts, fields: Mapping[str, FieldValue]) -> Hit | None:
    by, at = facts.plan.legal.host_state.by, (*_HOST, "by")
    name = known(by)
    if name is None:
        said = state(by)
        return Hit(path=at, state=said, variant="inviter_unknown" if said is State.UNKNOWN else "inviter_not_stated", fields=fields)
    inviter = facts.directory.organisations[name]
    more = {**fields, "inviter": name}
    for what in ("country", "kind"):
        if state(getattr(inviter, what)) is State.UNKNOWN:
            path = facts.directory.path(inviter, what)
            return Hit(path=path, state=State.UNKNOWN, variant="inviter_unclear", fields={**more, "what": what}, places=(Place(at, "by"),))
    if inviter.country not in facts.roles.countries or not facts.roles.is_state_body(inviter):
        more |= {"kind": str(inviter.kind), "seat": str(inviter.country)}
        return Hit(path=at, variant="inviter_not_competent", fields=more, places=(Place(facts.directory.path(inviter), "inviter"),))
    if facts.roles.is_compromised(inviter):
        level, said_at = facts.roles.complicity_of(inviter)
        return Hit(path=at, variant="inviter_compromised", fields={**more, "level": level}, places=(Place(said_at, "complicity"),))
    return None


def _invitation_ends(facts: Facts, lead: str, fields: Mapping[str, FieldValue]) -> Hit | None:
    """An invitation that ends before the lead's last phase does; one whose end is not stated is for TM106."""
    until = through(facts.plan.legal.host_state.valid_until)
    if until is None or until == dt.date.max:
        return None
    led = [phase for phase in facts.plan.phases if phase.responsible == lead]
    ends = {phase.id: end for phase in led if (end := facts.calendar.last_day(phase)) is not None}
    last = max(ends, key=lambda name: ends[name], default="")
    if last and ends[last] > until:
        more = {**fields, "until": until.isoformat(), "phase": last, "end": ends[last].isoformat()}
        mark = Place(facts.directory.path(facts.directory.phases[last], "end"), "end")
        return Hit(path=(*_HOST, "valid_until"), variant="ends_early", fields=more, places=(mark,))
    for phase in led:
        if phase.id not in ends:
            raise CannotJudge(facts.directory.path(phase, "end"), "is unknown")
    return None


def partner_without_agreement(facts: Facts) -> Iterator[Outcome]:
    """Whoever takes part beside the lead needs a mandate, a memorandum or a contract; LE103 speaks of the compromised."""
    lead = known(facts.plan.plan.lead)
    if lead is None:
        yield NotEvaluated("lead_unknown", ("plan", "lead"))
        return
    for name, parts in facts.roles.involved.items():
        organisation = facts.directory.organisations[name]
        said = state(organisation.agreement.type)
        if said is State.STATED or name == lead or organisation.kind == "business" or facts.roles.is_compromised(organisation):
            continue
        if state(organisation.kind) is State.UNKNOWN:
            yield NotEvaluated("kind_unknown", facts.directory.path(organisation, "kind"), {"name": name})
            continue
        fields: dict[str, FieldValue] = {"organisation": name, "parts": tuple(part.word for part in parts)}
        yield Hit(path=facts.directory.path(organisation, "agreement", "type"), state=said, fields=fields)


def no_legal_theory_or_counsel(facts: Facts) -> Iterator[Outcome]:
    """A plan says which law is broken, and who knows that law."""
    enforcement = facts.calendar.enforcement
    said = state(facts.plan.legal.offences)
    if enforcement and said is not State.STATED:
        yield Hit(path=("legal", "offences"), variant=f"offence_{_word(said)}", state=said)
    hit = _counsel_missing(facts)
    if hit is not None:
        yield hit if enforcement else replace(hit, degree="without_enforcement")


def _word(said: State) -> str:
    return _UNSAID.get(said, "none")


def _counsel_missing(facts: Facts) -> Hit | None:
    counsel, at = facts.plan.legal.local_counsel, ("legal", "local_counsel")
    name = known(counsel)
    if name is None:
        said = state(counsel)
        return Hit(path=at, variant=f"counsel_{_word(said)}", state=said)
    organisation = facts.directory.organisations[name]
    seat, mark = facts.directory.path(organisation, "country"), Place(at, "counsel")
    fields: dict[str, FieldValue] = {"counsel": name}
    if state(organisation.country) is State.UNKNOWN:
        return Hit(path=seat, variant="country_unknown", state=State.UNKNOWN, fields=fields, places=(mark,))
    if not facts.roles.countries:
        raise CannotJudge(("situation", "jurisdictions"), "is empty")
    if organisation.country in facts.roles.countries:
        return None
    fields |= {"country": str(organisation.country), "countries": tuple(sorted(facts.roles.countries))}
    return Hit(path=at, variant="counsel_foreign", fields=fields, places=(Place(seat, "seat"),))
