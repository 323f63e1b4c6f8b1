"""Where a pack is: a folder, or inside an installed distribution. Nothing of a distribution is imported or executed."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution, entry_points
from importlib.util import find_spec
from pathlib import Path

from planlint.errors import CannotRun
from planlint.schema.misfit import nearest

GROUP = "planlint.packs"


def find_packs(name: str) -> list[Path]:
    """The folders of the packs that a configuration names; raises `CannotRun` where there is none.

    ``name`` is an absolute path, or the name of a distribution with entry points in the group ``planlint.packs``, whose values are
    folders of the distribution's packages, written with dots.
    """
    if Path(name).is_absolute():
        if not Path(name).is_dir():
            raise CannotRun(f"packs: there is no folder {name}; correct the path, or leave the pack out")
        return [Path(name)]
    try:
        offered = [point.value for point in distribution(name).entry_points if point.group == GROUP]
    except PackageNotFoundError:
        known = sorted({point.dist.name for point in entry_points(group=GROUP) if point.dist is not None})
        near = nearest(name, known)
        hint = f"; did you mean {near}?" if near else f"; installed packs: {', '.join(known) or 'none'}"
        raise CannotRun(f"packs: no distribution {name} is installed{hint}; a folder is written with a slash: ./{name}") from None
    if not offered:
        raise CannotRun(f"packs: distribution {name} brings no pack (no entry point in the group {GROUP})")
    return [_folder(name, value) for value in offered]


def _folder(name: str, value: str) -> Path:
    if re.fullmatch(r"\w+(\.\w+)*", value) is None:
        raise CannotRun(f"packs: {name}: the entry point {value!r} is not a folder of a package, written with dots")
    package, *rest = value.split(".")
    spec = find_spec(package)
    places = [] if spec is None else [*(spec.submodule_search_locations or ())]
    folders = [folder for place in places if (folder := Path(place, *rest)).is_dir()]
    if not folders:
        raise CannotRun(f"packs: {name}: there is no folder {value}")
    return folders[0]
