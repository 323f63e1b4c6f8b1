"""The configuration of commands that are about rules rather than about one plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from planlint.config.settings import Configuration

ConfigOption = Annotated[Path | None, typer.Option("--config", help="Use this configuration, not the nearest one.")]
IsolatedOption = Annotated[bool, typer.Option("--isolated", help="Read no configuration and no pack of others.")]


def chosen_configuration(config: Path | None, *, isolated: bool) -> Configuration | None:
    """The configuration that the options ask for; None leaves it to what lies nearest."""
    from planlint.errors import CannotRun

    if config is not None and isolated:
        raise CannotRun("--config and --isolated exclude each other")
    if config is None and not isolated:
        return None
    from planlint.config.settings import Configuration, read_configuration

    return Configuration() if config is None else read_configuration(config)


def configuration_here(config: Path | None, *, isolated: bool) -> Configuration:
    """The configuration that the options ask for, else the nearest one of the current folder."""
    from planlint.config.settings import configuration_for

    return chosen_configuration(config, isolated=isolated) or configuration_for(Path())
