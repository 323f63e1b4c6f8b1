"""What the files of a report are called where a report leaves this machine: below the working folder, and nothing of what is above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote

from planlint.lint.report import Report

_OUTSIDE = re.compile(r"[/\\]|[A-Za-z]:[/\\]|(?:.*[/\\])?\.\.(?:[/\\]|\Z)", re.DOTALL)


class PlanPlace(NamedTuple):
    """The name of a plan; of one that lies outside of the working folder only the last part, with a number where two are the same."""

    name: str
    outside: bool

    @property
    def uri(self) -> str:
        """The name as a relative URI reference (RFC 3986)."""
        return quote(self.name.encode("utf-8", "replace"), safe="/")


def plan_places(report: Report) -> Mapping[str, PlanPlace]:
    """How each file that a report speaks of is called, by its name in the report."""
    files = [*(each.file for each in report.files), *(each.file for each in report.gone)]
    return dict(_places(dict.fromkeys(files)))


def _places(files: Iterable[str]) -> Iterator[tuple[str, PlanPlace]]:
    seen: dict[str, int] = {}
    for file in files:
        if not _OUTSIDE.match(file):
            yield file, PlanPlace(file, outside=False)
            continue
        name = re.split(r"[/\\]", file)[-1] or "plan"
        count = seen[name] = seen.get(name, 0) + 1
        yield file, PlanPlace(name if count == 1 else f"{count}/{name}", outside=True)
