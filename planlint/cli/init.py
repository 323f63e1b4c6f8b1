"""``planlint init``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class OperationKind(StrEnum):
    """The kinds of operation; a test holds them to the plan's own vocabulary, which takes longer to import."""

    raid_rescue = "raid_rescue"
    workplace_extraction = "workplace_extraction"
    inspection = "inspection"
    assisted_exit = "assisted_exit"
    survivor_outreach = "survivor_outreach"
    shelter_services = "shelter_services"
    repatriation = "repatriation"
    investigation_support = "investigation_support"
    online_operation = "online_operation"
    training_capacity = "training_capacity"


def init(
    file: Annotated[Path, typer.Argument(help="Where the plan is written; `-` prints it.")] = Path("plan.yaml"),
    kind: Annotated[OperationKind, typer.Option("--kind", help="What kind of operation it is.")] = ...,  # type: ignore[assignment]
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")] = False,
) -> None:
    """Write an empty plan that names every decision and makes none.

    Fill it in and run `planlint check` on it: what is required and still empty is reported first, then what the rules ask for.
    """
    from planlint.errors import CannotRun
    from planlint.schema.empty_plan import scaffold

    text = scaffold(kind.value, file.name if str(file) != "-" else "plan.yaml")
    if str(file) == "-":
        typer.echo(text, nl=False)
        return
    try:
        with file.open("w" if force else "x", encoding="utf-8") as opened:
            opened.write(text)
    except FileExistsError:
        raise CannotRun(f"{file} is already there; --force overwrites it") from None
    except OSError as error:
        raise CannotRun(f"{file}: cannot be written: {error.strerror}") from None
    typer.echo(f"{file}: written. Fill it in, then run: planlint check {file}")
