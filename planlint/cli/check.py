"""``planlint check``."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planlint.cli.configured import IsolatedOption, chosen_configuration
from planlint.cli.exits import ExitCode

if TYPE_CHECKING:
    from planlint.config import Configuration
    from planlint.finding import FileReport, Report
    from planlint.lint import Policy
    from planlint.report import Render


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
        list[str] | None, typer.Option("--select", help="Run only these rules: codes (LE106), prefixes (LE), names or families.")
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", help="Leave these rules out, named the same way.")] = None,
    fail_on: Annotated[FailOn | None, typer.Option("--fail-on", help="The least severity that makes the exit code 1.")] = None,
    profile: Annotated[
        WantedProfile | None,
        typer.Option("--profile", help="How far the plans must be; status: as each plan's own status says. Default: all is asked."),
    ] = None,
    group_by: Annotated[GroupedBy | None, typer.Option("--group-by", help="Put findings under headings, in text.")] = None,
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="How findings are written: text, json, or a format of a plugin.")
    ] = "text",
    output: Annotated[
        list[str] | None,
        typer.Option("--output", metavar="FORMAT=FILE", help="Write a report into a file as well; may be given several times."),
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
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 even where there are findings.")] = False,
) -> None:
    """Check plans against the schema and the rules.

    Each finding says what is wrong, where, why it matters and how to mend it. The last line counts them, and counts the rules
    that could not be evaluated, so that silence is never taken for a pass.
    """
    from planlint.files import write_whole
    from planlint.finding import Report
    from planlint.report import Options, find_format

    render = find_format(form, isolated=isolated)
    outputs = [_output(each, isolated=isolated) for each in output or []]
    fixed = chosen_configuration(config, isolated=isolated)
    day = _day(today)
    sources = _Sources(paths or [Path()], stdin_filename, fixed)
    policies: dict[int, Policy] = {}
    reports: list[FileReport] = []
    failed: list[bool] = []
    for name, raw, configuration in sources.read():
        policy = policies.setdefault(id(configuration), _policy(configuration, select, ignore, profile, day))
        file = _lint(raw, name, policy)
        reports.append(file)
        failed.append(_fails(file, fail_on.value if fail_on else configuration.fail_on))
    report = Report(tuple(reports), day.isoformat())
    on_terminal = sys.stdout.isatty()
    options = Options(
        frames=on_terminal if frames is None else frames,
        colour=_colour(color, on_terminal=on_terminal),
        verbose=verbose,
        plain=plain,
        width=shutil.get_terminal_size().columns if on_terminal else None,
        group_by=group_by.value if group_by else None,
    )
    # All reports are made before the first is written: where one fails, none is left over that looks whole.
    unseen = options._replace(frames=False, colour=False, width=None)
    written = [(target, other(report, unseen)) for other, target in outputs]
    text = render(report, options)
    for target, words in written:
        write_whole(target, words)
    sys.stdout.write(text)
    sys.stdout.flush()
    raise typer.Exit(_exit_code(report, failed=any(failed), exit_zero=exit_zero))


def _output(wanted: str, *, isolated: bool) -> tuple[Render, Path]:
    from planlint.errors import CannotRun
    from planlint.report import find_format

    form, sign, file = wanted.partition("=")
    if not sign or not file:
        raise CannotRun(f"--output {wanted}: write FORMAT=FILE, for example sarif=planlint.sarif")
    return find_format(form, isolated=isolated), Path(file)


class _Sources:
    """The plans of a run: their names, their bytes, the configuration of each."""

    def __init__(self, paths: list[Path], stdin_filename: str, fixed: Configuration | None) -> None:
        self.paths = paths
        self.stdin_filename = stdin_filename
        self.fixed = fixed

    def read(self) -> Iterator[tuple[str, bytes, Configuration]]:
        from planlint.config import configuration_for
        from planlint.discover import discover, read_plan
        from planlint.errors import CannotRun

        if Path("-") in self.paths:
            if len(self.paths) > 1:
                raise CannotRun("standard input (-) is checked alone")
            named = Path(self.stdin_filename) if self.stdin_filename != "<stdin>" else Path()
            yield self.stdin_filename, _read_stdin(), self.fixed or configuration_for(named)
            return
        for file in discover(self.paths, self.fixed.files if self.fixed else None):
            yield _shown(file), read_plan(file), self.fixed or configuration_for(file)


def _lint(raw: bytes, name: str, policy: Policy) -> FileReport:
    from planlint.lint import lint_bytes

    return lint_bytes(raw, name, policy)


def _policy(
    configuration: Configuration, wanted: list[str] | None, unwanted: list[str] | None, profile: WantedProfile | None, today: dt.date
) -> Policy:
    from planlint.lint import Policy
    from planlint.pack import select
    from planlint.ruleset import ruleset

    found = ruleset(configuration)
    chosen = select(found.rules.values(), wanted or configuration.select, [*configuration.ignore, *(unwanted or [])])
    selected = frozenset(rule.code for rule in chosen) - found.off.keys()
    return Policy(
        found.rules,
        selected,
        configuration.thresholds,
        today,
        found.overlay,
        profile.value if profile else configuration.profile,
        whole=selected | found.off.keys() == found.rules.keys(),
    )


def _read_stdin() -> bytes:
    from planlint.source.reader import MAX_BYTES

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
