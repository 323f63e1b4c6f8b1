"""The waivers in a plan as claims."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from planlint.facts import Facts
from planlint.lint.accept.claim import Claim
from planlint.plan.conduct import Waiver
from planlint.plan.states import State, known
from planlint.source.document import Path
from planlint.source.paths import find_path


def waiver_claims(facts: Facts) -> Iterator[Claim]:
    """One claim for each waiver; where the list itself does not fit the schema, one that accepts nothing."""
    if "waivers" not in facts.plan.__dict__:
        yield Claim("waiver", ("waivers",), None, is_unfit=True)
        return
    for index, waiver in enumerate(facts.plan.waivers):
        at: Path = ("waivers", index)
        if "unfit" in waiver.__dict__:
            yield Claim("waiver", at, None, is_unfit=True)
            continue
        expires = waiver.expires
        yield Claim(
            by="waiver",
            at=at,
            covers=_covers(waiver, facts),
            rule=str(waiver.rule),
            reason=known(waiver.reason) or "",
            approved_by=known(waiver.approved_by) or "",
            expires=expires if isinstance(expires, dt.date) else None,
        )


def _covers(waiver: Waiver, facts: Facts) -> Path | None:
    """Where a waiver accepts: the whole plan only where it states no path at all."""
    if isinstance(waiver.path, str):
        return find_path(waiver.path, facts.data)
    return () if waiver.path is State.NOT_STATED else None
