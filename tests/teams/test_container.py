"""The container file: checked by hadolint, and what it copies is all that planlint is made of."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.teams.tools import OFFLINE, ran

pytestmark = pytest.mark.checkout

FILE = ".container/Containerfile"


def instructions() -> list[tuple[str, str]]:
    """The instructions, comments left out and lines joined."""
    text = re.sub(r"^#.*\n", "", (ROOT / FILE).read_text("utf-8"), flags=re.MULTILINE).replace("\\\n", " ")
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in text.splitlines() if line.strip()]


@pytest.mark.slow
def test_hadolint_has_nothing_to_say(tmp_path: Path) -> None:
    (tmp_path / "Containerfile").write_text("FROM python\nRUN sudo cd /\n")

    assert (ended := ran("hadolint", FILE)).returncode == 0, ended.stdout
    assert "DL3006" in ran("hadolint", tmp_path / "Containerfile").stdout


def test_images_have_a_tag_and_nothing_runs_as_root() -> None:
    found = instructions()

    assert [value for word, value in found if word == "FROM" and re.match(r"\S+:\d+\.\d+\S*", value) is None] == []
    assert [value for word, value in found if word == "USER"] == ["10001"]
    assert [word for word, _ in found][-4:] == ["USER", "WORKDIR", "ENTRYPOINT", "CMD"]


@pytest.mark.slow
def test_what_is_copied_is_enough_to_build_planlint(tmp_path: Path, sound: Path) -> None:
    work = tmp_path / "source"
    work.mkdir()
    for value in (value for word, value in instructions() if word == "COPY" and not value.startswith("--from")):
        *names, target = value.split()
        for name in names:
            place = work / target / (name if target == "./" else "")
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(ROOT / name, place, ignore=shutil.ignore_patterns("__pycache__")) if (ROOT / name).is_dir() else shutil.copy(
                ROOT / name, place
            )
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(tmp_path / "there"), str(work)]
    subprocess.run(command, env=OFFLINE, check=True, capture_output=True)
    checked = ran(
        sys.executable, "-m", "planlint", "check", sound, cwd=tmp_path, PYTHONPATH=f"{tmp_path / 'there'}:{OFFLINE['PYTHONPATH']}"
    )

    assert (checked.returncode, "1 plan" in checked.stdout) == (0, True), checked.stderr
