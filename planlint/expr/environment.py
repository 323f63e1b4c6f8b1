"""The language as rules use it: functions with their types, and how a plan is read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from planlint.expr.access import field_reader, presence_reader, said_at
from planlint.expr.check import Overloads
from planlint.expr.compile import Environment, Function, Program, Trace, compile_node
from planlint.expr.functions import FUNCTIONS
from planlint.expr.nodes import Field, Has, Node
from planlint.expr.standard import STANDARD
from planlint.expr.table import Entry
from planlint.expr.types import Type, parse_signature

TABLE: Mapping[str, Entry] = {**STANDARD, **FUNCTIONS}
"""Every function by name."""

OVERLOADS: Mapping[str, Overloads] = {
    name: Overloads(tuple(map(parse_signature, entry.signatures)), entry.method, entry.raw) for name, entry in TABLE.items()
}
"""Every function as the check of types sees it."""

_COMPUTED: Mapping[str, Function] = {name: Function(entry.call, entry.contextual, entry.raw) for name, entry in TABLE.items()}


def compiled(
    node: Node, types: Mapping[Node, Type], variables: Sequence[str], trace: Trace | None, apart: Collection[Node] = ()
) -> Program:
    """Compile an expression whose types are known; its context is the facts of a plan."""

    def read(field: Field, raw: bool) -> Callable[[Any], Any] | None:
        return field_reader(field, types[field.of], raw=raw)

    def present(has: Has) -> Callable[[Any], Any] | None:
        return presence_reader(has, types[has.of])

    environment = Environment(_COMPUTED, field=read, has=present, day=lambda facts, moment: facts.calendar.day(moment), said=said_at)
    return compile_node(node, variables, environment, trace, apart)
