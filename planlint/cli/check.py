"""``planlint check``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from planlint.cli.completion import formats, rule_words, written_formats
from planlint.cli.options import IsolatedOption
from planlint.report import FORMATS


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
        typer.Option("--strict", help="Fail where the baseline lists findings that are gone; stop with 2 where a setting does nothing."),
    ] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 even where there are findings.")] = False,
) -> None:
    """Check plans against the schema and the rules.

    Each finding says what is wrong, where, why it matters and how to mend it. The last line counts them, and counts the rules
    that could not be evaluated, so that silence is never taken for a pass.
    """
    from planlint.cli.judge import Wanted, judge

    wanted = Wanted(
        paths=paths or (),
        select=select or (),
        ignore=ignore or (),
        fail_on=fail_on.value if fail_on else None,
        profile=profile.value if profile else None,
        group_by=group_by.value if group_by else None,
        form=form,
        output=output or (),
        plain=plain,
        frames=frames,
        statistics=statistics,
        redacted=redacted,
        color=color.value,
        verbose=verbose,
        config=config,
        isolated=isolated,
        stdin_filename=stdin_filename,
        today=today,
        jobs=jobs,
        cache=cache,
        baseline=baseline,
        since=since,
        strict=strict,
        exit_zero=exit_zero,
    )
    raise typer.Exit(judge(wanted))
