"""Reports as text: each format is a pure function from a report to a string, imported only when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, assert_never

if TYPE_CHECKING:
    from planlint.finding import Report

Format = Literal["text", "json"]


class Options(NamedTuple):
    """How people want to read a report; machine formats are the same for every choice.

    ``frames`` quotes the plan's lines and the reasons in its waivers, so it is for a terminal: what else is written, for example
    a CI log, does not publish a plan. ``width`` is the terminal's; without one nothing is wrapped. ``plain`` is for screen readers.
    """

    frames: bool = False
    colour: bool = False
    verbose: bool = False
    plain: bool = False
    width: int | None = None


def render(form: Format, report: Report, options: Options) -> str:
    """The report in one format."""
    match form:
        case "text" if options.plain:
            from planlint.report.plain import render_plain

            return render_plain(report, options)
        case "text":
            from planlint.report.text import render_text

            return render_text(report, options)
        case "json":
            from planlint.report.json import render_json

            return render_json(report)
        case _:
            assert_never(form)
