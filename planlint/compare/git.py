"""Plans as they were in an older revision, read from git's objects. The work tree and the index are never written, nothing is fetched.

Where the history cannot be read, `CannotRun` says what to do: a comparison with nothing would let everything pass, or nothing.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

from planlint.config.project import git_root
from planlint.errors import CannotRun
from planlint.git import ask, command, environment, reason
from planlint.source.document import MAX_BYTES

_PLAIN_FILES = (b"100644", b"100755")
_AT_ONCE = 1 << 20


def before(plans: Mapping[Path, bytes], revision: str) -> dict[Path, bytes]:
    """What plans (by file, with their bytes of now) were where the history of HEAD left that of a revision; new ones are left out.

    Renames are followed. Where only the line ends differ, the bytes of now are given.
    """
    top = _top(plans)
    git = _Git(top, revision)
    base = git.base()
    blobs = git.blobs_in(base)
    renamed = git.renames_since(base)
    names = {file: file.resolve().relative_to(top).as_posix() for file in plans}
    known = {file: blobs[old] for file, name in names.items() if (old := renamed.get(name, name)) in blobs}
    found = zip(known, git.contents(known.values()), strict=True)
    return {file: plans[file] if _lines(old) == _lines(plans[file]) else old for file, old in found}


def _lines(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n")


def _top(plans: Iterable[Path]) -> Path:
    """The repository of all plans. A submodule has revisions of its own, which say nothing of the repository around it."""
    tops = {git_root(file.resolve().parent): file for file in plans}
    if None in tops:
        raise CannotRun(f"--since: {tops[None]} is not in a git repository; use planlint baseline there")
    top, *others = sorted(each for each in tops if each is not None)
    if others:
        raise CannotRun(f"--since: the plans are in several git repositories ({top.name}, {others[0].name}); check each by itself")
    here = Path.cwd()
    around = git_root(here)
    if around is not None and around != top and top.is_relative_to(around):
        raise CannotRun(f"--since: {top.name} is a git repository of its own inside {around.name}; run planlint in that folder")
    return top


class _Git:
    """Questions to git about one repository."""

    def __init__(self, top: Path, revision: str) -> None:
        self.top = top
        self.revision = revision

    def base(self) -> str:
        """The commit at which the history of HEAD left that of the revision."""
        shallow, _, prefix = self._must("rev-parse", "--is-shallow-repository", "--show-prefix").decode("ascii", "replace").partition("\n")
        if shallow == "true":
            raise CannotRun(
                f"--since {self.revision}: the clone is shallow, so that its history cannot be compared; "
                "set fetch-depth: 0 (GitLab: GIT_DEPTH: 0), or run: git fetch --unshallow"
            )
        if shallow != "false" or prefix.strip():
            raise CannotRun(f"--since {self.revision}: git takes this folder for no repository of its own")
        commits = [self._commit(self.revision), self._commit("HEAD")]
        found = self._run("merge-base", *commits)
        if found.returncode == 1:
            raise CannotRun(f"--since {self.revision}: it has no commit in common with HEAD; name the branch that this one began from")
        return self._checked("merge-base", found).decode().split()[0]

    def _commit(self, revision: str) -> str:
        # git would take it for an option.
        found = None if revision.startswith("-") else self._run("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        if found is None or found.returncode != 0:
            raise CannotRun(
                f"--since {self.revision}: git knows no revision {revision}; fetch it first, for example: git fetch origin main"
            )
        return found.stdout.decode().strip()

    def blobs_in(self, commit: str) -> dict[str, str]:
        """The files of a commit by their path from the top: the ids of their contents."""
        lines = self._must("ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0")
        parts = [line.partition(b"\t") for line in lines if line.startswith(_PLAIN_FILES)]
        return {os.fsdecode(name): about.split()[2].decode() for about, _, name in parts}

    def renames_since(self, commit: str) -> dict[str, str]:
        """Old paths by new path, up to what is staged."""
        listed = self._must("diff-index", "--cached", "--name-status", "-M", "-z", commit, "--")
        words = iter(os.fsdecode(listed).split("\0"))
        renamed: dict[str, str] = {}
        for status in words:
            if status.startswith("R"):
                old, new = next(words), next(words)
                renamed[new] = old
            elif status:
                next(words)
        return renamed

    def contents(self, ids: Iterable[str]) -> Iterator[bytes]:
        """What stands in files, one byte more than a plan may have at most."""
        called = command(self.top, "cat-file", "--batch")
        pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
        try:
            with subprocess.Popen(called, stdin=pipe, stdout=pipe, stderr=nothing, env=environment()) as process:  # noqa: S603  # no shell
                assert process.stdin is not None
                assert process.stdout is not None
                for each in ids:
                    process.stdin.write(each.encode() + b"\n")
                    process.stdin.flush()
                    yield _read(process.stdout)
        except (OSError, ValueError):
            raise CannotRun(
                f"--since {self.revision}: this clone lacks older versions of plans; "
                "clone it without --filter, or run: git fetch --refetch --no-filter"
            ) from None

    def _must(self, *arguments: str) -> bytes:
        return self._checked(arguments[0], self._run(*arguments))

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        try:
            return ask(self.top, *arguments)
        except CannotRun as error:
            raise CannotRun(f"--since: {error}") from None

    def _checked(self, command_name: str, ran: subprocess.CompletedProcess[bytes]) -> bytes:
        if ran.returncode == 0:
            return ran.stdout
        if b"safe.directory" in ran.stderr:
            raise CannotRun(
                "--since: the repository belongs to another user, so git refuses it; "
                'allow it with: git config --global --add safe.directory "$PWD"'
            )
        raise CannotRun(f"--since {self.revision}: git {command_name} failed: {reason(ran)}")


def _read(answer: IO[bytes]) -> bytes:
    """One answer of ``git cat-file --batch``; raises ValueError where it is none."""
    _, kind, size = answer.readline().split()
    if kind != b"blob":
        raise ValueError
    left = int(size)
    kept = answer.read(min(left, MAX_BYTES + 1))
    left -= len(kept)
    while left > 0:
        left -= len(answer.read(min(left, _AT_ONCE))) or left
    answer.read(1)
    return kept
