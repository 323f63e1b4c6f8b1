"""Mutants of checks and facts: one small change in the syntax tree of one function or constant, put into the running module."""

from __future__ import annotations
import __future__

import ast
import builtins
import copy
import functools
import importlib
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, NamedTuple

from planlint.plan.model import Plan

_SWAPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}


class DoesNotLoadError(Exception):
    """Nobody can overlook a module that does not load."""


class CodeMutant(NamedTuple):
    """A module with one changed place: in which top-level statement, which node of it, and what stands there instead."""

    module: str
    line: int
    before: str
    after: str
    statement: int
    node: int
    variation: int

    @property
    def key(self) -> str:
        """What names it whatever stands above it in the file."""
        return f"{self.module}: {self.before} => {self.after}"


def mutants_of(module: str) -> list[CodeMutant]:
    """Every mutant of a module."""
    tree = _tree(module)
    found = []
    for number, statement in enumerate(tree.body):
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign):
            continue
        for index, (node, inside) in enumerate(_walk(statement)):
            if not inside:
                continue
            for variation, other in enumerate(_variations(node)):
                line = getattr(node, "lineno", 0)
                found.append(CodeMutant(module, line, _shown(node), _shown(other), number, index, variation))
    return found


@contextmanager
def put_in(mutant: CodeMutant) -> Iterator[None]:
    """The mutant in place of what it was made of."""
    statement = copy.deepcopy(_tree(mutant.module).body[mutant.statement])
    node, _ = list(_walk(statement))[mutant.node]
    changed = _replaced(statement, node, _variations(node)[mutant.variation])
    module = importlib.import_module(mutant.module)
    put = _put_constant if isinstance(statement, ast.Assign | ast.AnnAssign) else _put_code
    restore = put(module, changed)
    _clear_caches()
    try:
        yield
    finally:
        restore()
        _clear_caches()


@functools.cache
def _tree(module: str) -> ast.Module:
    return ast.parse(Path(str(importlib.import_module(module).__file__)).read_text("utf-8"))


def _walk(statement: ast.AST) -> Iterator[tuple[ast.AST, bool]]:
    """Every node in a fixed order, and whether it is code that runs: no docstring, annotation, default or decorator."""

    def visit(node: ast.AST, inside: bool) -> Iterator[tuple[ast.AST, bool]]:
        yield node, inside
        for name, value in ast.iter_fields(node):
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from visit(child, _runs(node, name, child, inside or (node is statement and name == "value")))

    yield from visit(statement, False)


def _runs(node: ast.AST, name: str, child: ast.AST, inside: bool) -> bool:
    if name in ("annotation", "returns", "decorator_list", "args") and not isinstance(node, ast.Call):
        return False
    if isinstance(node, ast.Expr) and isinstance(child, ast.Constant):
        return False  # a docstring
    if isinstance(node, ast.Subscript) and name == "slice" and isinstance(child, ast.Tuple):
        return False
    return inside or (isinstance(node, ast.FunctionDef) and name == "body")


def _variations(node: ast.AST) -> list[ast.AST]:
    """What may stand in the place of a node."""
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in _SWAPPED:
            return [_with(node, ops=[_SWAPPED[type(operator)]()])]
        case ast.BoolOp(op=ast.Or(), values=[*_, ast.Constant(value=str())]):
            return []  # a word for a message, where there is none
        case ast.BoolOp(op=operator):
            return [_with(node, op=ast.Or() if isinstance(operator, ast.And) else ast.And())]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return [operand]
        case ast.Constant(value=bool() | int() as number):
            return [_with(node, value=other) for other in _other_numbers(number)]
        case ast.Name(id="any" | "all" as name):
            return [_with(node, id="all" if name == "any" else "any")]
        case ast.Return() | ast.Continue():
            return [ast.copy_location(ast.Pass(), node)]
    return _shorter(node)


def _other_numbers(value: bool | int) -> list[bool | int]:
    if isinstance(value, bool):
        return [not value]
    # Instead of the first of several, the last is as good a place to show.
    return [1] if value == 0 else [value + 1, value - 1]


