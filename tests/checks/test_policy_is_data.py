"""Checks are mechanism: what a rule decides, and what it says, stands in its file."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import planlint.checks
from planlint.checks.find import find_check
from planlint.pack.load import builtin

FOLDER = Path(planlint.checks.__file__).parent
MODULES = sorted(FOLDER.glob("*/*.py"))
CHECKED = {code: rule for code, rule in builtin().rules.items() if rule.file.check is not None}


@pytest.mark.parametrize("code", CHECKED)
def test_a_rule_and_its_check_are_of_one_family(code: str) -> None:
    rule = CHECKED[code]

    assert rule.family.replace("-", "_") == (rule.file.check or "").split(".")[0]


@pytest.mark.parametrize("code", CHECKED)
def test_a_check_takes_the_values_of_its_rule_and_no_others(code: str) -> None:
    check = find_check(CHECKED[code].file.check or "")
    taken = check.__code__.co_varnames[1 : 1 + check.__code__.co_kwonlyargcount]

    assert (check.__code__.co_argcount, sorted(taken)) == (1, sorted(CHECKED[code].values))


@pytest.mark.parametrize("module", MODULES, ids=[f"{each.parent.name}/{each.stem}" for each in MODULES])
def test_no_number_severity_or_reason_is_decided_in_a_check(module: Path) -> None:
    assert [] == list(_decided(ast.parse(module.read_text("utf-8"))))


_COUNTING = {"round", "divmod", "range", "combinations"}


def _decided(tree: ast.Module) -> Iterator[str]:
    """Numbers other than 0 and 1 may convert a unit (``hours * 60``), round, and count what is at hand; they may not limit anything."""
    allowed = {id(node) for each in ast.walk(tree) for node in _arithmetic(each)}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=int() | float() as number) if number not in (0, 1) and id(node) not in allowed:
                yield f"line {node.lineno}: the number {number}"
            case ast.Name(id="Severity"):
                yield f"line {node.lineno}: a severity"
            case ast.Call(func=ast.Attribute(attr="timedelta"), keywords=[ast.keyword(value=ast.Constant())]):
                yield f"line {node.lineno}: {ast.unparse(node)}"
            case ast.Call(func=ast.Name(id="NotEvaluated"), args=[reason, *_]) if _is_words(reason):
                yield f"line {node.lineno}: a reason in words"


def _arithmetic(node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.BinOp(op=ast.Mult() | ast.Div() | ast.FloorDiv()):
            yield from (each for each in (node.left, node.right) if isinstance(each, ast.Constant) and isinstance(each.value, int))
        case ast.Call(func=ast.Name(id=name)) if name in _COUNTING:
            yield from node.args
        case ast.Subscript():
            yield from (each for each in ast.walk(node.slice) if isinstance(each, ast.expr))


def _is_words(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and " " in str(node.value))


def _named(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The reasons, phrases and degrees that a module names, as the key of a rule file and the name."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="NotEvaluated"), args=[ast.Constant(value=str(name)), *_]):
                yield "not_evaluated", name
            case ast.Call(func=ast.Name(id="Phrase"), args=[ast.Constant(value=str(name)), *_]):
                yield "phrases", name
            case ast.keyword(arg="degree", value=ast.Constant(value=str(name))) if name:
                yield "severities", name


@pytest.mark.parametrize("module", MODULES, ids=[f"{each.parent.name}/{each.stem}" for each in MODULES])
def test_what_a_check_names_stands_in_a_rule_s_file(module: Path) -> None:
    asking = [rule.file for rule in CHECKED.values() if (rule.file.check or "").startswith(f"{module.parent.name}.{module.stem}.")]
    named = set(_named(ast.parse(module.read_text("utf-8"))))

    assert set() == {(key, name) for key, name in named if not any(name in getattr(file, key) for file in asking)}
