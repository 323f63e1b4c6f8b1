"""``planlint.lock``: which foreign packs were agreed on, by version and SHA-256."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from planlint.errors import CannotRun
from planlint.files import read_file, write_whole
from planlint.pack.load import Pack

FILE = "planlint.lock"
_REMEDY = "look at what changed, then: planlint packs lock"


class Locked(NamedTuple):
    """A pack as it was when it was locked."""

    version: str
    sha256: str


def lock_text(packs: Sequence[Pack]) -> str:
    """The contents of the lock file for these packs."""
    entries = {pack.manifest.name: {"version": pack.manifest.version, "sha256": pack.contents.digest} for pack in packs}
    return json.dumps({"version": 1, "packs": dict(sorted(entries.items()))}, indent=2) + "\n"


def write_lock(file: Path, packs: Sequence[Pack]) -> None:
    """Write the lock file, whole or not at all."""
    write_whole(file, [lock_text(packs)])


def read_lock(file: Path) -> Mapping[str, Locked] | None:
    """What was locked, None where there is no lock file; raises `CannotRun` for a file that is not one."""
    try:
        data: Any = json.loads(read_file(file))
        if data["version"] != 1:
            raise CannotRun(f"{file}: written by a later planlint")
        return {name: Locked(str(entry["version"]), str(entry["sha256"])) for name, entry in data["packs"].items()}
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CannotRun(f"{file}: cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        raise CannotRun(f"{file}: not a lock file; write it anew with: planlint packs lock") from None


def differences(locked: Mapping[str, Locked], packs: Sequence[Pack]) -> dict[str, str]:
    """What is wrong with each pack, by its name; a pack that is as it was locked is not there."""
    found: dict[str, str] = {}
    for pack in packs:
        name, agreed = pack.manifest.name, locked.get(pack.manifest.name)
        if agreed is None:
            found[name] = "is not locked"
        elif agreed.sha256 != pack.contents.digest:
            before, now = agreed.version, pack.manifest.version
            found[name] = f"changed since it was locked ({before if before == now else f'{before} then, {now} now'})"
    for name in locked.keys() - {pack.manifest.name for pack in packs}:
        found[name] = "is locked, and the configuration no longer names it"
    return dict(sorted(found.items()))


def verify(folder: Path, packs: Sequence[Pack]) -> None:
    """Raise `CannotRun` where a lock file lies in the folder and a pack is not as it was locked."""
    locked = read_lock(folder / FILE)
    if locked is not None and (wrong := differences(locked, packs)):
        lines = [f"pack {name} {what}; {_REMEDY}" for name, what in wrong.items()]
        raise CannotRun("\n".join(f"{folder / FILE}: {line}" for line in lines))
