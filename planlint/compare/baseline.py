"""Findings that were there before: what a baseline file lists, and what a report says beside older findings.

A baseline holds codes, places by id, and fingerprints; no text of a plan. What no waiver can accept is never taken for known from a
baseline, whoever wrote it in. A finding that became worse, or that was hit at further places, is new.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from planlint.errors import CannotRun
from planlint.files import read_file
from planlint.finding import BaselineState, Finding, Severity
from planlint.lint.report import FileReport

FILE = "planlint-baseline.json"
_MARK = "planlint-baseline"
_VERSION = 1

Key = tuple[str, str]
"""A rule's code and a fingerprint."""


class Before(NamedTuple):
    """How a finding was: how bad, at which places it was hit, and whether somebody had accepted it."""

    severity: Severity
    places: frozenset[str]
    accepted: bool = False

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is no more than this; when an acceptance ends, what it accepted is new."""
        is_no_worse = finding.severity <= self.severity and self.places.issuperset(finding.places)
        return is_no_worse and (finding.accepted is not None or not self.accepted)


class Entry(NamedTuple):
    """A line of a baseline; ``file`` is how the plan is known wherever planlint is started."""

    file: str
    path: str
    rule: str
    fingerprint: str
    severity: Severity
    places: tuple[str, ...]
    reason: str

    @property
    def key(self) -> Key:
        return self.rule, self.fingerprint


def entry_of(finding: Finding, identity: str, reason: str) -> Entry:
    return Entry(identity, finding.path_text, finding.code, finding.fingerprint, finding.severity, finding.places, reason)


def key_of(finding: Finding) -> Key:
    return finding.code, finding.fingerprint


def listed(entries: Iterable[Entry]) -> dict[Key, Before]:
    """What entries say of findings from before."""
    return {entry.key: Before(entry.severity, frozenset(entry.places)) for entry in entries}


def found(report: FileReport) -> dict[Key, Before]:
    """What an older report says."""
    return {key_of(each): Before(each.severity, frozenset(each.places), each.accepted is not None) for each in report.findings}


def beside(report: FileReport, before: Mapping[Key, Before], may_be_known: Callable[[Finding], bool]) -> FileReport:
    """The report in which each finding is new or unchanged."""

    def state(finding: Finding) -> BaselineState:
        was = before.get(key_of(finding))
        return "unchanged" if was is not None and was.covers(finding) and may_be_known(finding) else "new"

    return replace(report, findings=tuple(replace(finding, baseline=state(finding)) for finding in report.findings))


def gone(entries: Iterable[Entry], checked: Mapping[str, FileReport]) -> list[Entry]:
    """The entries that a run over these files (by identity) could have found again and did not."""
    seen = {name: {key_of(finding) for finding in report.findings} for name, report in checked.items()}
    judged = {name: _judged(report) for name, report in checked.items()}
    return [each for each in entries if each.file in checked and each.rule in judged[each.file] and each.key not in seen[each.file]]


def _judged(report: FileReport) -> set[str]:
    """The codes of the rules whose silence says that nothing is there."""
    unjudged = {each.code for each in report.not_evaluated} | {each.code for each in report.failures}
    return {*report.rules} - unjudged - {*report.deferred}


def baseline_text(entries: Iterable[Entry]) -> str:
    """A baseline as text: sorted, one line for each finding, so that a review sees which ones come and go."""
    lines = [f"  {json.dumps(_record(entry))}" for entry in sorted(entries)]
    findings = "[\n" + ",\n".join(lines) + "\n ]" if lines else "[]"
    return f'{{"{_MARK}": {_VERSION},\n "findings": {findings}}}\n'


def _record(entry: Entry) -> dict[str, object]:
    return {
        "file": entry.file,
        "path": entry.path,
        "rule": entry.rule,
        "severity": entry.severity.word,
        "fingerprint": entry.fingerprint,
        "places": entry.places,
        "reason": entry.reason,
    }


def read_baseline(file: Path, shown: str) -> tuple[Entry, ...]:
    """The entries of a baseline, which messages call ``shown``; raises `CannotRun` with the remedy for what is not a whole one."""
    try:
        text = read_file(file).decode("utf-8")
    except FileNotFoundError:
        raise CannotRun(f'{shown}: there is no such baseline; planlint baseline create --reason "..." writes one') from None
    except OSError as error:
        raise CannotRun(f"{shown}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise _not_one(shown, "not UTF-8") from None
    try:
        return _entries(json.loads(text), shown)
    except json.JSONDecodeError as error:
        raise _not_one(shown, f"line {error.lineno} is not JSON") from None
    except (ValueError, RecursionError):
        raise _not_one(shown, "not a baseline of planlint") from None


def _not_one(shown: str, reason: str) -> CannotRun:
    return CannotRun(f"{shown}: {reason}; restore the file, or delete it and run: planlint baseline create")


def _entries(read: Any, shown: str) -> tuple[Entry, ...]:
    """Raises ValueError for what `baseline_text` did not write."""
    version = read.get(_MARK) if isinstance(read, dict) else None
    if type(version) is int and version > _VERSION:
        raise CannotRun(f"{shown}: a later version of planlint wrote it (form {version}); update planlint")
    if type(version) is not int or version != _VERSION or read.keys() != {_MARK, "findings"} or not isinstance(read["findings"], list):
        raise ValueError
    entries = tuple(map(_entry, read["findings"]))
    if len({each.key for each in entries}) < len(entries):
        raise _not_one(shown, "a finding stands in it twice")
    return entries


def _entry(read: Any) -> Entry:
    if not isinstance(read, dict):
        raise ValueError
    values = dict(read)
    places, words = values.pop("places", None), ("file", "path", "rule", "fingerprint", "severity", "reason")
    if values.keys() != {*words} or not _are_texts(values.values()) or not isinstance(places, list) or not _are_texts(places):
        raise ValueError
    if values["severity"] not in {each.word for each in Severity}:
        raise ValueError
    file, path, rule, fingerprint, severity, reason = (values[word] for word in words)
    return Entry(file, path, rule, fingerprint, Severity.of(severity), tuple(places), reason)


def _are_texts(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) for value in values)


def united(entries: Sequence[Entry], more: Iterable[Entry]) -> list[Entry]:
    """Entries with others, which stand in the place of older ones on the same finding."""
    return list(({entry.key: entry for entry in entries} | {entry.key: entry for entry in more}).values())
