from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from planlint import __version__
from planlint.finding import Fix, Severity
from planlint.lint.report import FileReport, Gone, Report
from planlint.pack.load import builtin
from planlint.report import Options, find_format, sarif
from planlint.rule import Rule
from planlint.source.document import Edit, Position, Span
from tests.conftest import ROOT, Run
from tests.node import installed
from tests.report.made import ACCEPTED, EVALUATED, GAP, NAME, UNJUDGED, finding, linted, report

PLANS = sorted((ROOT / "examples").glob("*/*.plan.yaml"))
HOME = "/home/anna/secret/"


def rules() -> dict[str, Rule]:
    return {code: rule for code, rule in builtin().rules.items() if code in ("LE106", "TM105", "PL001")}


def rendered(made: Report, **options: Any) -> str:
    return "".join(find_format("sarif", isolated=True)(made, Options(rules=rules, **options)))


def run_of(made: Report, **options: Any) -> dict[str, Any]:
    run: dict[str, Any] = json.loads(rendered(made, **options))["runs"][0]
    return run


def artifact(name: str = NAME, base: str = "SRCROOT") -> dict[str, str]:
    return {"uri": name, "uriBaseId": base}


def region(line: int, start: int, end: int) -> dict[str, int]:
    return {"startLine": line, "startColumn": start, "endLine": line, "endColumn": end}


def test_a_result_has_its_rule_its_places_and_its_fingerprint() -> None:
    expected = {
        "ruleId": "LE106",
        "ruleIndex": [*rules()].index("LE106"),
        "level": "error",
        "message": {"text": "p3-inspection: au-1 covers entry only until 2026-02-23."},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": artifact(), "region": region(5, 10, 23)},
                "logicalLocations": [{"fullyQualifiedName": "phases[p3-inspection]"}],
                "message": {"text": "this phase enters."},
            }
        ],
        "relatedLocations": [
            {
                "id": 1,
                "physicalLocation": {"artifactLocation": artifact(), "region": region(3, 56, 66)},
                "logicalLocations": [{"fullyQualifiedName": "legal.authorisations[au-1].valid_until"}],
                "message": {"text": "but the notice ends here."},
            }
        ],
        "partialFingerprints": {"planlintFinding/v1": "f00d"},
    }

    assert run_of(report(GAP))["results"] == [expected]


def test_a_run_says_what_its_columns_and_its_uris_mean() -> None:
    run = run_of(report(GAP), profile="review")

    assert {name: value for name, value in run.items() if name not in ("tool", "results")} == {
        "automationDetails": {"id": "planlint/review/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The folder in which planlint was started."}}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": []}],
        "properties": {
            "planlint/verdicts": {NAME: "must_not_go"},
            "planlint/rules": {"asked": 100, "found": 1, "not_judged": 0, "deferred": 0, "accepted": 0, "passed": 99, "not_applicable": 0},
            "planlint/openQuestions": 0,
            "planlint/stillToHappen": 0,
            "planlint/restsOn": 0,
            "planlint/packs": [],
        },
    }
    assert {name: run["tool"]["driver"][name] for name in ("name", "version")} == {"name": "planlint", "version": __version__}


def test_all_rules_of_the_run_are_described_whether_or_not_they_found_something() -> None:
    described = run_of(report())["tool"]["driver"]["rules"]

    le106 = next(each for each in described if each["id"] == "LE106")
    assert [each["id"] for each in described] == [*rules()]
    assert le106["name"] == "EntryAuthorisationGap"
    assert le106["shortDescription"] == {"text": "An entry, search or arrest lacks its authorisation."}
    assert le106["fullDescription"] == {
        "text": "What an unlawful search finds is lost to the case, and those inside bear the consequences."
    }
    assert le106["defaultConfiguration"] == {"level": "error"}
    assert le106["help"]["text"].startswith("Get an authorisation")
    assert "### Sources" in le106["help"]["markdown"]
    assert le106["properties"] == {
        "problem.severity": "error",
        "tags": ["planlint", "law-enforcement", "profile-approval"],
        "pack": f"planlint {__version__}",
    }


def test_an_accepted_finding_is_suppressed_with_its_reason_and_who_answers_for_it() -> None:
    accepted = replace(ACCEPTED, path_text="waivers[0]")

    assert run_of(report(replace(GAP, accepted=accepted)))["results"][0]["suppressions"] == [
        {
            "kind": "inSource",
            "status": "accepted",
            "justification": "the girls asked for it; approved by collector until 2026-05-01",
            "location": {"logicalLocations": [{"fullyQualifiedName": "waivers[0]"}]},
        }
    ]


def test_a_reason_that_was_redacted_leaves_no_trace() -> None:
    redacted = replace(ACCEPTED, reason="", approved_by="", expires="")

    assert run_of(report(replace(GAP, accepted=redacted)))["results"][0]["suppressions"] == [{"kind": "inSource", "status": "accepted"}]


