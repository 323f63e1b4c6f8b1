"""What may be asked of ``planlint check``: the one declaration of each option.

The annotations stay text until typer asks for them, so that a run that goes the way round typer does not import it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

if TYPE_CHECKING:
    from pathlib import Path

    from typer import Argument, Option

    from planlint.cli.completion import formats, rule_words, written_formats
    from planlint.finding import AskedProfile
    from planlint.report import FORMATS, GroupBy

FailOn = Literal["error", "warning", "info", "never"]
Colour = Literal["auto", "always", "never"]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The options of ``planlint check``."""

    paths: Annotated[list[Path] | None, Argument(help="Plans, or folders with plans; `-` reads standard input. Default: this folder.")] = (
        None
    )
    select: Annotated[
        list[str] | None,
        Option("--select", help="Run only these rules: codes (LE106), prefixes (LE), names or families.", autocompletion=rule_words),
    ] = None
    ignore: Annotated[
        list[str] | None, Option("--ignore", help="Leave these rules out, named the same way.", autocompletion=rule_words)
    ] = None
    fail_on: Annotated[FailOn | None, Option("--fail-on", help="The least severity that makes the exit code 1.")] = None
    fail_on_not_evaluated: Annotated[
        bool, Option("--fail-on-not-evaluated", help="Exit with 1 also where a rule could not be judged, wholly or in part.")
    ] = False
    profile: Annotated[
        AskedProfile | None,
        Option("--profile", help="How far the plans must be; status: as each plan's own status says. Default: all is asked."),
    ] = None
    group_by: Annotated[GroupBy | None, Option("--group-by", help="Put findings under headings, in text.")] = None
    form: Annotated[
        str,
        Option(
            "--format",
            metavar="FORMAT",
            help=f"How findings are written: {', '.join(FORMATS)}, or a format of a plugin.",
            autocompletion=formats,
        ),
    ] = "text"
    output: Annotated[
        list[str] | None,
        Option(
            "--output",
            metavar="FORMAT=FILE",
            help="Write a report into a file as well; may be given several times.",
            autocompletion=written_formats,
        ),
    ] = None
    plain: Annotated[bool, Option("--plain", help="Text for screen readers: no boxes, places in words.")] = False
    frames: Annotated[bool | None, Option("--frames/--no-frames", help="Quote the plan's lines. Default: on a terminal only.")] = None
    statistics: Annotated[
        bool, Option("--statistics", help="How often each rule was found, instead of the findings; in text and json.")
    ] = False
    redacted: Annotated[
        bool,
        Option(
            "--redact",
            help="Replace ids by pseudonyms, and leave reasons and the plan's lines out. With PLANLINT_REDACT_KEY set to a secret,"
            " nobody can find an id by trying.",
        ),
    ] = False
    color: Annotated[Colour, Option("--color", help="Colour; NO_COLOR and FORCE_COLOR hold.")] = "auto"
    verbose: Annotated[
        bool,
        Option(
            "--verbose", "-v", help="Name every rule that could not be judged and why, every open question, and what the verdict rests on."
        ),
    ] = False
    config: Annotated[Path | None, Option("--config", help="Use this configuration for every plan.")] = None
    isolated: Annotated[bool, Option("--isolated", help="Read no configuration and no pack of others.")] = False
    stdin_filename: Annotated[str, Option("--stdin-filename", help="How a plan from standard input is called.")] = "<stdin>"
    today: Annotated[
        str | None, Option("--today", metavar="YYYY-MM-DD", help="The day on which acceptances expire. Default: the clock.")
    ] = None
    jobs: Annotated[
        int | None, Option("--jobs", "-j", min=1, help="Processors to use where there are many plans. Default: all of them.")
    ] = None
    cache: Annotated[bool, Option("--cache/--no-cache", help="Do not judge again what was judged before and is the same.")] = True
    baseline: Annotated[Path | None, Option("--baseline", help="What this baseline lists is known and does not fail.")] = None
    since: Annotated[
        str | None, Option("--since", metavar="REV", help="Fail only on findings that are new since the plans left this revision of git.")
    ] = None
    trust: Annotated[
        str | None,
        Option(
            "--trust",
            metavar="REV",
            help="Read configuration, packs, lock, baseline and extensions from this revision of git, not from the files here.",
        ),
    ] = None
    accept_from: Annotated[
        str | None, Option("--accept-from", metavar="REV", help="Waivers and comments count only as they stand in this revision of git.")
    ] = None
    accept: Annotated[bool, Option("--accept/--no-accept", help="Whether waivers and comments count.")] = True
    strict: Annotated[
        bool, Option("--strict", help="Fail where the baseline lists findings that are gone; stop with 2 where a setting does nothing.")
    ] = False
    fix: Annotated[bool, Option("--fix", help="Mend what is right but for its spelling first, as planlint fix does.")] = False
    exit_zero: Annotated[bool, Option("--exit-zero", help="Exit with 0 even where there are findings.")] = False


def day_of(text: str | None) -> dt.date:
    """The day that ``--today`` names, else that of the clock. Python reads more forms of a date than the option says."""
    from planlint.errors import CannotRun

    if text is None:
        return dt.date.today()
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise CannotRun(f"--today {text}: not a date, write YYYY-MM-DD")
    return day
