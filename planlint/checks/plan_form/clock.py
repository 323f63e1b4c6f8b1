"""Moments of a plan against the clocks of its countries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from planlint.facts import Facts
from planlint.finding import Hit
from planlint.plan.codes import zones_of
from planlint.plan.states import known


def offset_of_no_country(facts: Facts) -> Iterator[Hit]:
    """A moment with an offset that neither the plan's time zone nor a country of the plan has then; UTC is always right."""
    for phase in facts.plan.phases:
        for field in ("start", "end"):
            moment = known(getattr(phase, field))
            if isinstance(moment, dt.datetime) and moment.utcoffset() and not _is_kept_somewhere(moment, facts):
                yield Hit(path=facts.directory.path(phase, field), fields=_fields(moment, facts))


def _is_kept_somewhere(moment: dt.datetime, facts: Facts) -> bool:
    zone = known(facts.plan.plan.timezone)
    if zone is not None and _offset(moment, zone) == moment.utcoffset():
        return True
    return any(_offset(moment, ZoneInfo(name)) == moment.utcoffset() for country in sorted(_countries(facts)) for name in zones_of(country))


def _countries(facts: Facts) -> set[str]:
    """The countries of the operation, those in which somebody of the plan acts or helps, and those to which people return."""
    plan = facts.plan
    places = [place for organisation in plan.organisations for place in (organisation.country, *organisation.jurisdictions)]
    places += [service.jurisdiction for service in plan.services]
    places += [route.to for route in plan.returns.routes]
    places += [group.nationality for group in plan.population.groups]
    return {*facts.roles.countries, *(place.partition("-")[0] for each in places if (place := known(each)) is not None)}


def _offset(moment: dt.datetime, zone: ZoneInfo) -> dt.timedelta | None:
    return moment.astimezone(zone).utcoffset()


def _fields(moment: dt.datetime, facts: Facts) -> dict[str, str]:
    zone = facts.calendar.zone
    here = moment.astimezone(zone)
    return {"date": here.date().isoformat(), "offset": _written(moment), "timezone": zone.key, "expected": _written(here)}


def _written(moment: dt.datetime) -> str:
    """The offset of a moment as ISO 8601 writes it."""
    return moment.isoformat()[-len("+05:30") :]
