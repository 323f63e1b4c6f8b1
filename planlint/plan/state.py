"""What a plan says of a value. Apart from the models, so that a report can be read without them."""

from __future__ import annotations

import enum


class State(enum.Enum):
    """What a plan says of a value. The first three stand in its place."""

    NOT_STATED = None
    NONE = "none"
    UNKNOWN = "unknown"
    STATED = "stated"
    NOT_APPLICABLE = "not_applicable"
    UNFIT = object()
    """The value does not fit the schema; used only while a plan with misfits is built."""

    def __bool__(self) -> bool:
        return False
