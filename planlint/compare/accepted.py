"""Acceptances that count only as they stand in an older revision: who is judged does not accept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from planlint.compare.git import at
from planlint.errors import CannotRun
from planlint.finding import Acceptance, Accepted, Finding
from planlint.lint.report import FileReport

if TYPE_CHECKING:
    from planlint.compare.comparison import Judge
    from planlint.run.batch import Task

Terms = tuple[str, Accepted]
"""A rule, and what was said of it: at which place, by whom, until when, and why."""


def without_acceptances(files: tuple[FileReport, ...]) -> tuple[FileReport, ...]:
    """The reports with every finding open that somebody accepted."""
    return tuple(_counting(file, frozenset()) for file in files)


def accepted_in(revision: str, tasks: Sequence[Task], files: tuple[FileReport, ...], judge: Judge) -> tuple[FileReport, ...]:
    """The reports with every finding open that nobody had accepted in the same words in a revision."""
    if any(task.file is None for task in tasks):
        raise CannotRun("--accept-from reads files in git, not standard input; name the plan's file")
    older = at([task.file for task in tasks if task.file is not None], revision, "--accept-from")
    old = [task._replace(raw=older[task.file]) for task in tasks if task.file in older]
    terms = {task.file: _terms(report) for task, report in zip(old, judge(old), strict=True)}
    return tuple(_counting(file, terms.get(task.file, frozenset())) for task, file in zip(tasks, files, strict=True))


def _terms(report: FileReport) -> frozenset[Terms]:
    return frozenset((each.code, each.accepted) for each in report.acceptances or () if each.standing != "refused")


def _counting(file: FileReport, terms: frozenset[Terms]) -> FileReport:
    """A report in which only those acceptances count."""
    from planlint.run.packed import packed_like

    if all(_counts(finding, terms) for finding in file.findings):
        return file
    findings = tuple(finding if _counts(finding, terms) else replace(finding, accepted=None) for finding in file.findings)
    listed = tuple(_refused(each, terms) for each in file.acceptances or ())
    return packed_like(file, replace(file, findings=findings, acceptances=listed, standing=None))


def _counts(finding: Finding, terms: frozenset[Terms]) -> bool:
    return finding.accepted is None or (finding.code, finding.accepted) in terms


def _refused(each: Acceptance, terms: frozenset[Terms]) -> Acceptance:
    counts = each.standing != "valid" or (each.code, each.accepted) in terms
    return each if counts else replace(each, standing="refused", why="it does not stand in the revision that is trusted")
