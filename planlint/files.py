"""Writing files whole or not at all, or to their end."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from planlint.errors import CannotRun


def write_whole(file: Path, pieces: Iterable[str] | Iterable[bytes]) -> None:
    """Put a text, or bytes, in the place of a file in one step, so that nobody ever reads half of it; raises `CannotRun` where that fails.

    A file that is a link stays one, and keeps its mode.
    """
    target = file.resolve()
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
