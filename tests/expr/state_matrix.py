"""What expressions make of the states of a value: the table of the guide, computed from the language itself."""

from __future__ import annotations

from typing import Any, NamedTuple

from planlint.errors import Absent
from planlint.expr.access import FACTS_TYPE
from planlint.expr.check import check
from planlint.expr.closures import Steps
from planlint.expr.environment import OVERLOADS, compiled
from planlint.expr.parse import parse
from planlint.expr.types import section_type
from planlint.facts import Facts
from planlint.plan.model import Plan
from planlint.schema.conform import conform
from planlint.schema.overlay import load_overlay
from tests.plans import PACK, document

OVERLAY = load_overlay(
    b"organisations: {type: object, properties: {grade: {type: string}, days: {type: integer}, seen: {type: array, items: {type: string}}, lease: {type: object, properties: {months: {type: integer}, rooms: {type: array, items: {type: string}}}}}}",
    "fields.yaml",
)
STATES: dict[str, Any] = {
    "not stated": None,
    "`none`": "none",
    "unknown": "unknown",
    "not applicable": {"not_applicable": "a reason long enough"},
}


class Kind(NamedTuple):
    """A kind of field: where it stands, how an expression names it, and the questions that can be asked of it."""

    name: str
    path: str
    expression: str
    uses: tuple[str, ...]


_STATE_FUNCTIONS = ("stated", "given", "not_stated", "stated_none", "unknown", "not_applicable")
_ORG = "organisations[collector]"
KINDS = (
    Kind(
        "a number, text or date",
        "phases[p4-reception].hours_per_day",
        "plan.phases.filter(p, p.id == 'p4-reception')[0].hours_per_day",
        ("{x} > 5",),
    ),
    Kind("a list", f"{_ORG}.powers", "org('collector').powers", ("'enter' in {x}", "size({x}) > 0", "{x}.all(p, p != 'enter')")),
    Kind("a part of the plan", "media", "plan.media", ()),
    Kind(
        "a key of a map",
        "population.groups[grp-nepali].age_bands.12-17",
        "group('grp-nepali').age_bands['12-17']",
        ("{x} > 5", "'12-17' in group('grp-nepali').age_bands", "size(group('grp-nepali').age_bands) > 0"),
    ),
    Kind("an own field", f"{_ORG}.extensions.days", "org('collector').extensions.days", ("{x} > 5",)),
    Kind("an own list", f"{_ORG}.extensions.seen", "org('collector').extensions.seen", ("'x' in {x}", "size({x}) > 0")),
)


def facts(**edits: Any) -> Facts:
    """The facts of the edited sound plan, with fields of an organisation's own."""
    made = document(**edits)
    plan = conform(made, OVERLAY).plan
    assert plan is not None
    return Facts(plan, made.data, PACK.thresholds)


def outcome(expression: str, of: Facts) -> str:
    """The value of an expression, or that it is not evaluated and why."""
    node = parse(expression)
    checked = check(node, {"plan": section_type(Plan), "facts": FACTS_TYPE}, OVERLOADS, OVERLAY)
    program = compiled(node, checked.types, ("plan", "facts"), None)
    try:
        value = program.run((of.plan, of), Steps(100_000), of)
    except Absent as absent:
        return f"not evaluated: {absent.reason}"
    return str(value).lower()


def edits(path: str, value: Any) -> dict[str, Any]:
    """The edit that brings a value into a state."""
    if ".extensions." in path:
        section, _, field = path.partition(".extensions.")
        return {"set": {f"{section}.extensions": {field: value}}}
    return {"remove": [path]} if value is None and not path.endswith("12-17") else {"set": {path: value}}


def rows() -> list[list[str]]:
    """The table: kind of field and question, and the outcome for each state."""
    made: list[list[str]] = []
    for kind in KINDS:
        asked = [f"has({kind.expression})"] * kind.expression.rpartition(".")[2].isidentifier()
        asked += [f"{name}({kind.expression})" for name in _STATE_FUNCTIONS]
        asked += [use.format(x=kind.expression) for use in kind.uses]
        for expression in asked:
            found = [outcome(expression, facts(**edits(kind.path, value))) for value in STATES.values()]
            shown = expression.replace(kind.expression, "x").replace("group('grp-nepali').age_bands", "map")
            made.append([kind.name, f"`{shown}`", *(each.partition(":")[0] for each in found)])
    return made
