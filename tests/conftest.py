"""What several tests need: the checkout's folders, plans, and planlint as a process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.process import ROOT as ROOT
from tests.process import Ran as Ran
from tests.process import run

Run = Callable[..., Ran]


@pytest.fixture
def planlint(tmp_path: Path) -> Run:
    """Run ``planlint`` in an empty folder, without a terminal."""

    def asked(*arguments: str, stdin: bytes = b"", cwd: Path = tmp_path, installed: Path | None = None, **environment: str) -> Ran:
        environment = {"PLANLINT_CACHE_DIR": str(tmp_path / ".cache"), **environment}
        return run(arguments, stdin=stdin, cwd=cwd, environment=environment, installed=installed)

    return asked


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
