"""Nothing leaves the machine: no command opens a socket, whatever it is asked."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from planlint.cli.app import _COMMANDS
from tests.conftest import ROOT, Run

_GUARD = """\
import socket, sys

def refused(event, arguments):
    if event in ("socket.__new__", "socket.connect", "socket.getaddrinfo", "socket.bind", "socket.gethostbyname"):
        sys.stderr.write(f"opened: {event}\\n")
        raise RuntimeError("a socket")

sys.addaudithook(refused)
"""

ARGUMENTS = {
    "check": ["sound.plan.yaml"],
    "accepted": ["sound.plan.yaml"],
    "explain": ["LE106"],
    "rules": ["--standards"],
    "facts": ["sound.plan.yaml"],
    "fix": ["--diff", "sound.plan.yaml"],
    "schema": ["plan"],
    "init": ["--kind", "raid_rescue", "new.plan.yaml"],
    "test": [str(ROOT / "examples" / "pack")],
    "baseline": ["create", "--reason", "plans from before", "flawed.plan.yaml"],
    "new": ["pack", "ours", "--prefix", "ZZ"],
    "packs": ["list"],
    "config": ["explain", "sound.plan.yaml"],
}
"""How each command is tried; a new command needs an entry."""
OPTIONS = [["--format", "sarif"], ["--redact"], ["--statistics"], ["-j", "2", "--no-cache", "many"], ["--output", "markdown=report.md"]]


@pytest.fixture
def guarded(planlint: Run, tmp_path: Path, sound: Path, flawed: Path) -> Run:
    """planlint in a process that says and stops when Python opens a socket, itself or in a library."""
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(_GUARD, "utf-8")
    shutil.copy(sound, tmp_path / "sound.plan.yaml")
    (tmp_path / "many").mkdir()
    for number in range(30):
        shutil.copy(sound, tmp_path / "many" / f"{number}.plan.yaml")

    def run(*arguments: str) -> object:
        return planlint(*arguments, PYTHONPATH=f"{tmp_path / 'guard'}:{ROOT}")

    return run  # type: ignore[return-value]  # it takes the arguments alone


def test_every_command_is_tried() -> None:
    assert set(_COMMANDS) == set(ARGUMENTS)


@pytest.mark.parametrize("arguments", [[command, *rest] for command, rest in ARGUMENTS.items()], ids=lambda arguments: arguments[0])
def test_command_opens_no_socket(guarded: Run, arguments: list[str]) -> None:
    ran = guarded(*arguments)

    # Without a configuration there is no pack to list.
    assert (ran.code, "opened" in ran.err) == (2 if arguments[0] == "packs" else 0, False), ran.err


@pytest.mark.parametrize("options", OPTIONS, ids=lambda options: options[0])
def test_check_opens_no_socket_whatever_is_asked_of_it(guarded: Run, options: list[str]) -> None:
    ran = guarded("check", "sound.plan.yaml", *options)

    assert (ran.code, "opened" in ran.err) == (0, False), ran.err


def test_the_guard_notices(planlint: Run, guarded: Run, tmp_path: Path) -> None:
    (tmp_path / "guard" / "usercustomize.py").write_text("", "utf-8")
    (tmp_path / "guard" / "sitecustomize.py").write_text(_GUARD + "socket.socket()\n", "utf-8")

    assert "opened: socket.__new__" in guarded("--version").err
