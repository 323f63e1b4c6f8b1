"""git as a program that answers questions: it fetches nothing, writes nothing, and runs nothing that a repository names."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

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
_PLAIN_FILES = (b"100644", b"100755")
_AT_ONCE = 1 << 20


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


def blobs(listed: bytes) -> dict[str, str]:
    """The ids of the files that ``git ls-tree -r -z`` lists, by path; links and submodules are left out."""
    parts = [line.partition(b"\t") for line in listed.split(b"\0") if line.startswith(_PLAIN_FILES)]
    return {os.fsdecode(name): about.split()[2].decode() for about, _, name in parts}


def contents(top: Path, ids: Iterable[str], at_most: int) -> Iterator[bytes]:
    """What stands in blobs, so many bytes at most of each; raises OSError or ValueError where a blob is not there."""
    called, pipe = command(top, "cat-file", "--batch"), subprocess.PIPE
    with subprocess.Popen(called, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=environment()) as process:  # noqa: S603  # no shell
        assert process.stdin is not None
        assert process.stdout is not None
        for each in ids:
            process.stdin.write(each.encode() + b"\n")
            process.stdin.flush()
            yield _blob(process.stdout, at_most)


def _blob(answer: IO[bytes], at_most: int) -> bytes:
    """One answer of ``git cat-file --batch``."""
    _, kind, size = answer.readline().split()
    if kind != b"blob":
        raise ValueError
    left = int(size)
    kept = answer.read(min(left, at_most))
    left -= len(kept)
    while left > 0:
        left -= len(answer.read(min(left, _AT_ONCE))) or left
    answer.read(1)
    return kept
