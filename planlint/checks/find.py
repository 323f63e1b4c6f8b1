"""Finding a check by the name that a rule gives it."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from planlint.checks import Check


@cache
def find_check(name: str) -> Check:
    """The function that a rule names as ``family.module.function``: one of planlint.checks, else one of an installed distribution.

    Raises `CannotRun` where there is none.
    """
    module_name, _, function_name = name.rpartition(".")
    try:
        check: Check = getattr(import_module(f"planlint.checks.{module_name}"), function_name)
    except (ImportError, AttributeError):
        # Looking through what is installed takes a while, and most runs ask for nothing of it.
        from planlint.plugin import third_party_check

        return third_party_check(name)
    return check
