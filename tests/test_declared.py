"""What rules declare beside what they find: the snapshot says it of each, and laws hold for all.

A law says why a word of a rule cannot be another one, so a new rule is held to it without an entry anywhere.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from planlint.finding import Severity
from planlint.pack.load import builtin
from planlint.rule import Rule
from tests import declared

RULES = builtin().rules


def test_every_rule_declares_what_the_snapshot_says() -> None:
    assert declared.written() == declared.text(builtin()).splitlines(), "read what changed, then run: python -m tests.refresh"


LAWS: dict[str, Callable[[Rule], bool]] = {
    "what nobody may decide to live with is an error": lambda rule: rule.file.waivable or rule.severity is Severity.ERROR,
    "what nobody may decide to live with is no less in an emergency": lambda rule: rule.file.waivable or not rule.file.emergency,
    "what not even a draft may decide is an error": lambda rule: rule.file.profile != "draft" or rule.severity is Severity.ERROR,
    "what a plan may call not applicable may be accepted as well": lambda rule: rule.file.waivable or rule.file.not_applicable_at is None,
    "a message with a severity of its own has another one than its rule": lambda rule: (
        rule.file.severity not in rule.file.severities.values()
    ),
    "on what a plan's form lacks no claim rests": lambda rule: not (rule.is_diagnostic and rule.file.essay),
}


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
def test_a_law_holds_for_every_rule(law: Callable[[Rule], bool]) -> None:
    assert [rule.code for rule in RULES.values() if not law(rule)] == []
