"""What findings on authority, invitation and media say, where an example in a rule file shows only where they stand."""

from typing import Any

from tests.plans import report


def _messages(code: str, **edits: Any) -> list[str]:
    return [finding.message for finding in report(code, **edits).findings]


def test_one_compromised_organisation_is_one_finding_with_all_its_parts() -> None:
    edits = {"finance.lines[b-security].payee": "canal-post", "personnel[entry-team].org": "canal-post"}

    checked = report("LE103", set=edits, add={"plan.distribution": ["canal-post"], "phases[p3-release].support": ["canal-post"]})

    expected = (
        "canal-post may be part of the trafficking (complicity suspected), and yet: "
        "on the distribution list, sends entry-team, supports p3-release and is paid by b-security"
    )
    assert [expected] == [finding.message for finding in checked.findings]


def test_every_part_of_a_compromised_organisation_is_marked_beside_what_compromises_it() -> None:
    checked = report("LE103", set={"personnel[entry-team].org": "canal-post"}, add={"phases[p3-release].support": ["canal-post"]})

    marked = {place.path_text for finding in checked.findings for place in finding.related}
    assert {"organisations[canal-post].complicity", "phases[p3-release].support[3]"} == marked


def test_the_authority_that_could_take_over_is_the_one_that_may_do_most_of_what_is_missing() -> None:
    found = _messages("LE104", set={"phases[p3-release].responsible": "saathi", "organisations[saathi].powers": []})

    expected = (
        "p3-release: saathi would carry out entry, search and arrest but holds no such power (basis of its powers: not stated); "
        "ahtu holds it for entry, search and arrest"
    )
    assert [expected] == found


def test_a_candidate_is_named_only_for_the_activities_it_may_do() -> None:
    found = _messages(
        "LE104",
        set={
            "phases[p3-release].responsible": "saathi",
            "organisations[saathi].powers": [],
            "organisations[ahtu].powers": ["seize"],
            "personnel[entry-team].org": "labour-office",
        },
    )

    expected = (
        "p3-release: saathi would carry out entry, search and arrest but holds no such power (basis of its powers: not stated); "
        "collector holds it for entry and search"
    )
    assert [expected] == found


def test_neither_a_compromised_nor_a_distant_authority_is_named_as_candidate() -> None:
    found = _messages(
        "LE104",
        set={
            "phases[p3-release].responsible": "saathi",
            "phases[p3-release].activities": ["entry"],
            "organisations[saathi].powers": [],
            "organisations[ahtu].complicity": "suspected",
            "organisations[collector].complicity": "confirmed",
            "situation.jurisdictions": ["IN-RJ", "IN-JH"],
            "organisations[labour-office].jurisdictions": ["IN-JH"],
        },
    )

    assert ["p3-release: saathi would carry out entry but holds no such power (basis of its powers: not stated)"] == found


def test_the_text_of_a_basis_of_powers_stays_in_the_plan() -> None:
    edits = {"phases[p3-release].responsible": "saathi", "organisations[saathi].powers": [], "organisations[saathi].powers_basis": "SECRET"}

    found = _messages("LE104", set=edits)

    assert ["SECRET" in message for message in found] == [False]
    assert ["(basis of its powers: stated)" in message for message in found] == [True]


def test_a_media_organisation_is_one_finding_whether_it_is_announced_or_sends_people() -> None:
    film = {"id": "film-unit", "name": "Film Unit", "kind": "media", "country": "IN", "jurisdictions": ["IN"]}
    crew = {"id": "crew", "role": "journalist", "org": "film-unit", "count": 2, "languages": ["hi"], "phases": ["p5-care"]}

    found = _messages(
        "CF101", add={"organisations": [film], "personnel": [crew], "media.present": [{"org": "film-unit", "phases": ["p3-release"]}]}
    )

    assert ["film-unit would be present in p3-release and p5-care"] == found


def test_weapons_are_those_of_all_premises_where_the_entry_names_none() -> None:
    other = {"id": "store", "type": "store", "jurisdiction": "IN-RJ", "armed": "confirmed"}

    found = _messages("RK102", set={"risk.abort_criteria": []}, add={"situation.premises": [other]}, remove=["phases[p3-release].premises"])

    assert ["p3-release: weapons at quarry-3 and store are suspected and confirmed, but no abort criterion covers this phase"] == found
