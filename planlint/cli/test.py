"""``planlint test``."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planlint.cli.exits import ExitCode
from planlint.cli.options import ConfigOption, configuration_here

if TYPE_CHECKING:
    from planlint.config.settings import Configuration
    from planlint.pack.examples import RuleTrial
    from planlint.pack.load import Pack

_POLL = 0.5
"""Seconds between two looks at the files of a pack."""


def run_examples(
    packs: Annotated[
        list[str] | None, typer.Argument(metavar="PACK", help="Folders or installed distributions. Default: those configured here.")
    ] = None,
    select: Annotated[list[str] | None, typer.Option("--select", "-k", help="Only these rules: codes, prefixes, names, families.")] = None,
    coverage: Annotated[bool, typer.Option("--coverage", help="Tell which parts of expressions no example makes true, or false.")] = False,
    fail_fast: Annotated[bool, typer.Option("--exitfirst", "-x", help="Stop at the first rule that fails.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Run again whenever a file of the packs changes, until Ctrl-C.")] = False,
    config: ConfigOption = None,
) -> None:
    """Run the examples of every rule in a pack: `planlint test ./our-rules`.

    Each example edits the sound plan and says what its rule finds there. A rule fails when it finds anything else, when it lacks a
    good or a bad example, when a message is never told, or when its `for` never has an element.
    """
    configuration = configuration_here(config, isolated=False)
    if not watch:
        raise typer.Exit(_run(packs, configuration, select or [], coverage=coverage, fail_fast=fail_fast))
    while True:
        before = _snapshot(packs, configuration)
        _run_and_tell(packs, configuration, select or [], coverage=coverage, fail_fast=fail_fast)
        typer.echo("\nwatching; Ctrl-C ends")
        while _snapshot(packs, configuration) == before:
            time.sleep(_POLL)


def _run_and_tell(
    packs: Sequence[str] | None, configuration: Configuration, select: Sequence[str], *, coverage: bool, fail_fast: bool
) -> None:
    """One run that a broken file does not end."""
    from planlint.errors import CannotRun

    try:
        _run(packs, configuration, select, coverage=coverage, fail_fast=fail_fast)
    except CannotRun as error:
        typer.echo(str(error))


def _run(names: Sequence[str] | None, configuration: Configuration, select: Sequence[str], *, coverage: bool, fail_fast: bool) -> ExitCode:
    from planlint.errors import NoPlans
    from planlint.pack.examples import try_rule
    from planlint.pack.select import matching

    began = time.perf_counter()
    trials: list[RuleTrial] = []
    packs = [_loaded(folder, configuration) for folder in _folders(names, configuration)]
    every = [rule for pack in packs for rule in pack.rules.values()]
    wanted = {code for word in select for code in matching(every, word)} or {rule.code for rule in every}
    rules = [(pack, code) for pack in packs for code in pack.rules if code in wanted]
    if not rules:
        raise NoPlans("no rules to test")
    for number, (pack, code) in enumerate(rules, start=1):
        trial = try_rule(pack, code)
        trials.append(trial)
        _progress(f"{code} {trial.rule.name}", trial, 100 * number // len(rules))
        if fail_fast and trial.faults:
            break
    for line in [notice for pack in packs for notice in pack.notices(examples=True)]:
        typer.echo(f"note: {line}", err=True)
    for line in _failures(trials):
        typer.echo(line)
    if coverage:
        for line in _coverage(trials):
            typer.echo(line)
    typer.echo(_summary(trials, time.perf_counter() - began))
    return ExitCode.FINDINGS if any(trial.faults for trial in trials) else ExitCode.CLEAN


def _folders(names: Sequence[str] | None, configuration: Configuration) -> list[Path]:
    from planlint.errors import CannotRun
    from planlint.pack.found import find_packs

    wanted = list(names) if names else configuration.packs
    if not wanted:
        raise CannotRun('name a pack to test (planlint test ./our-rules), or write packs = ["./our-rules"] into planlint.toml')
    return [folder for name in wanted for folder in ([Path(name)] if Path(name).is_dir() else find_packs(name))]


def _loaded(folder: Path, configuration: Configuration) -> Pack:
    from planlint.config.ruleset import opened
    from planlint.pack.folders import rules_folder
    from planlint.pack.load import load, load_builtin

    if folder.resolve() == rules_folder().resolve():
        return load_builtin()
    return load(folder, opened=opened(tuple(configuration.extensions)))


def _snapshot(names: Sequence[str] | None, configuration: Configuration) -> dict[str, tuple[int, int]]:
    """Size and time of every file in the packs."""
    found: dict[str, tuple[int, int]] = {}
    for folder in _folders(names, configuration):
        for place, _, files in os.walk(folder):
            for name in files:
                try:
                    about = (Path(place) / name).stat()
                except OSError:
                    continue  # It went away between the two looks; the next look sees that.
                found[f"{place}/{name}"] = (about.st_size, about.st_mtime_ns)
    return found


def _progress(name: str, trial: RuleTrial, percent: int) -> None:
    dots = "".join("." if passed else "F" for passed in trial.passed) + ("E" if trial.faults and all(trial.passed) else "")
    typer.echo(f"{name} {dots}" + (f" [{percent:3}%]" if sys.stdout.isatty() else ""))


def _failures(trials: Sequence[RuleTrial]) -> Iterator[str]:
    for trial in trials:
        for fault in trial.faults:
            yield f"\n{trial.rule.code} {fault.words}\n  --> {fault.at}"
            if fault.expected or fault.found:
                same = set(fault.expected) & set(fault.found)
                yield from (f"    as expected  {line}" for line in fault.expected if line in same)
                yield from (f"  - expected     {line}" for line in fault.expected if line not in same)
                yield from (f"  + found        {line}" for line in fault.found if line not in same)


def _coverage(trials: Sequence[RuleTrial]) -> Iterator[str]:
    """What no example shows, and the share of it."""
    yield ""
    for trial in trials:
        for part in trial.untaken:
            yield f"{part.at}: never {'true' if part.never else 'false'}: {part.text}"
    conditions, untaken = sum(trial.conditions for trial in trials), sum(len(trial.untaken) for trial in trials)
    share = 100 if not conditions else 100 * (conditions - untaken) // conditions
    yield f"coverage: {share} % of {conditions} outcomes of conditions"


def _summary(trials: Sequence[RuleTrial], seconds: float) -> str:
    failed = sum(1 for trial in trials if trial.faults)
    examples = sum(len(trial.passed) for trial in trials)
    passed = sum(sum(trial.passed) for trial in trials)
    counted = f"{len(trials)} {'rule' if len(trials) == 1 else 'rules'}, {passed} of {examples} examples passed"
    return f"\n{counted}, {f'{failed} failed' if failed else 'all is well'} in {seconds:.1f} s"
