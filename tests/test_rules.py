"""Every rule is tried on the examples in its own file, alone and together with all others."""

from __future__ import annotations

import pytest

from planlint.pack.examples import try_example
from planlint.pack.load import builtin
from planlint.rule import Example, Rule
from tests import fired

PACK = builtin()
CASES = [
    pytest.param(PACK.rules[code], example, id=f"{code}-{number}-{example.bad or example.good}")
    for code in PACK.rules
    for number, example in enumerate(PACK.examples(code), 1)
]


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_rule_finds_what_its_example_says(rule: Rule, example: Example) -> None:
    trial = try_example(PACK, rule, example)

    assert trial.expected == trial.found


@pytest.mark.parametrize("family", fired.families(PACK))
def test_all_rules_together_say_of_every_example_what_the_snapshot_says(family: str) -> None:
    assert fired.written()[family] == fired.family_lines(PACK, family)


@pytest.mark.parametrize("code", [code for code in PACK.rules if not PACK.rules[code].is_diagnostic])
def test_rule_has_two_bad_and_two_good_examples(code: str) -> None:
    examples = PACK.examples(code)
    bad, good = (sum(getattr(example, kind) is not None for example in examples) for kind in ("bad", "good"))

    assert bad >= 2
    assert good >= 2
