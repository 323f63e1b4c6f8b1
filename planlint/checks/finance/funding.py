"""Funding: what of the money is for survivors, whether each promise has some, and whether it lasts as long as the care."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping, Sequence

from planlint.facts import Facts
from planlint.facts.budget import AFTERCARE, added, for_survivors, gives, last_day
from planlint.facts.calendar import through
from planlint.finding import FieldValue, Hit, NotEvaluated, Outcome, Phrase, Place
from planlint.plan.care import Service
from planlint.plan.resources import BudgetLine, Funding
from planlint.plan.states import State, known, state
from planlint.plan.values import add_months
from planlint.source.document import Path

_LINES: Path = ("finance", "lines")
_FUNDING: Path = ("finance", "funding")


def aftercare_share_too_low(facts: Facts) -> Iterator[Outcome]:
    """A rescue is the small part of the cost; a budget that says otherwise has forgotten what comes after."""
    finance = facts.plan.finance
    if not finance.lines:
        yield Hit(
            path=_LINES, part="key", state=state(finance.lines), fields={"threshold": _percent(facts.thresholds.aftercare_share_warn)}
        )
        return
    total, care = known(finance.total), for_survivors(finance.lines)
    if total is None:
        yield NotEvaluated("total_unknown", ("finance", "total"))
        return
    enough = facts.thresholds.aftercare_share_warn * total
    if _at_least(care.sure, enough) and (total or care.sure):
        return
    if care.open and _at_least(care.most, enough):
        yield NotEvaluated("share_open", _LINES, {"open": ", ".join(care.open)})
        return
    yield _too_little(facts, care.most, total)


def _at_least(amount: float, limit: float) -> bool:
    """Whether an amount reaches a limit; computers lose the last digits of fractions."""
    return round(amount - limit, 6) >= 0


def _too_little(facts: Facts, care: float, total: float) -> Hit:
    finance, limits = facts.plan.finance, facts.thresholds
    far = not total or not _at_least(care, limits.aftercare_share_error * total)
    fields: dict[str, FieldValue] = {
        "share": _percent(care / total if total else 0),
        "total": total,
        "currency": known(finance.currency) or Phrase("currency_unknown"),
        "threshold": _percent(limits.aftercare_share_error if far else limits.aftercare_share_warn),
    }
    others = [line for line in finance.lines if known(line.category) not in (None, *AFTERCARE) and _amount(line)]
    largest = max(others, key=_amount, default=None)
    degree = "far_too_low" if far else ""
    if largest is None:
        return Hit(path=_LINES, part="key", variant="no_other_line", degree=degree, fields=fields)
    fields |= {"largest": largest.id, "category": str(known(largest.category)), "amount": _amount(largest)}
    mark = Place(facts.directory.path(largest, "amount"), "largest")
    return Hit(path=_LINES, part="key", degree=degree, fields=fields, places=(mark,))


def _amount(line: BudgetLine) -> float:
    return known(line.amount) or 0


def _percent(share: float) -> float:
    """A share in percent, never rounded up to a limit that it does not reach."""
    return math.floor(round(share * 1000, 6)) / 10


def funding_ends_before_care(facts: Facts, *, late_months: int, late_share: float) -> Iterator[Outcome]:
    """Money that ends before the care does ends the care."""
    funds, reached, end = facts.plan.finance.funding, facts.calendar.recovery_day, facts.calendar.follow_up_end
    if not funds and end is not None and is_paid_by_others(facts, end):
        return
    if not funds:
        yield Hit(path=_FUNDING, part="key", state=state(funds))
        return
    if end is None or reached is None:
        yield NotEvaluated("recovery_time_unknown", ("phases",))
        return
    last = last_day(funds)
    if last is None or last < end:
        yield from _ends_early(facts, last, end)
        return
    if state(facts.plan.reintegration.follow_up.months) is State.UNKNOWN:
        path: Path = ("reintegration", "follow_up", "months")
        yield NotEvaluated("months_unknown", path)
    yield from _too_thin(facts, funds, add_months(reached, late_months), late_share)


_CARE = ("case_management", "mental_health")


def is_paid_by_others(facts: Facts, end: dt.date) -> bool:
    """Whether no service needs the plan's money, and care of each kind that the state or its provider pays lasts to the end."""
    services = [service for service in facts.plan.services if service.status != "none"]
    paid = [service for service in services if _is_paid_by_others(facts, service, end)]
    lasting = [each for each in paid if (until := through(each.available.until)) is not None and until >= end]
    return len(paid) == len(services) and all(any(kind in each.types for each in lasting) for kind in _CARE)


