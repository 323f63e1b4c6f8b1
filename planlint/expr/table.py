"""The table of functions: how each is called, what it means, and what computes it. Documentation is generated from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from planlint.docstrings import docstring

Call = Callable[..., Any]


class Entry(NamedTuple):
    """A function of the language.

    ``signatures`` are written as `planlint.expr.types` reads them. With ``method`` it is called as ``x.size()`` too; ``contextual`` gets
    the run's context (the facts of a plan) first; ``raw`` asks about a place in the plan whether or not there is a value.
    """

    signatures: tuple[str, ...]
    meaning: str
    example: str
    call: Call
    method: bool = False
    contextual: bool = False
    raw: bool = False


def offer(table: dict[str, Entry], name: str, *signatures: str, example: str, **marks: bool) -> Callable[[Call], Call]:
    """Put a function into a table; its docstring is its meaning."""

    def offered(call: Call) -> Call:
        table[name] = Entry(signatures, docstring(call).rstrip("."), example, call, **marks)
        return call

    return offered
