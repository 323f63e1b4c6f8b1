"""``planlint check``."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planlint.cli.completion import formats, rule_words, written_formats
from planlint.cli.configured import IsolatedOption, chosen_configuration
from planlint.cli.exits import ExitCode
from planlint.cli.plans import Plans, Progress, day_of
from planlint.report import FORMATS

if TYPE_CHECKING:
    from planlint.finding import FileReport, Report
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
            "--format",
            metavar="FORMAT",
            help=f"How findings are written: {', '.join(FORMATS)}, or a format of a plugin.",
            autocompletion=formats,
        ),
    ] = "text",
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            metavar="FORMAT=FILE",
            help="Write a report into a file as well; may be given several times.",
            autocompletion=written_formats,
        ),
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Text for screen readers: no boxes, places in words.")] = False,
    frames: Annotated[
        bool | None, typer.Option("--frames/--no-frames", help="Quote the plan's lines. Default: on a terminal only.")
    ] = None,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="How often each rule was found, instead of the findings; in text and json.")
    ] = False,
    redacted: Annotated[
        bool,
        typer.Option(
            "--redact",
            help="Replace ids by pseudonyms, and leave reasons and the plan's lines out. With PLANLINT_REDACT_KEY set to a secret,"
            " nobody can find an id by trying.",
        ),
    ] = False,
    color: Annotated[Colour, typer.Option("--color", help="Colour; NO_COLOR and FORCE_COLOR hold.")] = Colour.auto,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Name every rule that could not be evaluated, and why.")] = False,
    config: Annotated[Path | None, typer.Option("--config", help="Use this configuration for every plan.")] = None,
    isolated: IsolatedOption = False,
    stdin_filename: Annotated[str, typer.Option("--stdin-filename", help="How a plan from standard input is called.")] = "<stdin>",
    today: Annotated[
        str | None, typer.Option("--today", metavar="YYYY-MM-DD", help="The day on which acceptances expire. Default: the clock.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Processors to use where there are many plans. Default: all of them.")
    ] = None,
    cache: Annotated[bool, typer.Option("--cache/--no-cache", help="Do not judge again what was judged before and is the same.")] = True,
    baseline: Annotated[Path | None, typer.Option("--baseline", help="What this baseline lists is known and does not fail.")] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="REV", help="What a plan had where git's history left this revision does not fail.")
    ] = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help="Fail where the baseline lists findings that are gone, or settings are for plans that are not there."
        ),
    ] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 even where there are findings.")] = False,
) -> None:
    """Check plans against the schema and the rules.

    Each finding says what is wrong, where, why it matters and how to mend it. The last line counts them, and counts the rules
    that could not be evaluated, so that silence is never taken for a pass.
    """
    from planlint.batch import Asked, processors, reports
    from planlint.cache import Cache, default_folder
    from planlint.cli.before import comparison
    from planlint.files import write_whole
    from planlint.finding import Report
    from planlint.report import Options, find_format

    render = find_format(form, isolated=isolated)
    _refuse_idle_options(form, statistics=statistics, grouped=group_by is not None, named=stdin_filename != "<stdin>", paths=paths or [])
    outputs = [_output(each, isolated=isolated) for each in output or []]
    on_terminal = sys.stdout.isatty()
    frames = (on_terminal if frames is None else frames) and not redacted
    day = day_of(today)
    asked = Asked(tuple(select) if select else None, tuple(ignore or ()), profile.value if profile else None, day)
    fixed = chosen_configuration(config, isolated=isolated)
    plans = Plans(paths or [Path()], fixed, asked, stdin_filename=stdin_filename, baseline=baseline)
    tasks = list(plans.tasks())
    _refuse_lost_reports([target for _, target in outputs], [task.file for task in tasks if task.file is not None])
    _tell_idle(plans.idle(tasks), strict=strict)
    judge = partial(reports, runs=plans.runs, cache=Cache(default_folder()) if cache else None, workers=jobs or processors())
    compared = comparison(plans, tasks, since=since, strict=strict)
    files = judge(compared.tasks, texts=frames, progress=Progress() if sys.stderr.isatty() else None)
    files, gone = compared.beside(files, judge)
    report = Report(files, day.isoformat(), gone)
    if redacted:
        from planlint.redact import redact

        report = redact(report, os.environ.get("PLANLINT_REDACT_KEY", "").encode("utf-8", "surrogateescape"))
    limits = [fail_on.value if fail_on else plans.fail_on(task) for task in tasks]
    failed = any(_fails(file, limit) for file, limit in zip(files, limits, strict=True)) or bool(strict and gone)
    options = Options(
        frames=frames,
        colour=_colour(color, on_terminal=on_terminal),
        verbose=verbose,
        plain=plain,
        width=shutil.get_terminal_size().columns if on_terminal else None,
        group_by=group_by.value if group_by else None,
        statistics=statistics,
        rules=plans.rules,
        profile=asked.profile,
    )
    # All reports are made before the first is written: where one fails, none is left over that looks whole.
    unseen = options._replace(frames=False, colour=False, width=None, statistics=False)
    written = [(target, other(report, unseen)) for other, target in outputs]
    text = render(report, options)
    for target, words in written:
        write_whole(target, words)
    sys.stdout.write(text)
    sys.stdout.flush()
    if form == "github":
        _add_to_job_summary(report)
    raise typer.Exit(_exit_code(report, failed=failed, exit_zero=exit_zero))


def _tell_idle(idle: Sequence[str], *, strict: bool) -> None:
    """Nothing that was set does nothing in silence."""
    from planlint.errors import CannotRun

    if idle and strict:
        raise CannotRun("\n".join(idle))
    for line in idle:
        sys.stderr.write(f"planlint: note: {line}\n")


def _refuse_idle_options(form: str, *, statistics: bool, grouped: bool, named: bool, paths: Sequence[Path]) -> None:
    """Raise `CannotRun` for an option that would change nothing."""
    from planlint.errors import CannotRun

    if statistics and form not in ("text", "json"):
        raise CannotRun(f"--statistics: there is no such table in the format {form}; use --format text or json")
    if grouped and form != "text":
        raise CannotRun(f"--group-by: the format {form} has no headings; use --format text")
    if named and Path("-") not in paths:
        raise CannotRun("--stdin-filename is the name of a plan from standard input; write - as the path")


def _refuse_lost_reports(targets: Sequence[Path], plans: Sequence[Path]) -> None:
    """Raise `CannotRun` where a report would take the place of another one, or of a plan."""
    from planlint.errors import CannotRun

    whole = [target.resolve() for target in targets]
    if twice := [target for target, file in zip(targets, whole, strict=True) if whole.count(file) > 1 and not file.is_char_device()]:
        raise CannotRun(f"--output: {twice[0]} is named twice, and would hold the last report only; name another file")
    if lost := sorted({file.resolve() for file in plans} & set(whole)):
        raise CannotRun(f"--output: {lost[0]} is a plan, which the report would replace; name another file")


def _output(wanted: str, *, isolated: bool) -> tuple[Render, Path]:
    from planlint.errors import CannotRun
    from planlint.report import find_format

    form, sign, file = wanted.partition("=")
    if not sign or not file:
        raise CannotRun(f"--output {wanted}: write FORMAT=FILE, for example sarif=planlint.sarif")
    return find_format(form, isolated=isolated), Path(file)


def _add_to_job_summary(report: Report) -> None:
    """GitHub names a file whose text it shows beside the job; other steps may have written into it already."""
    if not (file := os.environ.get("GITHUB_STEP_SUMMARY")):
        return
    from planlint.files import append
    from planlint.report.job_summary import job_summary

    append(Path(file), job_summary(report))


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
