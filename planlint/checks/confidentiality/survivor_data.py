"""Survivors' pictures and data: who may use them, how they are kept, to whom they go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from planlint.facts import Facts
from planlint.facts.roles import leads_or_supports
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.care import ConsentStage
from planlint.plan.codes import REFUGEES
from planlint.plan.conduct import Sharing
from planlint.plan.people import Group
from planlint.plan.states import State, known, state
from planlint.plan.values import Duration, add_months
from planlint.source.document import Path

_IMAGERY: Path = ("media", "imagery_of_survivors")
_FUNDRAISING: Path = ("media", "fundraising_use")


def survivor_imagery_without_consent(facts: Facts) -> Iterator[Outcome]:
    """Pictures and stories of survivors are theirs: asked late, freely, by nobody who earns by them, and of children never."""
    media = facts.plan.media
    if media.imagery_of_survivors == "permitted":
        yield Hit(path=_IMAGERY, variant="permitted")
    elif state(media.imagery_of_survivors) in (State.NOT_STATED, State.UNKNOWN):
        yield NotEvaluated("imagery_unknown", _IMAGERY)
    if state(media.fundraising_use) is State.UNKNOWN:
        yield NotEvaluated("fundraising_unknown", _FUNDRAISING)
    uses: list[Path] = [_IMAGERY] if media.imagery_of_survivors == "consented_non_identifying" else []
    if media.fundraising_use is True:
        uses.append(_FUNDRAISING)
    if not uses:
        return
    if facts.people.children:
        yield Hit(path=uses[0], variant="children", places=(*_also(uses), *_children(facts)))
    else:
        yield from _without_consent(facts, uses)


def _also(uses: Sequence[Path]) -> Iterator[Place]:
    return (Place(path, "use") for path in uses[1:])


def _children(facts: Facts) -> Iterator[Place]:
    """Where the plan says, or leaves open, that there are children."""
    groups = [group for group in facts.plan.population.groups if facts.people.has_minors(group)]
    yield from (Place(facts.directory.path(group), "children") for group in groups)
    if not groups:
        yield Place(("children", "expected"), "children")


class _Lack(NamedTuple):
    """What keeps a consent stage from covering pictures and stories: the condition, where it stands, and the value there."""

    condition: str
    path: Path
    value: object


def _without_consent(facts: Facts, uses: Sequence[Path]) -> Iterator[Outcome]:
    stages = [stage for stage in facts.plan.consent.stages if stage.purpose == "media"]
    if not stages:
        yield _nobody_asks(facts, uses)
        return
    since = facts.recovery_period.ends_after(facts.recovery_period.stated_days)
    if since is None:
        yield NotEvaluated("recovery_time_unknown", ("phases",))
    lacks = [(stage, _lacks(facts, stage, since)) for stage in stages]
    stage, missing = min(lacks, key=lambda each: len(each[1]))
    if missing:
        fields: dict[str, FieldValue] = {"stage": stage.id, "days": facts.recovery_period.stated_days, "since": str(since)}
        yield _lacking(Hit(path=uses[0], fields=fields, places=tuple(_also(uses))), missing)


def _nobody_asks(facts: Facts, uses: Sequence[Path]) -> Hit:
    stages = facts.plan.consent.stages
    unclear: Path | None = ("consent", "stages") if state(stages) is State.UNKNOWN else None
    for stage in stages:
        if state(stage.purpose) is State.UNKNOWN:
            unclear = facts.directory.path(stage, "purpose")
            break
    marks = tuple(Place(path, "use") for path in uses)
    if unclear is not None:
        return Hit(path=unclear, variant="stage_unknown", state=State.UNKNOWN, places=marks)
    return Hit(path=uses[0], variant="no_stage", places=marks[1:])


def _lacking(hit: Hit, missing: Sequence[_Lack]) -> Hit:
    """The first thing that is missing speaks; one unknown value stands for itself, so that its owner can close it."""
    first = missing[0]
    if len(missing) == 1 and state(first.value) is State.UNKNOWN:
        places = (Place(hit.path, "use"), *hit.places)
        return Hit(path=first.path, variant=first.condition, state=State.UNKNOWN, fields=hit.fields, places=places)
    marks = tuple(Place(lack.path, lack.condition) for lack in missing)
    return Hit(path=hit.path, variant=first.condition, fields=hit.fields, places=(*marks, *hit.places))


def _lacks(facts: Facts, stage: ConsentStage, since: dt.date | None) -> list[_Lack]:
    at = facts.directory.path(stage)
    found = [] if stage.revocable is True else [_Lack("irrevocable", (*at, "revocable"), stage.revocable)]
    name = known(stage.phase)
    if name is None:
        found.append(_Lack("phase_unclear", (*at, "phase"), stage.phase))
    elif since is not None:
        phase = facts.directory.phases[name]
        start = known(phase.start)
        if start is None:
            found.append(_Lack("phase_unclear", facts.directory.path(phase, "start"), phase.start))
        elif facts.calendar.day(start) < since:
            found.append(_Lack("too_early", facts.directory.path(phase, "start"), start))
    organisation = None if known(stage.obtained_by) is None else facts.directory.organisation_of(str(stage.obtained_by))
    if organisation is None:
        found.append(_asker_unclear(facts, stage))
    elif organisation.id in _fundraisers(facts):
        found.append(_Lack("by_fundraiser", (*at, "obtained_by"), stage.obtained_by))
    return found


def _asker_unclear(facts: Facts, stage: ConsentStage) -> _Lack:
    name = known(stage.obtained_by)
    if name is None:
        return _Lack("by_unclear", facts.directory.path(stage, "obtained_by"), stage.obtained_by)
    person = facts.directory.personnel[name]
    return _Lack("by_unclear", facts.directory.path(person, "org"), person.org)


def _fundraisers(facts: Facts) -> frozenset[str]:
    """Who raises funds: whom the budget pays for it, else the lead where pictures or stories raise funds."""
    paid = (known(line.payee) for line in facts.plan.finance.lines if line.category == "media_fundraising")
    found = {organisation.id for name in paid if name and (organisation := facts.directory.organisation_of(name))}
    lead = known(facts.plan.plan.lead)
    if not found and lead and facts.plan.media.fundraising_use is True:
        found.add(lead)
    return frozenset(found)


_DATA: Path = ("data_protection",)
_NEEDED = ("controller", "legal_basis", "retention", "encrypted")
_ANY_DAY = dt.date.min
"""Whole years have about the same length from any day."""


def no_data_protection_plan(facts: Facts, *, longest_years: int) -> Iterator[Outcome]:
    """Data of survivors need somebody who answers for them, a basis, an end, and a lock."""
    data = facts.plan.data_protection
    for name in _NEEDED:
        value = getattr(data, name)
        if known(value) is None or value is False:
            yield Hit(path=(*_DATA, name), state=state(value), fields={"missing": name}, cause=("missing",))
    if data.absence is not None:
        return
    if data.pseudonymised is not True:
        said = state(data.pseudonymised)
        variant = {State.NOT_STATED: "names_not_stated", State.UNKNOWN: "names_unknown"}.get(said, "names_kept")
        yield Hit(path=(*_DATA, "pseudonymised"), variant=variant, state=said)
    kept = known(data.retention)
    if kept is not None and _is_too_long(kept, known(facts.plan.plan.prepared_on) or _ANY_DAY, longest_years):
        yield Hit(path=(*_DATA, "retention"), variant="long", fields={"retention": kept.text})


def _is_too_long(kept: Duration, since: dt.date, years: int) -> bool:
    return kept.after(since) > add_months(since, 12 * years)


_CONSULAR = frozenset({"border_immigration", "embassy_consulate"})


def data_sharing_without_basis(facts: Facts) -> Iterator[Outcome]:
    """Data of survivors go to nobody without a written agreement, a consent or a duty, and never to those who could harm them by it."""
    sharing = facts.plan.data_protection.sharing
    if state(sharing) is State.UNKNOWN:
        yield NotEvaluated("receiver_unknown", (*_DATA, "sharing"))
    for index, entry in enumerate(sharing):
        at: Path = (*_DATA, "sharing", index)
        recipient = facts.directory.organisations[entry.with_]
        fields: dict[str, FieldValue] = {"organisation": recipient.id, "kind": str(known(recipient.kind) or "unknown")}
        if known(entry.agreement) is None:
            said = state(entry.agreement)
            variant = {State.NOT_STATED: "agreement_not_stated", State.UNKNOWN: "agreement_unknown"}.get(said, "no_agreement")
            yield Hit(path=(*at, "agreement"), variant=variant, state=said, fields=fields)
        yield from _basis(facts, entry, at, fields)
        yield from _wrong_recipient(facts, entry, (*at, "with"), fields)


def _basis(facts: Facts, entry: Sharing, at: Path, fields: Mapping[str, FieldValue]) -> Iterator[Outcome]:
    """Consent to sharing, or a duty by law. A duty alone does not open the way to consulates and immigration authorities."""
    kind = facts.directory.organisations[entry.with_].kind
    consular = kind in _CONSULAR
    if state(kind) is State.UNKNOWN:
        yield NotEvaluated(
            "receiver_kind_unknown", facts.directory.path(facts.directory.organisations[entry.with_], "kind"), {"with": entry.with_}
        )
    if known(entry.legal_duty) is not None and not consular:
        return
    stage = facts.directory.stages.get(str(known(entry.consent)))
    if stage is not None and stage.purpose in ({"return", "data_sharing"} if consular else {"data_sharing"}):
        return
    path, prefix = (*at, "consent"), "consular_" if consular else ""
    if stage is not None and state(stage.purpose) is State.UNKNOWN:
        path = facts.directory.path(stage, "purpose")
        yield Hit(path=path, variant=f"{prefix}purpose_unknown", state=State.UNKNOWN, fields={**fields, "stage": stage.id})
    elif stage is not None:
        mark = Place(facts.directory.path(stage, "purpose"), "purpose")
        more = {**fields, "stage": stage.id, "purpose": str(stage.purpose)}
        yield Hit(path=path, variant=f"{prefix}other_purpose", fields=more, places=(mark,))
    elif not consular and state(entry.consent) is not State.UNKNOWN and state(entry.legal_duty) is State.UNKNOWN:
        yield Hit(path=(*at, "legal_duty"), variant="basis_unknown", state=State.UNKNOWN, fields=fields)
    else:
        said = state(entry.consent)
        variant = {State.NOT_STATED: "basis_not_stated", State.UNKNOWN: "basis_unknown"}.get(said, "no_basis")
        yield Hit(path=path, variant=f"{prefix}{variant}", state=said, fields=fields)


def _wrong_recipient(facts: Facts, entry: Sharing, at: Path, fields: Mapping[str, FieldValue]) -> Iterator[Outcome]:
    recipient = facts.directory.organisations[entry.with_]
    shared: tuple[FieldValue, ...] = (recipient.id,)
    if facts.roles.is_compromised(recipient):
        level, said = facts.roles.complicity_of(recipient)
        place = Place(said, "complicity")
        yield Hit(path=at, variant="compromised", fields={**fields, "level": level}, places=(place,), cause=shared)
    if recipient.kind in _CONSULAR:
        for group in _unadvised_refugees(facts, entry):
            place = Place(facts.directory.path(group, "nationality"), "refugees")
            yield Hit(path=at, variant="refugees", fields={**fields, "group": group.id}, places=(place,), cause=shared)
    gifts = [fund for fund in facts.plan.finance.funding if fund.source == recipient.id]
    if gifts and not _takes_part(facts, recipient.id):
        marks = tuple(Place(facts.directory.path(fund, "source"), "funding") for fund in gifts)
        yield Hit(path=at, variant="funder", fields=fields, places=marks, cause=shared)


def _unadvised_refugees(facts: Facts, entry: Sharing) -> Iterator[Group]:
    """Refugees whose data may be among those shared, and whom nobody independent advises by the time when they are asked.

    Who is asked, and when, is in the phase of the consent; without one, anybody's data may go at any time.
    """
    stage = facts.directory.stages.get(str(known(entry.consent)))
    phase = facts.directory.phases.get(str(known(stage.phase))) if stage is not None else None
    asked = facts.calendar.first_day(phase) if phase is not None else None
    for group in facts.plan.population.groups if phase is None else facts.people.in_phase(phase):
        advisers = [each for each in facts.legal_aid.independent_legal_aid if facts.people.is_served(group, each)]
        opens = [known(each.available.from_) for each in advisers]
        in_time = any(day is None or asked is None or day <= asked for day in opens)
        if group.nationality in REFUGEES and not in_time:
            yield group


def _takes_part(facts: Facts, name: str) -> bool:
    """Whether an organisation is responsible, supports, provides or receives people; giving money is no part in the work."""
    plan = facts.plan
    return (
        any(leads_or_supports(name, phase) for phase in plan.phases)
        or any(service.provider == name for service in plan.services)
        or any(route.receiving == name for route in plan.returns.routes)
    )
