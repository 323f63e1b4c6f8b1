"""Living conditions: whether people may come and go, what help costs them, and with whom they share a roof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from planlint.facts import Facts
from planlint.facts.budget import AFTERCARE
from planlint.facts.population import HOUSING_TYPES
from planlint.facts.wording import rewards_testimony
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Place
from planlint.plan.care import Service
from planlint.plan.people import Organisation
from planlint.plan.states import State, known, state
from planlint.source.document import Path

_GUARDED = frozenset({"police", "border_immigration"})
"""Kinds of bodies under whose roof nobody is free."""


def closed_or_detention_like_accommodation(facts: Facts) -> Iterator[Outcome]:
    """Nobody who was held is to be held again; limits for one person at risk are something else."""
    services = _offered(facts)
    detention = [service for service in services if "immigration_detention" in service.types]
    yield from _detention(facts, detention)
    for service in services:
        if service not in detention and _houses(service):
            yield from _closed(facts, service)
            yield from _guarded(facts, service)


def _offered(facts: Facts) -> tuple[Service, ...]:
    """Services that somebody may receive; those of status none are only listed."""
    return tuple(service for service in facts.plan.services if service.status != "none")


def _houses(service: Service) -> bool:
    return not HOUSING_TYPES.isdisjoint(service.types) or state(service.housing) is State.STATED


def _detention(facts: Facts, services: Sequence[Service]) -> Iterator[Outcome]:
    used, at = facts.plan.legal.immigration.detention_used, ("legal", "immigration", "detention_used")
    stated = (Place(at, "used"),) if used is True else ()
    for service in services:
        path = facts.directory.path(service, "types")
        yield Hit(path=path, variant="detention", fields={"service": service.id}, places=stated, cause=("detention",))
    if stated and not services:
        yield Hit(path=at, variant="used")
    elif state(used) is State.UNKNOWN or (state(used) is State.NOT_STATED and _is_given(facts.plan.legal.immigration)):
        yield NotEvaluated("detention_open", at, {"used": _said(used)})


def _is_given(section: object) -> bool:
    return state(section) is State.STATED


def _said(value: object) -> str:
    return "unknown" if state(value) is State.UNKNOWN else "not stated"


_UNSAID = (State.NOT_STATED, State.UNKNOWN)


def _closed(facts: Facts, service: Service) -> Iterator[Outcome]:
    movement, path = service.housing.movement, facts.directory.path(service, "housing", "movement")
    if movement == "closed":
        yield Hit(path=path, fields={"service": service.id})
    elif state(movement) in _UNSAID:
        yield NotEvaluated("movement_open", path, {"service": service.id, "movement": _said(movement)})


def _guarded(facts: Facts, service: Service) -> Iterator[Outcome]:
    provider = _provider(facts, service)
    if provider is None:
        yield NotEvaluated("provider_unknown", facts.directory.path(service, "provider"), {"service": service.id})
        return
    kind = facts.directory.path(provider, "kind")
    if provider.kind in _GUARDED:
        fields: dict[str, FieldValue] = {"service": service.id, "organisation": provider.id, "kind": str(provider.kind)}
        places = (Place(kind, "kind"),)
        yield Hit(path=facts.directory.path(service, "provider"), variant="guarded", fields=fields, places=places, cause=(provider.id,))
    elif provider.kind is State.UNKNOWN:
        yield NotEvaluated("provider_kind_unknown", kind, {"service": service.id, "provider": provider.id})


def _provider(facts: Facts, service: Service) -> Organisation | None:
    name = known(service.provider)
    return facts.directory.organisations[name] if name else None


def assistance_conditional_or_charged(facts: Facts) -> Iterator[Outcome]:
    """Help that must be earned or paid repeats what people come from."""
    services = _offered(facts)
    for service in services:
        yield from _terms(facts, service)
    for what in ("conditional_on", "fee_to_survivor"):
        silent = [service for service in services if state(getattr(service, what)) in _UNSAID]
        if silent:
            names = ", ".join(service.id for service in silent)
            yield NotEvaluated("conditions_open", facts.directory.path(silent[0], what), {"what": what, "names": names})
    yield from _cooperation(facts)
    yield from _money_for_testimony(facts)


def _money_for_testimony(facts: Facts) -> Iterator[Hit]:
    """Money for survivors that a funder, or the purpose of a line, ties to testimony or to the length of a case."""
    for fund in facts.plan.finance.funding:
        at = facts.directory.path(fund)
        if fund.conditional_on:
            fields: dict[str, FieldValue] = {"service": fund.id, "condition": fund.conditional_on}
            yield Hit(path=(*at, "conditional_on"), fields=fields, cause=(fund.id, "condition"))
        for index, condition in enumerate(fund.conditions):
            if rewards_testimony(condition):
                yield Hit(path=(*at, "conditions", index), variant="funder", fields={"fund": fund.id}, cause=(fund.id, "words"))
    for line in facts.plan.finance.lines:
        purpose = known(line.purpose)
        if line.category in AFTERCARE and line.category != "legal_aid" and purpose and rewards_testimony(purpose):
            yield Hit(path=facts.directory.path(line, "purpose"), variant="purpose", fields={"line": line.id})


def _terms(facts: Facts, service: Service) -> Iterator[Hit]:
    provider = known(service.provider) or service.id
    conditions = tuple(each for each in service.conditional_on if not (each == "sobriety" and _is_detox_unit(service)))
    if conditions:
        path = facts.directory.path(service, "conditional_on")
        yield Hit(path=path, fields={"service": service.id, "condition": conditions}, cause=(provider, "condition", *conditions))
    fee = known(service.fee_to_survivor)
    if fee is not None:
        path = facts.directory.path(service, "fee_to_survivor")
        yield Hit(path=path, variant="fee", fields={"service": service.id, "fee": fee}, cause=(provider, "fee", fee))


def _is_detox_unit(service: Service) -> bool:
    """Sobriety is what a detox unit is for; a bed or a meal elsewhere must not depend on it."""
    return "detox" in service.types and HOUSING_TYPES.isdisjoint(service.types)


def _cooperation(facts: Facts) -> Iterator[Outcome]:
    """The time to recover and the right to stay must not be pay for testimony."""
    legal = facts.plan.legal
    for section, name in ((legal.reflection_period, "reflection_period"), (legal.immigration, "immigration")):
        required = section.conditional_on_cooperation
        path: Path = ("legal", name, "conditional_on_cooperation")
        if required is True:
            yield Hit(path=path, variant=name)
        elif state(required) is State.UNKNOWN or (state(required) is State.NOT_STATED and _is_given(section)):
            yield NotEvaluated("cooperation_open", path, {"name": name, "required": _said(required)})


_ADULTS = ("adult_female", "adult_male", "adult_other")
_APART = (("child_unaccompanied", _ADULTS), ("adult_male", ("adult_female", "family_unit")))
"""Who must not share rooms with whom; a family together is no mixing."""


def unsuitable_mixed_housing(facts: Facts) -> Iterator[Outcome]:
    """Children alone, women and families sleep apart from adults, or men, whom they do not know, and nobody sleeps at a suspect's."""
    houses = [service for service in _offered(facts) if _houses(service)]
    if houses and state(facts.plan.parties.suspects) in _UNSAID:
        yield NotEvaluated("suspects_not_stated", ("parties", "suspects"))
    for service in houses:
        yield from _mixed(facts, service)
        yield from _shared_address(facts, service)


