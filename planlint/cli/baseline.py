"""``planlint baseline``: adopting planlint on plans that were there before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planlint.cli.options import ConfigOption, IsolatedOption

if TYPE_CHECKING:
    from planlint.compare.baseline import Entry
    from planlint.finding import Finding
    from planlint.lint.report import FileReport
    from planlint.run.batch import Task
    from planlint.run.plans import Plans

_MIN_REASON = 15

app = typer.Typer(
    help="Begin with old plans: write down what they have, so that only what is new fails. Each command does one thing and says what.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

PathsArgument = Annotated[list[Path] | None, typer.Argument(help="Plans, or folders with plans. Default: this folder.")]
FileOption = Annotated[
    Path | None,
    typer.Option("--baseline", help="The baseline. Default: what the configuration names, else planlint-baseline.json beside it."),
]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why these findings are lived with for now; it is kept in the file.")]
TodayOption = Annotated[
    str | None, typer.Option("--today", metavar="YYYY-MM-DD", help="The day on which waivers expire. Default: the clock.")
]


@app.command()
def create(
    reason: ReasonOption,
    paths: PathsArgument = None,
    baseline: FileOption = None,
    config: ConfigOption = None,
    isolated: IsolatedOption = False,
    today: TodayOption = None,
) -> None:
    """Write a baseline of all open findings. One that is there already is left alone."""
    from planlint.compare.baseline import entry_of
    from planlint.errors import CannotRun

    _check_reason(reason)
    asked = _Asked(paths, baseline, config, isolated=isolated, today=today)
    if asked.file.exists():
        raise CannotRun(
            f"{asked.shown} is already there; planlint baseline accept adds new findings, prune takes out what is gone; "
            "to begin anew, delete it"
        )
    pairs = [(task, finding) for task, report in asked.judged() for finding in report.findings if finding.accepted is None]
    entries = [entry_of(finding, task.identity, reason) for task, finding in pairs if finding.waivable]
    asked.write(entries)
    typer.echo(f"{asked.shown}: written, with {_findings(len(entries))} in {_plans({entry.file for entry in entries})}")
    _tell_refused(finding for _, finding in pairs)


@app.command()
def accept(
    reason: ReasonOption,
    paths: PathsArgument = None,
    select: Annotated[list[str] | None, typer.Option("--select", help="Only findings of these rules.")] = None,
    baseline: FileOption = None,
    config: ConfigOption = None,
    isolated: IsolatedOption = False,
    today: TodayOption = None,
) -> None:
    """Add new findings to the baseline. What it lists already stays as it is."""
    from planlint.compare.baseline import beside, entry_of, listed, united
    from planlint.compare.comparison import read

    _check_reason(reason)
    asked = _Asked(paths, baseline, config, isolated=isolated, today=today, select=select)
    entries = read(asked.file)
    known = listed(entries)
    compared = [(task, beside(report, known, lambda finding: finding.waivable)) for task, report in asked.judged()]
    pairs = [(task, finding) for task, report in compared for finding in report.findings if finding.is_open]
    new = [entry_of(finding, task.identity, reason) for task, finding in pairs if finding.waivable]
    if new:
        asked.write(united(entries, new))
    typer.echo(f"{asked.shown}: {_findings(len(new))} added in {_plans({entry.file for entry in new})}" if new else "no new finding to add")
    _tell_refused(finding for _, finding in pairs)


@app.command()
def prune(
    paths: PathsArgument = None,
    baseline: FileOption = None,
    config: ConfigOption = None,
    isolated: IsolatedOption = False,
    today: TodayOption = None,
) -> None:
    """Take out of the baseline what is gone from the plans. Nothing is added."""
    from planlint.compare.baseline import gone
    from planlint.compare.comparison import read

    asked = _Asked(paths, baseline, config, isolated=isolated, today=today)
    entries = read(asked.file)
    checked = {task.identity: report for task, report in asked.judged()}
    mended = {entry.key for entry in gone(entries, checked)}
    lost = asked.lost({entry.file for entry in entries} - checked.keys()) if paths is None else set()
    kept = [entry for entry in entries if entry.key not in mended and entry.file not in lost]
    if len(kept) < len(entries):
        asked.write(kept)
    typer.echo(f"{asked.shown}: {_findings(len(entries) - len(kept))} taken out, {len(kept)} left")
    if lost:
        typer.echo(f"{_plans(lost)} of the baseline {'is' if len(lost) == 1 else 'are'} not there any more")


class _Asked:
    """The baseline that a command is about, and the plans that it looks at."""

    def __init__(
        self,
        paths: list[Path] | None,
        baseline: Path | None,
        config: Path | None,
        *,
        isolated: bool,
        today: str | None,
        select: list[str] | None = None,
    ) -> None:
        from planlint.cli.asked import day_of
        from planlint.cli.options import chosen_configuration
        from planlint.run.batch import Asked
        from planlint.run.plans import Plans, shown

        fixed = chosen_configuration(config, isolated=isolated)
        named = baseline or (Path(fixed.baseline) if fixed is not None and fixed.baseline else None)
        first = (paths or [Path()])[0]
        asked = Asked(tuple(select) if select else None, (), None, day_of(today))
        self.plans = Plans(paths or [Path()], fixed, asked, baseline=named or _default_file(first))
        self.tasks = list(self.plans.tasks())
        self.file = named or _configured(self.plans, self.tasks) or _default_file(first)
        self.shown = shown(self.file)

    def judged(self) -> list[tuple[Task, FileReport]]:
        """The reports of the plans. Raises `RuleFailure` where a rule failed: what it would have said is unknown."""
        from planlint.compare.comparison import tell_apart
        from planlint.errors import RuleFailure
        from planlint.run.batch import processors, reports
        from planlint.run.cache import Cache, default_folder

        tell_apart(self.tasks)
        files = reports(self.tasks, self.plans.runs, cache=Cache(default_folder()), workers=processors())
        for failure in (each for file in files for each in file.failures):
            raise RuleFailure(failure.code, f"{failure.code} failed on {failure.file} ({failure.reason}); the baseline is as it was")
        return list(zip(self.tasks, files, strict=True))

    def lost(self, names: Iterable[str]) -> set[str]:
        """Plans that are not there any more, where the baseline lies at the top that all plans are named from."""
        from planlint.config.project import project_root

        folder = self.file.resolve().parent
        top = project_root(folder) or folder
        if any(task.file is None or task.file.resolve() != top / task.identity for task in self.tasks):
            return set()
        return {name for name in names if not (top / name).exists()}

    def write(self, entries: Iterable[Entry]) -> None:
        from planlint.compare.baseline import baseline_text
        from planlint.files import write_whole

        write_whole(self.file, [baseline_text(entries)])


def _configured(plans: Plans, tasks: Iterable[Task]) -> Path | None:
    """The baseline that the plans' configurations name; raises `CannotRun` where they name several."""
    from planlint.errors import CannotRun

    named = {None if (run := plans.runs[task.run].configuration) is None else run.baseline for task in tasks}
    if len(named) > 1:
        raise CannotRun("the plans have different baselines by their configurations; run it for each folder, or name one with --baseline")
    only = next(iter(named), None)
    return None if only is None else Path(only)


