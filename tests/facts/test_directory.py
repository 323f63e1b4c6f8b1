"""Where things stand in a plan."""

from __future__ import annotations

from tests.plans import facts, found, report


def test_items_are_found_where_they_stand() -> None:
    made = facts()
    line = made.plan.finance.lines[3]

    assert ("finance", "lines", 3, "amount") == made.directory.path(line, "amount")
    assert ("phases", 2) == made.directory.path_of(made.plan.phases[2])
    assert ("plan", "window") == made.directory.path_of(made.plan.plan.window)


def test_a_list_that_does_not_fit_takes_nothing_from_rules_about_other_lists() -> None:
    checked = report("HS105", set={"finance.flows": "soon", "services[sv-men].housing.movement": "closed"})

    assert "HS105 services[sv-men].housing.movement default error" in found(checked)
    assert () == checked.not_evaluated
