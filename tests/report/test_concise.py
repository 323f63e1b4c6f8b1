from __future__ import annotations

from tests.report.made import every_kind, rendered


def test_a_line_for_each_open_finding_then_failed_rules_then_the_counts() -> None:
    expected = """\
plans/kesaripur.plan.yaml:5:10: error[LE106] p3-inspection: au-1 covers entry only until 2026-02-23
plans/kesaripur.plan.yaml:6:9: info[TM110] p4-care has no end
plans/kesaripur.plan.yaml: rule failed: TM105: KeyError in timeline.order
verdict: must not go; 3 of 100 rules not judged
1 error, 1 info and 1 known from before and 1 accepted in 1 plan (100 rules: 2 found, 3 not judged (TM102, TM103, TM105), 92 passed, 3 not applicable)
"""

    assert expected == rendered("concise", every_kind())
