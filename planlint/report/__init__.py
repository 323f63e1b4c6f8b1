"""Reports as text: each format is a pure function from a report to pieces of text, imported only when it is asked for."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from planlint.finding import AskedProfile
    from planlint.lint.report import Report
    from planlint.plugin import Offered
    from planlint.rule import Rule


GroupBy = Literal["phase", "family"]


class Options(NamedTuple):
    """How people want to read a report; machine formats are the same for every choice.

    ``frames`` quotes the plan's lines and the reasons in its waivers, so it is for a terminal: in a log of CI, for example,
    it would give a plan away. ``width`` is the terminal's; without one nothing is wrapped. ``plain`` is for screen readers.
    ``group_by`` puts findings under headings. ``statistics`` asks text and JSON for how often each rule was found, instead of the
    findings. ``rules`` gives all rules of the run by code, for formats that describe them; ``profile`` is the one that the command
    asked for.
    """

    frames: bool = False
    colour: bool = False
    verbose: bool = False
    plain: bool = False
    width: int | None = None
    group_by: GroupBy | None = None
    statistics: bool = False
    rules: Callable[[], Mapping[str, Rule]] = dict
    profile: AskedProfile | None = None


Render = Callable[["Report", Options], Iterable[str]]

FORMATS = (
    "text", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "azure", "teamcity", "rdjson", "markdown",
)  # fmt: skip
"""Each is the function ``render`` of the module of its name."""


def find_format(name: str, *, isolated: bool) -> Render:
    """How reports are written in a format: one of planlint's, else one of an installed distribution.

    Raises `CannotRun` where there is none, and `RuleFailure` when it is used and fails.
    """
    if name in FORMATS:
        own: Render = import_module(f"planlint.report.{name}").render
        return own
    from planlint.errors import CannotRun
    from planlint.plugin import REPORTS, offered
    from planlint.schema.misfit import nearest

    installed = {} if isolated else offered(REPORTS)
    if name in installed:
        return _Foreign(installed[name])
    known = (*FORMATS, *sorted(installed))
    near = nearest(name, known)
    raise CannotRun(f"there is no format {name}" + (f"; did you mean {near}?" if near else f"; known: {', '.join(known)}"))


class _Foreign:
    """A format of an installed distribution, which gives one text; whatever goes wrong in it is named, and nothing is half-written."""

    def __init__(self, offered: Offered) -> None:
        self.offered = offered

    def __call__(self, report: Report, options: Options) -> Iterable[str]:
        from planlint.errors import RuleFailure

        def fail(reason: str) -> RuleFailure:
            return RuleFailure("", f"format {self.offered.name} of {self.offered.whose} {reason}")

        values = _as_values(report)
        try:
            with contextlib.redirect_stdout(sys.stderr):
                text = self.offered.point.load()(values, options)
        except (Exception, SystemExit) as error:
            # The words of an exception may quote the plan.
            raise fail(f"raised {type(error).__name__}") from None
        if not isinstance(text, str):
            raise fail(f"gave a value of type {type(text).__name__}, not text")
        return [text]


def _as_values(report: Report) -> Report:
    """The report without anything that is read only when it is asked for."""
    return replace(report, files=tuple(replace(file, findings=tuple(file.findings)) for file in report.files))