def _shorter(node: ast.AST) -> list[ast.AST]:
    """A set, list or tuple of constants without one of them."""
    match node:
        case ast.Set(elts=items) | ast.List(elts=items, ctx=ast.Load()) | ast.Tuple(elts=items, ctx=ast.Load()):
            plain = len(items) > 1 and all(isinstance(item, ast.Constant | ast.Attribute) for item in items) and not _is_path(items)
            return [_with(node, elts=[*items[:at], *items[at + 1 :]]) for at in range(len(items))] if plain else []
    return []


def _is_path(items: list[ast.expr]) -> bool:
    """Whether a tuple is a place in a plan; without a step it is none."""
    first = items[0]
    return isinstance(first, ast.Constant) and first.value in Plan.model_fields


def _with(node: ast.AST, **parts: Any) -> ast.AST:
    other = copy.copy(node)
    for name, value in parts.items():
        setattr(other, name, value)
    return other


def _replaced(statement: ast.stmt, old: ast.AST, new: ast.AST) -> ast.stmt:
    class Replace(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> Any:
            return new if node is old else self.generic_visit(node)

    changed = Replace().visit(statement)
    assert isinstance(changed, ast.stmt)
    return ast.fix_missing_locations(changed)


def _shown(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())[:140]


def _put_code(module: ModuleType, statement: ast.stmt) -> Callable[[], None]:
    """Give the running functions the code of a changed definition."""
    built = _compiled(statement, module)
    (outer,) = [const for const in built.co_consts if isinstance(const, CodeType)][:1]
    assert isinstance(statement, ast.FunctionDef | ast.ClassDef)
    live = getattr(module, statement.name)
    pairs = [(_function(live), outer)] if isinstance(statement, ast.FunctionDef) else list(_methods(live, outer))
    before = [(function, function.__code__) for function, _ in pairs]
    for function, code in pairs:
        function.__code__ = code

    def restore() -> None:
        for function, code in before:
            function.__code__ = code

    return restore


def _methods(live: type, body: CodeType) -> Iterator[tuple[FunctionType, CodeType]]:
    for const in body.co_consts:
        if isinstance(const, CodeType) and const.co_name in vars(live):
            yield _function(vars(live)[const.co_name]), const


def _function(live: Any) -> FunctionType:
    for name in ("fget", "func", "__func__"):
        live = getattr(live, name, None) or live
    function = inspect.unwrap(live)
    assert isinstance(function, FunctionType)
    return function


def _put_constant(module: ModuleType, statement: ast.stmt) -> Callable[[], None]:
    """Put the value of a changed assignment into every module that has the old one by its name."""
    scope = dict(vars(module))
    try:
        exec(_compiled(statement, module), scope)
    except Exception as error:
        raise DoesNotLoadError from error
    changed = [(name, scope[name]) for name in _names(statement) if name in vars(module)]
    places = [
        (other, name, vars(other)[name], value)
        for name, value in changed
        for other in [each for key, each in sys.modules.items() if key.startswith("planlint.")]
        if name in vars(other) and vars(other)[name] is vars(module)[name]
    ]
    for other, name, _, value in places:
        setattr(other, name, value)

    def restore() -> None:
        for other, name, old, _ in places:
            setattr(other, name, old)

    return restore


def _names(statement: ast.stmt) -> list[str]:
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target] if isinstance(statement, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _compiled(statement: ast.stmt, module: ModuleType) -> CodeType:
    tree = ast.Module([statement], [])
    flags = __future__.annotations.compiler_flag
    built: CodeType = builtins.compile(tree, str(module.__file__), "exec", flags=flags, dont_inherit=True)
    return built


def _clear_caches() -> None:
    for key, module in list(sys.modules.items()):
        if key.startswith(("planlint.facts", "planlint.checks.")):
            for value in vars(module).values():
                if hasattr(value, "cache_clear") and getattr(value, "__name__", "") != "find_check":
                    value.cache_clear()
