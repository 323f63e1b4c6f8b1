"""Docstrings that are shown to people, also where Python was told to drop them (``python -OO``)."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from typing import Any


def docstring(function: Callable[..., Any]) -> str:
    """What a function says of itself; from its source where it has forgotten."""
    if function.__doc__:
        return inspect.cleandoc(function.__doc__)
    try:
        defined = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    except (OSError, TypeError, SyntaxError):
        return ""
    return ast.get_docstring(defined) or "" if isinstance(defined, ast.FunctionDef) else ""
