"""Verdicts of earlier runs, by the contents of the plan and of everything that it was held against.

A cache can only ever save time: one that is damaged, locked, foreign or cannot be written is as good as none, and a damaged or
foreign one is replaced. It holds no text of a plan. Several processes may use it at once; SQLite sees to that.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

_APPLICATION = 0x504C4E54
_VERSION = 1
_MOST = 100_000
"""Entries that are kept; the oldest go first."""
_PATIENCE = 2.0
"""Seconds to wait for another process."""
_AT_ONCE = 500
_CREATE = (
    "CREATE TABLE IF NOT EXISTS verdict (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, text TEXT NOT NULL, check_sum INTEGER NOT NULL)"
)


def default_folder() -> Path:
    """Where caches of this user belong; ``PLANLINT_CACHE_DIR`` stands above it."""
    if own := os.environ.get("PLANLINT_CACHE_DIR"):
        return Path(own)
    from platformdirs import user_cache_path

    return user_cache_path("planlint", appauthor=False)


class Cache:
    """Texts by key. Nothing that goes wrong in it is ever raised."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "verdicts.sqlite"
        self._connection = self._opened()

    def get(self, keys: Sequence[bytes]) -> dict[bytes, str]:
        """What is known of these keys; an entry that was damaged is not known."""
        found: dict[bytes, str] = {}
        if self._connection is None:
            return found
        try:
            for start in range(0, len(keys), _AT_ONCE):
                some = keys[start : start + _AT_ONCE]
                marks = ",".join("?" * len(some))
                query = f"SELECT key, text, check_sum FROM verdict WHERE key IN ({marks})"  # noqa: S608  # only question marks
                found.update((key, text) for key, text, said in self._connection.execute(query, some) if said == _check_sum(text))
        except (sqlite3.Error, TypeError, AttributeError):
            self._give_up()
        return found

    def put(self, entries: Mapping[bytes, str]) -> None:
        """Remember these, and forget the oldest where there are too many."""
        if self._connection is None or not entries:
            return
        rows = [(key, text, _check_sum(text)) for key, text in entries.items()]
        try:
            with self._connection:
                self._connection.executemany("INSERT OR REPLACE INTO verdict (key, text, check_sum) VALUES (?, ?, ?)", rows)
                self._connection.execute("DELETE FROM verdict WHERE id <= (SELECT max(id) FROM verdict) - ?", (_MOST,))
        except sqlite3.Error:
            self._give_up()

    def close(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _opened(self) -> sqlite3.Connection | None:
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            return _connected(self.file)
        except sqlite3.OperationalError:
            return None  # locked, or not to be written: another run may use it
        except (OSError, sqlite3.Error, _Foreign):
            return self._anew()

    def _anew(self) -> sqlite3.Connection | None:
        """A new file in the place of one that is damaged or not ours."""
        try:
            for file in (self.file, self.file.with_name(f"{self.file.name}-journal")):
                file.unlink(missing_ok=True)
            return _connected(self.file)
        except (OSError, sqlite3.Error, _Foreign):
            return None

    def _give_up(self) -> None:
        """What is damaged inside is found only on use; the next run begins anew."""
        self.close()
        with suppress(OSError):
            self.file.unlink()


class _Foreign(Exception):
    """A file of SQLite that planlint did not write."""


def _connected(file: Path) -> sqlite3.Connection:
    is_new = not file.exists()
    connection = sqlite3.connect(file, timeout=_PATIENCE, isolation_level="IMMEDIATE")
    try:
        connection.execute("PRAGMA synchronous = OFF")  # what is lost with the power is computed again
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if (application, version) != (_APPLICATION, _VERSION):
            if application or version or connection.execute("SELECT count(*) FROM sqlite_master").fetchone() != (0,):
                raise _Foreign
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {_VERSION}")
            with connection:
                connection.execute(_CREATE)
        if is_new:
            file.chmod(0o600)
    except BaseException:
        connection.close()
        raise
    return connection


def _check_sum(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def key_of(*parts: str | bytes) -> bytes:
    """A key of all parts; where one ends and the next begins counts too."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8, "big"))
        digest.update(raw)
    return digest.digest()
