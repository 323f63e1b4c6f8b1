"""What ``planlint check`` does once its options are known. Imports little: most runs find that nothing has changed."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from planlint.cli.asked import Wanted, day_of
from planlint.cli.exits import ExitCode
from planlint.cli.progress import Progress
from planlint.run.plans import Plans

if TYPE_CHECKING:
    from planlint.compare.comparison import Judge
    from planlint.config.settings import Configuration
    from planlint.config.trusted import Trusted
    from planlint.lint.report import FileReport, Report
    from planlint.report import Options, Render
    from planlint.run.batch import Asked, Task


def judge(wanted: Wanted) -> ExitCode:
    """Check the plans, write the reports, and say how it went."""
    if wanted.trust is None:
        return _judge(wanted, None)
    from planlint.config.trusted import trusting

    with trusting(wanted.paths or [Path()], wanted.trust) as trusted:
        return _judge(wanted, trusted)


def _judge(wanted: Wanted, trusted: Trusted | None) -> ExitCode:
    from planlint.compare.comparison import comparison
    from planlint.lint.report import Report
    from planlint.run.batch import processors, reports
    from planlint.run.cache import Cache, default_folder

    _refuse_idle_options(wanted)
    renders = _renders(wanted)
    frames = (sys.stdout.isatty() if wanted.frames is None else wanted.frames) and not wanted.redacted
    asked = _asked(wanted)
    plans = Plans(
        wanted.paths or [Path()],
        _fixed(wanted, trusted),
        asked,
        stdin_filename=wanted.stdin_filename,
        baseline=wanted.baseline and (trusted.twin(wanted.baseline) if trusted else wanted.baseline),
        isolated=wanted.isolated,
        trusted=trusted,
    )
    if wanted.fix:
        _mend(plans)
    tasks = list(plans.tasks())
    _refuse_lost_reports([target for _, target in renders if target is not None], [task.file for task in tasks if task.file is not None])
    _tell_idle(plans.idle(tasks), strict=wanted.strict)
    _tell_idle(plans.differences(), strict=False)
    _tell_idle(plans.lookalikes(), strict=wanted.strict)
    _tell_idle([*plans.notices(), *plans.debris()], strict=False)
    cache = Cache(default_folder()) if wanted.cache else None
    judged = partial(reports, runs=plans.runs, cache=cache, workers=wanted.jobs or processors())
    compared = comparison(plans, tasks, since=wanted.since)
    files = judged(compared.tasks, texts=frames, progress=Progress() if sys.stderr.isatty() else None)
    files = _counting(files, compared.tasks, judged, wanted)
    files, gone = compared.beside(files, judged)
    limits = [wanted.fail_on or plans.fail_on(task) for task in tasks]
    failed = any(_fails(file, limit) for file, limit in zip(files, limits, strict=True))
    # Nobody can take out of the baseline of another revision what is mended here.
    failed = failed or bool(wanted.strict and gone and trusted is None)
    failed = failed or (wanted.fail_on_not_evaluated and any(file.not_evaluated for file in files))
    passes_only = () if failed and not wanted.exit_zero else _passes_only(files, limits, wanted)
    report = _redacted(Report(files, asked.today.isoformat(), gone, plans.deviations(), passes_only), wanted)
    _tell_beside(report, wanted)
    _tell_idle(_judged_nothing(report, wanted), strict=False)
    _write(report, renders, _options(wanted, plans, frames=frames))
    if wanted.form == "github":
        _add_to_job_summary(report)
    _tell_refused(plans.refused())
    return _exit_code(report, failed=failed, exit_zero=wanted.exit_zero)


def _mend(plans: Plans) -> None:
    """Make the safe fixes in the files of a run, and say so."""
    from planlint.cli.fix import mended, told, write

    changes = list(mended(plans, ["safe"], ()))
    write(changes)
    sys.stderr.writelines(f"planlint: {line}\n" for line in told(changes, would=False))


def _counting(files: tuple[FileReport, ...], tasks: Sequence[Task], judged: Judge, wanted: Wanted) -> tuple[FileReport, ...]:
    """The reports with those acceptances that count."""
    if wanted.accept and wanted.accept_from is None:
        return files
    from planlint.compare.accepted import accepted_in, without_acceptances

    return without_acceptances(files) if wanted.accept_from is None else accepted_in(wanted.accept_from, tasks, files, judged)


def _refuse_idle_options(wanted: Wanted) -> None:
    """Raise `CannotRun` for an option that would change nothing."""
    from planlint.errors import CannotRun

    if wanted.statistics and wanted.form not in ("text", "json"):
        raise CannotRun(f"--statistics: there is no such table in the format {wanted.form}; use --format text or json")
    if wanted.group_by is not None and wanted.form != "text":
        raise CannotRun(f"--group-by: the format {wanted.form} has no headings; use --format text")
    if wanted.fix and Path("-") in (wanted.paths or ()):
        raise CannotRun("--fix writes into files; planlint fix - writes what is mended to standard output")
    if wanted.trust is not None and (wanted.isolated or Path("-") in (wanted.paths or ())):
        raise CannotRun("--trust reads the configuration of plans in git; leave out --isolated and -")
    if wanted.accept_from is not None and not wanted.accept:
        raise CannotRun("--accept-from and --no-accept exclude each other")
    if wanted.stdin_filename != "<stdin>" and Path("-") not in (wanted.paths or ()):
        raise CannotRun("--stdin-filename is the name of a plan from standard input; write - as the path")


_STDOUT = Path("-")
"""What ``--output FORMAT=-`` calls standard output."""


def _refuse_lost_reports(targets: Sequence[Path], plans: Sequence[Path]) -> None:
    """Raise `CannotRun` where a report would take the place of another one, or of a plan."""
    if targets.count(_STDOUT) > 1:
        from planlint.errors import CannotRun

        raise CannotRun("--output: standard output (-) is named twice, and takes one report")
    targets = [target for target in targets if target != _STDOUT]
    if not targets:
        return
    from planlint.errors import CannotRun
    from planlint.files import resolved

    whole = [resolved(target) for target in targets]
    if twice := [target for target, file in zip(targets, whole, strict=True) if whole.count(file) > 1 and not file.is_char_device()]:
        raise CannotRun(f"--output: {twice[0]} is named twice, and would hold the last report only; name another file")
    if lost := sorted({file.resolve() for file in plans} & set(whole)):
        raise CannotRun(f"--output: {lost[0]} is a plan, which the report would replace; name another file")


_TELLING = frozenset({"text", "concise", "markdown", "json", "jsonl", "sarif", "junit", "github", "azure", "teamcity"})
"""Formats with a place for what is no finding; the others, those of plugins too, hold findings alone."""


def _tell_beside(report: Report, wanted: Wanted) -> None:
    """What every report says beside its findings: where a format has no place for it, on standard error."""
    if wanted.form not in _TELLING:
        from planlint.report.summary import judged_by

        sys.stderr.writelines(f"planlint: note: {line}\n" for line in judged_by(report))


def _judged_nothing(report: Report, wanted: Wanted) -> list[str]:
    """The rules that were asked for by name and that judged nothing in any plan: silence would look like a pass."""
    if not wanted.select:
        return []
    from planlint.report.verdict import RULE_STATES, states_over_all

    idle = {code: state for code, state in states_over_all(report).items() if state in ("not_judged", "not_applicable")}
    return [f"--select: {code} judged nothing: {RULE_STATES[state]} in every plan" for code, state in idle.items()]


def _renders(wanted: Wanted) -> list[tuple[Render, Path | None]]:
    """How the report is written to standard output (None, unless ``--output`` takes its place there), and into each file."""
    from planlint.report import find_format

    files: list[tuple[Render, Path | None]] = [_output(each, isolated=wanted.isolated) for each in wanted.output or ()]
    if any(target == _STDOUT for _, target in files):
        return files
    return [*files, (find_format(wanted.form, isolated=wanted.isolated), None)]


def _output(wanted: str, *, isolated: bool) -> tuple[Render, Path]:
    from planlint.errors import CannotRun
    from planlint.report import find_format

    form, sign, file = wanted.partition("=")
    if not sign or not file:
        raise CannotRun(f"--output {wanted}: write FORMAT=FILE, for example sarif=planlint.sarif")
    return find_format(form, isolated=isolated), Path(file)


def _asked(wanted: Wanted) -> Asked:
    from planlint.run.batch import Asked

    return Asked(tuple(wanted.select or ()) or None, tuple(wanted.ignore or ()), wanted.profile, day_of(wanted.today))


def _fixed(wanted: Wanted, trusted: Trusted | None) -> Configuration | None:
    """The configuration for every plan; what is isolated has the defaults, and does not wait for them to be read."""
    if wanted.config is None:
        return None
    from planlint.cli.options import chosen_configuration

    return chosen_configuration(trusted.twin(wanted.config) if trusted else wanted.config, isolated=wanted.isolated)


def _tell_idle(idle: Sequence[str], *, strict: bool) -> None:
    """Nothing that was set does nothing in silence."""
    from planlint.errors import CannotRun

    if idle and strict:
        raise CannotRun("\n".join(idle))
    for line in idle:
        sys.stderr.write(f"planlint: note: {line}\n")


def _tell_refused(refused: Sequence[str]) -> None:
    """Once the others are judged: raise `CannotRun` where some of what was found cannot be read."""
    from planlint.errors import CannotRun

    if refused:
        raise CannotRun("\n".join(refused))


def _redacted(report: Report, wanted: Wanted) -> Report:
    if not wanted.redacted:
        return report
    from planlint.report.redact import redact
    from planlint.run.packed import packed_like

    return redact(report, os.environ.get("PLANLINT_REDACT_KEY", "").encode("utf-8", "surrogateescape"), packed_like)


def _options(wanted: Wanted, plans: Plans, *, frames: bool) -> Options:
    from planlint.report import Options

    on_terminal = sys.stdout.isatty()
    return Options(
        frames=frames,
        colour=_colour(wanted.color, on_terminal=on_terminal),
        verbose=wanted.verbose,
        plain=wanted.plain,
        width=shutil.get_terminal_size().columns if on_terminal else None,
        group_by=wanted.group_by,
        statistics=wanted.statistics,
        rules=plans.rules,
        profile=wanted.profile,
    )


def _write(report: Report, renders: Sequence[tuple[Render, Path | None]], options: Options) -> None:
    """Reports are written as they are made, piece by piece; those of plugins are whole before the first is written."""
    from planlint.files import write_whole

    unseen = options._replace(frames=False, colour=False, width=None, statistics=False)
    made = [(render(report, options if target is None else unseen), target) for render, target in renders]
    for pieces, target in made:
        if target is None or target == _STDOUT:
            sys.stdout.writelines(pieces)
            sys.stdout.flush()
        else:
            write_whole(target, pieces)


def _add_to_job_summary(report: Report) -> None:
    """GitHub names a file whose text it shows beside the job; other steps may have written into it already."""
    if not (file := os.environ.get("GITHUB_STEP_SUMMARY")):
        return
    from planlint.files import append
    from planlint.report.job_summary import job_summary

    append(Path(file), job_summary(report))


def _colour(wanted: str, *, on_terminal: bool) -> bool:
    """NO_COLOR (no-color.org) and FORCE_COLOR (force-color.org) stand above the terminal, the option above both."""
    if wanted != "auto":
        return wanted == "always"
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


def _passes_only(files: Sequence[FileReport], limits: Sequence[str], wanted: Wanted) -> tuple[str, ...]:
    """By what alone a run with open errors passes."""
    passing = {"of --exit-zero"} if wanted.exit_zero else set()
    passing |= {f"fail-on is {limit}" for file, limit in zip(files, limits, strict=True) if limit == "never" and _fails(file, "error")}
    has_errors = any(_fails(file, "error") for file in files)
    return (f"passes only because {' and '.join(sorted(passing))}, with open errors",) if passing and has_errors else ()


def _exit_code(report: Report, *, failed: bool, exit_zero: bool) -> ExitCode:
    if report.failures:
        return ExitCode.RULE_FAILED
    return ExitCode.FINDINGS if failed and not exit_zero else ExitCode.CLEAN