def _is_paid_by_others(facts: Facts, service: Service, end: dt.date) -> bool:
    """Whether the state pays a service, or a provider who is not the lead and bound to the end of the service or of follow-up."""
    if service.paid_by == "state":
        return True
    provider = facts.directory.organisations.get(known(service.provider) or "")
    if service.paid_by != "provider" or provider is None or provider.id == facts.plan.plan.lead:
        return False
    bound, until = through(provider.agreement.valid_until), through(service.available.until)
    is_statutory = provider.agreement.type == "statutory" and bound is None
    return is_statutory or (bound is not None and until is not None and bound >= min(until, end))


def _ends_early(facts: Facts, last: dt.date | None, end: dt.date) -> Iterator[Hit]:
    months = known(facts.plan.reintegration.follow_up.months)
    fields: dict[str, FieldValue] = {
        "end": end.isoformat(),
        "months": facts.thresholds.min_follow_up_months if months is None else months,
        "basis": Phrase("threshold" if months is None else "stated"),
    }
    funds = facts.plan.finance.funding
    unsaid = [fund for fund in funds if gives(fund) and through(fund.available.until) is None]
    for fund in unsaid:
        said = state(fund.available.until)
        variant = "until_unknown" if said is State.UNKNOWN else "until_not_stated"
        path = facts.directory.path(fund, "available", "until")
        yield Hit(path=path, variant=variant, state=said, fields={**fields, "fund": fund.id}, cause=("until",))
    if unsaid:
        return
    if last is None:
        yield Hit(path=_FUNDING, part="key", variant="nothing", fields=fields)
        return
    longest = next(fund for fund in funds if gives(fund) and through(fund.available.until) == last)
    marks = () if months is None else (Place(("reintegration", "follow_up", "months"), "care"),)
    path = facts.directory.path(longest, "available", "until")
    fields |= {"fund": longest.id, "until": last.isoformat()}
    yield Hit(path=path, variant="project" if months is None else "", fields=fields, places=marks)


def _too_thin(facts: Facts, funds: Sequence[Funding], since: dt.date, share: float) -> Iterator[Outcome]:
    """A share of what the lines for survivors cost must be there when the first months are over."""
    care = for_survivors(facts.plan.finance.lines)
    late = added(
        (fund for fund in funds if (day := through(fund.available.until)) is not None and day > since),
        maybe=(fund for fund in funds if through(fund.available.until) is None),
    )
    if _at_least(late.sure, share * care.most):
        return
    if _at_least(late.most, share * care.sure):
        unclear = ", ".join((*late.open, *care.open))
        yield NotEvaluated("later_money_open", _FUNDING, {"unclear": unclear})
        return
    fields: dict[str, FieldValue] = {
        "late": late.most,
        "half": share * care.sure,
        "percent": _percent(share),
        "date": since.isoformat(),
        "currency": known(facts.plan.finance.currency) or Phrase("currency_unknown"),
    }
    yield Hit(path=_FUNDING, part="key", variant="thin", fields=fields)


def unfunded_commitment(facts: Facts) -> Iterator[Outcome]:
    """What a budget line is to pay for needs a line, with an amount, that ends with whoever provides it."""
    for service in facts.plan.services:
        if service.paid_by == "line" and service.status != "none":
            yield from _unfunded(facts, service)


