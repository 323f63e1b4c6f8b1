"""Safeguarding: protection of survivors from the team itself, and whether the team counts more than rescues."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planlint.facts import Facts
from planlint.facts.free_text import counts_removals, is_written_only
from planlint.facts.languages import primary, understood
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.conduct import ComplaintChannel, Indicator
from planlint.plan.people import Personnel
from planlint.plan.states import State, known, state
from planlint.plan.values import add_months
from planlint.source.document import Path

_COMPLAINTS: Path = ("safeguarding", "complaints")
_CHANNELS: Path = (*_COMPLAINTS, "channels")


def _missing_at(facts: Facts, *names: str) -> Path:
    """Where a value is missing: its own place, or that of the first section on the way to it that is absent."""
    value: object = facts.plan
    for depth, name in enumerate(names, start=1):
        value = getattr(value, name)
        if state(value) is not State.STATED:
            return names[:depth]
    return names


def no_safeguarding_or_psea(facts: Facts, *, review_months: int) -> Iterator[Outcome]:
    """A policy, rules against sexual exploitation and abuse, and somebody to turn to must be there before survivors are met."""
    policy, psea = facts.plan.safeguarding.policy, facts.plan.safeguarding.psea
    wanted = ((policy.ref, "policy", "ref"), (psea.principles, "psea", "principles"), (psea.focal_point, "psea", "focal_point"))
    for value, part, name in wanted:
        if known(value) is None:
            at, fields = _missing_at(facts, "safeguarding", part, name), {"missing": f"{part}.{name}"}
            yield Hit(path=at, part="key", state=state(value), fields=fields, cause=("missing",))
    if known(policy.ref) is not None:
        yield from _review(facts, review_months)


def _review(facts: Facts, months: int) -> Iterator[Outcome]:
    """A policy at which nobody has looked for long."""
    reviewed, start = known(facts.plan.safeguarding.policy.reviewed_on), known(facts.plan.plan.window.start)
    at: Path = ("safeguarding", "policy", "reviewed_on")
    if reviewed is None:
        yield NotEvaluated("review_unknown", at)
    elif start is None:
        yield NotEvaluated("start_unknown", ("plan", "window", "start"))
    elif add_months(reviewed, months) < start:
        fields: dict[str, FieldValue] = {"reviewed": reviewed.isoformat(), "start": start.isoformat(), "months": months}
        yield Hit(path=at, variant="old", fields=fields, places=(Place(("plan", "window", "start"), "start"),))


def complaints_not_usable(facts: Facts, *, acknowledged_days: int) -> Iterator[Outcome]:
    """Complaints need somebody to hear them who is no rescuer, in words that people have."""
    channels = facts.plan.safeguarding.complaints.channels
    if not channels:
        yield Hit(path=_missing_at(facts, *map(str, _CHANNELS)), part="key", state=state(channels))
        return
    yield from _run_by_rescuers(facts, channels)
    yield from _languages_missing(facts, channels)
    yield from _only_written(channels)
    days = known(facts.plan.safeguarding.complaints.ack_days)
    if days is not None and days > acknowledged_days:
        fields: dict[str, FieldValue] = {"days": days, "limit": acknowledged_days}
        yield Hit(path=(*_COMPLAINTS, "ack_days"), variant="slow", fields=fields)


def _run_by_rescuers(facts: Facts, channels: Sequence[ComplaintChannel]) -> Iterator[Outcome]:
    """Nobody but the lead and enforcing bodies listens, or nobody knows who else does."""
    lead = known(facts.plan.plan.lead)
    named = dict.fromkeys(name for channel in channels if (name := known(channel.run_by)))
    outside = [facts.directory.organisations[name] for name in named if name != lead]
    independent = [each for each in outside if each.kind is not State.UNKNOWN and not facts.roles.is_state_le(each)]
    if independent:
        if lead is None and len(independent) == 1:
            yield NotEvaluated("lead_unknown", ("plan", "lead"), {"independent": independent[0].id})
        return
    fields: dict[str, FieldValue] = {"runner": tuple(named), "lead": lead or "unknown"}
    gaps = [(*_CHANNELS, index, "run_by") for index, channel in enumerate(channels) if channel.run_by is State.UNKNOWN]
    gaps += [facts.directory.path(each, "kind") for each in outside if each.kind is State.UNKNOWN]
    if gaps:
        yield Hit(path=gaps[0], variant="runner_unknown", state=State.UNKNOWN, fields=fields)
        return
    first, *rest = [(*_CHANNELS, index, "run_by") for index in range(len(channels))]
    said, variant = (State.STATED, "runner") if named else (state(channels[0].run_by), "nobody_listens")
    yield Hit(path=first, variant=variant, state=said, fields=fields, places=tuple(Place(path, "runner") for path in rest))


def _languages_missing(facts: Facts, channels: Sequence[ComplaintChannel]) -> Iterator[Outcome]:
    """Languages of the people that no channel takes."""
    offered = {primary(tag) for channel in channels for tag in channel.languages}
    gap = next((index for index, channel in enumerate(channels) if state(channel.languages) is State.UNKNOWN), None)
    for group in facts.plan.population.groups:
        if state(group.languages) is not State.STATED or any(known(spoken.tag) is None for spoken in group.languages):
            at = facts.directory.path(group, "languages")
            yield NotEvaluated("languages_unknown", at, {"group": group.id})
        for index, spoken in enumerate(group.languages):
            tag = known(spoken.tag)
            if tag is None or not understood(spoken).isdisjoint(offered):
                continue
            fields: dict[str, FieldValue] = {"tag": tag, "group": group.id}
            mark = Place(facts.directory.path(group, "languages", index), "language")
            at, said = (_CHANNELS, State.STATED) if gap is None else ((*_CHANNELS, gap, "languages"), State.UNKNOWN)
            variant = "language" if gap is None else "language_unknown"
            yield Hit(path=at, part="key", variant=variant, state=said, fields=fields, places=(mark,), cause=("language",))


def _only_written(channels: Sequence[ComplaintChannel]) -> Iterator[Hit]:
    """Every way to complain asks people to write."""
    if all((kind := known(channel.type)) is not None and is_written_only(kind) for channel in channels):
        first, *rest = [(*_CHANNELS, index, "type") for index in range(len(channels))]
        yield Hit(path=first, variant="written", places=tuple(Place(path, "written") for path in rest))


def unvetted_or_untrained_contact(facts: Facts) -> Iterator[Outcome]:
    """Whoever meets survivors must be checked beforehand, and must know what trauma does."""
    contact = {phase.id for phase in facts.calendar.contact}
    for person in facts.plan.personnel:
        if state(person.phases) is State.UNKNOWN:
            at = facts.directory.path(person, "phases")
            yield NotEvaluated("phases_unknown", at, {"person": person.id})
        elif not contact.isdisjoint(person.phases):
            met = tuple(name for name in person.phases if name in contact)
            yield from _unfit_for_contact(facts, person, {"person": person.id, "phase": met})


def _unfit_for_contact(facts: Facts, person: Personnel, fields: dict[str, FieldValue]) -> Iterator[Hit]:
    vetting, trained, status = person.vetting, person.trained, person.vetting.status
    if status != "cleared":
        whole = state(vetting) is not State.STATED
        at = facts.directory.path(person, *(("vetting",) if whole else ("vetting", "status")))
        variant = "pending" if status == "pending" else ""
        yield Hit(path=at, variant=variant, state=state(status), fields=fields, cause=("vetting",))
    if "trauma_informed" not in trained:
        said = state(trained)
        variant = {State.NOT_STATED: "training_not_stated", State.UNKNOWN: "training_unknown"}.get(said, "untrained")
        at = facts.directory.path(person, "trained")
        yield Hit(path=at, variant=variant, state=said, fields=fields, cause=("training",))
    if person.role == "volunteer":
        at = facts.directory.path(person, "role")
        yield Hit(path=at, variant="volunteer", fields=fields, cause=("volunteer",))


_INDICATORS: Path = ("monitoring", "indicators")


def counts_rescues_only(facts: Facts) -> Iterator[Hit]:
    """Success is what became of people and what harm was done, not how many were taken out."""
    indicators = facts.plan.monitoring.indicators
    if not indicators:
        yield Hit(path=_missing_at(facts, *map(str, _INDICATORS)), part="key", state=state(indicators))
        return
    kinds = {known(each.kind) for each in indicators}
    told, harm = not kinds.isdisjoint({"outcome", "protection"}), "harm" in kinds
    fields: dict[str, FieldValue] = {"indicator": tuple(each.id for each in indicators)}
    if told and harm:
        yield from _only_removals(indicators, fields)
        return
    variant = "no_harm" if told else "no_outcome" if harm else "neither"
    gap = next((index for index, each in enumerate(indicators) if each.kind is State.UNKNOWN), None)
    if gap is not None:
        yield Hit(path=(*_INDICATORS, gap, "kind"), variant=f"{variant}_unknown", state=State.UNKNOWN, fields=fields)
        return
    yield Hit(path=_INDICATORS, part="key", variant=variant, fields=fields)


def _only_removals(indicators: Sequence[Indicator], fields: dict[str, FieldValue]) -> Iterator[Hit]:
    """All indicators count people taken out or arrests, whatever kind they claim to be."""
    if all((name := known(each.name)) is not None and counts_removals(name) for each in indicators):
        places = tuple(Place((*_INDICATORS, index, "name"), "count") for index in range(len(indicators)))
        yield Hit(path=_INDICATORS, part="key", variant="only_removals", fields=fields, places=places)
