"""What is said about money: one finding for each way, ids and ties only."""

from typing import Any

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
