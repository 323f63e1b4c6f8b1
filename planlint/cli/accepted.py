"""``planlint accepted``."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planlint.cli.options import ConfigOption, IsolatedOption

if TYPE_CHECKING:
    from planlint.finding import Acceptance, AcceptanceStanding

_WORDS: dict[AcceptanceStanding, str] = {
    "valid": "valid",
    "expired": "expired",
    "unused": "unused",
    "refused": "refused",
    "not_judged": "not judged",
}
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&!$]")


class AcceptedFormat(StrEnum):
    text = "text"
    markdown = "markdown"
    json = "json"


def accepted(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Plans, or folders with plans; `-` reads standard input. Default: this folder.")
    ] = None,
    *,
    form: Annotated[AcceptedFormat, typer.Option("--format", help="How the list is written.")] = AcceptedFormat.text,
    today: Annotated[
        str | None, typer.Option("--today", metavar="YYYY-MM-DD", help="The day from which days are counted. Default: the clock.")
    ] = None,
    config: ConfigOption = None,
    isolated: IsolatedOption = False,
) -> None:
    """List what plans accept, in waivers and in comments, for the meeting that decides on them; what ends first comes first.

    The list quotes the reasons, which are free text of the plans: mind who gets it. It says of each whether it holds, has expired,
    is not used, or is refused and why.
    """
    from planlint.cli.asked import day_of
    from planlint.cli.options import chosen_configuration
    from planlint.errors import CannotRun
    from planlint.run.batch import Asked, processors, reports
    from planlint.run.cache import Cache, default_folder
    from planlint.run.plans import Plans

    day = day_of(today)
    plans = Plans(paths or [Path()], chosen_configuration(config, isolated=isolated), Asked(None, (), None, day))
    tasks = list(plans.tasks())
    files = reports(tasks, plans.runs, cache=Cache(default_folder()), workers=processors())
    found = sorted((each for file in files for each in file.acceptances or ()), key=_by_day)
    typer.echo(_RENDER[form](found, day, len(files)))
    if unread := [file.file for file in files if file.acceptances is None]:
        raise CannotRun(f"not listed, because planlint cannot read them as plans (planlint check says why): {', '.join(unread)}")


def _by_day(each: Acceptance) -> tuple[str, str, int, int, str]:
    """By the last day, what has none last."""
    return (each.accepted.expires or "~", each.file, each.span.start.line, each.span.start.column, each.code)


def _days_left(each: Acceptance, today: dt.date) -> int | None:
    """Days on which it still holds after today; negative: days since it held."""
    return (dt.date.fromisoformat(each.accepted.expires) - today).days if each.accepted.expires else None


def _json(found: Sequence[Acceptance], today: dt.date, files: int) -> str:
    from planlint.report.visible import escape_json

    listed = [
        {
            "file": each.file,
            "line": each.span.start.line,
            "column": each.span.start.column,
            "path": each.path_text,
            "rule": each.code or None,
            "title": each.title or None,
            "severity": each.severity.word if each.severity else None,
            "in": each.accepted.by,
            "reason": each.accepted.reason or None,
            "by": each.accepted.approved_by or None,
            "approver": each.accepted.approver,
            "until": each.accepted.expires or None,
            "days_left": _days_left(each, today),
            "standing": each.standing,
            "why": each.why or None,
        }
        for each in found
    ]
    rows = ",".join("\n  " + escape_json(json.dumps(each, ensure_ascii=False)) for each in listed)
    return f'{{"version": 1, "today": "{today.isoformat()}", "files": {files}, "accepted": [{rows}]}}'


def _markdown(found: Sequence[Acceptance], today: dt.date, files: int) -> str:
    from planlint.report.summary import approved_by

    head = ("until", "days left", "standing", "rule", "severity", "plan", "place", "by", "reason")
    lines = [f"{_summary(found, today, files)}.", ""]
    if found:
        lines += [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for each in found:
        left = _days_left(each, today)
        cells = (
            each.accepted.expires,
            "" if left is None else str(left),
            _standing(each),
            f"{each.code} {each.title}".strip(),
            each.severity.word if each.severity else "",
            _place(each),
            each.path_text or ("the whole plan" if each.standing != "refused" else ""),
            approved_by(each.accepted, nobody=""),
            each.accepted.reason,
        )
        lines.append(f"| {' | '.join(map(_cell, cells))} |")
    return "\n".join(lines).rstrip()


def _cell(text: str) -> str:
    """Text of a plan that stays text in Markdown."""
    from planlint.report.visible import visible

    return _MARKUP.sub(r"\\\g<0>", visible(text))


def _text(found: Sequence[Acceptance], today: dt.date, files: int) -> str:
    blocks = ["\n".join(_block(each, today)) for each in found]
    return "\n\n".join([*blocks, _summary(found, today, files)])


def _block(each: Acceptance, today: dt.date) -> Iterator[str]:
    from planlint.report.summary import approved_by
    from planlint.report.visible import visible

    until = f"until {each.accepted.expires} ({_left(each, today)})" if each.accepted.expires else "no last day"
    rule = f"{each.severity.word}[{each.code}] {each.title}" if each.severity else f"{each.accepted.by} for no rule"
    yield visible(f"{until}: {rule}")
    where = f" {each.path_text}" if each.path_text else ""
    yield visible(f"  {each.accepted.by} at {_place(each)}{where}")
    yield visible(f"  by {approved_by(each.accepted, nobody='nobody')}: {each.accepted.reason or 'no reason'}")
    yield visible(f"  {_standing(each)}")


def _left(each: Acceptance, today: dt.date) -> str:
    left = _days_left(each, today) or 0
    days = "1 day" if abs(left) == 1 else f"{abs(left)} days"
    return f"{days} left" if left > 0 else "the last day is today" if left == 0 else f"{days} ago"


def _standing(each: Acceptance) -> str:
    why = f": {each.why}" if each.standing == "refused" else ""
    return _WORDS[each.standing] + why


def _place(each: Acceptance) -> str:
    return f"{each.file}:{each.span.start.line}:{each.span.start.column}"


def _summary(found: Sequence[Acceptance], today: dt.date, files: int) -> str:
    from planlint.report.summary import counted

    numbers = Counter(each.standing for each in found)
    words = [f"{numbers[standing]} {_WORDS[standing]}" for standing in _WORDS if numbers[standing]]
    counts = f": {', '.join(words)}" if words else ""
    return f"{counted(len(found), 'acceptance')} in {counted(files, 'plan')} as of {today.isoformat()}{counts}"


_RENDER = {AcceptedFormat.text: _text, AcceptedFormat.markdown: _markdown, AcceptedFormat.json: _json}
