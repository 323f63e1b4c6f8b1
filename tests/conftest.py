"""What several tests need: the checkout's folders, plans, and planlint as a process."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.process import ROOT as ROOT
from tests.process import Ran as Ran
from tests.process import run

Run = Callable[..., Ran]


@pytest.fixture
def planlint(tmp_path: Path) -> Run:
    """Run ``planlint`` in an empty folder, without a terminal, as a copy of this process."""
    return partial(_run, tmp_path, start=False)


@pytest.fixture
def started(tmp_path: Path) -> Run:
    """Run ``python -m planlint`` in an empty folder, without a terminal, as a process that starts anew."""
    return partial(_run, tmp_path, start=True)


def _run(
    folder: Path,
    *arguments: str,
    start: bool,
    stdin: bytes = b"",
    cwd: Path | None = None,
    installed: Path | None = None,
    **environment: str,
) -> Ran:
    environment = {"PLANLINT_CACHE_DIR": str(folder / ".cache"), **environment}
    return run(arguments, stdin=stdin, cwd=cwd or folder, environment=environment, installed=installed, start=start)


@pytest.fixture
def sound() -> Path:
    """A plan without a finding."""
    return ROOT / "examples" / "sound" / "quarry-release.plan.yaml"


@pytest.fixture
def flawed(tmp_path: Path, sound: Path) -> Path:
    """The sound plan with one fault: the inspection notice ends the day before the release (LE106)."""
    file = tmp_path / "flawed.plan.yaml"
    text = sound.read_text("utf-8")
    file.write_text(text.replace("valid_until: 2026-03-19", "valid_until: 2026-03-09", 1), "utf-8")
    return file
