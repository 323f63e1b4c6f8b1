"""Files beside the plans that could be taken for plans, and are none by their name or place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import fnmatch, fnmatchcase
from pathlib import Path, PurePath
from typing import NamedTuple

_ENDS = (".yaml", ".yml")
_TOP_LEVEL_KEY = re.compile(rb"""^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\{?[ ]?["']?planlint["']?[ ]*:[ ]*["']?[0-9]""", re.MULTILINE)


class Beside(NamedTuple):
    """A file that is not checked, and why; ``debris`` is what editors and systems leave behind."""

    file: Path
    why: str
    debris: bool = False

    def __str__(self) -> str:
        return f"{self.file.as_posix()} looks like a plan and is not checked: {self.why}"


def is_plan(file: Path, below: PurePath, patterns: Sequence[str]) -> bool:
    """Whether a file that was found is a plan: by its name, in no hidden folder, and no debris."""
    return _fits(file.name, patterns) and not _is_hidden(below) and not _is_debris(file)


def beside(file: Path, below: PurePath, patterns: Sequence[str]) -> Beside | None:
    """Why a file that is not checked looks like a plan; None where it does not."""
    if _is_debris(file):
        return (
            Beside(file, "it is what an editor or a system leaves behind", debris=True)
            if _resembles(file.name.strip("~"), patterns)
            else None
        )
    if file.is_symlink() and file.is_dir():
        return Beside(file, "links to folders are not followed")
    if _is_hidden(below) and (_resembles(file.name, patterns) or _says_planlint(file)):
        return Beside(file, "it is in a hidden folder")
    if _resembles(file.name, patterns) or _says_planlint(file):
        return Beside(file, f"its name is not one of a plan ({', '.join(patterns)})")
    return None


def _fits(name: str, patterns: Sequence[str]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)


def _resembles(name: str, patterns: Sequence[str]) -> bool:
    """Whether a name fits but for capitals and the spelling of its end."""
    return any(fnmatchcase(_plainly(name), _plainly(pattern)) for pattern in patterns)


def _plainly(name: str) -> str:
    return re.sub(r"\.yml$", ".yaml", name.casefold())


def _is_hidden(below: PurePath) -> bool:
    return any(part.startswith(".") and part != ".." for part in below.parent.parts)


def _is_debris(file: Path) -> bool:
    """A lock of Emacs, a twin of macOS, a backup; but what says planlint is more than debris."""
    return file.name.endswith("~") or (file.name.startswith((".#", "._")) and not _says_planlint(file))


def _says_planlint(file: Path) -> bool:
    """Whether a YAML file has the key of a plan at its top."""
    from planlint.source.document import MAX_BYTES

    if not file.name.casefold().endswith(_ENDS) or not file.is_file():
        return False
    try:
        with file.open("rb") as opened:
            # In UTF-16 every second byte of the key is 0.
            return _TOP_LEVEL_KEY.search(opened.read(MAX_BYTES).replace(b"\0", b"")) is not None
    except OSError:
        return False