def _unfunded(facts: Facts, service: Service) -> Iterator[Outcome]:
    lines, here = facts.plan.finance.lines, facts.directory.path(service, "paid_by")
    fields: dict[str, FieldValue] = {"service": service.id}
    if not lines:
        said = state(lines)
        path, places = (here, ()) if said is not State.UNKNOWN else (_LINES, (Place(here, "promise"),))
        yield Hit(path=path, variant=_NO_LINES.get(said, "no_lines"), state=said, fields=fields, places=places, cause=("lines",))
        return
    listing = [line for line in lines if service.id in line.services]
    if not listing:
        yield from _no_line(facts, lines, here, fields)
        return
    paying = [line for line in listing if known(line.amount) != 0]
    if not paying:
        marks = tuple(Place(facts.directory.path(line, "amount"), "amount") for line in listing)
        yield Hit(path=here, variant="no_amount", fields={**fields, "line": tuple(line.id for line in listing)}, places=marks)
        return
    if all(known(line.amount) is None for line in paying):
        yield NotEvaluated("amount_unknown", facts.directory.path(paying[0], "amount"), {"service": service.id})
    if not any(_reaches(facts, line, service) for line in paying):
        yield from _elsewhere(facts, paying, service, fields)


_NO_LINES = {State.NOT_STATED: "lines_not_stated", State.UNKNOWN: "lines_unknown"}


def _no_line(facts: Facts, lines: Sequence[BudgetLine], here: Path, fields: Mapping[str, FieldValue]) -> Iterator[Hit]:
    """No line lists the service; what a line lists may be unknown, which leaves it open."""
    unclear = [line for line in lines if state(line.services) is State.UNKNOWN]
    for line in unclear:
        path = facts.directory.path(line, "services")
        marks = (Place(here, "promise"),)
        yield Hit(
            path=path, variant="listing_unknown", state=State.UNKNOWN, fields={**fields, "line": line.id}, places=marks, cause=(line.id,)
        )
    if not unclear:
        yield Hit(path=here, fields=fields)


def _elsewhere(facts: Facts, paying: Sequence[BudgetLine], service: Service, fields: Mapping[str, FieldValue]) -> Iterator[Hit]:
    """The money goes to somebody else than the provider, or nobody knows to whom."""
    provider = Place(facts.directory.path(service, "provider"), "provider")
    if state(service.provider) is State.UNKNOWN:
        yield Hit(path=provider.path, variant="provider_unknown", state=State.UNKNOWN, fields=fields)
        return
    more = {**fields, "provider": str(service.provider)}
    unclear = [line for line in paying if state(line.payee) is State.UNKNOWN]
    for line in unclear or paying:
        path, said = facts.directory.path(line, "payee"), {"line": line.id, "payee": str(known(line.payee))}
        if unclear:
            yield Hit(
                path=path, variant="payee_unknown", state=State.UNKNOWN, fields={**more, **said}, places=(provider,), cause=(service.id,)
            )
        else:
            yield Hit(path=path, variant="other_payee", fields={**more, **said}, places=(provider,), cause=(service.id,))


_SUB_GRANT = re.compile(r"\bsub[\s-]?grant", re.IGNORECASE)
_SUPPLY = re.compile(r"\b(?:rent|fares?)\b", re.IGNORECASE)
_SUPPLIERS = frozenset({"business", "private_contractor"})


def _reaches(facts: Facts, line: BudgetLine, service: Service) -> bool:
    """Whether the money ends with the provider, with a business that supplies it, or is passed on as a sub-grant."""
    payee, provider, purpose = known(line.payee), known(service.provider), known(line.purpose) or ""
    if _SUB_GRANT.search(purpose):
        return True
    if payee is None:
        return False
    organisation = facts.directory.organisation_of(payee)
    if provider is not None and facts.graph.is_same(organisation.id if organisation else payee, provider):
        return True
    if organisation is not None:
        return known(organisation.kind) in _SUPPLIERS
    entity = facts.directory.entities.get(payee)
    return entity is not None and (entity.kind == "company" or (entity.kind == "person" and _SUPPLY.search(purpose) is not None))
