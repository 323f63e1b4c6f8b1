"""Colour. It repeats what words and shapes say and never carries a meaning of its own."""

from __future__ import annotations

from typing import Literal

from planlint.finding import Severity

Ink = Literal["bold", "faint", "red", "yellow", "blue"]

_CODES: dict[Ink, str] = {"bold": "1", "faint": "2", "red": "1;31", "yellow": "1;33", "blue": "1;34"}
_SEVERITIES: dict[Severity, Ink] = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}


def paint(text: str, ink: Ink, *, colour: bool) -> str:
    """The text in colour, where colour is wanted."""
    return f"\x1b[{_CODES[ink]}m{text}\x1b[0m" if colour and text else text


def ink_of(severity: Severity) -> Ink:
    return _SEVERITIES[severity]
