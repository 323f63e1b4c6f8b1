"""Screening: victims are identified in private, with time for everybody, and the others are left in peace."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from planlint.errors import CannotJudge
from planlint.facts import Facts
from planlint.facts.calendar import DAY
from planlint.facts.languages import HELPERS, INTERPRETERS, speaks, understood
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.people import Group, Personnel, SpokenLanguage
from planlint.plan.phases import Phase
from planlint.plan.states import Section, State, known, state
from planlint.source.document import Path

_SCREENING: Path = ("identification", "screening")
_SAID = {State.NOT_STATED: "screening_not_stated", State.UNKNOWN: "screening_unknown"}


def no_screening_or_separation(facts: Facts) -> Iterator[Outcome]:
    """Everybody is heard alone, away from those who control them, against stated indicators, after the place is secure."""
    identification = facts.plan.identification
    screening, indicators = identification.screening, identification.indicators
    if screening.absence is not None:
        said = state(screening)
        yield Hit(path=_SCREENING, part="key", state=said, variant=_SAID.get(said, "screening_none"))
        return
    wanted = {"private_setting": screening.private_setting, "suspects_separated": screening.suspects_separated}
    yield from _not_true(_SCREENING, screening, wanted)
    if known(indicators) is None:
        yield _lacks(("identification", "indicators"), state(indicators), "indicators")
    yield from _wrong_screeners(facts)
    yield from _screened_during_entry(facts)


def _wrong_screeners(facts: Facts) -> Iterator[Hit]:
    """Somebody who is there and of no body that survivors may fear must screen; a law may give that to the police."""
    screening = facts.plan.identification.screening
    if not screening.done_by:
        return
    phase, at = _phase(facts), (*_SCREENING, "done_by")
    people = [facts.directory.personnel[name] for name in dict.fromkeys(screening.done_by)]
    there = [person for person in people if phase.id in person.phases or state(person.phases) is State.UNKNOWN]
    fields: dict[str, FieldValue] = {"phase": phase.id, "persons": tuple(person.id for person in people)}
    if not there:
        yield Hit(path=at, variant="screeners_elsewhere", fields=fields, places=(Place(facts.directory.path(phase), "screened"),))
    elif all(_is_feared(facts, person) for person in there):
        helpers = [each for each in facts.plan.personnel if each.role in HELPERS and phase.id in each.phases]
        by_law = known(screening.by_law) is not None and not all(_is_feared(facts, each) for each in helpers)
        yield Hit(path=at, variant="screeners_by_law" if by_law else "screeners_feared", fields=fields)


def _is_feared(facts: Facts, person: Personnel) -> bool:
    """Whether somebody comes from a body that survivors may fear."""
    organisation = facts.directory.organisation_of(person.id)
    return organisation is not None and facts.roles.is_coercive(organisation)


def no_pathway_for_non_victims(facts: Facts) -> Iterator[Hit]:
    """Whoever is not trafficked, or does not want to come, is free to go and is not arrested for what they are."""
    pathway = facts.plan.identification.non_victim_pathway
    wanted = {"free_to_leave": pathway.free_to_leave, "no_arrest_for_status": pathway.no_arrest_for_status}
    yield from _not_true(("identification", "non_victim_pathway"), pathway, wanted)


def _not_true(at: Path, section: Section, wanted: Mapping[str, object]) -> Iterator[Hit]:
    """What a section does not affirm; of a section that is absent, all of it at once."""
    if section.absence is not None:
        variant = "section_none" if state(section) is State.NONE else ""
        yield Hit(path=at, part="key", state=state(section), variant=variant, fields={"missing": tuple(wanted)})
        return
    for name, value in wanted.items():
        if value is not True:
            yield _lacks((*at, name), state(value), name)


def _lacks(path: Path, said: State, name: str) -> Hit:
    """Values of which the plan says nothing, or no, are one finding; each unknown may have an owner of its own."""
    return Hit(path=path, state=said, fields={"missing": name}, cause=() if said is State.UNKNOWN else (said.name,))


def _phase(facts: Facts) -> Phase:
    """The phase of the screening: the one that it names, else the only one with that activity."""
    name = facts.plan.identification.screening.phase
    if isinstance(name, str):
        return facts.directory.phases[name]
    possible = facts.calendar.having("screening")
    if len(possible) != 1:
        raise CannotJudge((*_SCREENING, "phase"), "is not known")
    return possible[0]


def _screened_during_entry(facts: Facts) -> Iterator[Outcome]:
    phase = _phase(facts)
    start = facts.calendar.start_of(phase)
    apart = facts.plan.identification.screening.suspects_separated is True
    for entry in facts.calendar.entry:
        if apart and {"entry", "arrest"}.isdisjoint(entry.activities):
            continue  # a search for papers disturbs nobody who is heard elsewhere
        end, together = facts.calendar.end_of(entry), _at_one_place(phase, entry)
        if together is False or (start is not None and end is not None and start >= end):
            continue
        if start is None or end is None:
            yield NotEvaluated(
                "screening_starts_before_ends_unknown", facts.directory.path(phase, "start"), {"phase": phase.id, "entry": entry.id}
            )
        elif together is None:
            yield NotEvaluated("starts_before_ends", facts.directory.path(phase), {"phase": phase.id, "entry": entry.id})
        else:
            yield _early(facts, phase, entry)


def _at_one_place(phase: Phase, entry: Phase) -> bool | None:
    """Whether people are screened where somebody enters; None where the plan does not say."""
    if phase is entry:
        return True
    kind = known(phase.location_kind)
    if kind is not None and kind != "premises":
        return False
    if phase.premises and entry.premises:
        return not set(phase.premises).isdisjoint(entry.premises)
    return True if kind == "premises" and not phase.premises else None


def _early(facts: Facts, phase: Phase, entry: Phase) -> Hit:
    start, end = known(phase.start), known(entry.end)
    assert start is not None
    assert end is not None
    one_day = phase is not entry and not any(isinstance(each, dt.datetime) for each in (start, end)) and start == end
    fields: dict[str, FieldValue] = {"phase": phase.id, "entry": entry.id, "start": _shown(start), "end": _shown(end)}
    return Hit(
        path=facts.directory.path(phase, "start"),
        variant="same_day" if one_day else "same_phase" if phase is entry else "early",
        fields=fields,
        places=(Place(facts.directory.path(entry, "end"), "ends"),),
    )


def _shown(moment: dt.date) -> str:
    return moment.isoformat(timespec="minutes") if isinstance(moment, dt.datetime) else moment.isoformat()


class _Screening(NamedTuple):
    """What a screening has to do and with whom: minutes for each person, hours of each screener or interpreter.

    ``usual`` are the hours a day of a phase that does not state its own.
    """

    phase: Phase
    minutes: int
    hours: int
    usual: int
    screeners: tuple[Personnel, ...]
    groups: tuple[Group, ...]


def screening_capacity_shortfall(facts: Facts, *, usual_hours: int, least_minutes: int) -> Iterator[Outcome]:
    """There must be time for everybody, with somebody who speaks their language."""
    plan = facts.plan.identification.screening
    minutes = known(plan.minutes_per_person)
    if minutes is None or not plan.done_by:
        yield NotEvaluated("screening_unknown", _SCREENING)
        return
    if minutes < least_minutes:
        yield Hit(path=(*_SCREENING, "minutes_per_person"), variant="too_short", fields={"minutes": minutes, "least": least_minutes})
    phase = _phase(facts)
    hours = _hours(facts, phase, usual_hours)
    screeners = tuple(facts.directory.personnel[name] for name in dict.fromkeys(plan.done_by))
    screening = _Screening(phase, minutes, hours, usual_hours, screeners, facts.people.in_phase(phase))
    yield from _too_few_screeners(facts, screening)
    yield from _too_few_interpreters(facts, screening)


def _hours(facts: Facts, phase: Phase, usual_hours: int) -> int:
    """Hours that one person works in a phase."""
    start, end = facts.calendar.start_of(phase), facts.calendar.end_of(phase)
    if start is None or end is None:
        raise CannotJudge(facts.directory.path(phase, "start" if start is None else "end"), "is unknown")
    if state(phase.hours_per_day) is State.UNKNOWN:
        raise CannotJudge(facts.directory.path(phase, "hours_per_day"), "is unknown")
    usual = usual_hours if state(phase.hours_per_day) in (State.NOT_STATED, State.NOT_APPLICABLE) else 0
    return (known(phase.hours_per_day) or usual) * max(math.ceil((end - start) / DAY), 0)


def _too_few_screeners(facts: Facts, screening: _Screening) -> Iterator[Outcome]:
    sizes = [facts.people.high(group) for group in screening.groups]
    counts = [known(person.count) for person in screening.screeners]
    people, count = sum(size or 0 for size in sizes), sum(each or 0 for each in counts)
    if people * screening.minutes <= count * screening.hours * 60:
        if None in sizes or state(facts.plan.population.groups) is State.UNKNOWN:
            yield NotEvaluated("people_unknown", ("population", "groups"))
    elif None in counts:
        yield NotEvaluated("staff_unknown", (*_SCREENING, "done_by"))
    else:
        sized = tuple(Place(facts.directory.path(group, "size"), "people") for group in screening.groups)
        who = tuple(Place(facts.directory.path(person, "count"), "staff") for person in screening.screeners)
        fields = _fields(screening, people, count) | {"screeners": tuple(person.id for person in screening.screeners)}
        yield Hit(path=_SCREENING, part="key", variant=_variant(screening, "screeners"), fields=fields, places=(*sized, *who))


def _variant(screening: _Screening, what: str) -> str:
    """Where the hours of a day are planlint's own, the message says so."""
    return what if state(screening.phase.hours_per_day) in (State.STATED, State.NONE) else f"{what}_usual_hours"


