"""Many plans: what is known from earlier runs is not judged again, and the rest is judged on several processors where that pays."""

from __future__ import annotations

import datetime as dt
import os
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from planlint.finding import AskedProfile
from planlint.lint.report import FileReport, RulesOf
from planlint.run.cache import Cache, key_of
from planlint.run.packed import Ruled, Words, decode, encode

if TYPE_CHECKING:
    from planlint.config.ruleset import Ruleset
    from planlint.config.settings import Configuration
    from planlint.lint.engine import Policy

PAYS_FROM = 24
"""Plans from which several processes are used. Measured: at so many, two take 0.55 s where one takes 0.65 s, start included."""
_CHUNK = 8
_FORMAT = "9"

_UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, zlib.error)
"""What reading a verdict raises that is not what it should be."""

Progress = Callable[[int, int], None]
"""Told how many of how many plans are done."""


class Asked(NamedTuple):
    """What a command asks of all plans, whatever their configuration; None leaves it to that."""

    select: tuple[str, ...] | None
    ignore: tuple[str, ...]
    profile: AskedProfile | None
    today: dt.date


class Run:
    """What a plan is held against: a configuration (None: the defaults) and what the command asks for. Its parts are made on use."""

    def __init__(self, configuration: Configuration | None, asked: Asked) -> None:
        self.configuration = configuration
        self.asked = asked

    def __reduce__(self) -> tuple[type[Run], tuple[Configuration | None, Asked]]:
        return Run, (self.configuration, self.asked)

    @cached_property
    def ruleset(self) -> Ruleset:
        from planlint.config.ruleset import ruleset
        from planlint.config.settings import Configuration

        return ruleset(self.configuration or Configuration())

    @cached_property
    def policy(self) -> Policy:
        from planlint.config.ruleset import policy
        from planlint.config.settings import Configuration

        configuration, asked = self.configuration or Configuration(), self.asked
        return policy(
            self.ruleset,
            configuration,
            select=configuration.select if asked.select is None else asked.select,
            ignore=(*configuration.ignore, *asked.ignore),
            profile=asked.profile or configuration.profile,
            today=asked.today,
        )

    @cached_property
    def key(self) -> bytes | None:
        """What decides a verdict beside the plan; None where nobody can tell, because code of others takes part.

        The day is not part of it: what depends on the day is never kept.
        """
        from planlint.run.key import digest

        asked = repr((_FORMAT, self.asked.select, self.asked.ignore, self.asked.profile))
        if self.configuration is None:
            return key_of(digest(), asked)
        if self.ruleset.has_third_party_checks:
            return None
        packs = [pack.contents.digest for pack in self.ruleset.third_party]
        return key_of(
            digest(),
            asked,
            self.configuration.model_dump_json(exclude={"baseline", "per_file"}),
            *packs,
            *self.configuration.extension_contents(),
        )

    @cached_property
    def ruled(self) -> Ruled:
        from planlint.lint.engine import counted

        rules = self.policy.rules.values()
        words = {rule.code: Words(rule.name, rule.family, rule.is_waivable, rule.help, rule.file.why.strip()) for rule in rules}
        packs = tuple(RulesOf(pack.manifest.name, pack.manifest.version, pack.contents.digest) for pack in self.ruleset.packs)
        return Ruled(counted(self.policy), words, packs)


class Task(NamedTuple):
    """A plan to be judged; its bytes where they do not come from a file."""

    name: str
    identity: str
    file: Path | None
    raw: bytes | None
    run: int

    def read(self) -> bytes:
        from planlint.run.discover import read_plan

        if self.raw is not None:
            return self.raw
        assert self.file is not None
        return read_plan(self.file)


class _Wanted(NamedTuple):
    """What is wanted beside the verdicts: the texts of plans in which something is found; keys, where verdicts are kept."""

    texts: bool
    keys: bool


class _Verdict(NamedTuple):
    """A verdict, packed; the key under which it may be kept, if it may; the plan's text where somebody wants to see it."""

    position: int
    key: bytes | None
    verdict: bytes
    plan: str


def reports(
    tasks: Sequence[Task],
    runs: Sequence[Run],
    *,
    cache: Cache | None = None,
    workers: int = 1,
    texts: bool = False,
    progress: Progress | None = None,
) -> tuple[FileReport, ...]:
    """The report of each plan, in their order; with the plan's text where ``texts`` asks for it and something is found."""
    kept = _Kept(tasks, runs, cache)
    wanted = _Wanted(texts, keys=cache is not None)
    found = kept.found(texts=texts)
    missing = [position for position in range(len(tasks)) if position not in found]
    for done, judged in enumerate(_judged(runs, tasks, missing, workers, wanted), start=1):
        task = tasks[judged.position]
        found[judged.position] = decode(judged.verdict, runs[task.run].ruled, task.name, judged.plan)
        kept.add(judged)
        if progress is not None:
            progress(done, len(missing))
    kept.save()
    return tuple(found[position] for position in range(len(tasks)))


