"""Where a plan belongs: its configuration file, and the top of the project that it is part of. Reads no more than it must."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from planlint.errors import CannotRun
from planlint.files import read_file

CONFIG_FILE = "planlint.toml"
DEFAULT_NAMES = ("plan.yaml", "plan.yml", "*.plan.yaml", "*.plan.yml")
"""What is a plan when a folder is searched."""


@cache
def config_file(folder: Path) -> Path | None:
    """The nearest ``planlint.toml``, or ``pyproject.toml`` with ``[tool.planlint]``, in a resolved folder or above it."""
    if os.path.lexists(own := folder / CONFIG_FILE):
        if not own.is_file():
            raise CannotRun(f"{own}: cannot be read: it is a folder, a device, or a link that leads nowhere")
        return own
    project = folder / "pyproject.toml"
    if project.is_file() and table_of(load_toml(project)) is not None:
        return project
    return None if folder.parent == folder else config_file(folder.parent)


def table_of(project: Mapping[str, Any]) -> Any:
    """What a ``pyproject.toml`` says of planlint; None where it says nothing."""
    tool = project.get("tool")
    return tool.get("planlint") if isinstance(tool, dict) else None


def load_toml(file: Path) -> dict[str, Any]:
    """The contents of a TOML file; raises `CannotRun` where it cannot be read as one."""
    try:
        return tomllib.loads(read_file(file, pipes=True).decode("utf-8"))
    except OSError as error:
        raise CannotRun(f"{file}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise CannotRun(f"{file}: not UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise CannotRun(f"{file}: not valid TOML: {error}") from None
    except (ValueError, RecursionError):
        raise CannotRun(f"{file}: a number is too long, or lists and tables are too deep") from None


@cache
def git_root(folder: Path) -> Path | None:
    """The top of the git repository that a resolved folder is in."""
    if (folder / ".git").exists():
        return folder
    return None if folder.parent == folder else git_root(folder.parent)


def project_root(folder: Path) -> Path | None:
    """The top of the project that a resolved folder is in: of its repository, else the folder of its configuration."""
    if (top := git_root(folder)) is not None:
        return top
    try:
        file = config_file(folder)
    except CannotRun:
        return None  # where the configuration is asked for, it is told
    return None if file is None else file.parent


def identity(file: Path, top: Path | None = None) -> str:
    """How a plan is known wherever planlint is started: its path below the top of its project, else below ``top``, else its name."""
    resolved = file.resolve()
    root = project_root(resolved.parent) or top
    return resolved.relative_to(root).as_posix() if root is not None and resolved.is_relative_to(root) else resolved.name
