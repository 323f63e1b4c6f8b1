"""What is said about money: one finding for each way, ids and ties only."""

from typing import Any

import pytest

from planlint.pack.load import builtin
from tests.plans import report

TO_COACHES = {"from": "sus-owner", "to": "ridge-coaches", "type": "owns", "share": 0.6}


def said(*codes: str, **edits: Any) -> list[tuple[str, str, list[str]]]:
    """Each finding: severity, message, and the places that belong to it."""
    checked = report(*codes, **edits)
    return [(each.severity.word, each.message, [place.path_text for place in each.related]) for each in checked.findings]


def test_lines_that_take_one_way_are_one_finding() -> None:
    expected = [
        (
            "error",
            "money reaches sus-owner: b-transport and b-return -> ridge-coaches -owned 60% by-> sus-owner",
            ["finance.lines[b-return].payee", "parties.links[2]"],
        )
    ]

    assert expected == said("FN101", add={"parties.links": [TO_COACHES]})


def test_lines_that_take_different_ways_and_each_transfer_are_findings_of_their_own() -> None:
    flows = [{"id": name, "from": "collector", "to": "ridge-coaches", "amount": 1} for name in ("fl-1", "fl-2")]
    ties = [TO_COACHES, {"from": "bhasha-coop", "to": "ridge-coaches", "type": "pays"}]

    expected = [
        "money reaches sus-owner: b-transport and b-return -> ridge-coaches -owned 60% by-> sus-owner",
        "money reaches sus-owner: b-interp -> bhasha-coop -pays-> ridge-coaches -owned 60% by-> sus-owner",
        "money reaches sus-owner: fl-1 from collector -> ridge-coaches -owned 60% by-> sus-owner",
        "money reaches sus-owner: fl-2 from collector -> ridge-coaches -owned 60% by-> sus-owner",
    ]
    assert expected == [message for _, message, _ in said("FN101", add={"parties.links": ties, "finance.flows": flows})]


def test_a_weak_way_is_a_warning_that_says_what_is_weak() -> None:
    expected = [
        (
            "warning",
            "money may reach sus-owner: b-transport and b-return -> ridge-coaches -owned 10% by-> sus-owner; every way there has a weak"
            " tie (work, family, or a share below 25%, project threshold)",
            ["finance.lines[b-return].payee", "parties.links[2]"],
        )
    ]

    assert expected == said("FN101", add={"parties.links": [{**TO_COACHES, "share": 0.1}]})


def test_every_condition_that_a_controlled_purchase_lacks_is_marked() -> None:
    flow = {"id": "fl-1", "from": "mukt-manch", "to": "sus-owner", "amount": 1, "purpose": "controlled_purchase"}
    lines = {"finance.lines[b-community].payee": "saathi", "finance.lines[b-monitor].payee": "saathi"}

    expected = [
        (
            "error",
            "fl-1 is a controlled purchase, but mukt-manch has no power to search, seize or arrest: mukt-manch -> sus-owner",
            ["organisations[mukt-manch].powers", "finance.flows[fl-1].authorisation", "finance.flows[fl-1].recovery_expected"],
        )
    ]
    assert expected == said("FN101", add={"finance.flows": [flow]}, set=lines)


def test_the_words_of_a_purpose_are_never_said() -> None:
    purpose = {"finance.lines[b-contingency].purpose": "buy the freedom of Maria's girls"}

    expected: list[tuple[str, str, list[str]]] = [("error", "b-contingency pays to release people, by the words of its purpose", [])]
    assert expected == said("FN102", set=purpose)


def test_services_without_any_budget_lines_are_one_finding() -> None:
    names = ["sv-family", "sv-men", "sv-women", "sv-health", "sv-mind", "sv-detox", "sv-case", "sv-jh", "sv-np", "sv-coach"]

    expected = [
        (
            "warning",
            f"a budget line is to pay for {', '.join(names[:-1])} and sv-coach, and the budget has no lines",
            [f"services[{name}].paid_by" for name in names[1:]],
        )
    ]
    assert expected == said("FN106", set={"finance.lines": []}, remove=["community"])


def test_a_payee_of_several_lines_is_one_finding() -> None:
    expected = [
        (
            "warning",
            "nobody can tell who is behind ridge-coaches (business), paid by b-transport and b-return: neither an owner nor an identifier is stated",
            ["finance.lines[b-return].payee"],
        )
    ]
    assert expected == said("FN104", remove=["parties.links[1]"])


def test_a_shared_name_is_never_said_and_what_is_paid_is_marked() -> None:
    checked = report("FN103", set={"parties.suspects[sus-contractor].names": ["SUBJECT B", "Coaches (Ridge)"]})

    expected = [
        (
            "ridge-coaches has the name of sus-contractor, and no number tells them apart",
            ["parties.suspects[sus-contractor].names[1]", "finance.lines[b-transport].payee", "finance.lines[b-return].payee"],
        )
    ]
    assert expected == [(each.message, [place.path_text for place in each.related]) for each in checked.findings]


def test_several_aliases_that_two_share_are_one_finding_for_the_two() -> None:
    names = {"parties.suspects[sus-owner].names": ["A Rai", "B Rai"], "parties.entities[coach-owner].names": ["B. RAI", "A. RAI"]}

    assert len(said("FN103", set=names)) == 1


@pytest.mark.parametrize(("part", "found"), [(0.05, 0), (0.0499, 1)])
def test_small_payees_are_left_alone_where_an_organisation_says_what_is_small(part: float, found: int) -> None:
    checked = report(
        "FN104",
        thresholds=builtin().thresholds.model_copy(update={"opaque_payee_share": part}),
        set={"finance.lines[b-transport].amount": 60000},
        remove=["parties.links[1]"],
    )

    assert len(checked.findings) == found


def test_a_share_just_below_the_threshold_is_not_rounded_up_to_it() -> None:
    lines = [
        {"id": "b-care", "category": "shelter", "amount": 3279999, "payee": "asra-centre"},
        {"id": "b-office", "category": "administration", "amount": 4920001, "payee": "saathi"},
    ]

    expected = [
        (
            "warning",
            "39.9% of 8200000 INR goes to survivors, below the project threshold of 40%; the largest other line is b-office (administration, 4920001)",
            ["finance.lines[b-office].amount"],
        )
    ]
    assert expected == said("FN105", set={"finance.lines": lines}, remove=["community"])


def test_conditions_of_one_giver_are_one_finding_and_their_words_are_never_said() -> None:
    conditions = {"finance.funding[f-trust].conditions": ["10 per girl of Maria", "per rescue 5"]}

    expected = [
        (
            "error",
            "a condition of f-trust counts people or rescues",
            ["finance.funding[f-trust].conditions[1]"],
        )
    ]
    assert expected == said("FN108", set=conditions)
