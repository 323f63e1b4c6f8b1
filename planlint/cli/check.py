"""``planlint check``."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planlint.cli.completion import formats, outputs, rule_words
from planlint.cli.configured import IsolatedOption, chosen_configuration
from planlint.cli.exits import ExitCode

if TYPE_CHECKING:
    from planlint.batch import Asked, Run, Task
    from planlint.config import Configuration
    from planlint.finding import FileReport, Report
    from planlint.report import Render
    from planlint.rule import Rule


class FailOn(StrEnum):
    error = "error"
    warning = "warning"
    info = "info"
    never = "never"


class WantedProfile(StrEnum):
    draft = "draft"
    review = "review"
    approval = "approval"
    status = "status"


class GroupedBy(StrEnum):
    phase = "phase"
    family = "family"


class Colour(StrEnum):
    auto = "auto"
    always = "always"
    never = "never"


def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Plans, or folders with plans; `-` reads standard input. Default: this folder.")
    ] = None,
    *,
    select: Annotated[
        list[str] | None,
        typer.Option("--select", help="Run only these rules: codes (LE106), prefixes (LE), names or families.", autocompletion=rule_words),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", help="Leave these rules out, named the same way.", autocompletion=rule_words)
    ] = None,
    fail_on: Annotated[FailOn | None, typer.Option("--fail-on", help="The least severity that makes the exit code 1.")] = None,
    profile: Annotated[
        WantedProfile | None,
        typer.Option("--profile", help="How far the plans must be; status: as each plan's own status says. Default: all is asked."),
    ] = None,
    group_by: Annotated[GroupedBy | None, typer.Option("--group-by", help="Put findings under headings, in text.")] = None,
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="FORMAT", help="How findings are written: text, json, or a format of a plugin.", autocompletion=formats
        ),
    ] = "text",
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            metavar="FORMAT=FILE",
            help="Write a report into a file as well; may be given several times.",
            autocompletion=outputs,
        ),
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Text for screen readers: no boxes, places in words.")] = False,
    frames: Annotated[
        bool | None, typer.Option("--frames/--no-frames", help="Quote the plan's lines. Default: on a terminal only.")
    ] = None,
    color: Annotated[Colour, typer.Option("--color", help="Colour; NO_COLOR and FORCE_COLOR hold.")] = Colour.auto,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Name every rule that could not be evaluated, and why.")] = False,
    config: Annotated[Path | None, typer.Option("--config", help="Use this configuration for every plan.")] = None,
    isolated: IsolatedOption = False,
    stdin_filename: Annotated[str, typer.Option("--stdin-filename", help="How a plan from standard input is called.")] = "<stdin>",
    today: Annotated[
        str | None, typer.Option("--today", metavar="YYYY-MM-DD", help="The day on which waivers expire. Default: the clock.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Processors to use where there are many plans. Default: all of them.")
    ] = None,
    cache: Annotated[bool, typer.Option("--cache/--no-cache", help="Do not judge again what was judged before and is the same.")] = True,
    strict: Annotated[bool, typer.Option("--strict", help="Stop with exit code 2 where a setting does nothing.")] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 even where there are findings.")] = False,
) -> None:
    """Check plans against the schema and the rules.

    Each finding says what is wrong, where, why it matters and how to mend it. The last line counts them, and counts the rules
    that could not be evaluated, so that silence is never taken for a pass.
    """
    from planlint.batch import Asked, processors, reports
    from planlint.cache import Cache, default_folder
    from planlint.files import write_whole
    from planlint.finding import Report
    from planlint.report import Options, find_format

    render = find_format(form, isolated=isolated)
    outputs = [_output(each, isolated=isolated) for each in output or []]
    on_terminal = sys.stdout.isatty()
    frames = on_terminal if frames is None else frames
    day = _day(today)
    asked = Asked(tuple(select) if select else None, tuple(ignore or ()), profile.value if profile else None, day)
    plans = _Plans(paths or [Path()], stdin_filename, chosen_configuration(config, isolated=isolated), asked)
    tasks = list(plans.tasks())
    _tell_idle(plans.idle(tasks), strict=strict)
    found = Cache(default_folder()) if cache else None
    files = tuple(
        reports(
            tasks,
            plans.runs,
            cache=found,
            workers=jobs or processors(),
            texts=frames,
            progress=_Progress() if sys.stderr.isatty() else None,
        )
    )
    report = Report(files, day.isoformat())
    limits = [fail_on.value if fail_on else plans.fail_on(task) for task in tasks]
    failed = any(_fails(file, limit) for file, limit in zip(files, limits, strict=True))
    options = Options(
        frames=frames,
        colour=_colour(color, on_terminal=on_terminal),
        verbose=verbose,
        plain=plain,
        width=shutil.get_terminal_size().columns if on_terminal else None,
        group_by=group_by.value if group_by else None,
        rules=plans.rules,
    )
    # All reports are made before the first is written: where one fails, none is left over that looks whole.
    unseen = options._replace(frames=False, colour=False, width=None)
    written = [(target, other(report, unseen)) for other, target in outputs]
    text = render(report, options)
    for target, words in written:
        write_whole(target, words)
    sys.stdout.write(text)
    sys.stdout.flush()
    raise typer.Exit(_exit_code(report, failed=failed, exit_zero=exit_zero))


def _tell_idle(idle: Sequence[str], *, strict: bool) -> None:
    """Nothing that was set does nothing in silence."""
    from planlint.errors import CannotRun

    if idle and strict:
        raise CannotRun("\n".join(idle))
    for line in idle:
        sys.stderr.write(f"planlint: note: {line}\n")


def _output(wanted: str, *, isolated: bool) -> tuple[Render, Path]:
    from planlint.errors import CannotRun
    from planlint.report import find_format

    form, sign, file = wanted.partition("=")
    if not sign or not file:
        raise CannotRun(f"--output {wanted}: write FORMAT=FILE, for example sarif=planlint.sarif")
    return find_format(form, isolated=isolated), Path(file)


class _Plans:
    """The plans of a run, and what each is held against."""

    def __init__(self, paths: list[Path], stdin_filename: str, fixed: Configuration | None, asked: Asked) -> None:
        self.paths = paths
        self.stdin_filename = stdin_filename
        self.fixed = fixed
        self.asked = asked
        self.runs: list[Run] = []
        self.configurations: dict[Path | None, Configuration | None] = {}
        self._numbers: dict[tuple[Path | None, tuple[int, ...]], int] = {}

    def tasks(self) -> Iterator[Task]:
        from planlint.batch import Task
        from planlint.discover import discover
        from planlint.errors import CannotRun
        from planlint.project import identity

        if Path("-") in self.paths:
            if len(self.paths) > 1:
                raise CannotRun("standard input (-) is checked alone")
            named = Path(self.stdin_filename) if self.stdin_filename != "<stdin>" else Path("stdin")
            yield Task(self.stdin_filename, identity(named), None, _read_stdin(), self._run_of(named))
            return
        for file in discover(self.paths, self.fixed.files if self.fixed else None):
            yield Task(_shown(file), identity(file), file, None, self._run_of(file))

    def _run_of(self, file: Path) -> int:
        """The number of the run that a file belongs to; files share it that have one configuration, and the same overrides of it."""
        from planlint.batch import Run
        from planlint.project import config_file

        at = None if self.fixed else config_file(file.resolve().parent)
        if at not in self.configurations:
            self.configurations[at] = self.fixed or _read(at)
        configuration = self.configurations[at]
        of = (at, configuration.applying(file) if configuration else ())
        if of not in self._numbers:
            self._numbers[of] = len(self.runs)
            self.runs.append(Run(configuration and configuration.for_file(file), self.asked))
        return self._numbers[of]

    def idle(self, tasks: Iterable[Task]) -> list[str]:
        """The settings that do nothing, each with what to do about it."""
        overriding = [each for each in self.configurations.values() if each is not None and each.per_file]
        if not overriding:
            return []
        from planlint.discover import idle_overrides

        return [str(each) for each in idle_overrides(overriding, [task.file for task in tasks if task.file is not None])]

    def fail_on(self, task: Task) -> str:
        configuration = self.runs[task.run].configuration
        return "error" if configuration is None else configuration.fail_on

    def rules(self) -> Mapping[str, Rule]:
        """All rules of the run by code."""
        return {code: rule for run in self.runs for code, rule in run.policy.rules.items()}


def _read(at: Path | None) -> Configuration | None:
    if at is None:
        return None
    from planlint.config import read_configuration

    return read_configuration(at)


class _Progress:
    """A line that says how far a long run is; it is gone at the end."""

    _AFTER = 1.0
    """Seconds in which nobody wonders."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.shown = ""

    def __call__(self, done: int, every: int) -> None:
        if done < every and time.monotonic() - self.began < self._AFTER:
            return
        line = f"{done} of {every} plans" if done < every else ""
        if line or self.shown:
            sys.stderr.write("\r" + line.ljust(len(self.shown)) + ("" if line else "\r"))
            sys.stderr.flush()
            self.shown = line


