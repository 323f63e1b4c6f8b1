"""What the schema alone cannot say of a plan's form."""

from collections.abc import Iterator

from planlint.facts import Facts
from planlint.finding import Hit
from planlint.plan.states import known


def not_approved(facts: Facts) -> Iterator[Hit]:
    """An approved or active plan needs a go on or before the day of its first entry or recovery."""
    operation, calendar = facts.plan.plan, facts.calendar
    if known(operation.status) not in ("approved", "active"):
        return
    decided = sorted(date for approval in operation.approvals if approval.decision == "go" and (date := known(approval.date)))
    phases = [phase for phase in (*calendar.entry, *calendar.recovery) if calendar.start_of(phase) is not None]
    first = min(phases, key=lambda phase: (calendar.start_of(phase), phase.id), default=None)
    start = calendar.start_of(first) if first else None
    status = str(operation.status)
    at = ("plan", "status")
    if first is None or start is None:
        if not decided:
            yield Hit(path=at, variant="no_date", fields={"status": status})
        return
    limit = calendar.day(start)
    if not decided:
        yield Hit(path=at, fields={"status": status, "date": limit.isoformat()})
    elif decided[0] > limit:
        fields = {"status": status, "approved": decided[0].isoformat(), "phase": first.id, "date": limit.isoformat()}
        yield Hit(path=at, variant="too_late", fields=fields)
