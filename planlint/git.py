"""git as a program that answers questions: it fetches nothing, writes nothing, and runs nothing that a repository names."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from planlint.errors import CannotRun

_KEPT = ("GIT_CONFIG", "GIT_EXEC_PATH", "GIT_CEILING_DIRECTORIES")
"""What git is told from outside that does not lead it to another repository: a CI allows folders by GIT_CONFIG_COUNT."""
_OWN = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    # A partial clone would fetch what it lacks: no network, ever.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
}
_OPTIONS = ("--no-pager", "--no-replace-objects", "-c", "core.fsmonitor=false", "-c", "safe.bareRepository=explicit")


def command(top: Path, *arguments: str) -> list[str]:
    """How git is called in a folder; raises `CannotRun` where it is not installed."""
    program = shutil.which("git")
    # Windows looks in the current folder too, where anybody may have put a program.
    if program is None or not os.path.isabs(program):
        raise CannotRun("git is not installed")
    return [program, *_OPTIONS, "-C", str(top), *arguments]


def environment() -> dict[str, str]:
    """What git is told beside its arguments."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name.startswith(_KEPT)}
    return {**outside, **_OWN}


def ask(top: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """How git answers, whatever its exit code; raises `CannotRun` where it cannot be run."""
    called = command(top, *arguments)
    try:
        return subprocess.run(called, stdin=subprocess.DEVNULL, capture_output=True, env=environment(), check=False)  # noqa: S603  # no shell
    except OSError as error:
        raise CannotRun(f"git cannot be run: {error.strerror}") from None


def reason(ran: subprocess.CompletedProcess[bytes]) -> str:
    """What git said of its failure, in one printable line."""
    words = next(iter(ran.stderr.decode("utf-8", "replace").splitlines()), "")
    said = "".join(sign for sign in words.removeprefix("fatal: ") if sign.isprintable())
    return said or f"exit code {ran.returncode}"
