"""What is said about interpreters: who was considered, why they were not counted, and what ties them to whom."""

from typing import Any

from tests.plans import report


def messages(*codes: str, **edits: Any) -> list[str]:
    return [each.message for each in report(*codes, **edits).findings]


def test_one_finding_says_where_a_language_is_missing_and_who_was_considered() -> None:
    rohingya = {
        "population.groups[grp-nepali].languages": [{"tag": "rhg", "share": 0.5}],
        "personnel[interp-ne].languages": ["bn"],
        "personnel[lawyers].languages": ["hi", "rhg"],
        "personnel[interp-sat].languages": ["sat", "rhg"],
        "personnel[interp-sat].relationships": [{"to": "sus-owner", "type": "family_of"}],
    }

    expected = [
        "p4-reception/screening, p4-reception/interview_needs and p5-care/interview_evidential: nobody independent speaks rhg with"
        " grp-nepali (people: 7); needed is one of case_manager, child_protection_officer, cultural_mediator, interpreter, psychologist,"
        " social_worker, forensic_interviewer and investigator who does; nearest: interp-sat (linked to sus-owner) and lawyers"
        " (legal_counsel, who does not interview or interpret here)"
    ]
    found = messages("LG101", set=rohingya)
    assert expected == [message for message in found if "rhg with" in message]


def test_each_group_and_language_is_a_finding_of_its_own() -> None:
    both = {
        "population.groups[grp-nepali].languages": [{"tag": "mai", "share": 0.5}, {"tag": "rhg", "share": 0.5}],
        "population.groups[grp-santali].languages": [{"tag": "rhg", "share": 1.0}],
    }

    expected = ["rhg with grp-santali (people: 50)", "mai with grp-nepali (people: 7)", "rhg with grp-nepali (people: 7)"]
    found = [message.partition("independent speaks ")[2].partition(";")[0] for message in messages("LG101", set=both)]
    assert sorted(expected) == sorted(found)


def test_a_tie_in_the_words_of_a_planner_is_shown_without_them() -> None:
    tied = {"personnel[interp-ne].relationships": [{"to": "co-quarry", "type": "ex-wife of the manager"}]}

    assert not [each for each in messages("LG102", "PL014", set=tied) if "wife" in each]


def test_all_interpreters_of_an_agency_in_a_suspects_hands_are_one_finding() -> None:
    owned = {"parties.links": [{"from": "co-quarry", "to": "bhasha-coop", "type": "controls"}]}

    expected = [
        "interpreters (interp-sat and interp-ne) are sent by bhasha-coop, which is in the hands of sus-owner: bhasha-coop -controlled by->"
        " co-quarry -owned 100% by-> sus-owner"
    ]
    assert expected == messages("LG102", add=owned)


def test_all_stages_that_lack_one_language_of_one_group_are_one_finding() -> None:
    lacking = {
        "consent.stages[c-leave].languages": ["sat"],
        "consent.stages[c-med].languages": ["sat", "hi"],
        "consent.stages[c-data].languages": ["ne"],
    }

    expected = [
        "c-leave and c-med: people are asked in sat and hi, and not in ne, which people of grp-nepali speak",
        "c-data: people are asked in ne, and not in sat, which people of grp-santali speak",
    ]
    assert expected == messages("LG103", set=lacking)


def test_services_of_which_none_speaks_a_language_are_one_finding() -> None:
    mute = {"services[sv-health].languages": ["sat"], "services[sv-legal].languages": ["sat"]}

    expected = [
        "sv-health and sv-legal: nobody speaks ne with grp-nepali (primary_health and legal_aid), and no other service of this kind does"
    ]
    assert expected == messages("LG104", set=mute)


def test_services_that_speak_the_language_and_do_not_help_are_marked_with_the_reason() -> None:
    women = {
        "services[sv-women].available.until": "2026-05-15",
        "services[sv-coach].types": ["shelter"],
        "services[sv-coach].languages": ["ne"],
        "services[sv-coach].status": "none",
    }

    found = report("LG104", set=women).findings
    expected = [
        "sv-family: nobody speaks ne with grp-nepali (shelter), and from 2026-05-16 to 2026-06-14 no other service of this kind does"
    ]
    assert expected == [each.message for each in found]
    assert [
        ("population.groups[grp-nepali].languages[0]", "they speak this"),
        ("services[sv-men].housing.classes", "speaks it, but does not take the same people"),
        ("services[sv-women].available", "speaks it, but is not there all the time"),
        ("services[sv-children].housing.classes", "speaks it, but does not take the same people"),
        ("services[sv-coach].status", "would speak it, but is not to be had"),
    ] == [(place.path_text, place.label) for each in found for place in each.related]
