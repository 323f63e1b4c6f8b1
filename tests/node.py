"""Node packages that slow tests need, installed once into a cache outside the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest


def installed(package: str, version: str) -> Path:
    """The folder of an npm package; skips the test where there is no npm."""
    if shutil.which("npm") is None:
        pytest.skip(f"npm is not installed, and {package} comes from it")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "planlint-tests"
    folder = cache / f"{package.replace('/', '+')}-{version}"
    if not folder.exists():
        cache.mkdir(parents=True, exist_ok=True)
        # Tests run in parallel: whoever comes first puts the folder there, whole.
        with tempfile.TemporaryDirectory(dir=cache) as work:
            fresh = Path(work) / "fresh"
            fresh.mkdir()
            command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(fresh), f"{package}@{version}"]
            subprocess.run(command, check=True, capture_output=True, timeout=300)
            try:
                fresh.rename(folder)
            except OSError:
                assert folder.exists()
    return folder / "node_modules" / package
