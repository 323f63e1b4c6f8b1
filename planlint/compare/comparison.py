"""What a report is compared with: nothing, baselines, or an older revision. What is missing for that ends the run before it begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from planlint.errors import CannotRun
from planlint.lint.report import FileReport, Gone
from planlint.run.plans import Plans, shown

if TYPE_CHECKING:
    from planlint.compare.baseline import Entry
    from planlint.run.batch import Task

Compared = tuple[tuple[FileReport, ...], tuple[Gone, ...]]


class Judge(Protocol):
    """How plans are judged in this run."""

    def __call__(self, tasks: Sequence[Task]) -> tuple[FileReport, ...]: ...


class Comparison:
    """No comparison: every finding is open. ``tasks`` are the plans to judge."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        self.tasks = tasks

    def beside(self, files: tuple[FileReport, ...], judge: Judge) -> Compared:
        """The reports with what is new in them, and what is gone."""
        return files, ()


def comparison(plans: Plans, tasks: Sequence[Task], *, since: str | None) -> Comparison:
    """What the options ask for, else the configurations; raises `CannotRun` where it is not there."""
    if since is not None and plans.baseline is not None:
        raise CannotRun("--since and --baseline exclude each other")
    files = {} if since is not None else {task.identity: file for task in tasks if (file := plans.baseline_of(task)) is not None}
    if since is not None:
        return _Revision(plans, tasks, since)
    return _Baselines(tasks, files) if files else Comparison(tasks)


class _Baselines(Comparison):
    """Each plan beside its baseline."""

    def __init__(self, tasks: Sequence[Task], files: Mapping[str, Path]) -> None:
        super().__init__(tasks)
        tell_apart(tasks)
        self.entries = {file: read(file) for file in dict.fromkeys(files.values())}
        self.files = files

    def beside(self, files: tuple[FileReport, ...], judge: Judge) -> Compared:
        from planlint.compare.baseline import beside, gone, listed
        from planlint.run.packed import packed_like

        known = {file: listed(entries) for file, entries in self.entries.items()}
        checked: dict[Path, dict[str, FileReport]] = {file: {} for file in self.entries}
        compared: list[FileReport] = []
        for task, report in zip(self.tasks, files, strict=True):
            file = self.files.get(task.identity)
            if file is not None:
                checked[file][task.identity] = report
                report = packed_like(report, beside(report, known[file], lambda finding: finding.waivable))  # noqa: PLW2901
            compared.append(report)
        names = {task.identity: task.name for task in self.tasks}
        left = [entry for file, entries in self.entries.items() for entry in gone(entries, checked[file])]
        missing = [Gone(entry.rule, names[entry.file], entry.path, entry.fingerprint) for entry in left]
        return tuple(compared), tuple(missing)


class _Revision(Comparison):
    """Each plan beside what it was, judged by the rules and the configuration of now."""

    def __init__(self, plans: Plans, tasks: Sequence[Task], revision: str) -> None:
        from planlint.compare.git import before

        if any(task.file is None for task in tasks):
            raise CannotRun("--since compares files in git, not standard input; name the plan's file")
        # Each is read once, so that what is compared is what is judged.
        super().__init__([task._replace(raw=task.read()) for task in tasks])
        self.plans = plans
        now = {task.file: task.raw for task in self.tasks if task.file is not None and task.raw is not None}
        self.before = before(now, revision)

    def beside(self, files: tuple[FileReport, ...], judge: Judge) -> Compared:
        from planlint.compare.baseline import beside, found
        from planlint.run.packed import packed_like

        old = [task._replace(raw=raw) for task in self.tasks if (raw := self._changed(task)) is not None]
        known = {task.file: found(report) for task, report in zip(old, judge(old), strict=True)}

        def compared(task: Task, report: FileReport) -> FileReport:
            if task.file in self.before and task.file not in known:
                return beside(report, found(report), lambda _: True)
            return beside(report, known.get(task.file, {}), lambda finding: not self._is_of_form(task, finding.code))

        return tuple(packed_like(report, compared(task, report)) for task, report in zip(self.tasks, files, strict=True)), ()

    def _changed(self, task: Task) -> bytes | None:
        """The old bytes of a plan that is not as it was."""
        assert task.file is not None
        raw = self.before.get(task.file)
        return None if raw == task.raw else raw

    def _is_of_form(self, task: Task, code: str) -> bool:
        """Whether a finding says that the plan does not fit: what such a plan's change does, no rule can tell, so it is never known."""
        return code.startswith("PL") and self.plans.runs[task.run].policy.rules[code].file.by == "schema"


def read(file: Path) -> tuple[Entry, ...]:
    from planlint.compare.baseline import read_baseline

    return read_baseline(file, shown(file))


def tell_apart(tasks: Sequence[Task]) -> None:
    """Raise `CannotRun` where a baseline could not tell two plans apart."""
    names: dict[str, str] = {}
    for task in tasks:
        if (other := names.setdefault(task.identity, task.name)) != task.name:
            raise CannotRun(
                f"{other} and {task.name} are both known as {task.identity}; put a planlint.toml above them or check them apart"
            )
