"""Mutants that do the same as what they were made of, each with the reason: ``equivalent.txt``."""

from __future__ import annotations

from pathlib import Path


def equivalents() -> dict[str, str]:
    """Reasons by the key of the mutant. A line of the file that starts with ``#`` is the reason for all lines up to the next one."""
    found: dict[str, str] = {}
    reason = ""
    for line in Path(__file__).with_name("equivalent.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            reason = line.removeprefix("#").strip()
        elif line:
            found[line] = reason
    return found
