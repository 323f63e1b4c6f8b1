"""Commands for Azure Pipelines and TeamCity, read back by small parsers of their grammars."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from hypothesis import example, given
from hypothesis import strategies as st

from planlint.finding import Severity
from planlint.report.visible import visible
from tests.report.made import EVALUATED, GAP, NAME, every_kind, examples, finding, rendered, report

TEXTS = st.text(max_size=30) | st.text("#vso[task.]%AZP25;:|'\n\r\\0xteamciy🐟é", max_size=30)


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    message: str


def azure_commands(text: str) -> list[Command]:
    """As the agent reads its log: a command begins at ``##vso[`` anywhere in a line, its properties end at the next ``]``."""
    commands = []
    for line in text.splitlines():
        _, sign, rest = line.partition("##vso[")
        if sign:
            head, _, message = rest.partition("]")
            name, _, properties = head.partition(" ")
            pairs = (each.partition("=") for each in properties.split(";") if each)
            commands.append(Command(name, {key: azure_plain(value) for key, _, value in pairs}, azure_plain(message)))
    return commands


def azure_plain(words: str) -> str:
    for escape, sign in (("%5D", "]"), ("%3B", ";"), ("%0A", "\n"), ("%0D", "\r"), ("%AZP25", "%")):
        words = words.replace(escape, sign)
    return words


MESSAGE = re.compile(r"##teamcity\[(?P<name>[A-Za-z]+)(?P<attributes>(?: [A-Za-z]+='(?:[^|'\[\]\n\r]|\|0x[0-9A-F]{4}|\|[|'nr\[\]])*')*)\]")
ATTRIBUTE = re.compile(r" ([A-Za-z]+)='((?:[^|']|\|.)*)'")


def teamcity_messages(text: str) -> list[Command]:
    """Service messages; every line must be one."""
    messages = []
    for line in text.splitlines():
        found = MESSAGE.fullmatch(line)
        assert found is not None, line
        messages.append(Command(found["name"], {key: teamcity_plain(value) for key, value in ATTRIBUTE.findall(found["attributes"])}, ""))
    return messages


def teamcity_plain(words: str) -> str:
    def plain(found: re.Match[str]) -> str:
        return chr(int(found[1], 16)) if found[1] else {"n": "\n", "r": "\r"}.get(found[2], found[2])

    return re.sub(r"\|(?:0x([0-9A-F]{4})|(.))", plain, words).encode("utf-16-be", "surrogatepass").decode("utf-16-be")


def test_azure_tells_errors_and_warnings_as_commands_and_the_rest_as_lines() -> None:
    expected = """\
##vso[task.logissue type=error;sourcepath=plans/kesaripur.plan.yaml;linenumber=5;columnnumber=10;code=LE106;]LE106 p3-inspection: au-1 covers entry only until 2026-02-23
plans/kesaripur.plan.yaml:6:9: info[TM110] p4-care has no end
##vso[task.logissue type=error;sourcepath=plans/kesaripur.plan.yaml;code=TM105;]plans/kesaripur.plan.yaml: rule failed: TM105: KeyError in timeline.order
verdict: must not go; 3 of 100 rules not judged
1 error, 1 info and 1 known from before and 1 accepted in 1 plan (100 rules: 2 found, 3 not judged (TM102, TM103, TM105), 92 passed, 3 not applicable)
"""

    assert expected == rendered("azure", every_kind())


def test_teamcity_names_each_rule_once_and_then_each_finding() -> None:
    expected = """\
##teamcity[inspectionType id='LE106' name='entry-authorisation-gap' category='planlint law-enforcement' description='an unlawful search loses the case']
##teamcity[inspectionType id='TM110' name='note' category='planlint law-enforcement' description='an unlawful search loses the case']
##teamcity[inspection typeId='LE106' message='p3-inspection: au-1 covers entry only until 2026-02-23' file='plans/kesaripur.plan.yaml' line='5' SEVERITY='ERROR']
##teamcity[inspection typeId='TM110' message='p4-care has no end' file='plans/kesaripur.plan.yaml' line='6' SEVERITY='INFO']
##teamcity[message text='plans/kesaripur.plan.yaml: rule failed: TM105: KeyError in timeline.order' status='ERROR']
##teamcity[message text='verdict: must not go; 3 of 100 rules not judged' status='NORMAL']
##teamcity[buildStatisticValue key='planlint.accepted' value='1']
##teamcity[buildStatisticValue key='planlint.known' value='1']
"""

    assert expected == rendered("teamcity", every_kind())


@given(TEXTS, TEXTS, st.sampled_from(Severity))
@example("##vso[task.complete result=Succeeded;]", "a]b;c%5D", Severity.INFO)
@example("####vso[task.complete]", "##vso[x]", Severity.INFO)
def test_azure_reads_back_what_was_meant_and_nothing_else(message: str, file: str, severity: Severity) -> None:
    made = report(replace(finding("p4-care", severity=severity), message=message, file=file), base=replace(EVALUATED, file=file))

    commands = azure_commands(rendered("azure", made))

    meant = {"type": severity.word, "sourcepath": visible(file), "linenumber": "6", "columnnumber": "9", "code": "LE106"}
    expected = [] if severity is Severity.INFO else [Command("task.logissue", meant, visible(f"LE106 {message}"))]
    assert commands == expected


@given(TEXTS, TEXTS)
def test_teamcity_reads_back_what_was_meant(message: str, file: str) -> None:
    made = report(replace(GAP, message=message, file=file), base=replace(EVALUATED, file=file))

    inspections = [each.properties for each in teamcity_messages(rendered("teamcity", made)) if each.name == "inspection"]

    expected = {"typeId": "LE106", "message": visible(message), "file": visible(file), "line": "5", "SEVERITY": "ERROR"}
    assert inspections == [expected]


def test_teamcity_has_only_ascii() -> None:
    assert rendered("teamcity", report(replace(GAP, message="é 🐟"))).isascii()


def test_both_say_as_much_as_the_report() -> None:
    made = examples()
    errors = [finding for finding in made.open if finding.severity > Severity.INFO]
    inspections = [each for each in teamcity_messages(rendered("teamcity", made)) if each.name == "inspection"]

    assert len(azure_commands(rendered("azure", made))) == len(errors)
    assert len(inspections) == len(made.open)
    assert NAME not in rendered("azure", made)
