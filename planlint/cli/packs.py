"""``planlint packs``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from planlint.cli.exits import ExitCode
from planlint.cli.options import ConfigOption

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planlint.pack.load import Pack

app = typer.Typer(
    help="Packs of rules that the configuration names: list them, agree on them, notice when one changes.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("list")
def list_packs(config: ConfigOption = None) -> None:
    """List the packs: name, version, number of rules, folder, and whether each is as it was locked."""
    from planlint.pack.load import builtin

    _, packs, wrong = _compared(config)
    for pack in (builtin(), *packs):
        count = sum(not rule.is_diagnostic for rule in pack.rules.values())
        said = (
            "comes with planlint" if pack is builtin() else f"{pack.contents.folder}: {wrong.get(pack.manifest.name, 'as it was locked')}"
        )
        typer.echo(f"{pack.manifest.name} {pack.manifest.version}  {count} rules  {said}")


@app.command()
def lock(config: ConfigOption = None) -> None:
    """Write planlint.lock beside the configuration: version and SHA-256 of each pack.

    From then on `planlint check` stops with exit code 2 when a pack is not as it was.
    """
    from planlint.pack.lock import FILE, write_lock

    folder, packs, _ = _compared(config, read=False)
    write_lock(folder / FILE, packs)
    typer.echo(f"{folder / FILE}: {len(packs)} {'pack' if len(packs) == 1 else 'packs'} locked")


@app.command()
def verify(config: ConfigOption = None) -> None:
    """Compare the packs with planlint.lock; exit code 2 where one changed, is not locked, or is gone."""
    from planlint.errors import CannotRun
    from planlint.pack.lock import FILE, read_lock

    folder, packs, wrong = _compared(config)
    if read_lock(folder / FILE) is None:
        raise CannotRun(f"{folder / FILE}: there is no lock file; planlint packs lock writes it")
    for pack in packs:
        name = pack.manifest.name
        typer.echo(f"{name} {pack.manifest.version}: {wrong.get(name, 'as it was locked')}")
    for name in wrong.keys() - {pack.manifest.name for pack in packs}:
        typer.echo(f"{name}: {wrong[name]}")
    if wrong:
        raise typer.Exit(ExitCode.CANNOT_RUN)


def _compared(config: Path | None, *, read: bool = True) -> tuple[Path, tuple[Pack, ...], Mapping[str, str]]:
    """The folder of the configuration, its packs, and what is wrong with each of them."""
    from planlint.cli.options import configuration_here
    from planlint.config.ruleset import third_party_packs
    from planlint.errors import CannotRun
    from planlint.pack.lock import FILE, differences, read_lock

    configuration = configuration_here(config, isolated=False)
    if configuration.folder is None:
        raise CannotRun('no configuration names a pack; write for example packs = ["./our-rules"] into planlint.toml')
    packs = third_party_packs(configuration)
    locked = read_lock(configuration.folder / FILE) if read else None
    return configuration.folder, packs, differences(locked or {}, packs)
