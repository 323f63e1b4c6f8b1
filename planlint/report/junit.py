"""JUnit's XML: a suite for each file, a case for each rule, so that what passed can be seen too.

Held to the schema of the xUnit plugin of Jenkins (``junit-10.xsd``). A case has at most one failure, because most readers take only
the first; it lists every open finding of its rule. There are no times, so that the same report gives the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from planlint.finding import Finding
from planlint.lint.report import FileReport, Report
from planlint.report import Options
from planlint.report.concise import place
from planlint.report.markup import HEAD, element, lines, pieces
from planlint.report.summary import accepted_by
from planlint.report.verdict import fared, numbers
from planlint.report.visible import visible

if TYPE_CHECKING:
    from planlint.rule import Rule

Outcome = Literal["error", "failure", "skipped", "passed"]


class _Case(NamedTuple):
    """How one rule fared on one file; ``said`` are the lines on what counts, ``asides`` those on accepted and known findings."""

    code: str
    name: str
    outcome: Outcome
    message: str = ""
    kind: str = ""
    said: tuple[str, ...] = ()
    asides: tuple[str, ...] = ()


def render(report: Report, options: Options) -> Iterator[str]:
    """Suites in the order of the files; the counts of all of them stand at the top."""
    rules = options.rules()
    counted = Counter(case.outcome for file in report.files for case in _cases(file, rules))
    attributes: dict[str, str | int] = {
        "name": "planlint",
        "tests": counted.total(),
        "failures": counted["failure"],
        "errors": counted["error"],
    }
    yield HEAD
    yield from pieces("testsuites", attributes, (_suite(file, _cases(file, rules), report) for file in report.files))
    yield "\n"


def _suite(file: FileReport, cases: list[_Case], report: Report) -> str:
    counted = Counter(case.outcome for case in cases)
    alone = Report((file,))
    [(_, step, states)] = fared(alone)
    beside = {"accepted": alone.accepted, "known": alone.known}
    beside |= {"deferred": len(file.deferred), "open_questions": len(file.questions), "rests_on": len(file.rests_on)}
    beside["still_to_happen"] = sum(each.ahead for each in file.rests_on)
    beside |= {"rules.asked": len(states), **{f"rules.{name}": number for name, number in numbers(states).items()}}
    properties = [element("property", {"name": f"planlint.{name}", "value": number}) for name, number in beside.items()]
    # The schema takes whole numbers alone for the values of properties, so what is words stands in the names.
    words = [f"verdict.{step}", *(f"pack.{each.pack} {each.version} sha256:{each.sha256}" for each in file.packs)]
    words += [f"policy.{each.key} {each.value}, not {each.shipped}" for each in report.deviations]
    properties += [element("property", {"name": f"planlint.{each}", "value": 1}) for each in words]
    attributes: dict[str, str | int] = {
        "name": file.file,
        "tests": counted.total(),
        "failures": counted["failure"],
        "errors": counted["error"],
        "skipped": counted["skipped"],
    }
    return element("testsuite", attributes, [element("properties", {}, properties), *(_element(file.file, case) for case in cases)])


def _element(file: str, case: _Case) -> str:
    content = [element("system-out", {}, lines(case.asides))] if case.asides else []
    if case.outcome != "passed":
        content.insert(0, element(case.outcome, {"type": case.kind, "message": case.message}, lines(case.said)))
    return element("testcase", {"name": f"{case.code} {case.name}".strip(), "classname": file}, content)


def _cases(file: FileReport, rules: Mapping[str, Rule]) -> list[_Case]:
    """A case for each rule that was asked about, and for each diagnostic that found something."""
    found: dict[str, list[Finding]] = {}
    for finding in sorted(file.findings, key=lambda each: each.order):
        found.setdefault(finding.code, []).append(finding)
    codes = {*file.rules, *found, *(failure.code for failure in file.failures)}
    return [_case(file, code, found.get(code, []), _name(code, found, rules)) for code in sorted(codes)]


def _name(code: str, found: Mapping[str, list[Finding]], rules: Mapping[str, Rule]) -> str:
    if code in rules:
        return rules[code].name
    return found[code][0].name if code in found else ""


def _case(file: FileReport, code: str, findings: list[Finding], name: str) -> _Case:
    """A failed rule before its findings before its silence: the worst is what counts."""
    undecided = [finding for finding in findings if finding.is_open]
    asides = tuple(_aside(finding) for finding in findings if not finding.is_open)
    said = tuple(line for finding in undecided for line in _lines(finding))
    if failed := [each.reason for each in file.failures if each.code == code]:
        return _Case(code, name, "error", f"rule failed: {failed[0]}", "rule failed", said, asides)
    if undecided:
        more = f" ({len(undecided) - 1} more)" if len(undecided) > 1 else ""
        worst = max(finding.severity for finding in undecided).word
        return _Case(code, name, "failure", f"{place(undecided[0])}: {undecided[0].message}{more}", worst, said, asides)
    if reasons := list(dict.fromkeys(each.reason for each in file.not_evaluated if each.code == code)):
        return _Case(code, name, "skipped", f"not evaluated: {reasons[0]}", "not evaluated", tuple(reasons[1:]), asides)
    if declared := [each for each in file.declared if each.code == code]:
        return _Case(code, name, "skipped", f"declared not applicable at {declared[0].path_text}", "declared not applicable")
    if code in file.not_applicable:
        return _Case(code, name, "skipped", "not applicable: nothing in the plan is what the rule is about", "not applicable")
    return _Case(code, name, "passed", asides=asides)


def _lines(finding: Finding) -> tuple[str, ...]:
    words = f"{place(finding)}: {finding.severity.word}: {visible(finding.message)}"
    return (words, f"help: {' '.join(finding.help.split())}")


def _aside(finding: Finding) -> str:
    who = accepted_by(finding.accepted, Options()) if finding.accepted is not None else "known from before"
    return f"{place(finding)}: {who}: {visible(finding.message)}"
