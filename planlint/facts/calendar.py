"""Time in a plan: when phases begin and end, when people are first reached, until when they are followed.

Where something starts on a date, that is the date's first instant; where it ends, the last one (24:00). Both are in the plan's time zone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import cached_property
from zoneinfo import ZoneInfo

from planlint.errors import CannotJudge
from planlint.facts.activities import CONTACT_ACTIVITIES as CONTACT_ACTIVITIES
from planlint.facts.activities import ENFORCEMENT_KINDS, RECOVERY_KINDS, SERVICE_KINDS
from planlint.facts.activities import ENTRY_ACTIVITIES as ENTRY_ACTIVITIES
from planlint.facts.activities import INTERVIEW_ACTIVITIES as INTERVIEW_ACTIVITIES
from planlint.facts.thresholds import Thresholds
from planlint.plan.care import Service
from planlint.plan.model import Plan
from planlint.plan.phases import Phase
from planlint.plan.states import NotApplicable, State, known, state
from planlint.plan.values import Date, add_months

DAY = dt.timedelta(days=1)


class Calendar:
    """When things happen. Moments are aware datetimes; days are dates in the plan's time zone.

    ``is_routine`` tells whether the plan is a routine inspection, whose entries bring nobody away.
    """

    def __init__(self, plan: Plan, thresholds: Thresholds, is_routine: Callable[[], bool] = lambda: False) -> None:
        self.plan = plan
        self.thresholds = thresholds
        self._is_routine = is_routine
        self._having: dict[frozenset[str], tuple[Phase, ...]] = {}

    @cached_property
    def zone(self) -> ZoneInfo:
        """The plan's time zone; UTC where it is unknown."""
        return known(self.plan.plan.timezone) or ZoneInfo("UTC")

    def begin(self, moment: dt.date) -> dt.datetime:
        """The first instant of a date; a datetime as it is."""
        if isinstance(moment, dt.datetime):
            return moment
        return dt.datetime.combine(moment, dt.time(), self.zone)

    def finish(self, moment: dt.date) -> dt.datetime:
        """The instant after a date's last one; a datetime as it is."""
        if isinstance(moment, dt.datetime):
            return moment
        if moment == dt.date.max:  # what is open has no instant after it
            return dt.datetime.max.replace(tzinfo=self.zone)
        return dt.datetime.combine(moment + DAY, dt.time(), self.zone)

    def day(self, moment: dt.date) -> dt.date:
        """The day of a moment in the plan's time zone."""
        if not isinstance(moment, dt.datetime):
            return moment
        try:
            return moment.astimezone(self.zone).date()
        except OverflowError:  # the first or last day that there is, elsewhere
            return moment.date()

    def start_of(self, phase: Phase) -> dt.datetime | None:
        """When a phase begins, or None where that is unknown."""
        start = known(phase.start)
        return None if start is None else self.begin(start)

    def end_of(self, phase: Phase) -> dt.datetime | None:
        """When a phase has ended, or None where that is unknown."""
        end = known(phase.end)
        return None if end is None else self.finish(end)

    def first_day(self, phase: Phase) -> dt.date | None:
        """The first day of a phase, or None where that is unknown."""
        start = known(phase.start)
        return None if start is None else self.day(start)

    def last_day(self, phase: Phase) -> dt.date | None:
        """The last day of a phase, or None where that is unknown; what ends at midnight ends with the day before, as a date would."""
        end = known(phase.end)
        if end is None:
            return None
        day = self.day(end)
        at_midnight = isinstance(end, dt.datetime) and end == self.begin(day)
        return day - DAY if at_midnight and day > dt.date.min else day

    def _with(self, activities: Iterable[str]) -> tuple[Phase, ...]:
        wanted = frozenset(activities)
        if wanted not in self._having:
            self._having[wanted] = tuple(phase for phase in self._active if not wanted.isdisjoint(phase.activities))
        return self._having[wanted]

    @cached_property
    def _active(self) -> tuple[Phase, ...]:
        """The phases, of which all activities must be known."""
        for index, phase in enumerate(self.plan.phases):
            if state(phase.activities) is State.UNKNOWN:
                raise CannotJudge(("phases", index, "activities"), "is unknown")
        return self.plan.phases

    def _is_kind(self, kinds: frozenset[str]) -> bool:
        kind = known(self.plan.plan.operation_kind)
        if kind is None:
            raise CannotJudge(("plan", "operation_kind"), "is unknown")
        return kind in kinds

    @cached_property
    def entry(self) -> tuple[Phase, ...]:
        """Phases with entry, search or arrest."""
        return self._with(ENTRY_ACTIVITIES)

    @cached_property
    def recovery(self) -> tuple[Phase, ...]:
        """Phases with recovery."""
        return self._with({"recovery"})

    @cached_property
    def interview(self) -> tuple[Phase, ...]:
        """Phases in which people are screened or interviewed."""
        return self._with(INTERVIEW_ACTIVITIES)

    @cached_property
    def contact(self) -> tuple[Phase, ...]:
        """Phases in which the team meets survivors."""
        return self._with(CONTACT_ACTIVITIES)

    def having(self, *activities: str) -> tuple[Phase, ...]:
        """Phases with one of these activities."""
        return self._with(activities)

    def earliest(self, phases: Iterable[Phase]) -> dt.datetime | None:
        """The earliest start that is known."""
        return min((start for phase in phases if (start := self.start_of(phase)) is not None), default=None)

    @cached_property
    def enforcement(self) -> bool:
        """Whether somebody enters, searches or arrests, or the operation is of a kind that does."""
        return bool(self.entry) or self._is_kind(ENFORCEMENT_KINDS)

    @cached_property
    def has_recovery(self) -> bool:
        """Whether a plan answers for people's life afterwards: by what is planned, whatever it calls itself, or by its kind.

        People are brought out, housed or sent home, or an entry meets people who are exploited.
        """
        if self.having("recovery", "shelter") or self.plan.returns.routes:
            return True
        if self.entry and any(group.exploitation for group in self.plan.population.groups) and not self._is_routine():
            return True
        return self.brings_out

    @cached_property
    def brings_out(self) -> bool:
        """Whether people are brought out, or the operation is of a kind that does."""
        return bool(self.recovery) or self._is_kind(RECOVERY_KINDS)

    @cached_property
    def is_training(self) -> bool:
        """Whether the plan calls itself training."""
        return known(self.plan.plan.operation_kind) == "training_capacity"

    @cached_property
    def is_service(self) -> bool:
        """Whether the plan calls itself a kind of operation that consists of services."""
        return known(self.plan.plan.operation_kind) in SERVICE_KINDS

    @cached_property
    def waiting(self) -> tuple[Phase, ...]:
        """The phases that wait for others, or may."""
        return tuple(phase for phase in self.plan.phases if state(phase.depends_on) in (State.STATED, State.UNKNOWN))

    @cached_property
    def t_rec(self) -> dt.datetime | None:
        """When people are first reached: the first recovery, else the first entry, else the first transport or shelter."""
        if self.recovery:
            return self._first(self.recovery)
        if self.entry:
            return self._first(self.entry)
        return self._first(self.having("transport", "shelter")) if self.has_recovery else None

    def _first(self, phases: tuple[Phase, ...]) -> dt.datetime | None:
        """The earliest start of phases that all have one: an unknown start may be earlier than the known ones."""
        for phase in phases:
            if state(phase.start) is State.UNKNOWN:
                raise CannotJudge(("phases", self.plan.phases.index(phase), "start"), "is unknown")
        return self.earliest(phases)

    @cached_property
    def recovery_day(self) -> dt.date | None:
        """The day of ``t_rec``."""
        return None if self.t_rec is None else self.day(self.t_rec)

    @cached_property
    def known_recovery_day(self) -> dt.date | None:
        """The day of ``t_rec``; None also where something unknown may come earlier."""
        try:
            return self.recovery_day
        except CannotJudge:
            return None

    @cached_property
    def follow_up_end(self) -> dt.date | None:
        """The last day of follow-up, counted in calendar months from ``t_rec``."""
        if self.recovery_day is None:
            return None
        months = known(self.plan.reintegration.follow_up.months)
        return add_months(self.recovery_day, self.thresholds.min_follow_up_months if months is None else months)


def is_open(service: Service, day: dt.date) -> bool:
    """Whether a service is known to be there on a day."""
    opens, closes = known(service.available.from_), through(service.available.until)
    return opens is not None and closes is not None and opens <= day <= closes


def through(until: Date | str | State | NotApplicable) -> dt.date | None:
    """The last day of a validity: ``open`` never ends, and what is not stated has no end that is known."""
    if until == "open":
        return dt.date.max
    return until if isinstance(until, dt.date) else None
