"""A change as a patch that ``git apply`` takes, in the bytes of the file."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import diff_bytes, unified_diff

_NO_END = b"\n\\ No newline at end of file\n"


def patch(name: str, old: bytes, new: bytes) -> Iterator[bytes]:
    """The lines of a unified diff between two versions of a file; none where they are the same."""
    file = _quoted(name)
    for line in diff_bytes(unified_diff, _lines(old), _lines(new), b"a/" + file, b"b/" + file, lineterm=b"\n"):
        yield line if line.endswith(b"\n") else line + _NO_END


def _lines(raw: bytes) -> list[bytes]:
    """Lines as git has them: they end with a line feed, and the last may lack it."""
    return [line + b"\n" for line in raw.split(b"\n")[:-1]] + ([last] if (last := raw.rpartition(b"\n")[2]) else [])


def _quoted(name: str) -> bytes:
    """A path as git writes it."""
    return name.encode("utf-8", "surrogateescape")
