"""Where the rules that come with planlint lie."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent.parent


def rules_folder() -> Path:
    """The built-in rules: inside the installed package, or at the top of a checkout."""
    installed = _PACKAGE / "_rules"
    return installed if installed.is_dir() else _PACKAGE.parent / "rules"


def base_plan() -> Path:
    """The sound plan that the examples of the built-in rules edit."""
    installed = _PACKAGE / "_rules" / "base.plan.yaml"
    return installed if installed.exists() else _PACKAGE.parent / "examples" / "sound" / "quarry-release.plan.yaml"
