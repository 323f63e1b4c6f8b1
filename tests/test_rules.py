"""Every rule is tried on the examples in its own file."""

import pytest

from planlint.pack import builtin
from planlint.rule import Example, Rule
from planlint.trial import try_example

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
