"""Every rule is tried on the examples in its own file, alone and together with all others."""

from __future__ import annotations

import pytest

from planlint.pack.examples import try_rule
from planlint.pack.load import builtin
from tests import fired

PACK = builtin()


@pytest.mark.parametrize("code", PACK.rules)
def test_rule_finds_what_its_examples_say_and_each_of_its_messages_is_told(code: str) -> None:
    wrong = [
        "\n".join([f"{code} {fault.words}", *(f"- {each}" for each in fault.expected), *(f"+ {each}" for each in fault.found)])
        for fault in try_rule(PACK, code).faults
    ]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("family", fired.families(PACK))
def test_all_rules_together_say_of_every_example_what_the_snapshot_says_and_its_own_rule_what_it_says_alone(family: str) -> None:
    reports = list(fired.fired(PACK, family))

    assert fired.written()[family] == [each.line for each in reports]
    assert [] == [(each.name, each.expected, each.found) for each in reports if each.expected != each.found]


@pytest.mark.parametrize("code", [code for code in PACK.rules if not PACK.rules[code].is_diagnostic])
def test_rule_has_two_bad_and_two_good_examples(code: str) -> None:
    examples = PACK.examples(code)
    bad, good = (sum(getattr(example, kind) is not None for example in examples) for kind in ("bad", "good"))

    assert bad >= 2
    assert good >= 2
