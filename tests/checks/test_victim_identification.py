"""What findings on identification say where several things come together: what is listed, what is marked, what is counted."""

from typing import Any

from tests.plans import report

NO_WOMEN = {
    f"personnel[{name}].female": 0 for name in ("social-workers", "psychologists", "child-officers", "case-managers", "forensic-ivs")
}


def messages(code: str, **edits: Any) -> list[str]:
    return [finding.message for finding in report(code, **edits).findings if finding.code == code]


def marked(code: str, **edits: Any) -> list[tuple[str, str]]:
    return [(place.path_text, place.label) for finding in report(code, **edits).findings for place in finding.related]


def test_everything_that_a_screening_does_without_is_one_finding() -> None:
    edits = {
        "identification.screening.private_setting": False,
        "identification.screening.suspects_separated": False,
        "identification.indicators": "none",
    }

    expected = ["people are screened without private_setting, suspects_separated and indicators"]
    assert expected == messages("VI103", set=edits)


def test_reports_without_a_date_are_one_finding() -> None:
    undated = ["situation.intelligence[in-1].obtained_on", "situation.intelligence[in-2].obtained_on"]

    expected = [
        "no date is given for in-1 and in-2, and no dated report is at most 30 days old at entry on 2026-03-10 (project threshold)",
    ]
    assert expected == messages("VI102", remove=undated)


def test_the_time_that_screening_needs_counts_the_highest_estimate_of_everybody() -> None:
    expected = [
        "p4-reception: screening needs 42.7 h (people: 64, minutes for each: 40), and social-workers can give 36 h (staff: 2, hours for each: 18)",
    ]
    assert expected == messages("VI106", set={"personnel[social-workers].count": 2})


def test_interpreters_of_a_language_are_shared_by_all_groups_that_speak_it() -> None:
    edits = {
        "population.groups[grp-nepali].languages": [{"tag": "sat", "share": 0.5}, {"tag": "hi", "share": 0.5}],
        "personnel[interp-sat].count": 1,
        "personnel[mediators].count": 1,
    }

    expected = [
        "p4-reception: screening in sat needs 38 h (people of grp-santali and grp-nepali, about: 57), no screener speaks it, "
        "and its interpreters can give 36 h (interpreters: 2, hours for each: 18)"
    ]
    assert expected == messages("VI106", set=edits)


def test_an_offence_that_is_not_covered_is_one_finding_for_all_groups() -> None:
    edits = {f"population.groups[{name}].exploitation": ["sexual_exploitation_prostitution"] for name in ("grp-santali", "grp-nepali")}

    expected = ["people of grp-santali and grp-nepali may be charged: what is agreed does not cover sex_work"]
    assert expected == messages("VI107", set=edits)


def test_those_with_whom_non_punishment_is_agreed_in_vain_are_marked_with_the_reason_and_an_office_that_could_agree() -> None:
    found = marked("VI107", set={"legal.non_punishment.agreed_with": ["saathi", "canal-post"]})

    expected = [
        ("organisations[saathi].kind", "this body brings no charges"),
        ("organisations[canal-post].complicity", "it may be part of the trafficking itself"),
        ("organisations[prosecutor].kind", "this office could agree"),
    ]
    assert expected == found


def test_social_workers_who_do_not_count_are_marked_with_the_reason() -> None:
    found = marked("VI105", set={"personnel[social-workers].org": "ahtu", "personnel[psychologists].phases": ["p5-care"]})

    expected = [
        ("organisations[ahtu].kind", "a body of this kind can detain or expel"),
        ("personnel[case-managers].phases", "works in other phases"),
        ("personnel[psychologists].phases", "works in other phases"),
    ]
    assert expected == found


def test_interviews_that_begin_together_are_all_of_them_the_first() -> None:
    together = {"phases[p5-care].start": "2026-03-10T07:00+05:30", "personnel[social-workers].phases": ["p5-care"]}
    nobody = {"personnel[psychologists].phases": ["p4-reception"], "personnel[case-managers].phases": ["p6-return"]}

    assert [] == messages("VI105", set=together | nobody)


def test_women_who_only_interpret_are_named() -> None:
    expected = [
        "p4-reception: women and girls (about 22) are interviewed, and the only women on staff are interpreters (interp-sat, interp-ne and mediators)"
    ]
    assert expected == messages("VI108", set=NO_WOMEN | {"phases[p5-care].activities": ["shelter"]})


def test_a_group_that_may_have_women_is_one_finding_with_all_its_phases() -> None:
    groups = {f"population.groups[{name}].gender": {"male": 9, "unknown": 2} for name in ("grp-santali", "grp-nepali")}

    expected = [
        f"p4-reception and p5-care: nobody knows whether {name} has women or girls, and no interviewer or carer is a woman"
        for name in ("grp-santali", "grp-nepali")
    ]
    assert expected == messages("VI108", set=NO_WOMEN | groups)
