"""Which files a run checks: files that are named, and plans in folders that are named."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, NamedTuple

from planlint.config.project import DEFAULT_NAMES, config_file
from planlint.errors import CannotRun, NoPlans

if TYPE_CHECKING:
    from planlint.config.settings import Configuration, Placed
    from planlint.run.lookalikes import Beside


class Found(NamedTuple):
    """The plans of a search, each once and sorted by name; what lies beside them and resembles one; what could not be read."""

    plans: tuple[Path, ...]
    beside: tuple[Beside, ...] = ()
    refused: tuple[str, ...] = ()


def discover(paths: Sequence[Path], patterns: Sequence[str] | None = None, home: Callable[[Path], Path] = lambda place: place) -> Found:
    """The plans to check.

    A file that is named may have any name. In a folder, only names count that fit ``patterns`` (None: those of the folder's
    configuration, which is looked for at ``home``). Raises `CannotRun` for a path that does not exist and `NoPlans` where nothing is found.
    """
    if missing := [path for path in paths if not _exists(path)]:
        raise CannotRun(f"no such file or folder: {', '.join(map(str, missing))}")
    names = {path: _names(home(path)) if patterns is None else patterns for path in paths if path.is_dir()}
    searched = [_searched(path, names[path]) for path in names]
    plans: dict[Path, Path] = {}
    for file in (*(path for path in paths if path not in names), *chain(*(each.plans for each in searched))):
        plans.setdefault(file.resolve(), file)
    refused = tuple(dict.fromkeys(words for each in searched for words in each.refused))
    # A link that leads to itself cannot be resolved.
    others = {Path(os.path.realpath(each.file)): each for found in searched for each in found.beside}
    others = {whole: each for whole, each in others.items() if whole not in plans}
    found = Found(_sorted(plans.values()), tuple(sorted(others.values())), refused)
    if not found.plans and not refused:
        resembling = "".join(f"; {each}" for each in found.beside if not each.debris)
        raise NoPlans(f"no plan found in {', '.join(map(str, paths))}; {_how_named(names.values())}, or given by name{resembling}")
    return found


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError) as error:
        raise CannotRun(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from None


def _sorted(files: Iterable[Path]) -> tuple[Path, ...]:
    return tuple(sorted(files, key=lambda file: file.as_posix()))


def _searched(folder: Path, patterns: Sequence[str]) -> Found:
    from planlint.run.listing import listing
    from planlint.run.lookalikes import beside, is_plan

    listed = listing(folder)
    plans = [file for file in listed.files if is_plan(file, file.relative_to(folder), patterns) and not _is_linked_folder(file)]
    others = set(listed.files).difference(plans)
    refusals = {file: words for file in plans if (words := _refusal(file))}
    return Found(
        tuple(file for file in plans if file not in refusals),
        tuple(
            each
            for file in others
            if (each := beside(file, file.relative_to(folder), patterns)) is not None and not _stays_in(file, folder)
        ),
        (*listed.refused, *refusals.values()),
    )


def _is_linked_folder(file: Path) -> bool:
    return file.is_symlink() and file.is_dir()


def _stays_in(file: Path, folder: Path) -> bool:
    """Whether a link to a folder leads to what is searched anyway."""
    return _is_linked_folder(file) and file.resolve().is_relative_to(folder.resolve())


def _refusal(file: Path) -> str:
    """Why a plan that was found cannot be read; a pipe or device is not even opened, for it may never end."""
    try:
        if not S_ISREG(file.stat().st_mode):
            return f"{file}: is not a file that can be read; name it, if it is meant"
        with file.open("rb"):
            return ""
    except OSError as error:
        return f"{file}: cannot be read: {error.strerror}"


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


def _search(folder: Path, patterns: Sequence[str]) -> tuple[Path, ...]:
    return _searched(folder, patterns).plans
