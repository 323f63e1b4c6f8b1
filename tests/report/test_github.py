from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planlint.finding import Finding, Severity
from planlint.lint.report import Report
from planlint.report import Options, find_format, job_summary
from planlint.report.visible import visible
from planlint.source.document import Position, Span
from tests.conftest import ROOT, Run
from tests.report.made import ACCEPTED, EVALUATED, GAP, NAME, UNJUDGED, finding, report
from tests.report.workflow import Command, parsed

HARD = st.text(st.one_of(st.sampled_from("%\r\n:,=[]#0AD25a "), st.characters()), max_size=40)

OUTSIDE = "/home/anna/a.plan.yaml"


def rendered(made: Report) -> str:
    return "".join(find_format("github", isolated=True)(made, Options()))


def numbered(count: int, severity: Severity) -> list[Finding]:
    return [replace(finding("legal", severity=severity), message=f"{severity.word} {number}") for number in range(count)]


def test_an_open_finding_is_an_annotation_and_the_last_line_counts() -> None:
    expected = (
        "::error title=LE106 entry-authorisation-gap,file=plans/kesaripur.plan.yaml,line=5,endLine=5,col=10,endColumn=23"
        "::p3-inspection: au-1 covers entry only until 2026-02-23"
        "%0Alegal.authorisations[au-1].valid_until (line 3): but the notice ends here"
        "%0Aobtain an authorisation that covers the whole phase\n"
        "verdict: must not go\n"
        "1 error in 1 plan (100 rules: 1 found, 99 passed)\n"
    )

    assert rendered(report(GAP)) == expected


def test_columns_are_left_out_where_lines_differ() -> None:
    long = replace(GAP, span=Span(Position(5, 10), Position(7, 2)))

    [command] = parsed(rendered(report(long)))

    assert {*command.properties} == {"title", "file", "line", "endLine"}


def test_a_note_is_a_notice() -> None:
    names = [command.name for command in parsed(rendered(report(*(finding("legal", severity=severity) for severity in Severity))))]

    assert names == ["error", "warning", "notice"]


def test_accepted_and_known_findings_are_only_counted() -> None:
    text = rendered(report(replace(GAP, accepted=ACCEPTED), replace(GAP, baseline="unchanged")))

    assert text == "verdict: must not go\nno findings and 1 known from before and 1 accepted in 1 plan (100 rules: 1 found, 99 passed)\n"


def test_a_rule_that_failed_is_an_error() -> None:
    assert parsed(rendered(report(base=UNJUDGED))) == [
        Command("error", {"title": "rule TM105 failed", "file": NAME}, "TM105 gave no verdict: KeyError in timeline.order")
    ]


def test_ten_of_a_kind_are_shown_the_most_important_first_and_the_others_are_counted() -> None:
    made = report(*numbered(2, Severity.INFO), *numbered(12, Severity.WARNING), *numbered(13, Severity.ERROR), base=UNJUDGED)

    text = rendered(made)

    names = [command.name for command in parsed(text)]
    assert names == ["error"] * 10 + ["warning"] * 10 + ["notice"] * 2
    assert "6 more findings not shown as annotations" in text.splitlines()[-3]
    assert text.splitlines()[-1].startswith("13 errors, 12 warnings, 2 infos in 1 plan")


def test_a_plan_outside_is_not_placed_in_a_home_folder() -> None:
    assert "anna" not in rendered(report(replace(GAP, file=OUTSIDE), base=replace(EVALUATED, file=OUTSIDE)))


def shown(text: str) -> str:
    """A text as planlint prints it: line breaks stay, other signs that control a terminal show their code points."""
    return "".join(part if part in "\r\n" else visible(part) for part in re.split("([\r\n])", text))


@given(HARD, HARD)
@example("100%0A % \r\n::error::x 👩‍👧 🇮🇳", "a,b:c=d%2C::.plan.yaml")
@example("##[add-path]/tmp", "x")
def test_any_message_and_any_file_name_come_back_whole_from_one_line(message: str, file: str) -> None:
    made = replace(GAP, message=message, file=f"plans/{file}".replace("..", "."), help="help")

    text = rendered(replace_files(report(made), made.file))

    [command] = parsed(text)
    assert command.name == "error"
    assert command.data.startswith(shown(message) + "\n")
    assert command.properties["file"] == shown(made.file)
    assert text.count("\n") == len(["the annotation", "the verdict", "the counts"])


def replace_files(made: Report, file: str) -> Report:
    return replace(made, files=tuple(replace(each, file=file) for each in made.files))


def test_a_job_s_summary_lists_all_open_findings_and_nothing_in_it_is_markup() -> None:
    made = report(replace(GAP, message="<img src=x> [a](https://x.example) | `b` @all #1 *c* _d_"), replace(GAP, accepted=ACCEPTED))

    assert job_summary.job_summary(made) == (
        "## planlint\n"
        "\n"
        "verdict: must not go.\n"
        "\n"
        "1 error and 1 accepted in 1 plan (100 rules: 1 found, 99 passed).\n"
        "\n"
        "| severity | rule | place | what is wrong |\n"
        "| --- | --- | --- | --- |\n"
        "| error | LE106 | plans/kesaripur.plan.yaml:5 | &#60;img src=x&#62; &#91;a&#93;(https&#58;//x.example) &#124; &#96;b&#96; &#64;all"
        " &#35;1 &#42;c&#42; &#95;d&#95; |\n"
        "\n"
    )


def test_a_long_summary_says_how_many_findings_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_summary, "MAX_SIZE", 2000)

    text = job_summary.job_summary(report(*numbered(50, Severity.ERROR)))

    listed = text.count("| error |")
    assert 0 < listed < 50
    assert f"{50 - listed} more findings not listed." in text
    assert len(text.encode()) <= 2000


def test_in_a_job_the_summary_is_added_to_what_other_steps_wrote(planlint: Run, flawed: Path, tmp_path: Path) -> None:
    file = tmp_path / "summary.md"
    file.write_text("before\n", "utf-8")

    ran = planlint("check", flawed.name, "--format", "github", GITHUB_STEP_SUMMARY=str(file))

    assert (ran.code, [command.properties["file"] for command in parsed(ran.out)]) == (1, [flawed.name])
    assert file.read_text("utf-8").startswith("before\n## planlint\n")
    assert "| error | LE106 |" in file.read_text("utf-8")


def test_other_formats_add_nothing_to_the_summary(planlint: Run, flawed: Path, tmp_path: Path) -> None:
    file = tmp_path / "summary.md"

    planlint("check", flawed.name, "--format", "gitlab", GITHUB_STEP_SUMMARY=str(file))

    assert not file.exists()


def test_a_summary_that_cannot_be_written_is_said_after_the_annotations(planlint: Run, flawed: Path, tmp_path: Path) -> None:
    ran = planlint("check", flawed.name, "--format", "github", GITHUB_STEP_SUMMARY=str(tmp_path / "missing" / "summary.md"))

    assert (ran.code, len(parsed(ran.out))) == (2, 1)
    assert ran.err.count("\n") == 1
    assert "summary.md: cannot be written" in ran.err


def test_all_examples_give_commands_that_can_be_read(planlint: Run) -> None:
    ran = planlint("check", "examples", "--format", "github", cwd=ROOT)

    commands = parsed(ran.out)
    names = [command.name for command in commands]
    assert names == ["error"] * 10 + ["warning"] * 10 + ["notice"] * (len(names) - 20)
    assert all((ROOT / command.properties["file"]).is_file() for command in commands)