def _mixed(facts: Facts, service: Service) -> Iterator[Outcome]:
    housing = service.housing
    if housing.separation is True:
        return
    if state(housing.classes) in _UNSAID:
        path = facts.directory.path(service, "housing", "classes")
        yield NotEvaluated("classes_open", path, {"service": service.id, "classes": _said(housing.classes)})
        return
    pairs = [(one, *(other for other in others if other in housing.classes)) for one, others in _APART if one in housing.classes]
    mixed = set(chain.from_iterable(pair for pair in pairs if len(pair) > 1))
    if mixed:
        fields: dict[str, FieldValue] = {"service": service.id, "classes": tuple(each for each in housing.classes if each in mixed)}
        places = (Place(facts.directory.path(service, "housing", "classes"), "classes"),)
        path = facts.directory.path(service, "housing", "separation")
        yield Hit(path=path, state=state(housing.separation), fields=fields, places=places)


def _shared_address(facts: Facts, service: Service) -> Iterator[Outcome]:
    provider = known(service.provider)
    if provider is None:
        path = facts.directory.path(service, "provider")
        yield NotEvaluated("provider_unknown", path, {"service": service.id})
        return
    for tie in facts.graph.ties:
        if tie.type != "shares_address":
            continue
        for one, other in ((tie.source, tie.target), (tie.target, tie.source)):
            if facts.graph.is_same(one, provider) and facts.graph.is_suspect(other):
                fields: dict[str, FieldValue] = {"service": service.id, "organisation": provider, "suspect": other}
                path, places = facts.directory.path(service, "provider"), (Place(tie.path, "tie"),)
                yield Hit(path=path, variant="address", fields=fields, places=places, cause=(provider, other))
