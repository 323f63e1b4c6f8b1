"""What findings on partners, places and authorisations say, where an example in a rule file shows only where they stand."""

from typing import Any

from tests.plans import report

NOBODY_ENTERS = {
    "phases[p3-release].responsible": "saathi",
    "phases[p3-release].support": ["hospital"],
    "personnel[ic].phases": ["p4-reception"],
    "personnel[dic].phases": ["p4-reception"],
    "personnel[inspectors].phases": ["p4-reception"],
    "personnel[entry-team].org": "saathi",
    "personnel[evidence-officers].org": "saathi",
}
WATCHING = {"phases[p1-verify].activities": ["surveillance"]}


def messages(code: str, **edits: Any) -> list[str]:
    return [finding.message for finding in report(code, **edits).findings]


def marks(code: str, **edits: Any) -> list[tuple[str, str]]:
    return [(place.path_text, place.label) for finding in report(code, **edits).findings for place in finding.related]


def authorisation(**fields: Any) -> dict[str, Any]:
    return {"id": "au-3", "type": "surveillance_authorisation", "issued_by": "collector", "activities": ["surveillance"], **fields}


def test_authorities_on_paper_are_one_finding() -> None:
    expected = (
        "p3-release: no trustworthy authority that may enter or inspect takes part; "
        "listed, but without a part: collector, ahtu and labour-office"
    )
    assert [expected] == messages("LE102", set=NOBODY_ENTERS)


def test_authorities_on_paper_are_marked_with_the_phase_that_lacks_them() -> None:
    expected = [
        ("organisations[ahtu]", "no known part"),
        ("organisations[labour-office]", "no known part"),
        ("phases[p3-release]", "no trustworthy local authority takes part here"),
    ]
    assert expected == marks("LE102", set=NOBODY_ENTERS)


def test_authorities_that_lack_a_power_are_named_where_nobody_may_enter() -> None:
    powerless = {f"organisations[{name}].powers": ["seize"] for name in ("collector", "ahtu", "labour-office", "canal-post")}

    expected = (
        "no authority of the country with the power to enter, search, arrest or inspect covers IN-RJ; "
        "competent there, but without such a power: collector, ahtu and labour-office"
    )
    assert [expected] == messages("LE101", set=powerless)


def test_an_authority_outside_its_jurisdiction_is_one_finding_with_all_its_premises() -> None:
    others = [{"id": name, "type": "stone_quarry", "jurisdiction": "IN-MP"} for name in ("quarry-8", "quarry-9")]

    found = messages("LE105", set={"phases[p3-release].premises": ["quarry-3", "quarry-8", "quarry-9"]}, add={"situation.premises": others})

    assert ["p3-release: ahtu is responsible, but covers IN-RJ, not quarry-8 and quarry-9 in IN-MP"] == found


def test_a_partner_without_agreement_is_named_with_every_part_it_has() -> None:
    found = messages("LE108", set={"organisations[asra-centre].agreement": {"type": "none"}})

    expected = (
        "asra-centre has a part in the plan (supports p2-prepare, supports p5-care, provides sv-family, provides sv-men, "
        "provides sv-women and is paid by b-shelter), and the plan says that there is no agreement with it"
    )
    assert [expected] == found


def test_entries_without_authorisation_are_one_finding_for_each_place() -> None:
    found = messages("LE106", set={"legal.authorisations": []})

    assert ["p3-release: nothing authorises entry, search and arrest at quarry-3 on 2026-03-10"] == found


def test_an_authorisation_that_ends_early_says_until_when_it_is_needed() -> None:
    short = authorisation(valid_from="2026-02-16", valid_until="2026-02-26")

    found = messages("LE110", add={**WATCHING, "legal.authorisations": [short]})

    assert ["p1-verify: au-3 covers secret work (surveillance) only until 2026-02-26, and it is needed until 2026-02-27"] == found


def test_of_several_authorisations_the_nearest_is_named() -> None:
    late = authorisation(id="au-4", valid_from="2026-02-20", valid_until="2026-02-27")
    short = authorisation(valid_from="2026-02-16", valid_until="2026-02-18")

    found = messages("LE110", add={**WATCHING, "legal.authorisations": [late, short]})

    assert ["p1-verify: au-3 covers secret work (surveillance) only until 2026-02-18, and it is needed until 2026-02-27"] == found


def test_an_authorisation_of_unknown_length_may_be_the_right_one() -> None:
    short = authorisation(id="au-4", valid_from="2026-02-16", valid_until="2026-02-18")
    open_ended = authorisation(valid_from="2026-02-16", valid_until="unknown")

    found = messages("LE110", add={**WATCHING, "legal.authorisations": [short, open_ended]})

    assert ["p1-verify: nobody knows whether au-3 covers secret work (surveillance) (`valid_until` is unknown)"] == found


def test_secret_work_of_several_kinds_without_authorisation_is_one_finding() -> None:
    found = messages("LE110", add={"phases[p1-verify].activities": ["covert", "surveillance"]})

    assert ["p1-verify: no authorisation for secret work (covert and surveillance) from 2026-02-16 to 2026-02-27"] == found


def test_a_purchase_outside_its_authorisation_is_marked_at_its_day() -> None:
    allowed = authorisation(activities=["controlled_purchase"], valid_from="2026-02-20", valid_until="2026-02-20")
    flow = {"id": "fl-1", "from": "ahtu", "to": "sus-contractor", "amount": 500, "date": "2026-03-01", "purpose": "controlled_purchase"}

    found = marks(
        "LE110",
        add={"phases[p1-verify].activities": ["controlled_purchase"], "legal.authorisations": [allowed], "finance.flows": [flow]},
    )

    expected = [
        ("legal.authorisations[au-3].valid_until", "but it ends here"),
        ("finance.flows[fl-1].date", "the purchase is on this day"),
    ]
    assert expected == found


def test_a_purchase_on_the_days_of_another_phase_is_judged_there() -> None:
    allowed = authorisation(activities=["controlled_purchase"], valid_from="2026-02-16", valid_until="2026-03-01")
    flow = {"id": "fl-1", "from": "ahtu", "to": "sus-contractor", "amount": 500, "date": "2026-03-01", "purpose": "controlled_purchase"}

    found = messages(
        "LE110",
        set={"phases[p2-prepare].responsible": "ahtu"},
        add={
            "phases[p1-verify].activities": ["controlled_purchase"],
            "phases[p2-prepare].activities": ["controlled_purchase"],
            "legal.authorisations": [allowed],
            "finance.flows": [flow],
        },
    )

    assert [] == found
