"""What is said about consent and advice where several groups or steps have one fault, and what comes nearest."""

from typing import Any

from tests.plans import report


def said(*codes: str, **edits: Any) -> list[tuple[str, list[str]]]:
    """Each finding: its message, and the places that belong to it."""
    return [(each.message, [f"{place.path_text}: {place.label}" for place in each.related]) for each in report(*codes, **edits).findings]


def test_all_that_one_feared_person_asks_is_one_finding() -> None:
    stages = {f"consent.stages[{stage}].obtained_by": "forensic-ivs" for stage in ("c-screen", "c-med")}

    expected = [
        (
            "c-screen and c-med: asked by forensic-ivs of ahtu, a body that people may fear",
            ["consent.stages[c-med].obtained_by: ", "organisations[ahtu].kind: this kind of body can detain or expel"],
        )
    ]
    assert expected == said("CN101", set=stages)


def test_the_first_act_before_the_question_is_named() -> None:
    expected = [
        ("c-med is asked in p6-return, after medical in p4-reception", ["phases[p4-reception].start: done from here on"]),
    ]
    assert expected == said("CN102", set={"consent.stages[c-med].phase": "p6-return"})


def test_groups_that_are_interviewed_equally_often_are_one_finding() -> None:
    expected = [
        (
            "grp-santali and grp-nepali may be interviewed up to 3 times; 2 is the most without a joint protocol (project threshold), and there is none",
            ["consent.max_interviews_per_person: so many are allowed for each person"],
        )
    ]
    assert expected == said("CN105", set={"consent.joint_interview_protocol": False, "consent.max_interviews_per_person": 3})


def test_of_groups_that_are_interviewed_too_often_the_highest_number_is_said() -> None:
    phases = {"phases[p6-return].activities": ["interview_needs"], "phases[p7-followup].activities": ["interview_needs"]}
    groups = {"phases[p7-followup].groups": ["grp-nepali"], "consent.joint_interview_protocol": False}

    expected = [
        (
            "grp-santali and grp-nepali may be interviewed up to 4 times; 2 is the most without a joint protocol (project threshold),"
            " and there is none",
            [f"phases[{phase}]: interviewed here" for phase in ("p4-reception", "p5-care", "p6-return", "p7-followup")],
        )
    ]
    assert expected == said("CN105", set=phases | groups)


def test_legal_aid_that_opens_late_is_one_finding_for_all_groups() -> None:
    expected = [
        (
            "grp-santali and grp-nepali: legal aid sv-legal opens on 2026-03-13, too late for p5-care on 2026-03-12",
            ["phases[p5-care].start: before this, people need advice"],
        )
    ]
    assert expected == said("CN106", set={"services[sv-legal].available.from": "2026-03-13"})


def test_groups_that_leave_on_different_days_without_advice_are_one_finding() -> None:
    phases = {"phases[p5-care].activities": ["shelter"], "phases[p6-return].activities": ["family_assessment"]}

    expected = [
        (
            "grp-santali and grp-nepali: no independent legal aid before r-jh and r-np on 2026-04-27 and 2026-05-04",
            [
                "returns.routes[r-jh].not_before: before this, people need advice",
                "services[sv-legal].status: this legal aid is not there",
                "returns.routes[r-np].not_before: before this, people need advice",
            ],
        )
    ]
    assert expected == said("CN106", set=phases | {"services[sv-legal].status": "none"})


def test_legal_aid_for_another_group_is_marked() -> None:
    expected = [
        (
            "grp-nepali: no independent legal aid before p5-care on 2026-03-12",
            ["phases[p5-care].start: before this, people need advice", "services[sv-legal].groups: this legal aid is for other groups"],
        )
    ]
    assert expected == said("CN106", set={"services[sv-legal].groups": ["grp-santali"]})


def test_what_survivors_said_is_never_shown() -> None:
    edits = {"consent.survivor_input.by": "saathi", "consent.survivor_input.how": "Maria read it"}

    expected = "by the plan, saathi (ngo_local) spoke for survivors, but without being survivor-led or having a survivor advisor"
    assert [(expected, ["organisations[saathi].kind: not led by survivors"])] == said("CN104", set=edits)
