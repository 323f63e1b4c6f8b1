"""Configuration from a revision of git that is trusted, instead of from the work tree: who is judged does not choose by what."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from planlint.config.project import CONFIG_FILE, config_file, git_root
from planlint.errors import CannotRun
from planlint.git import ask, blobs, contents, reason

_MOST = 64 * 1024 * 1024


class Trusted:
    """The files of a revision in a folder of their own, which places of the work tree are looked up in."""

    def __init__(self, top: Path, folder: Path, revision: str) -> None:
        self.top = top
        self.folder = folder
        self.revision = revision

    def twin(self, place: Path) -> Path:
        """Where a file or folder of the work tree is in the revision, whether it is there or not."""
        whole = place.resolve()
        if not whole.is_relative_to(self.top):
            raise CannotRun(f"--trust {self.revision}: {place} is not in the repository {self.top.name}")
        return self.folder / whole.relative_to(self.top)

    def shown(self, text: str) -> str:
        """A text in which the files of the revision are called as git calls them: ``main:planlint.toml``."""
        return text.replace(f"{self.folder}{os.sep}", f"{self.revision}:").replace(str(self.folder), f"{self.revision}:")

    def differences(self, files: Iterable[Path], plans: Iterable[Path]) -> list[str]:
        """What the work tree would have said otherwise: the files of the revision that count, and the configurations near the plans."""
        now = [self.top / file.relative_to(self.folder) for file in files if file.is_relative_to(self.folder)]
        near = [file for folder in {plan.resolve().parent for plan in plans} for file in self._configurations(folder)]
        changed = sorted({file.relative_to(self.top).as_posix() for file in (*now, *near) if self._differs(file)})
        return [f"--trust {self.revision}: {name} is another one there; the one here is not used" for name in changed]

    def _configurations(self, folder: Path) -> Iterator[Path]:
        for each in (folder, *folder.parents):
            if each.is_relative_to(self.top):
                yield each / CONFIG_FILE
                if config_file(self.twin(each)) == self.twin(each) / "pyproject.toml" or _speaks_of_planlint(each / "pyproject.toml"):
                    yield each / "pyproject.toml"

    def _differs(self, file: Path) -> bool:
        return _bytes(file) != _bytes(self.twin(file.parent) / file.name)


def _speaks_of_planlint(file: Path) -> bool:
    return b"planlint" in (_bytes(file) or b"")


def _bytes(file: Path) -> bytes | None:
    try:
        return file.read_bytes().replace(b"\r\n", b"\n") if file.is_file() else None
    except OSError:
        return None


@contextmanager
def trusting(paths: Iterable[Path], revision: str) -> Iterator[Trusted]:
    """The files of a revision of the repository that the paths are in."""
    top = _top(paths, revision)
    with tempfile.TemporaryDirectory(prefix="planlint-") as made:
        trusted = Trusted(top, Path(made).resolve() / "files", revision)
        (Path(made) / CONFIG_FILE).touch()  # what lies above belongs to others
        _write(trusted)
        try:
            yield trusted
        except CannotRun as error:
            raise type(error)(trusted.shown(str(error))) from None


def _top(paths: Iterable[Path], revision: str) -> Path:
    tops = {git_root(path.resolve() if path.is_dir() else path.resolve().parent) for path in paths}
    if len(tops) != 1 or None in tops:
        raise CannotRun(f"--trust {revision}: the plans are not in one git repository")
    return next(top for top in tops if top is not None)


def _write(trusted: Trusted) -> None:
    """Put the files of the revision into their folder. Links are left out: they could lead back to the work tree."""
    asked = ask(trusted.top, "ls-tree", "-r", "-z", "--full-tree", _commit(trusted))
    if asked.returncode != 0:
        raise CannotRun(f"--trust {trusted.revision}: git cannot list it ({reason(asked)})")
    found = blobs(asked.stdout)
    trusted.folder.mkdir()
    try:
        for name, content in zip(found, contents(trusted.top, found.values(), _MOST), strict=True):
            file = trusted.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    except (OSError, ValueError):
        raise CannotRun(f"--trust {trusted.revision}: this clone lacks some of its files; clone it without --filter") from None


def _commit(trusted: Trusted) -> str:
    revision = trusted.revision
    # git would take it for an option.
    asked = None if revision.startswith("-") else ask(trusted.top, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if asked is None or asked.returncode != 0:
        raise CannotRun(f"--trust {revision}: git knows no such revision; fetch it first, for example: git fetch origin main")
    return asked.stdout.decode().strip()
