"""Time to recover and decide: for whom it is meant, how long it is, when it ends."""

from __future__ import annotations

import datetime as dt

from planlint.facts.calendar import Calendar
from planlint.facts.population import People
from planlint.facts.thresholds import Thresholds
from planlint.plan.model import Plan
from planlint.plan.people import Group
from planlint.plan.states import State, known, state


class RecoveryPeriod:
    """The recovery period of a plan, group by group."""

    def __init__(self, plan: Plan, thresholds: Thresholds, calendar: Calendar, people: People) -> None:
        self.said = plan.legal.reflection_period
        self.thresholds = thresholds
        self.calendar = calendar
        self.people = people

    def is_meant_for(self, group: Group) -> bool:
        """Whether it is for a group: for those it names, and for everybody who is or may be foreign, whomever it names."""
        return group.id in self.said.groups or self.people.foreign(group) != "no"

    def leaves_out(self, group: Group) -> bool:
        """Whether a group from abroad, or perhaps from abroad, is missing among those that are named."""
        return bool(self.said.groups) and group.id not in self.said.groups and self.people.foreign(group) != "no"

    @property
    def is_assumed(self) -> bool:
        """Whether the number of days is the policy's and not the plan's."""
        return known(self.said.days) is None

    @property
    def stated_days(self) -> int:
        """The plan's days, else the policy's minimum."""
        days = known(self.said.days)
        return self.thresholds.min_reflection_days if days is None else days

    def days(self, group: Group) -> int:
        """Days that a group has; none where the period is not meant for it."""
        return self.stated_days if self.is_meant_for(group) else 0

    @property
    def begins(self) -> dt.date | None:
        """The day on which it begins: the stated one, of people who are in a shelter already; else the day of the recovery."""
        started = known(self.said.started_on)
        return self.calendar.recovery_day if started is None else started

    def ends_after(self, days: int) -> dt.date | None:
        """The day on which so many days are over."""
        begins = self.begins
        return None if begins is None else begins + dt.timedelta(days=min(days, (dt.date.max - begins).days))

    def ends(self, group: Group) -> dt.date | None:
        """The day on which a group's period is over: of people for whom it is not meant, the day on which it begins."""
        return self.ends_after(self.days(group))


def needs_care_at_home(group: Group) -> bool:
    """Whether somebody should look before people of a group go home: children are alone, or relatives may be part of it."""
    classes = known(group.housing_classes) or {}
    alone = classes.get("child_unaccompanied", State.NOT_STATED)
    is_alone = alone is State.UNKNOWN or bool(known(alone))
    return is_alone or known(group.family_implicated) in ("suspected", "confirmed") or state(group.family_implicated) is State.UNKNOWN
