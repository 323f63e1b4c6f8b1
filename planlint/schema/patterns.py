"""Regular expressions of organisations: in Rust's engine, which takes linear time whatever the expression and the text."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache


@lru_cache(maxsize=256)
def linear(pattern: str) -> Callable[[str], bool] | None:
    """Whether a text holds what a pattern describes (RE2 syntax: no look-around, no back-references); None for what is no pattern."""
    from pydantic_core import SchemaError, SchemaValidator, core_schema

    try:
        validator = SchemaValidator(core_schema.str_schema(pattern=pattern, regex_engine="rust-regex"))
    except SchemaError:
        return None
    return validator.isinstance_python
