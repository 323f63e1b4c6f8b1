"""Plans as they were in an older revision, read from git's objects. The work tree and the index are never written, nothing is fetched.

Where the history cannot be read, `CannotRun` says what to do: a comparison with nothing would let everything pass, or nothing.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from planlint.config.project import git_root
from planlint.errors import CannotRun
from planlint.git import ask, blobs, contents, reason
from planlint.source.document import MAX_BYTES


def before(plans: Mapping[Path, bytes], revision: str) -> dict[Path, bytes]:
    """What plans (by file, with their bytes of now) were where the history of HEAD left that of a revision; new ones are left out.

    Renames are followed. Where only the line ends differ, the bytes of now are given.
    """
    git = _Git(_top(plans, "--since"), revision, "--since")
    return {file: plans[file] if _lines(old) == _lines(plans[file]) else old for file, old in _older(plans, git, git.base())}


def at(plans: Iterable[Path], revision: str, option: str) -> dict[Path, bytes]:
    """What plans are in a revision, whatever became of them since; renames are followed."""
    plans = list(plans)
    git = _Git(_top(plans, option), revision, option)
    return dict(_older(plans, git, git.commit(revision)))


def _older(plans: Iterable[Path], git: _Git, commit: str) -> Iterator[tuple[Path, bytes]]:
    blobs = git.blobs_in(commit)
    renamed = git.renames_since(commit)
    names = {file: file.resolve().relative_to(git.top).as_posix() for file in plans}
    known = {file: blobs[old] for file, name in names.items() if (old := renamed.get(name, name)) in blobs}
    return zip(known, git.contents(known.values()), strict=True)


def _lines(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n")


def _top(plans: Iterable[Path], option: str) -> Path:
    """The repository of all plans. A submodule has revisions of its own, which say nothing of the repository around it."""
    tops = {git_root(file.resolve().parent): file for file in plans}
    if None in tops:
        raise CannotRun(f"{option}: {tops[None]} is not in a git repository; use planlint baseline there")
    top, *others = sorted(each for each in tops if each is not None)
    if others:
        raise CannotRun(f"{option}: the plans are in several git repositories ({top.name}, {others[0].name}); check each by itself")
    here = Path.cwd()
    around = git_root(here)
    if around is not None and around != top and top.is_relative_to(around):
        raise CannotRun(f"{option}: {top.name} is a git repository of its own inside {around.name}; run planlint in that folder")
    return top


class _Git:
    """Questions to git about one repository."""

    def __init__(self, top: Path, revision: str, option: str) -> None:
        self.top = top
        self.revision = revision
        self.option = option

    def base(self) -> str:
        """The commit at which the history of HEAD left that of the revision."""
        shallow, _, prefix = self._must("rev-parse", "--is-shallow-repository", "--show-prefix").decode("ascii", "replace").partition("\n")
        if shallow == "true":
            raise CannotRun(
                f"{self.option} {self.revision}: the clone is shallow, so that its history cannot be compared; "
                "set fetch-depth: 0 (GitLab: GIT_DEPTH: 0), or run: git fetch --unshallow"
            )
        if shallow != "false" or prefix.strip():
            raise CannotRun(f"{self.option} {self.revision}: git takes this folder for no repository of its own")
        commits = [self.commit(self.revision), self.commit("HEAD")]
        found = self._run("merge-base", *commits)
        if found.returncode == 1:
            raise CannotRun(
                f"{self.option} {self.revision}: it has no commit in common with HEAD; name the branch that this one began from"
            )
        return self._checked("merge-base", found).decode().split()[0]

    def commit(self, revision: str) -> str:
        # git would take it for an option.
        found = None if revision.startswith("-") else self._run("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        if found is None or found.returncode != 0:
            raise CannotRun(
                f"{self.option} {self.revision}: git knows no revision {revision}; fetch it first, for example: git fetch origin main"
            )
        return found.stdout.decode().strip()

    def blobs_in(self, commit: str) -> dict[str, str]:
        """The files of a commit by their path from the top: the ids of their contents."""
        return blobs(self._must("ls-tree", "-r", "-z", "--full-tree", commit))

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
        try:
            yield from contents(self.top, ids, MAX_BYTES + 1)
        except (OSError, ValueError):
            raise CannotRun(
                f"{self.option} {self.revision}: this clone lacks older versions of plans; "
                "clone it without --filter, or run: git fetch --refetch --no-filter"
            ) from None

    def _must(self, *arguments: str) -> bytes:
        return self._checked(arguments[0], self._run(*arguments))

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        try:
            return ask(self.top, *arguments)
        except CannotRun as error:
            raise CannotRun(f"{self.option}: {error}") from None

    def _checked(self, command_name: str, ran: subprocess.CompletedProcess[bytes]) -> bytes:
        if ran.returncode == 0:
            return ran.stdout
        if b"safe.directory" in ran.stderr:
            raise CannotRun(
                f"{self.option}: the repository belongs to another user, so git refuses it; "
                'allow it with: git config --global --add safe.directory "$PWD"'
            )
        raise CannotRun(f"{self.option} {self.revision}: git {command_name} failed: {reason(ran)}")
