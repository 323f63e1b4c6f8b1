"""The configuration of a plan: the nearest ``planlint.toml``, or ``pyproject.toml`` with ``[tool.planlint]``, above the file."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from planlint.errors import CannotRun
from planlint.facts.thresholds import Thresholds
from planlint.schema.misfit import nearest

FailOn = Literal["error", "warning", "info", "never"]

DEFAULT_FILES = ("plan.yaml", "plan.yml", "*.plan.yaml", "*.plan.yml")


class Configuration(BaseModel):
    """What a configuration file may say. Command-line options stand above it."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=lambda name: name.replace("_", "-"), populate_by_name=True)

    select: list[str] = Field(default_factory=list, description="Rules to run: codes, code prefixes, names or families. Empty: all.")
    ignore: list[str] = Field(default_factory=list, description="Rules to leave out, named the same way.")
    fail_on: FailOn = Field("error", description="The least severity that makes the exit code 1.")
    files: list[str] = Field(default_factory=lambda: list(DEFAULT_FILES), description="Names of plans when a folder is searched.")
    thresholds: Thresholds = Field(default_factory=Thresholds, description="Numbers that rules compare with.")


def configuration_for(file: Path) -> Configuration:
    """The configuration that holds for a file or folder; the defaults where there is none above it."""
    folder = file if file.is_dir() else file.parent
    return _nearest(folder.resolve())


@cache
def _nearest(folder: Path) -> Configuration:
    for above in (folder, *folder.parents):
        if (own := above / "planlint.toml").is_file():
            return read_configuration(own)
        project = above / "pyproject.toml"
        if project.is_file() and (table := _load(project).get("tool", {}).get("planlint")) is not None:
            return _parse(project, table, "tool.planlint.")
    return Configuration()


def read_configuration(file: Path) -> Configuration:
    """Read one configuration file; raises `CannotRun` with the key that is wrong."""
    table = _load(file)
    if file.name == "pyproject.toml":
        return _parse(file, table.get("tool", {}).get("planlint", {}), "tool.planlint.")
    return _parse(file, table, "")


def _load(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise CannotRun(f"{file}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise CannotRun(f"{file}: not UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise CannotRun(f"{file}: not valid TOML: {error}") from None


def _parse(file: Path, table: dict[str, Any], prefix: str) -> Configuration:
    try:
        return Configuration.model_validate(table)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(step) for step in first["loc"])
        if first["type"] != "extra_forbidden":
            raise CannotRun(f"{file}: {prefix}{key}: {first['msg']}") from None
        model: type[BaseModel] = Thresholds if len(first["loc"]) > 1 else Configuration
        near = nearest(first["loc"][-1], [field.alias or name for name, field in model.model_fields.items()])
        raise CannotRun(f"{file}: unknown key {prefix}{key}" + (f"; did you mean {near}?" if near else "")) from None
