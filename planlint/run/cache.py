"""Verdicts of earlier runs, by the contents of the plan and of everything that it was held against.

A cache can only ever save time: one that is damaged, locked, foreign or cannot be written is as good as none, and a damaged or
foreign one is replaced. It holds no text of a plan. Several processes may use it at once; SQLite sees to that.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path

_APPLICATION = 0x504C4E54
_VERSION = 2
_MOST = 100_000
"""Entries that are kept; the oldest go first."""
_PATIENCE = 2.0
"""Seconds to wait for another process."""
_AT_ONCE = 500
_CREATE = "CREATE TABLE verdict (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, text BLOB NOT NULL, seal BLOB NOT NULL)"
_PASSING = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_AUTH,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_INTERRUPT,
    }
)
"""What says nothing about the file: another process uses it, or the disk is full or not to be written."""


def default_folder() -> Path:
    """Where caches of this user belong; ``PLANLINT_CACHE_DIR`` stands above it."""
    if own := os.environ.get("PLANLINT_CACHE_DIR"):
        return Path(own)
    from platformdirs import user_cache_path

    return user_cache_path("planlint", appauthor=False)


class Cache:
    """Verdicts by key. Nothing that goes wrong in it is ever raised. No connection outlives a call, so that processes may fork between."""

    def __init__(self, folder: Path) -> None:
        # Versions that are used side by side do not replace each other's files.
        self.file = folder / f"verdicts{_VERSION}.sqlite"

    def get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """What is known of these keys; an entry that was damaged is not known."""
        found: dict[bytes, bytes] = {}

        def read(connection: sqlite3.Connection) -> None:
            for start in range(0, len(keys), _AT_ONCE):
                some = keys[start : start + _AT_ONCE]
                marks = ",".join("?" * len(some))
                query = f"SELECT key, text, seal FROM verdict WHERE key IN ({marks})"  # noqa: S608  # only question marks
                for key, text, seal in connection.execute(query, some):
                    with suppress(TypeError, ValueError):  # a damaged row may hold anything
                        if seal == _seal(key, text):
                            found[key] = text

        self._use(read)
        return found

    def put(self, entries: Mapping[bytes, bytes]) -> None:
        """Remember these, and forget the oldest where there are too many."""
        if not entries:
            return
        rows = [(key, text, _seal(key, text)) for key, text in entries.items()]

        def write(connection: sqlite3.Connection) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT OR REPLACE INTO verdict (key, text, seal) VALUES (?, ?, ?)", rows)
            connection.execute("DELETE FROM verdict WHERE id <= (SELECT max(id) FROM verdict) - ?", (_MOST,))
            connection.execute("COMMIT")

        self._use(write)

    def _use(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """Whatever fails ends this use; a file that is to blame is taken away, so that the next use begins anew."""
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with closing(_opened(self.file)) as connection:
                work(connection)
        except _Foreign:
            self._remove()
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF not in _PASSING:
                self._remove()
        except OSError:
            pass

    def _remove(self) -> None:
        """SQLite lets no other process write into a file that is gone."""
        for file in (self.file, self.file.with_name(f"{self.file.name}-journal")):
            with suppress(OSError):
                file.unlink()


class _Foreign(Exception):
    """A file of SQLite that planlint did not write."""


def _opened(file: Path) -> sqlite3.Connection:
    """Raises `_Foreign`, `sqlite3.Error` and OSError."""
    with suppress(FileExistsError, PermissionError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    connection = sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = OFF")  # what is lost with the power is computed again
        if not _is_ours(connection):
            _prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _is_ours(connection: sqlite3.Connection) -> bool:
    """Whether it is ready for use; raises `_Foreign` where somebody else's tables are in it."""
    query = "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master) FROM pragma_application_id, pragma_user_version"
    (application, version, tables) = connection.execute(query).fetchone()
    if (application, version, tables) == (0, 0, 0):
        return False
    if (application, version) != (_APPLICATION, _VERSION):
        raise _Foreign
    return True


def _prepare(connection: sqlite3.Connection) -> None:
    """Make a new file ready, all at once: another process finds it empty or ready."""
    connection.execute("BEGIN IMMEDIATE")
    if not _is_ours(connection):
        connection.execute(f"PRAGMA application_id = {_APPLICATION}")
        connection.execute(f"PRAGMA user_version = {_VERSION}")
        connection.execute(_CREATE)
    connection.execute("COMMIT")


def _seal(key: bytes, text: bytes) -> bytes:
    """What shows that a text is whole and belongs to its key."""
    return hashlib.blake2b(text, key=key[:64], digest_size=16).digest()


def key_of(*parts: str | bytes) -> bytes:
    """A key of all parts; where one ends and the next begins counts too."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8, "big"))
        digest.update(raw)
    return digest.digest()
