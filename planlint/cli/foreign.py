"""What ``planlint --version`` says of foreign packs and plugins."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path


def foreign() -> Iterator[str]:
    """A line for each pack that the configuration here names, without reading the packs where there is no configuration."""
    if not _is_configured(Path.cwd()):
        return
    from planlint.config import configuration_for
    from planlint.errors import CannotRun
    from planlint.ruleset import foreign_packs

    try:
        for pack in foreign_packs(configuration_for(Path())):
            yield f"pack {pack.manifest.name} {pack.manifest.version} ({pack.contents.folder})"
    except CannotRun as error:
        yield f"packs: {error}"


def _is_configured(folder: Path) -> bool:
    """Whether a configuration lies here or above; ``--version`` must not import what reads it where there is none."""
    for above in (folder, *folder.parents):
        if (above / "planlint.toml").is_file():
            return True
        try:
            if "planlint" in tomllib.loads((above / "pyproject.toml").read_text("utf-8")).get("tool", {}):
                return True
        except (OSError, ValueError):
            continue
    return False
