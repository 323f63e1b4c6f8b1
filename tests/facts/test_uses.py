"""Who is needed for what, and until when."""

from __future__ import annotations

from typing import Any

import pytest

from planlint.errors import CannotJudge
from planlint.facts import Facts
from planlint.facts.uses import Use
from tests.plans import facts


def uses(name: str, of: Facts) -> list[tuple[str, str]]:
    """What an organisation is needed for, each with its last day."""
    return [(use.name, str(use.last)) for use in of.uses.of_organisation(of.directory.organisations[name])]


def service(**edits: Any) -> tuple[Use, ...]:
    of = facts(**edits)
    return of.uses.of_service(of.directory.services["sv-legal"])


def test_phases_services_and_journeys_in_the_order_of_the_plan() -> None:
    expected = [("p6-return", "2026-05-29"), ("p7-followup", "2027-09-14"), ("sv-np", "2027-09-14"), ("r-np", "2026-05-29")]

    assert expected == uses("maiti-ghar", facts())


def test_a_phase_into_which_people_are_sent_counts_once() -> None:
    expected = [("p4-reception", "2026-03-11"), ("p5-care", "2026-04-26"), ("p6-return", "2026-05-29")]

    assert expected == uses("bhasha-coop", facts(add={"phases[p5-care].support": ["bhasha-coop"]}))


def test_journeys_last_as_long_as_any_phase_in_which_the_group_travels() -> None:
    of = facts(set={"returns.routes[r-np].not_before": "2026-06-01", "phases[p7-followup].activities": ["return_travel"]})

    assert ("r-np", "2027-09-14") in uses("maiti-ghar", of)


def test_journeys_of_the_other_group_are_none_of_this_one() -> None:
    of = facts(set={"phases[p6-return].groups": ["grp-santali"]})

    assert ("r-np", "2026-05-04") in uses("maiti-ghar", of)


def test_journeys_end_nobody_knows_when_where_one_of_their_days_is_unknown() -> None:
    of = facts(set={"returns.routes[r-np].not_before": "unknown"})

    assert ("r-np", "None") in uses("maiti-ghar", of)


def test_journeys_cannot_be_told_while_what_a_phase_does_is_unknown() -> None:
    of = facts(set={"phases[p1-verify].activities": "unknown"})

    with pytest.raises(CannotJudge):
        uses("maiti-ghar", of)


@pytest.mark.parametrize(
    ("until", "last"), [("2026-07-14", "2026-07-14"), ("open", "2027-09-14"), ("2028-01-01", "2027-09-14"), ("unknown", "None")]
)
def test_a_service_is_needed_while_it_is_there_and_the_plan_lasts(until: str, last: str) -> None:
    assert [last] == [str(use.last) for use in service(set={"services[sv-legal].available.until": until})]


def test_a_service_without_end_is_needed_nobody_knows_how_long_where_the_end_of_the_plan_is_unknown() -> None:
    edits = {"services[sv-legal].available.until": "open", "plan.window.end": "unknown"}

    assert [None] == [use.last for use in service(set=edits)]


def test_a_service_that_is_not_provided_needs_nobody() -> None:
    assert () == service(set={"services[sv-legal].status": "none"})
