"""What lies in a folder: in a repository as git sees it, else as the disk has it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from planlint.config.project import git_root
from planlint.errors import CannotRun


class Listing(NamedTuple):
    """The files in a folder and below it, and why some of it may be missing."""

    files: tuple[Path, ...]
    refused: tuple[str, ...] = ()


def listing(folder: Path) -> Listing:
    """In a git repository what it tracks, and what it neither tracks nor ignores; elsewhere all that is in no hidden folder.

    Links count by their own name, and are not followed. Where git cannot be asked, nothing is left out for a .gitignore: nobody knows
    then what is tracked.
    """
    top = git_root(folder.resolve())
    if top is None:
        return _on_disk(folder)
    try:
        return _in_git(folder, top)
    except CannotRun as error:
        found = _on_disk(folder)
        return found._replace(refused=(*found.refused, f"{folder}: {error}, so what .gitignore leaves out is checked too"))


def _in_git(folder: Path, top: Path) -> Listing:
    from planlint.git import ask, reason

    below = folder.resolve().relative_to(top).as_posix()
    asked = ask(top, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", below)
    if asked.returncode != 0:
        raise CannotRun(f"git cannot list it ({reason(asked)})")
    # A plan with a conflict is listed once for each side.
    names = sorted(set(os.fsdecode(asked.stdout).split("\0")) - {""})
    here = [folder / os.path.relpath(name, below) for name in names]
    inside = [listing(each) for each in here if each.is_dir() and not each.is_symlink() and (each / ".git").exists()]
    files = [each for each in here if each.is_symlink() or each.is_file()]
    # git tells of a folder that it cannot read, and goes on.
    refused = [f"{folder}: cannot be searched: {reason(asked)}"] if asked.stderr else []
    return Listing(
        (*files, *(file for each in inside for file in each.files)),
        (*refused, *(words for each in inside for words in each.refused)),
    )


def _on_disk(folder: Path) -> Listing:
    refused: list[OSError] = []
    files = tuple(_walk(folder, refused))
    return Listing(files, tuple(f"{error.filename}: cannot be searched: {error.strerror}" for error in refused))


def _walk(folder: Path, refused: list[OSError]) -> Iterator[Path]:
    for here, folders, names in os.walk(folder, onerror=refused.append):
        links = [name for name in folders if os.path.islink(os.path.join(here, name))]
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(here, name) for name in sorted([*names, *links]))
