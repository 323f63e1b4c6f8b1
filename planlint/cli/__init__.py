"""The command line: the only part of planlint that reads files, prints and exits."""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from typing import NoReturn

from planlint.cli import debug
from planlint.cli.asked import Wanted
from planlint.cli.exits import ExitCode
from planlint.cli.fast import plans_alone
from planlint.cli.judge import judge


class _Interrupted(BaseException):
    """Ctrl-C; typer would turn a KeyboardInterrupt into exit code 1."""


def run() -> NoReturn:
    """Run the command line and exit."""
    code = main(sys.argv[1:])
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if code != ExitCode.INTERRUPTED:  # else the reader may be what was waited for
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except OSError:
            code = ExitCode.CANNOT_RUN
    # Taking apart everything that was imported takes longer than judging ten plans; the system frees it at once.
    os._exit(code)


def main(arguments: list[str]) -> int:
    """Do what is asked, and give the exit code; what goes wrong is one line, never a traceback, unless ``--debug`` asks for it."""
    # pydantic loads any plugin that is installed; one could send a plan elsewhere.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    debug.wanted = False
    _open_streams()
    signal.signal(signal.SIGINT, _interrupt)
    # A plan is a hundred thousand small values that die together; looking for cycles among them takes longer than reading them.
    gc.set_threshold(1_000_000, 50, 50)
    return _exit_code(arguments)


def _open_streams() -> None:
    """Standard output and error in UTF-8; a closed input reads as empty; a report for a closed output is not lost in silence."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # What cannot be written to standard output is a lost report, and ends with 2.
            opened = os.open(os.devnull, os.O_WRONLY if name == "stderr" else os.O_RDONLY)
            setattr(sys, name, open(opened, mode, encoding="utf-8"))  # noqa: SIM115  # it is closed by the end of the process
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # both are text streams


def _interrupt(_signal: int, _frame: object) -> NoReturn:
    raise _Interrupted


def _exit_code(arguments: list[str]) -> int:
    from planlint.errors import CannotRun, NoPlans, RuleFailure

    try:
        if (plans := plans_alone(arguments)) is not None:
            return judge(Wanted(paths=plans))
        from planlint.cli.app import app

        app(arguments)(args=arguments, prog_name="planlint")
    except SystemExit as stop:
        return _typer_code(stop)
    except NoPlans as error:
        return _say(str(error), ExitCode.NO_PLANS)
    except CannotRun as error:
        return _say(str(error), ExitCode.CANNOT_RUN)
    except RuleFailure as error:
        return _say(error.reason, ExitCode.RULE_FAILED)
    except _Interrupted:
        return _say("interrupted", ExitCode.INTERRUPTED)
    except OSError as error:
        # Where the reader went away, nobody is left to tell.
        words = "" if isinstance(error, BrokenPipeError) else f"the system refuses: {error.strerror or type(error).__name__}"
        return _say(words, ExitCode.CANNOT_RUN)
    except Exception as error:
        if debug.wanted:
            raise
        return _say(f"a bug in planlint ({type(error).__name__}); please report it", ExitCode.BUG)
    return ExitCode.CLEAN


def _typer_code(stop: SystemExit) -> int:
    """The exit code that typer ends with; but its 1 for an output that nobody reads any more is ours for findings."""
    if isinstance(stop.__context__, BrokenPipeError):
        return ExitCode.CANNOT_RUN
    return stop.code if isinstance(stop.code, int) else ExitCode.CLEAN


def _say(words: str, code: ExitCode) -> ExitCode:
    if words:
        with suppress(OSError):  # Nobody is left to tell but the caller, by the exit code.
            sys.stderr.write(f"planlint: {words}\n")
    return code
