"""What a shell offers when Tab is pressed. A shell shows no errors: where nothing can be found out, nothing is offered."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def rule_words(incomplete: str) -> Iterator[tuple[str, str]]:
    """Codes of rules, with their names, and the families; those of the packs that are configured here, too."""
    _as_in_a_run()
    from planlint.config.ruleset import ruleset
    from planlint.config.settings import configuration_for
    from planlint.errors import CannotRun

    with suppress(CannotRun, OSError):
        rules = ruleset(configuration_for(Path())).rules.values()
        words = [*((rule.code, rule.name) for rule in rules), *((rule.name, rule.code) for rule in rules)]
        words += sorted({(rule.family, "family") for rule in rules})
        # Nobody wants two hundred names before the first letter.
        offered = words if incomplete else words[: len(rules)]
        yield from ((word, about) for word, about in offered if word.startswith(incomplete))


def formats(incomplete: str) -> Iterator[str]:
    """The formats of reports."""
    from planlint.report import FORMATS

    return (name for name in FORMATS if name.startswith(incomplete))


def written_formats(incomplete: str) -> Iterator[str]:
    """``FORMAT=``, to be followed by a file."""
    return (f"{name}=" for name in formats(incomplete))


def _as_in_a_run() -> None:
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
