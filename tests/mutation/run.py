"""Running mutants: on the examples of the rules that they concern, then on the unit tests of their subject."""

from __future__ import annotations

import ast
import contextlib
import io
import signal
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any, Literal, NamedTuple

import pytest

from planlint.pack.examples import try_example
from planlint.pack.load import builtin
from planlint.rule import Example, Rule
from tests import declared
from tests.mutation import python, rules
from tests.mutation.python import CodeMutant
from tests.mutation.rules import RuleMutant

ROOT = Path(__file__).parents[2]
SECONDS = 20.0
"""How long a mutant may take for its examples."""

Verdict = Literal["killed", "survived", "killed by unit tests", "out of time"]


class ThresholdMutant(NamedTuple):
    """A threshold with another number."""

    name: str
    before: float
    after: float

    @property
    def key(self) -> str:
        return f"thresholds.{self.name}: {self.before} => {self.after}"


Mutant = RuleMutant | CodeMutant | ThresholdMutant


def modules() -> list[str]:
    """The modules of checks and facts."""
    files = [*sorted((ROOT / "planlint/checks").glob("*/*.py")), *sorted((ROOT / "planlint/facts").glob("*.py"))]
    names = [".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for file in files]
    return [name for name in names if name != "planlint.facts.thresholds" and not _is_family(name)]


def _is_family(name: str) -> bool:
    """Whether a module is the empty one of a folder of checks."""
    return name.startswith("planlint.checks.") and name.count(".") == 2


def _module_of(rule: Rule) -> str:
    """The module of a rule's check."""
    return f"planlint.checks.{(rule.file.check or '').rpartition('.')[0]}"


def every_mutant(names: list[str]) -> Iterator[Mutant]:
    """The mutants of rules by code and of modules by name; without names, of all of them and of the thresholds."""
    pack = builtin()
    for code in names or [code for code, rule in pack.rules.items() if rule.file.by is None]:
        if code in pack.rules:
            yield from rules.mutants_of(pack, code)
    for module in names or modules():
        if module.startswith("planlint."):
            yield from python.mutants_of(module)
    if not names or "thresholds" in names:
        for name, value in pack.thresholds:
            step = 0.01 if isinstance(value, float) else 1
            yield from (ThresholdMutant(name, value, round(value + way, 2)) for way in (step, -step))


def judge(mutant: Mutant, *, unit_tests: bool = True) -> Verdict:
    """Whether anybody notices a mutant; where no example does, perhaps a unit test."""
    try:
        with _in_time():
            match mutant:
                case RuleMutant():
                    return "killed" if _is_declared_otherwise(mutant.rule) or _noticed([(mutant.code, mutant.rule)]) else "survived"
                case ThresholdMutant():
                    with _threshold(mutant):
                        return "killed" if _noticed(_concerned(mutant.name)) else "survived"
                case CodeMutant():
                    with python.put_in(mutant):
                        if _noticed(_users(mutant.module)):
                            return "killed"
    except _OutOfTimeError:
        return "out of time"
    except python.DoesNotLoadError:
        return "killed"
    if not unit_tests:
        return "survived"
    with python.put_in(mutant):
        return "killed by unit tests" if _unit_tests_fail(mutant.module) else "survived"


def _is_declared_otherwise(rule: Rule) -> bool:
    """Whether the snapshot says something else of an attribute that no example can show."""
    return declared.line(rule) not in _declared()


@cache
def _declared() -> frozenset[str]:
    return frozenset(declared.written())


class _OutOfTimeError(BaseException):
    """Not an `Exception`: planlint would take that for a rule's failure."""


@contextlib.contextmanager
def _in_time() -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise _OutOfTimeError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


_NOTICED_BY: list[tuple[str, int]] = []
"""The examples that killed mutants, the last one first: it will often kill the next one as well."""


def _noticed(concerned: list[tuple[str, Rule]]) -> bool:
    """Whether an example of these rules finds anything else than it says."""
    rule_of = dict(concerned)
    cases = [(code, number) for code in rule_of for number in range(len(_examples(code)))]
    recent = [case for case in _NOTICED_BY[:40] if case[0] in rule_of]
    for case in dict.fromkeys([*recent, *cases]):
        code, number = case
        if not _passes(rule_of[code], _examples(code)[number]):
            _NOTICED_BY[:] = [case, *(each for each in _NOTICED_BY if each != case)]
            return True
    return False


def _passes(rule: Rule, example: Example) -> bool:
    try:
        return try_example(builtin(), rule, example).passed
    except Exception:
        return False


@cache
def _examples(code: str) -> list[Example]:
    return builtin().examples(code)


def _concerned(threshold: str) -> list[tuple[str, Rule]]:
    return [(code, rule) for code, rule in builtin().rules.items() if threshold in rule.file.thresholds]


@cache
def _users(module: str) -> list[tuple[str, Rule]]:
    """The rules whose check is in a module or in one that imports it, those of the module itself first; of facts, all rules."""
    own = {module} | {name for name in modules() if module in _imports(name)}
    found = [
        (code, rule)
        for code, rule in builtin().rules.items()
        if rule.file.by is None and (module.startswith("planlint.facts") or _module_of(rule) in own)
    ]
    return sorted(found, key=lambda each: _module_of(each[1]) != module)


def _imports(module: str) -> set[str]:
    tree = (
        ast.parse((ROOT / module.replace(".", "/")).with_suffix(".py").read_text("utf-8"))
        if module != "planlint.facts"
        else ast.Module([], [])
    )
    return {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}


@contextlib.contextmanager
def _threshold(mutant: ThresholdMutant) -> Iterator[None]:
    _set_threshold(mutant.name, mutant.after)
    try:
        yield
    finally:
        _set_threshold(mutant.name, mutant.before)


def _set_threshold(name: str, value: Any) -> None:
    builtin().__dict__["thresholds"] = builtin().thresholds.model_copy(update={name: value})


def _unit_tests_fail(module: str) -> bool:
    """Whether the unit tests fail that name a module."""
    name = module.rpartition(".")[2]
    folder = ROOT / "tests" / ("facts" if ".facts" in module else "checks")
    files = [file for file in sorted(folder.rglob("test_*.py")) if name in file.read_text("utf-8")]
    if not files:
        return False
    arguments = ["-x", "-q", "-n0", "-p", "no:cacheprovider", *map(str, files)]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return pytest.main(arguments) != 0
