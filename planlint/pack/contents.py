"""What is in a pack's folder: read once, as bytes, so that what is judged is what was hashed. Nothing in it is ever executed."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from planlint.errors import CannotRun

MAX_FILES, MAX_BYTES = 2_000, 1_000_000

_ASIDE = re.compile(r"(?i)(.*\.md|licen[cs]e.*|notice.*)\Z")
"""Files for people, which planlint does not read."""


@dataclass(frozen=True)
class Contents:
    """The files of a pack by their names below its folder, with slashes."""

    folder: Path
    files: Mapping[str, bytes]

    @cached_property
    def digest(self) -> str:
        """SHA-256 over names and contents, in the order of the names: the same on every platform."""
        digest = hashlib.sha256()
        for name, content in sorted(self.files.items()):
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()


def read_contents(folder: Path) -> Contents:
    """Read a pack's folder; raises `CannotRun` for links, folders in folders, and files that a pack does not have."""
    if not folder.is_dir():
        raise CannotRun(f"{folder}: there is no such folder")
    files: dict[str, bytes] = {}
    for entry in _entries(folder):
        name = entry.relative_to(folder).as_posix()
        if _ASIDE.match(entry.name):
            continue
        if entry.suffix not in (".yaml", ".json"):
            raise CannotRun(f"{entry}: a pack holds rules and data in YAML, nothing else" + (_YML if entry.suffix == ".yml" else ""))
        if len(files) == MAX_FILES or entry.stat().st_size > MAX_BYTES:
            raise CannotRun(f"{entry}: a pack has at most {MAX_FILES} files of at most {MAX_BYTES} bytes")
        files[name] = entry.read_bytes()
    return Contents(folder, files)


_YML = "; rename it to .yaml"


def _entries(folder: Path) -> Iterator[Path]:
    """The files of a folder and of the folders in it, in the order of their names; hidden ones are not part of a pack."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        path = folder / entry.name
        if entry.name.startswith("."):
            continue
        if entry.is_symlink():
            raise CannotRun(f"{path}: a pack holds no links")
        if not entry.is_dir():
            yield path
            continue
        for inner in sorted(os.scandir(path), key=lambda entry: entry.name):
            if inner.name.startswith("."):
                continue
            if inner.is_symlink():
                raise CannotRun(f"{path / inner.name}: a pack holds no links")
            if inner.is_dir():
                raise CannotRun(f"{path / inner.name}: rules stand in <family>/<CODE>-<name>.yaml, not deeper")
            yield path / inner.name
