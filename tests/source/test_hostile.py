"""Every input, however hostile, ends in findings with a place, in little time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.source.hostile import INPUTS, SECONDS

UNREADABLE = {
    "prose": ("syntax", 2, 10),
    "binary": ("encoding", 3, 115),
    "latin-1": ("encoding", 1, 4),
    "utf-16-without-mark": ("control_character", 1, 2),
    "utf-16-cut-short": ("encoding", 1, 2),
    "several-documents": ("several_documents", 2, 1),
    "empty": ("empty", 1, 1),
    "blank": ("empty", 1, 1),
    "only-comments": ("empty", 1, 1),
    "list-at-top": ("not_a_mapping", 1, 1),
    "scalar-at-top": ("not_a_mapping", 1, 1),
    "nul": ("control_character", 1, 4),
    "escape-character": ("control_character", 1, 4),
    "line-separator": ("control_character", 1, 9),
    "unknown-tag": ("reserved", 1, 4),
    "python-object": ("reserved", 1, 4),
    "billion-laughs": ("too_many_values", 6, 25),
    "self-containing-alias": ("recursive_alias", 1, 8),
    "self-containing-merge": ("recursive_alias", 1, 12),
    "unknown-alias": ("reserved", 1, 4),
    "nested-brackets": ("too_deep", 1, 101),
    "nested-braces": ("too_deep", 1, 401),
    "nested-sequences": ("too_deep", 1, 201),
    "nested-keys": ("key", 1, 3),
    "nested-mappings": ("too_deep", 101, 101),
    "50-megabytes": ("too_large", 1, 1),
    "line-of-5-megabytes": ("too_large", 1, 1),
    "comment-of-2-megabytes": ("empty", 1, 1),
    "100000-keys": ("too_many_values", 50_000, 9),
    "merge-chain": ("too_many_values", 10, 20),
    "lone-surrogate-escape": ("syntax", 1, 7),
    "escape-beyond-unicode": ("syntax", 1, 7),
    "complex-key": ("key", 1, 3),
    "tab-indent": ("tab", 2, 1),
    "unclosed-quote": ("syntax", 1, 4),
    "unclosed-brackets": ("syntax", 20_002, 1),
    "anchors": ("syntax", 1, 7),
    "yaml-directive": ("directive", 1, 1),
}
READABLE = {
    "40000-dangling-references": {"PL002", "PL003"},
    "5000-organisations": {"PL002", "PL003"},
    "5000-equal-ids": {"PL002", "PL004"},
    "one-duplicate-key": {"PL002", "PL008"},
    "90000-boolean-traps": {"PL002", "PL010"},
    "duplicate-keys": {"PL002", "PL008"},
    "20000-duplicate-keys": {"PL002", "PL008"},
    "90000-references": {"PL002"},
    "line-of-2-megabytes": {"PL002"},
    "number-of-5000-digits": {"PL002"},
    "number-of-300-digits": {"PL002"},
    "huge-exponent": {"PL002"},
    "nulls": {"PL002"},
    "30000-phases": {"PL002"},
    "empty-keys": {"PL002", "PL008"},
}
"""Inputs that are one YAML mapping, and the codes of their findings; those that are not here have PL002 and PL005."""


def hold(name: str) -> dict[str, Any]:
    """Lint in a process whose memory is limited; it must end by itself and say nothing but its report."""
    command = [sys.executable, "-m", "tests.source.hostile", name]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, timeout=60, env={"PYTHONPATH": str(ROOT)})
    assert (ran.returncode, ran.stderr) == (0, "")
    found: dict[str, Any] = json.loads(ran.stdout)
    assert found["failures"] == []
    assert found["seconds"] < SECONDS
    return found


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_unreadable_is_a_finding_at_its_place(name: str) -> None:
    found = hold(name)["found"]

    assert next(place for code, *place in found if code == "PL001") == [*UNREADABLE[name]]


@pytest.mark.parametrize("name", [name for name in INPUTS if name not in UNREADABLE])
def test_what_is_readable_but_no_plan_has_findings_with_places(name: str) -> None:
    found = hold(name)["found"]

    assert {code for code, *_ in found if code.startswith("PL")} == READABLE.get(name, {"PL002", "PL005"})
    assert [each for each in found if each[2] < 1 or each[3] < 1] == []
