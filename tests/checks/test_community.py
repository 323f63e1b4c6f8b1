"""What is said about partners: one finding for all empty seats, and who alone would fill several."""

from typing import Any

from tests.plans import report


def messages(*codes: str, **edits: Any) -> list[str]:
    return [each.message for each in report(*codes, **edits).findings]


def test_all_empty_seats_are_one_finding_with_a_mark_where_each_is_missing() -> None:
    empty = {
        "services[sv-legal].provider": "ahtu",
        "organisations[mukt-manch].kind": "ngo_local",
        "consent.survivor_input": "none",
        "organisations[prosecutor].kind": "other",
        "legal.prosecution.prosecutor": "none",
    }

    [finding] = report("CM107", set=empty).findings
    expected = (
        "of the five sides of the partnership, nobody takes the part of lawyer, prosecutor and survivors;"
        " considered and not counted: sv-legal",
        [
            ("legal.prosecution.prosecutor", "prosecutor"),
            ("consent.survivor_input.by", "survivors"),
            ("services[sv-legal].provider", "this legal aid is not independent, or not certain"),
        ],
    )
    assert expected == (finding.message, [(each.path_text, each.label) for each in finding.related])


def test_the_smallest_set_of_seats_that_shares_too_few_organisations_is_named() -> None:
    few = {
        "personnel[psychologists].org": "legal-services",
        "personnel[social-workers].org": "mukt-manch",
        "services[sv-case].types": ["case_management", "legal_aid"],
        "services[sv-case].provider": "mukt-manch",
    }

    expected = [
        "mukt-manch and legal-services alone would have to be counsellor, lawyer and survivors; each side needs an organisation of its own"
    ]
    assert expected == messages("CM107", set=few)


def test_of_several_ways_not_to_pay_the_nearest_to_a_payment_is_told() -> None:
    lines = {"community.capacity[0].line": "b-admin", "community.capacity[1]": {"for": "asra-centre", "line": "b-plan"}}

    expected = [
        "the capacity of the partners is paid by b-admin and b-plan (administration and planning), and no line of category capacity_building pays for it"
    ]
    assert expected == messages("CM102", set=lines)


def test_partners_without_a_line_are_listed() -> None:
    gone = ["community.capacity[0].line", "community.capacity[1].line"]

    assert ["no budget line pays for the capacity of ahtu and asra-centre"] == messages("CM102", remove=gone)


def test_a_handover_is_held_against_the_months_of_follow_up_that_the_plan_states() -> None:
    left = {"plan.lead": "maiti-ghar", "phases[p6-return].responsible": "maiti-ghar", "phases[p7-followup].activities": ["reintegration"]}

    expected = [
        "maiti-ghar leads its last phase until 2026-05-29; follow-up runs to 2027-07-10 (months of follow-up: 16), and nobody takes over"
    ]
    assert expected == messages("CM103", set={**left, "community.handover": "none"})


def test_groups_that_are_certainly_from_abroad_are_named_and_not_those_that_may_be() -> None:
    edits = {
        "population.groups[grp-santali].nationality": "unknown",
        "personnel[mediators].role": "interpreter",
        "organisations[mukt-manch].kind": "ngo_local",
        "community.cultural_advisor": "none",
    }

    expected = [
        "nobody who shares the background of grp-nepali takes part: no cultural mediator, no survivor-led organisation, and the plan says"
        " that there is no advisor"
    ]
    assert expected == messages("CM105", set=edits)
