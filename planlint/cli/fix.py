"""``planlint fix``, and what ``planlint check --fix`` does before it checks."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from planlint.cli.exits import ExitCode
from planlint.cli.options import ConfigOption, IsolatedOption, chosen_configuration

if TYPE_CHECKING:
    from planlint.finding import FixKind
    from planlint.fix.mend import Mended
    from planlint.run.plans import Plans


class Change(NamedTuple):
    """A plan before and after its fixes; ``file`` is None for standard input."""

    name: str
    file: Path | None
    old: bytes
    mended: Mended


def fix(
    paths: Annotated[list[Path] | None, typer.Argument(help="Plans, or folders with plans; `-` mends standard input.")] = None,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; show what would change, as a patch for git apply.")] = False,
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="Also write what was probably meant: the nearest word, key, id or code, a date, broken YAML.")
    ] = False,
    scaffold: Annotated[bool, typer.Option("--scaffold", help="Also write down what is missing, as comments to fill in.")] = False,
    select: Annotated[list[str] | None, typer.Option("--select", help="Mend only what these rules found: codes or prefixes.")] = None,
    config: ConfigOption = None,
    isolated: IsolatedOption = False,
) -> None:
    """Mend how plans are written: codes, words, lists, quotes, unused waivers. What a plan says is never decided here.

    Only what is right but for its spelling is mended unless you ask for more, and what stays out is counted.
    """
    import datetime as dt

    from planlint.run.batch import Asked
    from planlint.run.plans import Plans

    kinds: list[FixKind] = ["safe"]
    kinds += ["choose"] if unsafe else []
    kinds += ["scaffold"] if scaffold else []
    asked = Asked(None, (), None, dt.date.today())
    plans = Plans(paths or [Path()], chosen_configuration(config, isolated=isolated), asked, isolated=isolated)
    changes = list(mended(plans, kinds, select or ()))
    for change in changes:
        _write(change, diff=diff)
    for line in told(changes, would=diff):
        typer.echo(line, err=diff or any(change.file is None for change in changes))
    changed = any(change.old != change.mended.raw for change in changes)
    raise typer.Exit(ExitCode.FINDINGS if diff and changed else ExitCode.CLEAN)


def mended(plans: Plans, kinds: Sequence[FixKind], select: Sequence[str]) -> Iterator[Change]:
    """Each plan of a run with its fixes; nothing is written yet."""
    from planlint.fix.mend import mend
    from planlint.pack.select import matching

    for task in plans.tasks():
        policy = plans.runs[task.run].policy
        codes = {code for word in select for code in matching([*policy.rules.values()], word)}
        raw = task.read()
        yield Change(task.name, task.file, raw, mend(raw, task.name, policy, kinds, codes or policy.rules))


def write(changes: Sequence[Change]) -> None:
    """Put what changed into the files."""
    for change in changes:
        _write(change, diff=False)


def _write(change: Change, *, diff: bool) -> None:
    from planlint.files import write_whole
    from planlint.fix.diff import patch

    new = change.mended.raw
    if diff:
        sys.stdout.flush()
        sys.stdout.buffer.writelines(patch(change.name, change.old, new))
    elif change.file is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(new)
    elif new != change.old:
        write_whole(change.file, [new])


def told(changes: Sequence[Change], *, would: bool) -> Iterator[str]:
    """What was mended in each plan, and what stayed out."""
    from planlint.report.visible import visible

    for change in changes:
        if count := len(change.mended.done):
            codes = ", ".join(f"{code} {number}" for code, number in sorted(Counter(change.mended.done).items()))
            yield f"{visible(change.name)}: {count} {'would be ' if would else ''}mended ({codes})"
    left: Counter[FixKind] = sum((change.mended.left for change in changes), Counter())
    if not any(change.mended.done for change in changes):
        yield "nothing to mend"
    yield from (f"{left[kind]} more {words}" for kind, words in _LEFT.items() if left[kind])


_LEFT: dict[FixKind, str] = {
    "choose": "with --unsafe: what was probably meant",
    "show": "that only you can decide: planlint check shows what may be meant",
    "scaffold": "with --scaffold: what is missing, as comments",
    "safe": "that could not be mended by itself",
}
