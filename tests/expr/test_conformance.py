"""The public conformance cases of CEL (npm @bufbuild/cel-spec): every one that uses only the subset passes, the others are listed."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from planlint.errors import ExpressionError
from planlint.expr.closures import Steps
from planlint.expr.compile import Environment, Function, compile_node
from planlint.expr.parse import parse
from planlint.expr.standard import STANDARD
from planlint.expr.values import equal
from tests.node import installed

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("cel-spec")]

LEFT_OUT = Path(__file__).with_name("conformance_left_out.txt")
_PRINT = "import { tests } from '@bufbuild/cel-spec/testdata/conformance.js'; console.log(JSON.stringify(tests))"
_ENVIRONMENT = Environment({name: Function(each.call) for name, each in STANDARD.items()})

_BEYOND: tuple[tuple[str, str], ...] = (
    ("bytes", r"\b[rR]?[bB][rR]?['\"]|\bbytes\b|bytes_value|bytesValue"),
    ("numbers without a sign", r"\b(0[xX][0-9a-fA-F]+|[0-9]+)[uU]\b|\buint\b|uint64Value|uint(32|64)_value"),
    (
        "messages and enums of protobuf",
        r"\b[A-Z]\w*\s*\{|google\.protobuf|TestAllTypes|NestedMessage|GlobalEnum|objectValue|enumValue|proto\.|\bcel\.expr\b",
    ),
    ("timestamps and durations of protobuf", r"\b(timestamp|duration)\b|\.get[A-Z]\w*\("),
    ("values that are types", r"\btype\b|typeValue|\b(dyn|bool|list|map|null_type)\b\s*(\(|==|!=|$)"),
    ("optional values", r"optional\.|\[\?|\{\?|\.\?|\.orValue|\.or\(|optMap|optFlatMap"),
    ("names with leading dots", r"(?<![\w\])'\"])\.[a-zA-Z_]\w*"),
    ("names that nobody defines, which are errors before anything runs", r"^\w+(\.\w+\(\))? \|\| true$"),
    ("names in back quotes", r"`"),
    ("comprehensions of two variables", r"\b(all|exists|existsOne|transformList|transformMap|transformMapEntry)\(\s*\w+\s*,\s*\w+\s*,"),
    (
        "extension libraries",
        r"\b(math|strings|sets|regex|base64|cel|net|lists|ip|cidr)\.\w+|\b(charAt|indexOf|lastIndexOf|lowerAscii|upperAscii|replace|split|substring|trim|format|reverse|quote|slice|flatten|distinct|sort|sortBy|range|first|last|existsOne|exists_one_pred|bind|fn|f_unknown|unknown)\s*\(",
    ),
)
"""What is not part of the language here, and how it is recognised in a case: its expression, its values, its bindings."""


class Case(NamedTuple):
    name: str
    original: dict[str, Any]

    @property
    def left_out(self) -> str | None:
        """Why a case is beyond the subset."""
        told = json.dumps([self.original.get(key) for key in ("value", "bindings", "typeEnv")])
        if self.original.get("checkOnly") or "typedResult" in self.original:
            return "cases about the types that CEL's own checker infers"
        return next((why for why, pattern in _BEYOND if re.search(pattern, self.original["expr"]) or re.search(pattern, told)), None)


@cache
def cases() -> tuple[Case, ...]:
    folder = installed("@bufbuild/cel-spec", "0.6.1").parent.parent.parent
    printed = subprocess.run(["node", "--input-type=module", "--eval", _PRINT], cwd=folder, capture_output=True, check=True, timeout=60)
    return tuple(_cases(json.loads(printed.stdout), ()))


def _cases(suite: dict[str, Any], above: tuple[str, ...]) -> Iterator[Case]:
    names = (*above, suite["name"])
    for number, test in enumerate(suite.get("tests", ())):
        original = test["original"]
        yield Case("/".join((*names[1:], original.get("name") or str(number))), original)
    for inner in suite.get("suites", ()):
        yield from _cases(inner, names)


def value_of(said: dict[str, Any]) -> Any:
    """A value as the cases write it."""
    ((kind, value),) = said.items()
    match kind:
        case "int64Value":
            return int(value)
        case "doubleValue":
            return float(value)
        case "nullValue":
            return None
        case "listValue":
            return [value_of(each) for each in value.get("values", ())]
        case "mapValue":
            return {value_of(entry["key"]): value_of(entry["value"]) for entry in value.get("entries", ())}
    return value


def same(one: Any, other: Any) -> bool:
    """Equal, and of one kind all the way down; not a number is the same as itself here."""
    if isinstance(one, float) and isinstance(other, float) and one != one:
        return other != other
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return equal(one, other) and (type(one) is type(other) or isinstance(one, list | tuple | dict))


def outcome(case: Case) -> str:
    """``ok``, or what came instead of what the case wants."""
    bindings = {name: value_of(bound["value"]) for name, bound in case.original.get("bindings", {}).items()}
    wanted = case.original.get("value", {"boolValue": True})
    fails = "evalError" in case.original or "anyEvalErrors" in case.original
    try:
        program = compile_node(parse(case.original["expr"]), list(bindings), _ENVIRONMENT)
        found = program.run(list(bindings.values()), Steps(100_000))
    except ExpressionError as error:
        return "ok" if fails else f"raised: {error.reason}"
    if fails:
        return f"gave {found!r}, not an error"
    return "ok" if same(value_of(wanted), found) else f"gave {found!r}, not {value_of(wanted)!r}"


def test_every_case_of_the_subset_passes() -> None:
    wrong = {case.name: (case.original["expr"], outcome(case)) for case in cases() if case.left_out is None and outcome(case) != "ok"}

    assert wrong == {}


def listed() -> str:
    """The cases beyond the subset by their reasons."""
    found: dict[str, list[str]] = {}
    for case in cases():
        if (why := case.left_out) is not None:
            found.setdefault(why, []).append(case.name)
    lines = [f"{len(cases())} cases, {len(cases()) - sum(map(len, found.values()))} in the subset"]
    for why, names in sorted(found.items()):
        lines += ["", f"{why}: {len(names)}", *(f"  {name}" for name in names)]
    return "\n".join(lines) + "\n"


def test_cases_beyond_the_subset_are_listed_with_their_reasons() -> None:
    assert listed() == LEFT_OUT.read_text("utf-8")