def _read_stdin() -> bytes:
    from planlint.source.document import MAX_BYTES

    return sys.stdin.buffer.read(MAX_BYTES + 1)


def _shown(file: Path) -> str:
    """The file's name below the current folder where it is there: a report does not publish the folders above."""
    try:
        relative = file.resolve().relative_to(Path.cwd())
    except ValueError:
        relative = file
    name = relative.as_posix() if relative.name else file.as_posix()
    # A name that is not UTF-8 must be printable all the same.
    return os.fsencode(name).decode("utf-8", "replace")


def _day(text: str | None) -> dt.date:
    from planlint.errors import CannotRun

    if text is None:
        return dt.date.today()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise CannotRun(f"--today {text}: not a date, write YYYY-MM-DD") from None


def _colour(wanted: Colour, *, on_terminal: bool) -> bool:
    """NO_COLOR (no-color.org) and FORCE_COLOR (force-color.org) stand above the terminal, the option above both."""
    if wanted is not Colour.auto:
        return wanted is Colour.always
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (on_terminal and os.environ.get("TERM") != "dumb")


def _fails(file: FileReport, fail_on: str) -> bool:
    """Whether a file has an open finding at or above the severity that fails."""
    from planlint.finding import Severity

    if fail_on == "never":
        return False
    limit = Severity.of(fail_on)
    return any(finding.severity >= limit and finding.is_open for finding in file.findings)


def _exit_code(report: Report, *, failed: bool, exit_zero: bool) -> ExitCode:
    if report.failures:
        return ExitCode.RULE_FAILED
    return ExitCode.FINDINGS if failed and not exit_zero else ExitCode.CLEAN
