"""Reading files that end; writing files whole or not at all, or to their end."""

from __future__ import annotations

import os
from collections.abc import Iterable
from errno import EFBIG, EINVAL
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Literal

from planlint.errors import CannotRun

MOST_BYTES = 16 * 1024 * 1024


def read_file(file: Path, *, pipes: bool = False) -> bytes:
    """A file that others wrote. Raises OSError where it cannot be read, is larger than anybody needs, or may never end.

    ``pipes`` takes a pipe as well: one that a user names may block, as for any program.
    """
    mode = file.stat().st_mode
    if not S_ISREG(mode) and not (pipes and not S_ISDIR(mode)):
        raise OSError(EINVAL, "not a regular file")
    with file.open("rb") as opened:
        content = opened.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise OSError(EFBIG, f"more than {MOST_BYTES // 1024**2} MiB")
    return content


def resolved(file: Path) -> Path:
    """Where a file lies that is to be written; raises `CannotRun` for a link that leads to itself."""
    try:
        return file.resolve()
    except (OSError, RuntimeError, ValueError):
        raise CannotRun(f"{file}: cannot be written: it is a link that leads to itself, or no name of a file") from None


def write_whole(file: Path, pieces: Iterable[str] | Iterable[bytes]) -> None:
    """Put a text, or bytes, in the place of a file in one step, so that nobody ever reads half of it; raises `CannotRun` where that fails.

    A file that is a link stays one, and keeps its mode.
    """
    target = resolved(file)
    if target.exists() and not target.is_file():
        _write_into(file, pieces, "wb")
        return
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        mode = target.stat().st_mode & 0o777 if target.exists() else None
        with beside.open("xb") as opened:
            opened.writelines(map(_as_bytes, pieces))
        if mode is not None:
            beside.chmod(mode)
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise CannotRun(f"{file}: cannot be written: {error.strerror}") from None
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def append(file: Path, text: str) -> None:
    """Put a text at the end of a file that others write into as well; raises `CannotRun` where that fails."""
    _write_into(file, [text], "ab")


def _as_bytes(piece: str | bytes) -> bytes:
    return piece.encode() if isinstance(piece, str) else piece


def _write_into(file: Path, pieces: Iterable[str] | Iterable[bytes], mode: Literal["wb", "ab"]) -> None:
    """Without a second file beside it: a pipe or a terminal has no place to be put into."""
    try:
        with file.open(mode) as opened:
            opened.writelines(map(_as_bytes, pieces))
    except OSError as error:
        raise CannotRun(f"{file}: cannot be written: {error.strerror}") from None
