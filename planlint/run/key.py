"""What decides a report beside the plan itself: a digest of planlint, its rules and what it runs on."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from planlint import __version__
from planlint.pack.folders import rules_folder

_PACKAGE = Path(__file__).parent.parent


@cache
def digest() -> str:
    """SHA-256 over the version, the rules, when and how large planlint's modules were written, and what they run on."""
    found = hashlib.sha256(
        "\0".join((__version__, sys.version, *sorted(_distributions()), *_time_zones())).encode("utf-8", "surrogateescape")
    )
    for file in sorted(_files(rules_folder(), ".yaml")):
        content = Path(file).read_bytes()
        found.update(f"{file}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
        found.update(content)
    for file in sorted(_files(_PACKAGE, ".py")):
        about = os.stat(file)
        found.update(f"{file}\0{about.st_size}\0{about.st_mtime_ns}\0".encode("utf-8", "surrogateescape"))
    return found.hexdigest()


def _distributions() -> Iterator[str]:
    """What is installed, by the names of the folders that say so: they hold the versions."""
    for folder in sys.path:
        with suppress(OSError):
            yield from (name for name in os.listdir(folder or ".") if name.endswith((".dist-info", ".egg-info")))


def _time_zones() -> Iterator[str]:
    """When the system's time zones were written, which plans are computed with."""
    with suppress(OSError):
        yield str(os.stat("/usr/share/zoneinfo").st_mtime_ns)


def _files(folder: Path, suffix: str) -> list[str]:
    return [entry for here, _, names in os.walk(folder) for name in names if (entry := os.path.join(here, name)).endswith(suffix)]
