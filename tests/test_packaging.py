"""What is shipped: wheel and sdist hold the package and every rule, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.checkout


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)], check=True, capture_output=True)
    return folder


def tracked(*folders: str) -> set[str]:
    """Files that git tracks or would track: new files count before they are added."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *folders]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return {name for name in listed.stdout.splitlines() if (ROOT / name).exists()}


def test_wheel_holds_the_package_and_every_rule(dist: Path) -> None:
    names = set(zipfile.ZipFile(next(dist.glob("*.whl"))).namelist())
    shipped = {name for name in names if ".dist-info/" not in name}

    rules = {name.replace("rules/", "planlint/_rules/", 1) for name in tracked("rules")}
    assert shipped == tracked("planlint") | rules | {"planlint/_rules/base.plan.yaml"}


def test_wheel_carries_its_licence(dist: Path) -> None:
    names = zipfile.ZipFile(next(dist.glob("*.whl"))).namelist()

    assert [name for name in names if name.endswith("licenses/LICENSE")] != []


def test_sdist_holds_everything_that_git_tracks(dist: Path) -> None:
    with tarfile.open(next(dist.glob("*.tar.gz"))) as archive:
        names = {member.name.partition("/")[2] for member in archive.getmembers() if member.isfile()}

    assert names == tracked() | {"PKG-INFO"}
