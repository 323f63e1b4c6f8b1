"""The plans of a run: which files, under which configuration."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from planlint.config.project import DEFAULT_NAMES

if TYPE_CHECKING:
    from planlint.config.settings import Configuration
    from planlint.config.trusted import Trusted
    from planlint.lint.report import Deviation
    from planlint.rule import Rule
    from planlint.run.batch import Asked, Run, Task
    from planlint.run.discover import Found


class Plans:
    """The plans of a run, and what each is held against."""

    def __init__(
        self,
        paths: list[Path],
        fixed: Configuration | None,
        asked: Asked,
        *,
        stdin_filename: str = "<stdin>",
        baseline: Path | None = None,
        isolated: bool = False,
        trusted: Trusted | None = None,
    ) -> None:
        self.paths = paths
        self.stdin_filename = stdin_filename
        self.fixed = fixed
        self.asked = asked
        self.baseline = baseline
        self.isolated = isolated
        self.trusted = trusted
        self.runs: list[Run] = []
        self.found: Found | None = None
        self._configurations: dict[Path | None, Configuration | None] = {}
        self._numbers: dict[tuple[Path | None, tuple[int, ...]], int] = {}

    def tasks(self) -> Iterator[Task]:
        from planlint.config.project import identity
        from planlint.errors import CannotRun
        from planlint.run.batch import Task
        from planlint.run.discover import discover, read_plan

        if Path("-") in self.paths:
            if len(self.paths) > 1:
                raise CannotRun("standard input (-) is checked alone")
            named = Path(self.stdin_filename) if self.stdin_filename != "<stdin>" else Path("stdin")
            yield Task(self.stdin_filename, identity(named, self._top()), None, _read_stdin(), self._run_of(named))
            return
        self.found = discover(self.paths, self._names(), self._home)
        for file in self.found.plans:
            # A pipe can be read only once.
            raw = None if file.is_file() else read_plan(file)
            yield Task(shown(file), identity(file, self._top()), file, raw, self._run_of(file))

    def _names(self) -> Sequence[str] | None:
        """How plans in folders are called; None: as the configuration of each folder says."""
        if self.isolated:
            return DEFAULT_NAMES
        return self.fixed.files if self.fixed else None

    def _home(self, place: Path) -> Path:
        """Where the configuration of a file or folder is looked for."""
        return self.trusted.twin(place) if self.trusted else place

    def _top(self) -> Path | None:
        """What plans without a project are named below, so that a baseline tells them apart."""
        fixed = self.baseline or (Path(self.fixed.baseline) if self.fixed is not None and self.fixed.baseline else None)
        return None if fixed is None else fixed.resolve().parent

    def differences(self) -> list[str]:
        """What the files here would have said otherwise than those of the revision that is trusted."""
        if self.trusted is None or self.found is None:
            return []
        return self.trusted.differences(self._read_files(), self.found.plans)

    def _read_files(self) -> Iterator[Path]:
        """The files that decide, beside the plans."""
        for configuration in {id(run.configuration): run.configuration for run in self.runs if run.configuration}.values():
            yield from (layer.file for layer in configuration.layers)
            yield from map(Path, configuration.extensions)
            yield from ([Path(configuration.baseline)] if configuration.baseline else [])
            yield from ([configuration.folder / "planlint.lock"] if configuration.folder else [])
        for pack in (pack for run in self.runs if run.configuration and run.configuration.packs for pack in run.ruleset.third_party):
            yield from (pack.contents.folder / name for name in pack.contents.files)

    def _run_of(self, file: Path) -> int:
        """The number of the run that a file belongs to; files share it that have one configuration, and the same overrides of it."""
        from planlint.config.project import config_file
        from planlint.run.batch import Run

        home = self._home(file)
        at = None if self.fixed or self.isolated else config_file(home.resolve().parent)
        if at not in self._configurations:
            self._configurations[at] = self.fixed or _read(at)
        configuration = self._configurations[at]
        of = (at, configuration.applying(home) if configuration else ())
        if of not in self._numbers:
            self._numbers[of] = len(self.runs)
            self.runs.append(Run(configuration and configuration.for_file(home), self.asked))
        return self._numbers[of]

    def lookalikes(self) -> list[str]:
        """The files that look like plans and are not checked, each with the reason."""
        return [_printable(str(each)) for each in (self.found.beside if self.found else ()) if not each.debris]

    def debris(self) -> list[str]:
        """How many files were left out that editors and systems leave behind."""
        number = sum(each.debris for each in (self.found.beside if self.found else ()))
        return [f"left out as what editors and systems leave behind: {number} beside the plans"] if number else []

    def refused(self) -> list[str]:
        """What was found and cannot be read."""
        return list(map(_printable, self.found.refused if self.found else ()))

    def idle(self, tasks: Iterable[Task]) -> list[str]:
        """The settings that do nothing, each with what to do about it."""
        overriding = [each for each in self._configurations.values() if each is not None and each.per_file]
        if not overriding:
            return []
        from planlint.run.discover import idle_overrides

        return [str(each) for each in idle_overrides(overriding, [self._home(task.file) for task in tasks if task.file is not None])]

    def fail_on(self, task: Task) -> str:
        configuration = self.runs[task.run].configuration
        return "error" if configuration is None else configuration.fail_on

    def baseline_of(self, task: Task) -> Path | None:
        """The baseline that holds for a plan: of the command, else of its configuration."""
        if self.baseline is not None:
            return self.baseline
        configuration = self.runs[task.run].configuration
        return None if configuration is None or configuration.baseline is None else Path(configuration.baseline)

    def notices(self) -> list[str]:
        """What the packs of the run say in vain."""
        packs = [pack for run in self.runs if run.configuration is not None and run.configuration.packs for pack in run.ruleset.third_party]
        return list(dict.fromkeys(notice for pack in packs for notice in pack.notices()))

    def deviations(self) -> tuple[Deviation, ...]:
        """The values that rules compare with in some run and that are not the shipped ones."""
        if all(run.configuration is None for run in self.runs):
            return ()
        from planlint.config.policy import deviations

        configured = [(run.configuration, run.ruleset.shipped) for run in self.runs if run.configuration is not None]
        return tuple(dict.fromkeys(each for configuration, rules in configured for each in deviations(configuration, rules)))

    def rules(self) -> Mapping[str, Rule]:
        """All rules of the run by code."""
        return {code: rule for run in self.runs for code, rule in run.policy.rules.items()}


def _read(at: Path | None) -> Configuration | None:
    if at is None:
        return None
    from planlint.config.settings import read_configuration

    return read_configuration(at)


def _read_stdin() -> bytes:
    from planlint.source.document import MAX_BYTES

    return sys.stdin.buffer.read(MAX_BYTES + 1)


def shown(file: Path) -> str:
    """The file's name below the current folder where it is there: a report does not publish the folders above."""
    try:
        relative = file.resolve().relative_to(Path.cwd())
    except ValueError:
        relative = file
    name = relative.as_posix() if relative.name else file.as_posix()
    return _printable(name)


def _printable(text: str) -> str:
    """A text with the names of files, of which some may not be UTF-8."""
    return os.fsencode(text).decode("utf-8", "replace")
