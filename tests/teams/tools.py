"""Tools that stand beside Python in the environment of the tests, and planlint's source as somebody else fetches it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.conftest import ROOT
from tests.repository import commit, git, repository

PACKAGES = os.pathsep.join(entry for entry in sys.path if "site-packages" in entry)

OFFLINE = {
    # What planlint needs is taken from the environment of the tests; nothing is fetched.
    **{name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PIP_", "PRE_COMMIT"))},
    "PYTHONPATH": PACKAGES,
    "PIP_NO_INDEX": "1",
    "PIP_NO_DEPS": "1",
    "PIP_NO_BUILD_ISOLATION": "0",  # pip reads this as the value of build_isolation
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


def ran(program: str, *arguments: object, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """How a tool of the tests' environment ended."""
    beside = Path(sys.executable).parent / program
    command = [str(beside) if beside.exists() else program, *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env={**OFFLINE, **environment}, capture_output=True, text=True, check=False)


def read_yaml(file: str) -> Any:
    return YAML(typ="safe").load((ROOT / file).read_text("utf-8"))


def source(folder: Path) -> Path:
    """A git repository with what git tracks here, as it is now, in one commit."""
    repository(folder)
    for name in git(ROOT, "ls-files", "--cached", "--others", "--exclude-standard").splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    commit(folder)
    return folder


def planted(folder: Path) -> Path:
    """A checkout with modules that must never run: each leaves a file named ``ran`` there."""
    trap = f"open({str(folder / 'ran')!r}, 'a').write(__name__)\n"
    for name in ("planlint", "pip", "venv", "ensurepip", "zlib", "json", "typing", "encodings", "sitecustomize", "pydantic"):
        for file in (folder / name / "__init__.py", folder / f"{name}.py"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(trap, "utf-8")
    (folder / "planlint" / "__main__.py").write_text(trap, "utf-8")
    return folder
