"""What ``planlint --version`` says of packs and plugins of others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def third_party() -> Iterator[str]:
    """A line for each distribution with plugins, and for each pack that the configuration here names."""
    yield from _plugins()
    if not _is_configured(Path.cwd()):
        return
    from planlint.config.ruleset import third_party_packs
    from planlint.config.settings import configuration_for
    from planlint.errors import CannotRun

    try:
        for pack in third_party_packs(configuration_for(Path())):
            yield f"pack {pack.manifest.name} {pack.manifest.version} ({pack.contents.folder})"
    except CannotRun as error:
        yield f"packs: {error}"


def _plugins() -> Iterator[str]:
    """What is installed, by its metadata; nothing of it is imported."""
    from importlib.metadata import entry_points

    found: dict[str, list[str]] = {}
    for group, word in (("planlint.checks", "check"), ("planlint.reports", "format")):
        for point in entry_points(group=group):
            whose = f"{point.dist.name} {point.dist.version}" if point.dist is not None else "an unnamed distribution"
            found.setdefault(whose, []).append(f"{word} {point.name}")
    return (f"plugin {whose} ({', '.join(sorted(set(names)))})" for whose, names in sorted(found.items()))


def _is_configured(folder: Path) -> bool:
    """Whether a configuration lies here or above; ``--version`` must not import what reads it where there is none."""
    import tomllib

    for above in (folder, *folder.parents):
        if (above / "planlint.toml").is_file():
            return True
        try:
            if "planlint" in tomllib.loads((above / "pyproject.toml").read_text("utf-8")).get("tool", {}):
                return True
        except (OSError, ValueError):
            continue
    return False
