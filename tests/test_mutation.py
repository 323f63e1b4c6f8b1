"""A sample of the mutants of rules, checks and facts: an example notices each of them."""

from __future__ import annotations

import random

import pytest

from planlint.pack.load import builtin
from tests.mutation import python, rules
from tests.mutation.known import equivalents
from tests.mutation.rules import RuleMutant
from tests.mutation.run import judge, modules

PACK = builtin()
SEED = 20260310


@pytest.mark.slow
@pytest.mark.checkout
def test_examples_and_the_snapshot_notice_changes_of_rule_files() -> None:
    codes = random.Random(SEED).sample([code for code, rule in PACK.rules.items() if rule.file.by is None], 25)
    mutants: list[RuleMutant] = [mutant for code in codes for mutant in rules.mutants_of(PACK, code)]

    survivors = [mutant.key for mutant in mutants if mutant.key not in equivalents() and judge(mutant) == "survived"]

    assert [] == survivors


@pytest.mark.slow
@pytest.mark.checkout
def test_examples_notice_most_changes_of_checks() -> None:
    """Not all: words of messages, related places and causes are not in examples. The whole run names what survives."""
    mutants = [mutant for module in modules() if module.startswith("planlint.checks") for mutant in python.mutants_of(module)]
    sample = random.Random(SEED).sample(mutants, 100)

    survivors = [mutant.key for mutant in sample if mutant.key not in equivalents() and judge(mutant, unit_tests=False) == "survived"]

    assert len(survivors) <= 0.2 * len(sample), survivors
