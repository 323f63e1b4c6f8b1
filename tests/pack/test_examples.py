"""`planlint test`: what makes a rule fail, and what its examples leave untried."""

from __future__ import annotations

from pathlib import Path

import pytest

from planlint.pack.examples import try_rule
from planlint.pack.load import load
from tests.packs import LONG_DAY, rule, write_pack

GOOD = '  - good: a day of 10 hours\n    set: {"phases[p4-reception].hours_per_day": 10}\n'
BAD = '  - bad: a day of 14 hours\n    set: {"phases[p4-reception].hours_per_day": 14}\n    finds: [{at: "phases[p4-reception].hours_per_day"}]\n'


def faults(folder: Path, text: str) -> list[str]:
    """The faults of a pack's only rule, each with its line, and what was expected and found."""
    trial = try_rule(load(write_pack(folder, {LONG_DAY: text})), "ZZ101")
    found = []
    for fault in trial.faults:
        line = f"{fault.at.removeprefix(str(folder / LONG_DAY) + ':').partition(':')[0]}: {fault.words}"
        found += [line, *(f"- {each}" for each in fault.expected), *(f"+ {each}" for each in fault.found)]
    return found


def test_a_rule_whose_examples_are_as_they_say_has_no_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, rule()) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (rule().replace(GOOD, ""), ["11: there is no good example"]),
        (rule().replace(BAD, ""), ["11: there is no bad example", "8: no bad example is told default"]),
        (
            rule().replace("finds: [{at: ", "finds: [{severity: error, at: "),
            [
                "12: bad: a day of 14 hours",
                "- phases[p4-reception].hours_per_day default error",
                "+ phases[p4-reception].hours_per_day default warning",
            ],
        ),
        (rule().replace("hours_per_day\": 10}", "hours_per_day\": 11}"), ["15: good: a day of 10 hours", "+ phases[p4-reception].hours_per_day default warning"]),
        (rule().replace("bad: a day of 14 hours", "neither: 1"), None),
        (rule().replace("  - bad: a day of 14 hours\n    set", "  - set"), ["12: an example is either bad or good, and says how", "11: there is no bad example"]),
        (rule().replace('    finds: [{at: "phases[p4-reception].hours_per_day"}]\n', ""), ["12: bad: a day of 14 hours: finds is missing, which says what the rule finds"]),
        (rule() + "    finds: [{at: plan}]\n", ["15: good: a day of 10 hours: a good example finds nothing"]),
        (rule().replace('"phases[p4-reception].hours_per_day": 10', '"phases[nobody].start": 10'),
         ["15: good: a day of 10 hours: the example edits phases[nobody].start, which is not in the sound plan"]),
        (rule(for_="plan.waivers", when="", assert_="self.rule != ''", at="rule", message="x", policy=""),
         ["12: bad: a day of 14 hours", "- phases[p4-reception].hours_per_day default warning", "3: gives no element in any example, so nothing is tested"]),
        (rule(why="<what happens otherwise>"), ["10: still to fill in: <what happens otherwise>"]),
        (rule(message="", messages="{default: 'too long', other: 'never said'}"), ["11: no bad example is told other"]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_rule_or_an_example_is_told_at_its_line(tmp_path: Path, text: str, said: list[str] | None) -> None:
    if said is None:
        with pytest.raises(Exception, match="unknown key"):
            faults(tmp_path, text)
    else:
        assert faults(tmp_path, text) == said


def test_coverage_tells_which_parts_no_example_makes_true_or_false(tmp_path: Path) -> None:
    text = rule(assert_='self.hours_per_day <= policy.hours || self.location_kind == "remote"')
    trial = try_rule(load(write_pack(tmp_path, {LONG_DAY: text})), "ZZ101")

    assert [(each.at.partition(".yaml:")[2], each.text, each.never) for each in trial.untaken] == [
        ("5:66", 'self.location_kind == "remote"', True),
    ]
    assert trial.conditions == 8