def test_beside_a_baseline_every_result_says_whether_it_is_new() -> None:
    made = replace(
        report(
            replace(GAP, baseline="unchanged"), replace(finding("legal"), baseline="new"), replace(finding("phases"), accepted=ACCEPTED)
        ),
        gone=(Gone("LE106", "plans/old.plan.yaml", "phases[p9]", "beef"),),
    )

    results = run_of(made)["results"]

    assert [each["baselineState"] for each in results] == ["new", "new", "unchanged", "absent"]
    assert results[3] == {
        "ruleId": "LE106",
        "ruleIndex": [*rules()].index("LE106"),
        "kind": "informational",
        "level": "none",
        "message": {"text": "This finding of the baseline is not there any more."},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": artifact("plans/old.plan.yaml"), "region": region(1, 1, 1)},
                "logicalLocations": [{"fullyQualifiedName": "phases[p9]"}],
            }
        ],
        "partialFingerprints": {"planlintFinding/v1": "beef"},
        "baselineState": "absent",
    }


def test_without_a_baseline_no_result_is_called_new() -> None:
    assert "baselineState" not in rendered(report(GAP))


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (HOME + "a.plan.yaml", artifact("a.plan.yaml", "OUTSIDE")),
        ("../../anna/a.plan.yaml", artifact("a.plan.yaml", "OUTSIDE")),
        ("C:\\Users\\anna\\a.plan.yaml", artifact("a.plan.yaml", "OUTSIDE")),
        ("plans/..a/x.yaml", artifact("plans/..a/x.yaml")),
        ("plans/ü #1 100%.plan.yaml", artifact("plans/%C3%BC%20%231%20100%25.plan.yaml")),
        ("a:b.plan.yaml", artifact("a%3Ab.plan.yaml")),
        ("<stdin>", artifact("%3Cstdin%3E")),
    ],
)
def test_a_uri_names_no_folder_above_the_working_one(file: str, expected: dict[str, str]) -> None:
    run = run_of(report(replace(GAP, file=file), base=replace(EVALUATED, file=file)))

    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"] == expected
    assert expected["uriBaseId"] in run["originalUriBaseIds"]
    assert "anna" not in json.dumps(run["results"])


def test_plans_outside_with_one_name_are_told_apart() -> None:
    files = [HOME + "a.plan.yaml", "/srv/a.plan.yaml"]
    made = Report(tuple(FileReport(file=file, text="", findings=(replace(GAP, file=file),)) for file in files))

    uris = [each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in run_of(made)["results"]]

    assert sorted(uris) == ["2/a.plan.yaml", "a.plan.yaml"]


def test_what_could_not_be_judged_is_a_notification() -> None:
    unreadable = replace(finding("legal"), code="PL001", message="not YAML")
    where = [{"physicalLocation": {"artifactLocation": artifact()}}]

    invocation = run_of(report(unreadable, base=UNJUDGED))["invocations"][0]

    assert invocation == {
        "executionSuccessful": False,
        "toolExecutionNotifications": [
            {
                "level": "error",
                "message": {"text": "Rule TM105 failed: KeyError in timeline.order."},
                "locations": where,
                "associatedRule": {"id": "TM105", "index": [*rules()].index("TM105")},
            },
            {
                "level": "error",
                "message": {"text": "The plan cannot be read: not YAML."},
                "locations": where,
                "associatedRule": {"id": "PL001", "index": [*rules()].index("PL001")},
            },
            {"level": "note", "message": {"text": "Not evaluated, because t_rec is not known: TM103, TM102."}, "locations": where},
            {"level": "note", "message": {"text": "Declared not applicable: TM104."}, "locations": where},
        ],
    }


def test_of_too_many_results_the_most_important_are_kept_and_the_number_left_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MAX_RESULTS", 3)
    made = replace(
        report(
            finding("legal", severity=Severity.INFO),
            finding("phases", severity=Severity.ERROR),
            replace(finding("p3-inspection"), accepted=ACCEPTED),
            finding("p4-care", severity=Severity.WARNING),
        ),
        gone=(Gone("LE106", NAME, "phases[p9]", "beef"),),
    )

    run = run_of(made)

    assert [each["level"] for each in run["results"]] == ["note", "error", "warning"]
    assert run["invocations"][0]["toolExecutionNotifications"] == [
        {
            "level": "warning",
            "message": {"text": "2 results of the least importance left out: GitHub takes no more. Other formats have them all."},
        }
    ]


def test_a_report_that_is_too_large_when_packed_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MAX_PACKED", 4000)
    made = report(*(replace(GAP, message=os.urandom(40).hex(), fingerprint=str(number)) for number in range(200)))

    text = "".join(find_format("sarif", isolated=True)(made, Options()))

    run = json.loads(text)["runs"][0]
    left = 200 - len(run["results"])
    assert 0 < left < 200
    assert sarif._packed(text) <= 4000
    assert f"{left} results" in run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


def test_a_result_has_no_more_places_than_github_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MAX_LOCATIONS", 2)

    run = run_of(report(replace(GAP, related=GAP.related * 3)))

    assert len(run["results"][0]["relatedLocations"]) == 2
    assert "more than 2 further places" in run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


