"""What is said about safeguarding: what is missing in one finding, and everybody concerned in one."""

from typing import Any

from tests.plans import report


def messages(*codes: str, **edits: Any) -> list[str]:
    return [each.message for each in report(*codes, **edits).findings]


def test_everything_that_the_plan_leaves_out_is_one_finding() -> None:
    expected = ["the team meets survivors, and under `safeguarding` these are not stated: policy.ref, psea.principles and psea.focal_point"]
    assert expected == messages("SG101", remove=["safeguarding"])


def test_everybody_who_is_not_vetted_is_in_one_finding_with_the_phases_of_contact() -> None:
    gone = ["personnel[paramedics].vetting", "personnel[case-managers].vetting"]

    expected = [
        "case-managers and paramedics: in contact with survivors (p5-care, p6-return, p3-release and p4-reception), and the plan does not"
        " say whether they are vetted"
    ]
    assert expected == messages("SG103", remove=gone)


def test_languages_that_no_channel_takes_are_one_finding_with_the_groups_that_speak_them() -> None:
    [finding] = report(
        "SG102", set={"safeguarding.complaints.channels": [{"type": "phone", "run_by": "mukt-manch", "languages": ["hi"]}]}
    ).findings

    expected = (
        "grp-santali and grp-nepali: no complaint channel in sat and ne",
        ["population.groups[grp-santali].languages[0]", "population.groups[grp-nepali].languages[0]"],
    )
    assert expected == (finding.message, [each.path_text for each in finding.related])
