"""A real git repository for tests, away from the user's own configuration."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

_ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "planner",
    "GIT_AUTHOR_EMAIL": "planner@example.org",
    "GIT_COMMITTER_NAME": "planner",
    "GIT_COMMITTER_EMAIL": "planner@example.org",
}


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", "-C", str(folder), *arguments], env=_ENVIRONMENT, check=True, capture_output=True, text=True).stdout


def repository(folder: Path) -> Path:
    """An empty repository whose first branch is main."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main")
    return folder


def commit(folder: Path, **plans: str) -> None:
    """Write plans, each with its name, and commit all there is."""
    for name, text in plans.items():
        (folder / f"{name}.plan.yaml").write_text(text, "utf-8", newline="\n")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "plans")
