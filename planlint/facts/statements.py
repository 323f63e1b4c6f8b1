"""What a plan rests on: the acts that it gives as done, with who did each and when. planlint cannot know whether they are true."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from planlint.plan.model import Plan
from planlint.plan.states import NotApplicable, Section, State
from planlint.schema.shape import fields
from planlint.source.document import Path


class Statement(NamedTuple):
    """An act that the plan gives as done, and the section that says so.

    ``by`` are ids; empty: nobody is named by an id. ``named``: the plan says who did it or gives its reference, if only in words.
    ``ahead``: the act is dated after the day on which the plan speaks, so it still has to happen.
    """

    act: str
    path: Path
    by: tuple[str, ...]
    on: dt.date | None
    named: bool
    ahead: bool


class _Kind(NamedTuple):
    """Where a plan gives an act as done: in which section, by which words of which field, and where it says who, when and what proves it.

    ``done`` is empty where anything stated in the field means that it is done.
    """

    act: str
    section: tuple[str, ...]
    field: str
    done: frozenset[str | bool] = frozenset()
    by: str = ""
    on: str = ""
    reference: str = ""


_KINDS = (
    _Kind("approval", ("plan", "approvals"), "decision", frozenset({"go", "conditional"}), "org", "date"),
    _Kind("declared emergency", ("plan", "emergency"), "imminent_danger", frozenset({True}), "declared_by"),
    _Kind("verification", ("situation", "verification"), "status", frozenset({"verified", "partial"}), "by", "date"),
    _Kind("registration", ("organisations", "registration"), "status", frozenset({"registered"}), "authority", reference="ref"),
    _Kind("agreement", ("organisations", "agreement"), "type", on="valid_from", reference="ref"),
    _Kind("vetting", ("personnel", "vetting"), "status", frozenset({"cleared"})),
    _Kind(
        "invitation",
        ("legal", "host_state"),
        "invitation",
        frozenset({"invited", "requested_by_host", "notified"}),
        "by",
        "date",
        "ref",
    ),
    _Kind("authorisation", ("legal", "authorisations"), "type", by="issued_by", on="issued_on"),
    _Kind("promise not to punish", ("legal", "non_punishment"), "status", frozenset({"secured", "partial"}), "agreed_with"),
    _Kind("prosecutor's part", ("legal", "prosecution"), "engaged_on", by="prosecutor", on="engaged_on"),
    _Kind("confirmation", ("services",), "status", frozenset({"confirmed"}), "provider", "confirmed_on"),
    _Kind("licence", ("services", "housing", "licence"), "status", frozenset({"licensed"}), reference="ref"),
    _Kind("return risk assessment", ("returns", "routes", "risk_assessment"), "status", frozenset({"done"}), "by"),
    _Kind("family assessment", ("returns", "routes", "family_assessment"), "status", frozenset({"done"}), "by"),
    _Kind("risk assessment", ("risk", "assessment"), "date", by="by", on="date"),
    _Kind("assessment of host services", ("community", "host_service_capacity"), "finding", by="by", on="assessed_on"),
    _Kind("review of the safeguarding policy", ("safeguarding", "policy"), "reviewed_on", on="reviewed_on", reference="ref"),
)
_SAYS_WHEN_THE_PLAN_SPEAKS = "approval"


def statements(plan: Plan) -> Iterator[Statement]:
    """Every act that the plan gives as done, kind by kind, in the order of the plan."""
    spoken = spoken_on(plan)
    for kind in _KINDS:
        for path, section in _sections(plan, kind.section, ()):
            if _is_done(_read(section, kind.field), kind.done):
                who, on = _read(section, kind.by), _read(section, kind.on)
                day = on.date() if isinstance(on, dt.datetime) else on if isinstance(on, dt.date) else None
                ahead = day is not None and spoken is not None and day > spoken and kind.act != _SAYS_WHEN_THE_PLAN_SPEAKS
                named = bool(who) or bool(_read(section, kind.reference))
                yield Statement(kind.act, path, _ids(section, kind.by, who), day, named, ahead)


def spoken_on(plan: Plan) -> dt.date | None:
    """The day on which the plan's statements hold: of the latest approval, else the day on which it was written."""
    days = [day for _, approval in _sections(plan, ("plan", "approvals"), ()) if isinstance(day := _read(approval, "date"), dt.date)]
    operation = plan.__dict__.get("plan")
    written = _read(operation, "prepared_on") if isinstance(operation, Section) else None
    return max(days) if days else written if isinstance(written, dt.date) else None


def _sections(section: Section, names: tuple[str, ...], path: Path) -> Iterator[tuple[Path, Section]]:
    """The sections that the names lead to, one for each item of the lists between."""
    if not names:
        if section.absence is None:
            yield path, section
        return
    value = section.__dict__.get(fields(type(section))[names[0]][0])
    if isinstance(value, Section):
        yield from _sections(value, names[1:], (*path, names[0]))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            if isinstance(item, Section):
                yield from _sections(item, names[1:], (*path, names[0], index))


def _read(section: Section, name: str) -> object:
    """What stands in a field; None where nothing is stated, or nothing that fits."""
    value = section.__dict__.get(fields(type(section))[name][0]) if name else None
    return None if isinstance(value, State | NotApplicable) else value


def _is_done(said: object, done: frozenset[str | bool]) -> bool:
    return said in done if done and isinstance(said, str | bool) else said is not None and not done


def _ids(section: Section, name: str, who: object) -> tuple[str, ...]:
    """Who is named by an id; what a planner words freely is left out."""
    if not name or fields(type(section))[name][1].refs is None:
        return ()
    return tuple(each for each in (who if isinstance(who, tuple) else (who,)) if isinstance(each, str))
