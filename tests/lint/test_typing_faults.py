"""What people type wrongly is found on the line on which they typed it, in words, and with the way out."""

import pytest

from tests.lint.typing_faults import FAULTS, TABLE, table, told


def test_there_are_faults_enough() -> None:
    assert len({title for title, _, _ in FAULTS}) == len(FAULTS) >= 60


@pytest.mark.parametrize("fault", FAULTS, ids=[title for title, _, _ in FAULTS])
def test_every_finding_stands_on_the_line_of_the_fault(fault: tuple[str, str, str]) -> None:
    found = told(*fault)

    assert found.findings != ()
    assert [each.message for each in found.findings if each.span.start.line not in found.typed] == []


def test_the_table_is_current() -> None:
    assert table() == TABLE.read_text("utf-8"), "run: PYTHONPATH=. python -m tests.lint.typing_faults"
