"""planlint as its callers have it: arguments, standard input and environment go in, exit code and streams come out.

Starting Python and importing planlint costs several times what most tests ask of it. So `run` asks a copy of the process that runs the
tests: it has all that a process of its own has (streams, folder, environment, signals, memory, an end by ``os._exit``), only not the
start. What depends on the start is started: a variable that Python itself reads makes it so.
"""

from __future__ import annotations

import datetime as dt
import gc
import os
import signal
import subprocess
import sys
import tempfile
import traceback
import warnings
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO, NamedTuple, NoReturn

import planlint

ROOT = Path(__file__).parent.parent
_FORKS = hasattr(os, "fork")


class Ran(NamedTuple):
    """How a process ended and what it wrote."""

    code: int
    out: str
    err: str


def clean_environment(**more: str) -> dict[str, str]:
    """The environment without what changes colours; with the checkout's planlint, unless the installed one is tested."""
    path = {} if "site-packages" in str(planlint.__file__) else {"PYTHONPATH": str(ROOT)}
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    return {**kept, **path, **more}


def run(arguments: Sequence[str], *, stdin: bytes, cwd: Path, environment: Mapping[str, str], installed: Path | None = None) -> Ran:
    """Run ``planlint`` with these arguments. ``installed`` is a folder that is searched for distributions as site-packages is."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(stdin)
        given.seek(0)
        if not _FORKS or any(name.startswith("PYTHON") for name in environment):
            code = _started(arguments, (given, out, err), cwd, environment, installed)
        else:
            code = _forked(arguments, (given, out, err), cwd, environment, installed)
        for stream in (out, err):
            stream.seek(0)
        return Ran(code, out.read().decode(), err.read().decode())


Streams = tuple[IO[bytes], IO[bytes], IO[bytes]]


def _started(arguments: Sequence[str], streams: Streams, cwd: Path, environment: Mapping[str, str], installed: Path | None) -> int:
    """A process of its own."""
    whole = clean_environment(**environment)
    if installed is not None:
        whole["PYTHONPATH"] = os.pathsep.join([str(installed), *filter(None, [whole.get("PYTHONPATH")])])
    given, out, err = streams
    command = [sys.executable, "-m", "planlint", *arguments]
    return subprocess.run(command, stdin=given, stdout=out, stderr=err, cwd=cwd, env=whole, check=False).returncode


def _forked(arguments: Sequence[str], streams: Streams, cwd: Path, environment: Mapping[str, str], installed: Path | None) -> int:
    """A copy of this process."""
    _get_ready()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forks beside threads: the copy takes no lock that one could hold
        process = os.fork()
    if process == 0:
        _be_planlint(arguments, streams, cwd, environment, installed)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


@cache
def _get_ready() -> None:
    """Import and make once what every copy would have to: commands, formats, rules, and whatever these need to judge a plan."""
    from planlint.cli.app import app
    from planlint.lint.engine import Policy, lint_bytes
    from planlint.pack.load import builtin
    from planlint.report import FORMATS, find_format

    app([])
    for form in FORMATS:
        find_format(form, isolated=True)
    pack = builtin()
    lint_bytes(pack.base, "base.plan.yaml", Policy(pack.rules, frozenset(pack.rules), pack.thresholds, dt.date(2026, 1, 1)))


def _be_planlint(arguments: Sequence[str], streams: Streams, cwd: Path, environment: Mapping[str, str], installed: Path | None) -> NoReturn:
    try:
        gc.freeze()  # what the tests made stays shared
        for number, stream in enumerate(streams):
            os.dup2(stream.fileno(), number)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False, errors="backslashreplace")  # noqa: SIM115
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.setrecursionlimit(sys.getrecursionlimit() + _depth())
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(clean_environment(**environment))
        sys.argv = ["planlint", *arguments]
        if installed is not None:
            sys.path.insert(0, str(installed))
        _forget()
        from planlint.cli import run

        run()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(99)


def _forget() -> None:
    """What tests before this one made planlint know of files, folders and distributions."""
    for name, module in list(sys.modules.items()):
        if name == "planlint.plugin" or name.startswith("planlint.config."):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


def _depth() -> int:
    """How many calls deep this process is already, which planlint in a process of its own would not be."""
    frame, depth = sys._getframe(), 0
    while frame.f_back is not None:
        frame, depth = frame.f_back, depth + 1
    return depth