def _fields(screening: _Screening, people: float, count: int) -> dict[str, FieldValue]:
    return {
        "phase": screening.phase.id,
        "people": math.ceil(people),
        "minutes": screening.minutes,
        "need": math.ceil(people * screening.minutes / 6) / 10,
        "have": count * screening.hours,
        "count": count,
        "hours": screening.hours,
        "usual": screening.usual,
    }


class _Part(NamedTuple):
    """The part of a group that speaks a language which no screener speaks."""

    group: Group
    tag: str
    people: float
    path: Path


def _too_few_interpreters(facts: Facts, screening: _Screening) -> Iterator[Outcome]:
    silent = next((person for person in screening.screeners if state(person.languages) is State.UNKNOWN), None)
    if silent is not None:
        yield NotEvaluated("languages_unknown", facts.directory.path(silent, "languages"), {"silent": silent.id})
        return
    for wanted, parts in _unspoken(facts, screening).items():
        candidates = facts.languages.candidates(screening.phase, "screening", wanted)
        heard = not {"screening", "interview_needs"}.isdisjoint(screening.phase.activities)
        if heard and all(each.obstacle for each in candidates):
            continue  # nobody at all speaks it, which LG101 says
        interpreters = [each.person for each in candidates if not each.obstacle and each.person.role in INTERPRETERS]
        if any(known(person.count) is None for person in interpreters):
            yield NotEvaluated("interpreters_unknown", facts.directory.path(screening.phase))
            continue
        people = round(math.fsum(part.people for part in parts), 6)
        count = sum(known(person.count) or 0 for person in interpreters)
        if people * screening.minutes > count * screening.hours * 60:
            yield _unheard(facts, _fields(screening, people, count), _variant(screening, "interpreters"), parts, interpreters)