def _default_file(first: Path) -> Path:
    """Beside the configuration, or at the top of the project, else in the current folder."""
    from planlint.compare.baseline import FILE
    from planlint.config.project import config_file, git_root

    folder = first.resolve() if first.is_dir() else first.resolve().parent
    at = config_file(folder)
    return (at.parent if at is not None else git_root(folder) or Path.cwd()) / FILE


def _check_reason(reason: str) -> None:
    from planlint.errors import CannotRun

    if len(reason.strip()) < _MIN_REASON:
        raise CannotRun(f"--reason: say in {_MIN_REASON} characters or more why these findings are lived with for now")


def _tell_refused(findings: Iterable[Finding]) -> None:
    """Findings of rules that cannot be waived are named, and stay open."""
    refused = Counter(finding.code for finding in findings if not finding.waivable)
    if refused:
        codes = ", ".join(f"{code} ({number})" if number > 1 else code for code, number in sorted(refused.items()))
        stay = "stays" if refused.total() == 1 else "stay"
        typer.echo(f"{_findings(refused.total())} {stay} open, because these rules cannot be waived: {codes}")


def _findings(number: int) -> str:
    return f"{number} finding" if number == 1 else f"{number} findings"


def _plans(names: set[str]) -> str:
    return f"{len(names)} plan" if len(names) == 1 else f"{len(names)} plans"
