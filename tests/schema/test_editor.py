"""The exported schema in an editor: what yaml-language-server offers, explains and marks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from planlint.plan import vocabulary
from planlint.schema.conform import conform
from planlint.schema.export import plan_schema
from planlint.source.reader import read_text
from tests.node import installed
from tests.schema.language_server import Cursor, LanguageServer

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("yaml-language-server")]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    schema = tmp_path_factory.mktemp("editor") / "plan.schema.json"
    schema.write_text(json.dumps(plan_schema()), "utf-8")
    server = LanguageServer(installed("yaml-language-server", "2.0.0"), schema)
    yield server
    server.close()


def before_and_after(marked: str) -> tuple[str, Cursor]:
    """A text without its ``│``, and where that stood."""
    before = marked[: marked.index("│")]
    return marked.replace("│", ""), Cursor(before.count("\n"), len(before) - before.rfind("\n") - 1)


def completions(server: LanguageServer, marked: str) -> list[str]:
    text, cursor = before_and_after(marked)
    return server.completions(text, cursor)


def test_the_sound_plan_has_no_diagnostics(server: LanguageServer, sound: Path) -> None:
    assert server.diagnostics(sound.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("marked", "offered"),
    [
        ("plan:\n  operation_kind: │\n", [*get_args(vocabulary.OperationKind), "unknown"]),
        ("phases:\n  - activities: [│]\n", [*get_args(vocabulary.Activity)]),
        ("legal:\n  immigration:\n    interim_status: │\n", ["permit", "toleration", "not_needed", "none", "unknown", "null"]),
        ("children:\n  expected: │\n", ["expected", "possible", "none_expected", "none", "unknown", "null"]),
        ("services:\n  - available:\n      until: │\n", ["open", "unknown"]),
        ("media:\n  fundraising_use: │\n", ["true", "false", "none", "unknown", "null"]),
    ],
)
def test_words_are_offered(server: LanguageServer, marked: str, offered: list[str]) -> None:
    assert sorted(set(completions(server, marked)) - {"not_applicable", "NotApplicable"}) == sorted(offered)


@pytest.mark.parametrize(
    ("marked", "key"),
    [
        ("pl│\n", "planlint"),
        ("plan:\n  mar│\n", "marking"),
        ("parties:\n  links:\n    - fr│\n", "from"),
        ("data_protection:\n  sharing:\n    - wi│\n", "with"),
        ("risk:\n  reg│\n", "register"),
        ("finance:\n  cur│\n", "currency"),
        ("population:\n  groups:\n    - age_bands:\n        │\n", "0-11"),
        ("population:\n  groups:\n    - housing_classes:\n        │\n", "family_unit"),
        ("legal:\n  host_state:\n    │\n", "not_applicable"),
    ],
)
def test_keys_are_offered(server: LanguageServer, marked: str, key: str) -> None:
    assert key in completions(server, marked)


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        ("plan:\n  mark│ing: TLP:RED\n", "Traffic Light Protocol 2.0 marking of this file."),
        ("leg│al: unknown\n", "Law: statutes, authority, protection of survivors."),
        ("legal:\n  refl│ection_period: {days: 30}\n", "Time to recover and decide, before anything is asked of a survivor."),
        ("parties:\n  links:\n    - fr│om: x\n", "Where the link starts; of owns, the owner."),
        ("returns:\n  not_appl│icable: nobody is returned here\n", "Why this does not apply, in 15 characters or more."),
    ],
)
def test_hover_explains(server: LanguageServer, marked: str, said: str) -> None:
    assert said in server.hover(*before_and_after(marked))


MISFITS = [
    ("operation_kind: workplace_extraction", "operation_kind: workplace_extracton"),
    ("prepared_on: 2026-01-26", "prepared_on: 26.1.2026"),
    ("  lead: collector", "  lead: [collector]"),
    ("  distribution:", "  distributed:"),
    ("armed: suspected", "armed: yes"),
    ("status: verified", "status: true"),
    ('"60+": 2', '"60+": two'),
    ("prevalence: 0.15", "prevalence: 15"),
    ("immigration_status: citizen", "immigration_status: {not_applicable: no}"),
    ("nationality: NP", "nationality: UK"),
]
"""Faults that stand on one line each."""


def test_diagnostics_stand_where_planlint_finds_misfits(server: LanguageServer, sound: Path) -> None:
    text = sound.read_text("utf-8")
    for right, wrong in MISFITS:
        assert right in text
        text = text.replace(right, wrong, 1)

    assert marked_lines(server, text) == found_lines(text)


def test_a_missing_key_is_marked_where_planlint_says_so(server: LanguageServer, sound: Path) -> None:
    text = sound.read_text("utf-8").replace("    role: labour_inspector\n", "").replace("  marking: TLP:AMBER+STRICT\n", "")

    assert marked_lines(server, text) == found_lines(text)


def marked_lines(server: LanguageServer, text: str) -> set[int]:
    return {diagnostic["range"]["start"]["line"] + 1 for diagnostic in server.diagnostics(text)}


def found_lines(text: str) -> set[int]:
    document = read_text(text, "plan")
    misfits = [misfit for misfit in conform(document).misfits if misfit.code in ("PL002", "PL005", "PL006")]
    return {document.locate(misfit.hit.path, misfit.hit.part).start.line for misfit in misfits}
