"""The command line: the only part of planlint that reads files, prints and exits."""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import Annotated, NoReturn

import typer

from planlint import __version__
from planlint.cli.check import check
from planlint.cli.exits import ExitCode
from planlint.cli.explain import explain
from planlint.cli.facts import facts
from planlint.cli.foreign import foreign
from planlint.cli.init import init
from planlint.cli.new import app as new
from planlint.cli.packs import app as packs
from planlint.cli.rules import rules
from planlint.cli.schema import schema
from planlint.cli.test import run_examples

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

app = typer.Typer(
    name="planlint",
    # Boxes of drawn characters are read aloud one by one by screen readers.
    rich_markup_mode=None,
    help="The linter for counter-trafficking operation plans.",
    epilog=_EPILOG,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"planlint {__version__}")
        for line in foreign():
            typer.echo(line)
        raise typer.Exit(ExitCode.CLEAN)


@app.callback(invoke_without_command=True)
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


for _command in (check, explain, rules, facts, schema, init):
    app.command()(_command)
app.command("test")(run_examples)
app.add_typer(new, name="new")
app.add_typer(packs, name="packs")


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
        app(args=arguments, prog_name="planlint")
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
