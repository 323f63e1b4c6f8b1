"""What findings on risk say, where an example in a rule file shows only where they stand."""

from typing import Any

from planlint.finding import Finding
from planlint.lint.engine import Policy, lint
from planlint.pack.load import builtin
from tests.plans import PACK, TODAY, document, report


def _findings(code: str, **edits: Any) -> list[Finding]:
    return [finding for finding in report(code, **edits).findings if finding.code == code]


def _messages(code: str, **edits: Any) -> list[str]:
    return [finding.message for finding in _findings(code, **edits)]


def test_all_who_are_forgotten_are_listed_and_rows_that_name_nobody_are_marked() -> None:
    told = _findings("RK101", set={"risk.register[rk-2].affects": ["survivors"]}, remove=["risk.register[rk-3].affects"])

    expected = "the risk register has nothing on families, other_victims and community"
    assert [expected] == [finding.message for finding in told]
    assert [["risk.register[rk-3]"]] == [[place.path_text for place in finding.related] for finding in told]


def test_rows_of_which_nobody_knows_whom_they_hurt_are_one_finding() -> None:
    edits = {"risk.register[rk-2].affects": "unknown", "risk.register[rk-4].affects": "unknown"}

    assert ["nobody knows whom rk-2 and rk-4 would hurt, and no other risk is about families"] == _messages("RK101", set=edits)


def test_a_high_risk_lists_all_that_is_missing_and_whose_number_makes_it_high() -> None:
    edits: dict[str, Any] = {
        "remove": ["risk.register[rk-2].mitigations", "risk.register[rk-2].owner"],
        "set": {"risk.register[rk-2].residual": 15},
    }

    expected = "rk-2 scores 15 (high from 12 on, project threshold): nothing is done against it, nobody watches it and as much remains"
    assert [expected] == _messages("RK103", **edits)


def test_the_threshold_is_that_of_the_configuration() -> None:
    edited = document(set={"risk.register[rk-2].mitigations": []})

    told = [
        lint(edited, Policy(PACK.rules, frozenset({"RK103"}), builtin().thresholds.model_copy(update={"risk_high": each}), TODAY)).findings
        for each in (15, 16)
    ]
    assert [1, 0] == [len(findings) for findings in told]


def test_one_interpreter_is_one_finding_with_all_phases_and_languages() -> None:
    alone = {
        "personnel[interp-ne].count": 1,
        "personnel[interp-ne].languages": ["ne", "sat"],
        "personnel[interp-sat].phases": ["p6-return"],
        "personnel[mediators].phases": ["p2-prepare"],
    }

    assert ["only interp-ne interprets sat and ne in p4-reception and p5-care, and nobody can take over"] == _messages("RK104", set=alone)


def test_one_person_may_be_the_only_commander_and_the_only_interpreter() -> None:
    edits = {"personnel[interp-ne].count": 1, "personnel[dic].phases": ["p4-reception"]}

    expected = [
        "only ic commands p3-release, and nobody can take over",
        "only interp-ne interprets ne in p4-reception and p5-care, and nobody can take over",
    ]
    assert expected == _messages("RK104", set=edits)


def test_criteria_for_other_phases_are_marked_where_none_covers_the_entry() -> None:
    told = _findings("RK102", set={f"risk.abort_criteria[{name}].phases": ["p4-reception"] for name in ("ab-1", "ab-2")})

    expected = [["situation.premises[quarry-3].armed", "risk.abort_criteria[ab-1]", "risk.abort_criteria[ab-2]"]]
    assert expected == [[place.path_text for place in finding.related] for finding in told]
