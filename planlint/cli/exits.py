"""How planlint ends. Only the command line exits."""

import enum


class ExitCode(enum.IntEnum):
    """What the exit code of planlint means."""

    CLEAN = 0
    """Nothing at or above the severity that fails."""
    FINDINGS = 1
    """Findings that reach it; an unreadable plan, or one outside the schema, gives findings too."""
    CANNOT_RUN = 2
    """What was asked for cannot be done: a bad option, configuration or missing file."""
    NO_PLANS = 3
    """No plan was found."""
    RULE_FAILED = 4
    """A rule failed: what it would have said is unknown."""
    BUG = 70
    """A bug in planlint."""
    INTERRUPTED = 130
    """Interrupted from the keyboard."""
