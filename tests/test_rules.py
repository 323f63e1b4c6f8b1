"""Every rule is tried on the examples in its own file, alone and together with all others."""

from __future__ import annotations

import pytest

from planlint.pack.examples import try_example
from planlint.pack.load import builtin
from planlint.rule import Example, Rule
from tests.alsos import others

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


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_example_names_every_other_rule_that_its_edit_concerns(rule: Rule, example: Example) -> None:
    assert example.also == others(PACK, rule.code, example)


@pytest.mark.parametrize("code", [code for code in PACK.rules if not PACK.rules[code].is_diagnostic])
def test_rule_has_two_bad_and_two_good_examples(code: str) -> None:
    examples = PACK.examples(code)
    bad, good = (sum(getattr(example, kind) is not None for example in examples) for kind in ("bad", "good"))

    assert bad >= 2
    assert good >= 2
