"""The command line as typer knows it: commands, help, exit codes."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer

from planlint import __version__
from planlint.cli import debug
from planlint.cli.exits import ExitCode
from planlint.docstrings import docstring

_START = """\
planlint reads operation plans against human trafficking and says what is missing before anyone moves.

  planlint init --kind raid_rescue    write a plan that names every decision
  planlint check my.plan.yaml         check a plan
  planlint check .                    check every plan in this folder
  planlint fix my.plan.yaml           mend what is only written wrongly
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
        from planlint.cli.third_party import third_party

        for line in third_party():
            typer.echo(line)
        raise typer.Exit(ExitCode.CLEAN)


def _show_tracebacks(wanted: bool) -> None:
    debug.wanted = wanted


def _main(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            "-V",
            callback=_show_version,
            is_eager=True,
            help="Print the version, and which packs and plugins of others are loaded here.",
        ),
    ] = False,
    tracebacks: Annotated[
        bool,
        typer.Option(
            "--debug",
            callback=_show_tracebacks,
            is_eager=True,
            help="Show tracebacks. They may quote the plan: share them with care.",
        ),
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(_START)


_COMMANDS = {
    "check": "check:check",
    "fix": "fix:fix",
    "accepted": "accepted:accepted",
    "explain": "explain:explain",
    "rules": "rules:rules",
    "facts": "facts:facts",
    "schema": "schema:schema",
    "init": "init:init",
    "test": "test:run_examples",
    "baseline": "baseline:app",
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
            for each in command.registered_commands:
                each.help = each.help or (docstring(each.callback) if each.callback else None)
            whole.add_typer(command, name=name)
        else:
            whole.command(name, help=docstring(command))(command)
    return whole
