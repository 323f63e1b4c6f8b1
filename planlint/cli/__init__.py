"""The command line: the only part of planlint that reads files, prints and exits."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, NoReturn

import typer

from planlint import __version__
from planlint.cli.exits import ExitCode

_START = """\
planlint reads operation plans against human trafficking and says what is missing before anyone moves.

  planlint init --kind raid_rescue    write a plan that names every decision
  planlint check my.plan.yaml         check a plan
  planlint check .                    check every plan in this folder
  planlint explain LE106              why a finding matters, and how to mend it
  planlint rules                      all rules
  planlint new pack our-rules         begin rules of your own; planlint test runs their examples
  planlint --help                     all commands and exit codes

Nothing leaves this machine: planlint opens no network connection.\
"""

_EPILOG = (
    "Exit codes: 0 nothing that fails; 1 findings; 2 cannot do what was asked; 3 no plan found; 4 a rule failed; "
    "70 a bug in planlint; 130 interrupted. Nothing leaves this machine."
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"planlint {__version__}")
        from planlint.cli.foreign import foreign

        for line in foreign():
            typer.echo(line)
        raise typer.Exit(ExitCode.CLEAN)


def _main(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            "-V",
            callback=_show_version,
            is_eager=True,
            help="Print the version, and what foreign packs and plugins are loaded here.",
        ),
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks. They may quote the plan: share them with care.")] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(_START)


_COMMANDS = {
    "check": "check:check",
    "accepted": "accepted:accepted",
    "explain": "explain:explain",
    "rules": "rules:rules",
    "facts": "facts:facts",
    "schema": "schema:schema",
    "init": "init:init",
    "baseline": "baseline:app",
    "test": "test:run_examples",
    "new": "new:app",
    "packs": "packs:app",
    "config": "config:app",
}
"""Where each command is, in the order of the help."""


def app(arguments: Sequence[str]) -> typer.Typer:
    """The command line for these arguments. Where they begin with a command, it is the only one that is imported."""
    whole = typer.Typer(
        name="planlint",
        # Boxes of drawn characters are read aloud one by one by screen readers.
        rich_markup_mode=None,
        help="The linter for counter-trafficking operation plans.",
        epilog=_EPILOG,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    whole.callback(invoke_without_command=True)(_main)
    asked = arguments[0] if arguments and arguments[0] in _COMMANDS else None
    for name in _COMMANDS if asked is None else (asked,):
        module, _, attribute = _COMMANDS[name].partition(":")
        command = getattr(import_module(f"planlint.cli.{module}"), attribute)
        if isinstance(command, typer.Typer):
            whole.add_typer(command, name=name)
        else:
            whole.command(name)(command)
    return whole


class _Interrupted(BaseException):
    """Ctrl-C; typer would turn a KeyboardInterrupt into exit code 1."""


def run() -> NoReturn:
    """Run the command line and exit; what goes wrong is one line, never a traceback, unless ``--debug`` asks for it."""
    # pydantic loads any plugin that is installed; one could send a plan elsewhere.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # both are text streams
    signal.signal(signal.SIGINT, _interrupt)
    # A plan is a hundred thousand small values that die together; looking for cycles among them takes longer than reading them.
    gc.set_threshold(100_000, 50, 50)
    sys.exit(_exit_code(sys.argv[1:]))


def _interrupt(_signal: int, _frame: object) -> NoReturn:
    raise _Interrupted


def _exit_code(arguments: list[str]) -> int:
    from planlint.errors import CannotRun, NoPlans, RuleFailure

    try:
        app(arguments)(args=arguments, prog_name="planlint")
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else ExitCode.CLEAN
    except NoPlans as error:
        return _say(str(error), ExitCode.NO_PLANS)
    except CannotRun as error:
        return _say(str(error), ExitCode.CANNOT_RUN)
    except RuleFailure as error:
        return _say(error.reason, ExitCode.RULE_FAILED)
    except _Interrupted:
        return _say("interrupted", ExitCode.INTERRUPTED)
    except BrokenPipeError:
        # The reader went away; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.CANNOT_RUN
    except Exception as error:
        if "--debug" in arguments:
            raise
        return _say(f"a bug in planlint ({type(error).__name__}); please report it", ExitCode.BUG)
    return ExitCode.CLEAN


def _say(words: str, code: ExitCode) -> ExitCode:
    sys.stderr.write(f"planlint: {words}\n")
    return code
