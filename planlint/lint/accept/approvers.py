"""Who may accept a finding: somebody of whom the plan itself speaks, and whom it does not suspect."""

from __future__ import annotations

import re

from planlint.facts import Facts
from planlint.finding import Approver
from planlint.plan.people import Organisation
from planlint.plan.states import known

_WORD = re.compile(r"[^\W_]+")


def refusal(name: str, facts: Facts) -> str:
    """The message of PL007 for an approver who cannot accept; empty for one who can.

    A role in approvals can, and an organisation and personnel by their ids. A role is written with whatever between its words:
    ``district_magistrate`` answers to ``district-magistrate``. Raises `CannotJudge` where the plan does not fit so far.
    """
    answering = _answering(name, facts)
    if not answering:
        return "unknown_approver"
    return "compromised_approver" if all(each is not None and facts.roles.is_compromised(each) for each in answering) else ""


def approver(name: str, facts: Facts) -> Approver:
    """Whether the lead accepts its own findings. Raises `CannotJudge` where the plan does not fit so far."""
    if not name:
        return "unnamed"
    answering = _answering(name, facts)
    lead = facts.plan.plan.lead
    return "lead" if answering and all(each is not None and each.id == lead for each in answering) else "other"


def _answering(name: str, facts: Facts) -> list[Organisation | None]:
    """The organisations that a name may stand for: of that role in the approvals, of that id, of the personnel of that id."""
    directory, role = facts.directory, _words(name)
    answering: list[Organisation | None] = [
        directory.organisations.get(known(approval.org) or "")
        for approval in facts.plan.plan.approvals
        if role and role == _words(known(approval.role) or "")
    ]
    if name in directory.organisations or name in directory.personnel:
        answering.append(directory.organisation_of(name))
    return answering


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
