"""Which files a run checks: files that are named, and plans in folders that are named."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from fnmatch import fnmatch
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from planlint.config.project import DEFAULT_NAMES, config_file
from planlint.errors import CannotRun, NoPlans

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    from planlint.config.settings import Configuration, Placed


def discover(paths: Sequence[Path], patterns: Sequence[str] | None = None) -> list[Path]:
    """The files to check, each once, sorted by name.

    A file may have any name. In a folder, only names count that fit ``patterns`` (None: those of the folder's
    configuration), leaving out hidden folders and what .gitignore files leave out. Raises `CannotRun` for a path that does not
    exist and `NoPlans` where nothing is found.
    """
    if missing := [path for path in paths if not path.exists()]:
        raise CannotRun(f"no such file or folder: {', '.join(map(str, missing))}")
    found: dict[Path, Path] = {}
    names = {path: _names(path) if patterns is None else patterns for path in paths if path.is_dir()}
    for path in paths:
        for file in _search(path, names[path]) if path in names else [path]:
            found.setdefault(file.resolve(), file)
    if not found:
        raise NoPlans(f"no plan found in {', '.join(map(str, paths))}; {_how_named(names.values())}, or given by name")
    return sorted(found.values(), key=lambda file: file.as_posix())


def _how_named(patterns: Collection[Sequence[str]]) -> str:
    if set(map(tuple, patterns)) == {DEFAULT_NAMES}:
        return "plans are named plan.yaml or *.plan.yaml"
    every = dict.fromkeys(name for names in patterns for name in names)
    return f"plans are named as `files` of the configuration says ({', '.join(every) or 'it names none'})"


def _names(folder: Path) -> Sequence[str]:
    """How plans in a folder are called, by its configuration; most folders have none, and reading one takes a while."""
    if config_file(folder.resolve()) is None:
        return DEFAULT_NAMES
    from planlint.config.settings import configuration_for

    return configuration_for(folder).files


def idle_overrides(configurations: Iterable[Configuration], checked: Collection[Path] = ()) -> list[Idle]:
    """The patterns of overrides that take in no plan: none of the checked ones, and none in the folder of their configuration."""
    every = ((placed, configuration.files) for configuration in configurations for placed in configuration.overrides)
    return list(dict.fromkeys(idle for placed, names in every for idle in _idle(placed, names, checked)))


def _idle(placed: Placed, names: Sequence[str], checked: Collection[Path]) -> Iterator[Idle]:
    folder = placed.layer.file.parent
    whole = placed.override.files
    alone = [[pattern] for pattern in whole if not pattern.startswith("!")]
    for patterns in alone or [whole]:
        if not any(placed.takes_in(file, *patterns) for file in chain(checked, _search(folder, names))):
            yield Idle(placed.place("files"), ", ".join(patterns), folder)


class Idle(NamedTuple):
    """A pattern of an override that takes in no plan, where it stands, and the folder that was searched."""

    place: str
    pattern: str
    folder: Path

    def __str__(self) -> str:
        return f"{self.place}: {self.pattern} takes in no plan in {self.folder}; correct it, or leave the override out"


def read_plan(file: Path) -> bytes:
    """A plan's bytes, one more than a plan may have at most. Raises `CannotRun` where the file cannot be read."""
    from planlint.source.document import MAX_BYTES

    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise CannotRun(f"{file}: cannot be read: {error.strerror}") from None


def _search(folder: Path, patterns: Sequence[str]) -> Iterator[Path]:
    ignored = _ignored_above(folder)
    for here, folders, names in os.walk(folder, onerror=_refuse):
        place = Path(here)
        if (place / ".gitignore").is_file():
            ignored = [*ignored, (place, _read(place / ".gitignore"))]
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not _is_ignored(place / name, ignored, is_folder=True))
        for name in sorted(names):
            file = place / name
            if any(fnmatch(name, pattern) for pattern in patterns) and not _is_ignored(file, ignored, is_folder=False):
                yield file


def _refuse(error: OSError) -> None:
    raise CannotRun(f"{error.filename}: cannot be searched: {error.strerror}")


def _ignored_above(folder: Path) -> list[tuple[Path, GitIgnoreSpec]]:
    """The .gitignore files between the folder and the top of its git repository."""
    above = folder.resolve().parents
    top = next((index for index, parent in enumerate(above) if (parent / ".git").exists()), None)
    if (folder / ".git").exists() or top is None:
        return []
    return [(parent, _read(parent / ".gitignore")) for parent in reversed(above[: top + 1]) if (parent / ".gitignore").is_file()]


def _read(file: Path) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(file.read_text("utf-8", errors="replace").splitlines())
    except (OSError, ValueError) as error:
        raise CannotRun(f"{file}: cannot be read: {error}") from None


def _is_ignored(path: Path, ignored: list[tuple[Path, GitIgnoreSpec]], *, is_folder: bool) -> bool:
    """The verdict of the nearest .gitignore that says something."""
    for base, spec in reversed(ignored):
        try:
            relative = path.resolve().relative_to(base.resolve()).as_posix()
        except ValueError:
            continue
        verdict = spec.check_file(relative + "/" if is_folder else relative).include
        if verdict is not None:
            return verdict
    return False
