"""JUnit and Checkstyle, read back by other programs."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlint.lint.report import FileReport, Report
from planlint.pack.load import builtin
from planlint.report import Options
from planlint.report.visible import visible
from tests.report.made import EVALUATED, GAP, NAME, UNJUDGED, every_kind, examples, no_plans, rendered, report

SCHEMA = Path(__file__).with_name("junit.xsd")
RULES = Options(rules=lambda: builtin().rules)


def xmllint(text: str, *arguments: str) -> str:
    if shutil.which("xmllint") is None:
        pytest.skip("xmllint is not installed (Debian: libxml2-utils)")
    ran = subprocess.run(["xmllint", "--noout", *arguments, "-"], input=text.encode(), capture_output=True, check=False)
    return "" if ran.returncode == 0 else ran.stderr.decode()


def case(name: str, made: Report) -> str:
    """One test case as text."""
    found = next(each for each in ET.fromstring(rendered("junit", made).encode()).iter("testcase") if each.get("name") == name)
    return ET.tostring(found, encoding="unicode").strip()


@pytest.mark.parametrize("made", [every_kind, examples, no_plans])
def test_junit_fits_its_schema(made: Callable[[], Report]) -> None:
    assert xmllint(rendered("junit", made(), RULES), "--schema", str(SCHEMA)) == ""


def test_junit_counts_what_it_holds() -> None:
    made = examples()
    top = ET.fromstring(rendered("junit", made, RULES).encode())

    assert top.attrib == {
        "name": "planlint",
        "tests": str(len(list(top.iter("testcase")))),
        "failures": str(len(list(top.iter("failure")))),
        "errors": "0",
    }
    for suite, file in zip(top, made.files, strict=True):
        held = {
            name: str(len(list(suite.iter(tag))))
            for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))
        }
        assert suite.attrib == {"name": file.file, **held}
        # Each finding has its line, and one that tells the way out.
        assert sum((failure.text or "").count("\nhelp: ") for failure in suite.iter("failure")) == len(file.findings)


def test_junit_shows_each_rule_that_ran_under_its_name() -> None:
    names = [each.get("name") for each in ET.fromstring(rendered("junit", examples(), RULES).encode())[0].iter("testcase")]

    assert {f"{rule.code} {rule.name}" for rule in builtin().rules.values() if not rule.is_diagnostic} <= {*names}


def test_a_rule_that_found_something_fails_with_its_place_and_its_way_out() -> None:
    expected = f"""\
<testcase name="LE106 entry-authorisation-gap" classname="{NAME}">
<failure type="error" message="{NAME}:5:10: p3-inspection: au-1 covers entry only until 2026-02-23">
{NAME}:5:10: error: p3-inspection: au-1 covers entry only until 2026-02-23
help: obtain an authorisation that covers the whole phase
</failure>
<system-out>
{NAME}:1:1: known from before: p3-inspection: au-1 covers entry only until 2026-02-23
{NAME}:4:1: accepted by collector until 2026-05-01: p3-inspection: au-1 covers entry only until 2026-02-23
</system-out>
</testcase>"""

    assert expected == case("LE106 entry-authorisation-gap", every_kind())


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("TM101", None),
        ("TM102", ("skipped", "not evaluated: t_rec is not known")),
        ("TM104", ("skipped", "declared not applicable at media")),
        ("TM105", ("error", "rule failed: KeyError in timeline.order")),
        ("TM106", ("skipped", "not applicable: nothing in the plan is what the rule is about")),
    ],
)
def test_a_rule_without_a_finding_passes_or_says_why_it_has_no_verdict(code: str, outcome: tuple[str, str] | None) -> None:
    found = ET.fromstring(case(code, report(base=UNJUDGED)))

    assert outcome == next(((each.tag, each.get("message")) for each in found), None)


def test_what_is_known_or_accepted_is_no_failure_but_counted() -> None:
    known = report(*(finding for finding in every_kind().findings if not finding.is_open))
    top = ET.fromstring(rendered("junit", known).encode())

    rules = {"asked": "100", "found": "1", "not_judged": "0", "deferred": "0", "accepted": "0", "passed": "99", "not_applicable": "0"}
    beside = {"accepted": "1", "known": "1", "deferred": "0", "open_questions": "0", "rests_on": "0"}
    beside |= {"still_to_happen": "0", **{f"rules.{name}": number for name, number in rules.items()}}
    assert (top.get("failures"), [each.attrib for each in top.iter("property")]) == (
        "0",
        [
            *({"name": f"planlint.{name}", "value": value} for name, value in beside.items()),
            {"name": "planlint.verdict.must_not_go", "value": "1"},
        ],
    )


def test_checkstyle_lists_every_file_and_every_open_finding() -> None:
    expected = f"""\
<?xml version="1.0" encoding="utf-8"?>
<checkstyle version="4.3">
<file name="{NAME}">
<error line="5" column="10" severity="error" message="p3-inspection: au-1 covers entry only until 2026-02-23" source="planlint.law-enforcement.LE106"/>
<error line="6" column="9" severity="info" message="p4-care has no end" source="planlint.law-enforcement.TM110"/>
<error line="1" severity="error" message="rule failed: KeyError in timeline.order" source="planlint.failed.TM105"/>
</file>
<file name="sound.plan.yaml"/>
</checkstyle>
"""

    assert expected == rendered(
        "checkstyle", replace(every_kind(), files=(*every_kind().files, FileReport(file="sound.plan.yaml", text="")))
    )


def test_checkstyle_on_the_examples_says_as_much_as_the_report() -> None:
    made = examples()
    top = ET.fromstring(rendered("checkstyle", made).encode())

    assert Counter((finding.file, finding.code) for finding in made.open) == Counter(
        (file.get("name"), str(error.get("source")).rpartition(".")[2]) for file in top for error in file
    )


@pytest.mark.parametrize("form", ["junit", "checkstyle"])
@given(text=st.text(max_size=30))
def test_any_text_comes_back_as_people_see_it(form: str, text: str) -> None:
    made = report(replace(GAP, message=text, file=text), base=replace(EVALUATED, file=text))

    top = ET.fromstring(rendered(form, made).encode())

    seen = visible(text).replace("\ufffe", "<U+FFFE>").replace("\uffff", "<U+FFFF>")
    assert top[0].get("name") == seen
    assert seen in str(next(top.iter("failure" if form == "junit" else "error")).get("message"))


@pytest.mark.parametrize("form", ["junit", "checkstyle"])
def test_nothing_stands_in_it_that_xml_forbids(form: str) -> None:
    every = "".join(map(chr, [*range(0x20), 0x7F, 0x85, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF, 0x1F600])) + "]]><&\"'"

    assert xmllint(rendered(form, report(replace(GAP, message=every, file=every)))) == ""
