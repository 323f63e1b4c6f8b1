"""Finding a check by the name that a rule gives it."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from planlint.checks import Check
from planlint.errors import CannotRun


@cache
def find_check(name: str) -> Check:
    """The function that a rule names as ``module.function`` in planlint.checks; raises `CannotRun` where there is none."""
    module_name, _, function_name = name.partition(".")
    try:
        check: Check = getattr(import_module(f"planlint.checks.{module_name}"), function_name)
    except (ImportError, AttributeError):
        raise CannotRun(f"check {name} does not exist in planlint.checks") from None
    return check
