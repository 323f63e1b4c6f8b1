"""``planlint new``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Begin a pack of rules of your own, or a rule in it.", no_args_is_help=True, rich_markup_mode=None)


@app.command()
def pack(
    folder: Annotated[Path, typer.Argument(help="The folder to write; its name becomes the pack's.")],
    prefix: Annotated[str, typer.Option("--prefix", help="What the codes of its rules begin with: two to four capital letters.")],
    name: Annotated[str | None, typer.Option("--name", help="Another name than the folder's.")] = None,
    licence: Annotated[str, typer.Option("--licence", help="Under which others may use the rules (SPDX).")] = "CC0-1.0",
) -> None:
    """Begin a pack: `planlint new pack our-rules --prefix OR`."""
    from planlint.pack.new import new_pack

    for file in new_pack(folder, name=name or folder.resolve().name, prefix=prefix, licence=licence):
        typer.echo(f"{file}: written")
    typer.echo(f"Next: planlint new rule {prefix}101-name-of-the-rule --family family --pack {folder}")


@app.command()
def rule(
    name: Annotated[str, typer.Argument(help="Code and name: OR101-no-deputy.")],
    family: Annotated[str, typer.Option("--family", help="The family of rules, a folder in the pack: finance.")],
    pack: Annotated[Path, typer.Option("--pack", help="The folder of the pack.")] = Path(),
) -> None:
    """Begin a rule that works, to be changed: `planlint new rule OR101-no-deputy --family staff --pack our-rules`.

    Fill in what stands in <angle brackets>, change the expressions and the examples, and run `planlint test`.
    """
    from planlint.pack.new import new_rule

    file = new_rule(pack, name=name, family=family)
    typer.echo(f"{file}: written. Fill in what stands in <angle brackets>, then run: planlint test {pack}")
