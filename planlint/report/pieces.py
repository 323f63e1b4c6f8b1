"""A report is written piece by piece, so that it may be larger than the memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def joined(separator: str, parts: Iterable[str], *, end: str = "") -> Iterator[str]:
    """What ``separator.join(parts) + end`` would give, each part as soon as it is made."""
    before = ""
    for part in parts:
        yield before + part
        before = separator
    yield end


def enclosed(begin: str, separator: str, parts: Iterable[str], end: str, *, empty: str) -> Iterator[str]:
    """The parts with something between, before and behind them; what is written in the place of no parts."""
    before = begin
    for part in parts:
        yield before + part
        before = separator
    yield empty if before == begin else end
