"""Reports as text: each format is a pure function from a report to a string, imported only when it is asked for."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from planlint.finding import Report
    from planlint.plugin import Offered


GroupBy = Literal["phase", "family"]


class Options(NamedTuple):
    """How people want to read a report; machine formats are the same for every choice.

    ``frames`` quotes the plan's lines and the reasons in its waivers, so it is for a terminal: what else is written, for example
    a CI log, does not publish a plan. ``width`` is the terminal's; without one nothing is wrapped. ``plain`` is for screen readers.
    ``group_by`` puts findings under headings.
    """

    frames: bool = False
    colour: bool = False
    verbose: bool = False
    plain: bool = False
    width: int | None = None
    group_by: GroupBy | None = None


Render = Callable[["Report", Options], str]

FORMATS = ("text", "json")


def find_format(name: str, *, isolated: bool) -> Render:
    """How reports are written in a format: one of planlint's, else one of an installed distribution.

    Raises `CannotRun` where there is none, and `RuleFailure` when it is used and fails.
    """
    if name == "text":
        return _text
    if name == "json":
        return _json
    from planlint.errors import CannotRun
    from planlint.plugin import REPORTS, offered
    from planlint.schema.misfit import nearest

    installed = {} if isolated else offered(REPORTS)
    if name in installed:
        return _Foreign(installed[name])
    known = (*FORMATS, *sorted(installed))
    near = nearest(name, known)
    raise CannotRun(f"--format {name}: there is no such format" + (f"; did you mean {near}?" if near else f"; known: {', '.join(known)}"))


def _text(report: Report, options: Options) -> str:
    if options.plain:
        from planlint.report.plain import render_plain

        return render_plain(report, options)
    from planlint.report.text import render_text

    return render_text(report, options)


def _json(report: Report, _: Options) -> str:
    from planlint.report.json import render_json

    return render_json(report)


class _Foreign:
    """A format of an installed distribution; whatever goes wrong in it is named, and nothing half-written comes out."""

    def __init__(self, offered: Offered) -> None:
        self.offered = offered

    def __call__(self, report: Report, options: Options) -> str:
        from planlint.errors import RuleFailure

        def fail(reason: str) -> RuleFailure:
            return RuleFailure("", f"format {self.offered.name} of {self.offered.whose} {reason}")

        try:
            with contextlib.redirect_stdout(sys.stderr):
                text = self.offered.point.load()(report, options)
        except (Exception, SystemExit) as error:
            # The words of an exception may quote the plan.
            raise fail(f"raised {type(error).__name__}") from None
        if not isinstance(text, str):
            raise fail(f"gave a value of type {type(text).__name__}, not text")
        return text
