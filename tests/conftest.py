"""What several tests need: the checkout's folders, and planlint as a real process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent


class Ran(NamedTuple):
    """How a process ended and what it wrote."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def planlint(tmp_path: Path) -> Run:
    """Run ``python -m planlint`` in an empty folder, without a terminal."""

    def run(*arguments: str, stdin: bytes = b"", cwd: Path = tmp_path, **environment: str) -> Ran:
        path = {} if "site-packages" in _package() else {"PYTHONPATH": str(ROOT)}
        clean = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
        done = subprocess.run(
            [sys.executable, "-m", "planlint", *arguments],
            input=stdin,
            capture_output=True,
            cwd=cwd,
            env={**clean, **path, "PLANLINT_CACHE_DIR": str(tmp_path / ".cache"), **environment},
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


def _package() -> str:
    import planlint

    return str(planlint.__file__)


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
