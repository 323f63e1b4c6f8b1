"""
What can go wrong, drawn once:

* PlanlintError
  + Unreadable        a file is not one YAML mapping (becomes a PL001 finding)
  + CannotJudge       a check asked for a value that cannot be used (the rule is not evaluated)
  + CannotRun         what was asked for cannot be done (exit 2)
    x NoPlans         nothing to check was found (exit 3)
  + RuleFailure       a rule raised, or said something it must not (exit 4)
  + ExpressionError   an expression cannot be read, does not fit the plan, or cannot be computed (exit 2 when a rule is loaded, 4 in a run)
    x Absent          ... because the plan does not state a value (the rule is not evaluated)

Findings are values, never exceptions.
"""

from collections.abc import Mapping


class PlanlintError(Exception):
    """Every error that planlint raises on purpose."""


class Unreadable(PlanlintError):
    """A text that is not one YAML mapping within the limits.

    ``variant`` names the message of rule PL001, ``fields`` fill it, ``offset`` is the place in ``text`` in code points.
    """

    def __init__(self, variant: str, text: str, offset: int, fields: Mapping[str, str | int] | None = None) -> None:
        super().__init__(variant)
        self.variant = variant
        self.text = text
        self.offset = offset
        self.fields = dict(fields or {})


class CannotJudge(PlanlintError):
    """A value was asked for that does not fit the schema, or is unknown where all else rests on it.

    ``path`` says where it stands in the plan, ``reason`` what is the matter with it.
    """

    def __init__(self, path: tuple[str | int, ...], reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


class CannotRun(PlanlintError):
    """planlint cannot do what was asked: a bad option, configuration, pack or missing file."""


class NoPlans(CannotRun):
    """The folders that were named hold no plan."""


class RuleFailure(PlanlintError):
    """A rule failed; its verdict on the plan is unknown, which is never a pass."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason


class ExpressionError(PlanlintError):
    """An expression that cannot be read, checked or computed; ``at`` is the place in its text, in code points from 0."""

    def __init__(self, reason: str, at: int) -> None:
        super().__init__(reason, at)
        self.reason = reason
        self.at = at


class Absent(ExpressionError):
    """An expression met a value that the plan does not state, calls unknown or none, or that does not fit the schema.

    ``holder`` is the part of the plan that lacks it and ``key`` its name there, ``path`` its path where that is known instead.
    """

    def __init__(self, reason: str, at: int, *, holder: object = None, key: str = "", path: tuple[str | int, ...] | None = None) -> None:
        super().__init__(reason, at)
        self.holder = holder
        self.key = key
        self.path = path