class _Kept:
    """The verdicts that a cache has, and those that it will have."""

    def __init__(self, tasks: Sequence[Task], runs: Sequence[Run], cache: Cache | None) -> None:
        self.tasks = tasks
        self.runs = runs
        self.cache = cache
        self.new: dict[bytes, bytes] = {}

    def found(self, *, texts: bool) -> dict[int, FileReport]:
        """What earlier runs said, by the position of the task; what cannot be read is not known."""
        if self.cache is None:
            return {}
        ruled = {number: words for number in {task.run for task in self.tasks} if (words := self._ruled(self.runs[number])) is not None}
        keys = {
            position: key
            for position, task in enumerate(self.tasks)
            if task.run in ruled and (key := _key(self.runs[task.run], task, task.read())) is not None
        }
        known = self.cache.get(list(keys.values()))
        reports: dict[int, FileReport] = {}
        for position, key in keys.items():
            task = self.tasks[position]
            with suppress(*_UNREADABLE):
                report = decode(known[key], ruled[task.run], task.name)
                if not texts or not report.findings:
                    reports[position] = report
                elif key == _key(self.runs[task.run], task, raw := task.read()):  # else it was changed since
                    reports[position] = replace(report, text=_text_of(raw))
        return reports

    def _ruled(self, run: Run) -> Ruled | None:
        if self.cache is None or run.key is None:
            return None
        key = key_of(run.key, "ruled")
        with suppress(*_UNREADABLE):
            return Ruled.decoded(self.cache.get([key])[key])
        return None

    def add(self, judged: _Verdict) -> None:
        if judged.key is not None:
            run = self.runs[self.tasks[judged.position].run]
            assert run.key is not None
            self.new[judged.key] = judged.verdict
            if (ruled := key_of(run.key, "ruled")) not in self.new:
                self.new[ruled] = run.ruled.encoded()

    def save(self) -> None:
        if self.cache is not None:
            self.cache.put(self.new)


def _judged(runs: Sequence[Run], tasks: Sequence[Task], positions: Sequence[int], workers: int, wanted: _Wanted) -> Iterator[_Verdict]:
    if workers < 2 or len(positions) < PAYS_FROM:
        return (_judge(runs, position, tasks[position], wanted) for position in positions)
    return _in_parallel(runs, [(position, tasks[position]) for position in positions], workers, wanted)


def _key(run: Run, task: Task, raw: bytes) -> bytes | None:
    return None if run.key is None else key_of(run.key, task.identity, raw)


def _judge(runs: Sequence[Run], position: int, task: Task, wanted: _Wanted) -> _Verdict:
    """Read a plan once, so that its verdict, its key and its text are of one state of the file."""
    from planlint.lint.engine import lint_bytes

    run, raw = runs[task.run], task.read()
    report = lint_bytes(raw, task.name, run.policy, task.identity)
    key = _key(run, task, raw) if wanted.keys and _may_be_kept(report) else None
    return _Verdict(position, key, encode(report), report.text if wanted.texts and report.findings else "")


_OF_MADE_UP_KEYS = frozenset({"PL005", "PL008"})
"""What speaks of keys that are no words of the schema: a planner may have written anything there."""


def _may_be_kept(report: FileReport) -> bool:
    """Whether a verdict is the same on every day, and without a word that a planner chose freely."""
    return not (report.dated or report.failures or any(finding.code in _OF_MADE_UP_KEYS for finding in report.findings))


def _text_of(raw: bytes) -> str:
    from planlint.errors import Unreadable
    from planlint.source.reader import decode as as_text

    try:
        return as_text(raw)
    except Unreadable as error:
        return error.text


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _in_parallel(runs: Sequence[Run], tasks: Sequence[tuple[int, Task]], workers: int, wanted: _Wanted) -> Iterator[_Verdict]:
    from planlint.run.workers import FORKS, shared_out

    if FORKS:
        # What is made on first use is made once, and shared by all.
        firsts = {task.run: (position, task) for position, task in reversed(tasks)}
        yield from (_judge(runs, *first, wanted) for first in firsts.values())
        tasks = [each for each in tasks if each not in firsts.values()]
    size = max(1, min(_CHUNK, len(tasks) // (4 * workers)))
    parts = [tasks[start : start + size] for start in range(0, len(tasks), size)]
    for judged in shared_out(partial(_judge_all, list(runs), wanted=wanted), parts, workers):
        yield from judged


def _judge_all(runs: Sequence[Run], tasks: Sequence[tuple[int, Task]], *, wanted: _Wanted) -> list[_Verdict]:
    return [_judge(runs, position, task, wanted) for position, task in tasks]