def test_no_text_of_the_plan_is_quoted_and_options_for_people_change_no_byte() -> None:
    loud = rendered(report(GAP), frames=True, colour=True, verbose=True, plain=True, width=40)

    assert loud == rendered(report(GAP))
    assert "snippet" not in loud
    assert "inspection_notice" not in loud


@given(st.text(max_size=30))
def test_any_text_comes_back_whole_and_controls_no_terminal(text: str) -> None:
    made = rendered(report(replace(GAP, message=text)))

    assert json.loads(made)["runs"][0]["results"][0]["message"]["text"].rstrip(".").replace("\\[", "[") == text.rstrip(".").replace(
        "\\[", "["
    )
    assert not {*made} & {*"\x1b\x7f\x9b\u202e\u2066\u2028"}


def test_an_id_that_looks_like_a_link_is_none() -> None:
    made = run_of(report(replace(GAP, message="see [here](https://x.example) and phases[p3]")))

    assert made["results"][0]["message"]["text"] == r"see \[here](https://x.example) and phases[p3]."


@cache
def multitool() -> Path:
    """Microsoft's validator; its package has the schema of the standard beside it."""
    folder = installed("@microsoft/sarif-multitool", "5.7.0").parent / "sarif-multitool-linux"
    if not folder.exists():
        pytest.skip("the package has a program for Linux only")
    program = folder / "Sarif.Multitool"
    program.chmod(0o755)
    return program


def remarks(file: Path) -> list[str]:
    """What the validator says against a file, its notes left out: they ask for quotations and for pages on the web."""
    command = [str(multitool()), "validate", str(file), "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=file.parent)
    assert "Analysis completed successfully" in done.stdout, done.stdout + done.stderr
    return re.findall(r"(?:error|warning) \w+:.*", done.stdout)


def everything() -> Report:
    """Whatever a report can hold, in one."""
    outside = replace(GAP, file="/srv/a.plan.yaml", baseline="unchanged")
    inside = report(
        replace(GAP, accepted=replace(ACCEPTED, path_text="waivers[0]")),
        replace(
            GAP, fixes=(Fix("choose", (Edit(Span(Position(5, 6), Position(5, 8)), "ID"), Edit(Span(Position(5, 9), Position(5, 9)), '"'))),)
        ),
        replace(finding("legal", severity=Severity.INFO), code="PL001", path_text="", path=()),
        base=UNJUDGED,
    )
    other = FileReport(file="/srv/a.plan.yaml", text="", findings=(outside,))
    return Report((*inside.files, other), "2026-01-01", (Gone("LE106", "old.plan.yaml", "phases[p9]", "beef"),))


@pytest.mark.slow
def test_everything_passes_the_schema_and_the_validator(tmp_path: Path) -> None:
    file = tmp_path / "all.sarif"
    file.write_text(rendered(everything()), "utf-8")

    schema = Draft202012Validator(json.loads((multitool().parent / "sarif-2.1.0.json").read_text("utf-8-sig")))
    assert [*schema.iter_errors(json.loads(file.read_text("utf-8")))] == []
    assert remarks(file) == []


@pytest.mark.slow
def test_all_examples_pass_the_schema_and_the_validator_and_are_counted_alike(planlint: Run, tmp_path: Path) -> None:
    file = tmp_path / "examples.sarif"

    planlint("check", "examples", "--output", f"sarif={file}", cwd=ROOT)

    log = json.loads(file.read_text("utf-8"))
    schema = Draft202012Validator(json.loads((multitool().parent / "sarif-2.1.0.json").read_text("utf-8-sig")))
    assert [*schema.iter_errors(log)] == []
    assert remarks(file) == []
    levels = Counter(each.severity for plan in PLANS for each in linted(plan.read_bytes(), *builtin().rules).findings)
    assert counted_by_sarif_tools(file) == {
        "error": levels[Severity.ERROR],
        "warning": levels[Severity.WARNING],
        "note": levels[Severity.INFO],
    }


def counted_by_sarif_tools(file: Path) -> dict[str, int]:
    """Results by level, as sarif-tools reads them."""
    command = [sys.executable, "-m", "sarif", "summary", str(file)]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {level: int(count) for level, count in re.findall(r"^(error|warning|note): (\d+)", out, re.MULTILINE)}


def test_fixes_are_written_as_the_standard_has_them() -> None:
    edit = Edit(Span(Position(5, 6), Position(5, 8)), "ID")
    (result,) = run_of(report(replace(GAP, fixes=(Fix("safe", (edit,)), Fix("show", (edit, edit))))))["results"]
    safe, show = result["fixes"]

    replacement = {"deletedRegion": region(5, 6, 8), "insertedContent": {"text": "ID"}}
    assert safe == {
        "description": {"text": "The same, written as a plan writes it."},
        "artifactChanges": [{"artifactLocation": artifact(), "replacements": [replacement]}],
    }
    assert (show["description"]["text"], len(show["artifactChanges"][0]["replacements"])) == (
        "One of several that may be meant; choose one.",
        2,
    )
