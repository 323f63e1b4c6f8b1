"""Configurations and files that nobody writes by mistake: each ends with one line that names it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.conftest import Run

_CONFIGURATIONS = {
    f"[thresholds]\nmax_caseload = {'9' * 5000}\n": "{at}: a number is too long, or lists and tables are too deep",
    f"select = {'[' * 5000}{']' * 5000}\n": "{at}: a number is too long, or lists and tables are too deep",
    'extensions = ["a\\u0000.yaml"]\n': "{at}: a text holds the character U+0000",
    'baseline = "a\\u0000"\n': "{at}: a text holds the character U+0000",
    'extends = "a\\u0000"\n': "{at}: a text holds the character U+0000",
    'packs = ["./a\\u0000"]\n': "{at}: a text holds the character U+0000",
    "[policy.FN105]\n": "{at}: policy.FN105: sets no value; name one, or leave the table out",
    'extensions = ["pipe.yaml"]\n': "extensions: {folder}/pipe.yaml: cannot be read: not a regular file",
    'baseline = "pipe.yaml"\n': "pipe.yaml: cannot be read: not a regular file",
}


@pytest.mark.parametrize("text", _CONFIGURATIONS, ids=range(len(_CONFIGURATIONS)))
def test_a_hostile_configuration_ends_with_one_line(planlint: Run, sound: Path, tmp_path: Path, text: str) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "planlint.toml").write_text(text)

    ran = planlint("check", str(sound), "--config", "planlint.toml")

    said = _CONFIGURATIONS[text].format(at="planlint.toml", folder=tmp_path)
    assert (ran.code, ran.out, ran.err) == (2, "", f"planlint: {said}\n")


@pytest.mark.parametrize("kind", ["folder", "dangling link", "link to itself"])
def test_what_is_called_planlint_toml_and_is_no_file_is_an_error(planlint: Run, flawed: Path, tmp_path: Path, kind: str) -> None:
    if kind == "folder":
        (tmp_path / "planlint.toml").mkdir()
    else:
        (tmp_path / "planlint.toml").symlink_to("nowhere" if kind == "dangling link" else "planlint.toml")

    ran = planlint("check", flawed.name)

    told = f"planlint: {tmp_path / 'planlint.toml'}: cannot be read: it is a folder, a device, or a link that leads nowhere\n"
    assert (ran.code, ran.err) == (2, told)


@pytest.mark.parametrize("text", ["tool = 3\n", "[tool]\nplanlint = 3\n"])
def test_a_project_whose_tables_are_none(planlint: Run, flawed: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)

    assert planlint("check", flawed.name).code == (1 if text == "tool = 3\n" else 2)


@pytest.mark.parametrize("option", ["--isolated", "--config=own.toml"])
def test_a_broken_project_is_not_read_where_another_configuration_holds(planlint: Run, flawed: Path, tmp_path: Path, option: str) -> None:
    (tmp_path / "own.toml").touch()
    (tmp_path / "pyproject.toml").write_text("tool = [\n")

    assert planlint("check", flawed.name, option).code == 1


def test_a_plan_without_a_status_is_held_to_the_highest_profile(planlint: Run, sound: Path, tmp_path: Path) -> None:
    (tmp_path / "a.plan.yaml").write_text(sound.read_text("utf-8").replace("\n  status: ", "\n  # ", 1), "utf-8")

    ran = planlint("check", "a.plan.yaml", "--profile", "status")

    assert (ran.code, ran.err) == (1, "")


def test_a_report_goes_into_no_link_that_leads_to_itself(planlint: Run, sound: Path, tmp_path: Path) -> None:
    (tmp_path / "out.json").symlink_to("out.json")

    ran = planlint("check", str(sound), "--output", "json=out.json")

    said = "planlint: out.json: cannot be written: it is a link that leads to itself, or no name of a file\n"
    assert (ran.code, ran.err) == (2, said)