def _unheard(facts: Facts, fields: dict[str, FieldValue], variant: str, parts: list[_Part], interpreters: list[Personnel]) -> Hit:
    fields |= {"tag": tuple(part.tag for part in parts), "group": tuple(part.group.id for part in parts)}
    spoken = tuple(Place(part.path, "language") for part in parts[1:])
    who = tuple(Place(facts.directory.path(person, "count"), "interpreters") for person in interpreters)
    return Hit(path=parts[0].path, variant=variant, fields=fields, places=(*spoken, *who))


def _unspoken(facts: Facts, screening: _Screening) -> dict[frozenset[str], list[_Part]]:
    """Everybody whose language no screener speaks, by the languages in which they can be heard."""
    found: dict[frozenset[str], list[_Part]] = {}
    for group in screening.groups:
        high = facts.people.high(group)
        for index, spoken in enumerate(group.languages):
            wanted, tag = understood(spoken), known(spoken.tag)
            spoken_by_screener = any(speaks(person.languages, wanted) for person in screening.screeners)
            if tag is not None and high is not None and not spoken_by_screener:
                part = _Part(group, tag, high * _share(group, spoken), facts.directory.path(group, "languages", index))
                found.setdefault(wanted, []).append(part)
    return found


def _share(group: Group, spoken: SpokenLanguage) -> float:
    """The share of a language; one that is not stated is the rest."""
    share = known(spoken.share)
    if share is not None or spoken.share is State.NONE:
        return share or 0
    return max(0.0, 1 - math.fsum(known(each.share) or 0 for each in group.languages))
