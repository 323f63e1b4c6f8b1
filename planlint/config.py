"""The configuration of a plan: the nearest ``planlint.toml``, or ``pyproject.toml`` with ``[tool.planlint]``, above the file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError

from planlint.errors import CannotRun
from planlint.facts.thresholds import Thresholds
from planlint.finding import AskedProfile
from planlint.project import DEFAULT_NAMES, config_file, load_toml
from planlint.rule import PolicyValue, SeverityWord
from planlint.schema.misfit import nearest

FailOn = Literal["error", "warning", "info", "never"]
Reason = Annotated[str, Field(min_length=15)]

_MAX_DEPTH = 10
_PATHS = ("packs", "extensions")
"""Lists of files and folders; they lie beside the configuration that names them, and are joined where one extends another."""


class Configuration(BaseModel):
    """What a configuration file may say. Command-line options stand above it."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=lambda name: name.replace("_", "-"), populate_by_name=True)

    extends: str | None = Field(None, description="A configuration file that holds where this one says nothing else.")
    select: list[str] = Field(default_factory=list, description="Rules to run: codes, code prefixes, names or families. Empty: all.")
    ignore: list[str] = Field(default_factory=list, description="Rules to leave out, named the same way.")
    profile: AskedProfile | None = Field(
        None, description="How far plans must be: draft, review, approval, or status for what each plan says. Left out: all is asked."
    )
    fail_on: FailOn = Field("error", description="The least severity that makes the exit code 1.")
    baseline: str | None = Field(
        None, description="The baseline, a file beside the configuration: what it lists is known and does not fail."
    )
    files: list[str] = Field(default_factory=lambda: list(DEFAULT_NAMES), description="Names of plans when a folder is searched.")
    packs: list[str] = Field(default_factory=list, description="Packs of rules: folders (with a slash), or installed distributions.")
    extensions: list[str] = Field(default_factory=list, description="Files that open fields of your own under extensions.")
    severity: dict[str, SeverityWord] = Field(default_factory=dict, description="Severities of your own, by code, name, prefix or family.")
    off: dict[str, Reason] = Field(
        default_factory=dict, description="Rules that are switched off, with the reason (15 characters or more)."
    )
    thresholds: Thresholds = Field(default_factory=Thresholds, description="Numbers that rules compare with.")
    policy: dict[str, dict[str, PolicyValue]] = Field(default_factory=dict, description="By a rule's code: values instead of its own.")

    _file: Path | None = PrivateAttr(None)

    def extension_contents(self) -> list[bytes]:
        """The files that open fields, as they are now."""
        return [Path(file).read_bytes() for file in self.extensions]

    @property
    def folder(self) -> Path | None:
        """Where the configuration file lies; None for the defaults."""
        return None if self._file is None else self._file.parent


def configuration_for(file: Path) -> Configuration:
    """The configuration that holds for a file or folder; the defaults where there is none above it."""
    folder = file if file.is_dir() else file.parent
    return _nearest(folder.resolve())


@cache
def _nearest(folder: Path) -> Configuration:
    file = config_file(folder)
    return Configuration() if file is None else read_configuration(file)


def read_configuration(file: Path) -> Configuration:
    """Read a configuration file and those that it extends; raises `CannotRun` with the key that is wrong."""
    read = Configuration.model_validate(_merged(file, ()))
    read._file = file
    return read


def _merged(file: Path, extended_by: tuple[Path, ...]) -> dict[str, Any]:
    """The file's settings over those of the file that it extends."""
    if file.resolve() in extended_by:
        raise CannotRun(f"{file}: extends itself, by way of {' and '.join(str(each) for each in extended_by)}")
    if len(extended_by) == _MAX_DEPTH:
        raise CannotRun(f"{file}: more than {_MAX_DEPTH} configurations extend each other")
    own = load_toml(file)
    prefix = "tool.planlint." if file.name == "pyproject.toml" else ""
    table = own.get("tool", {}).get("planlint", {}) if prefix else own
    checked = _checked(file, table, prefix)
    settings = {**table, **{key: [_beside(file, each) for each in getattr(checked, key)] for key in _PATHS if key in table}}
    if checked.baseline is not None:
        settings["baseline"] = str((file.parent / checked.baseline).resolve())
    if checked.extends is None:
        return settings
    above = file.parent / checked.extends
    if not above.is_file():
        raise CannotRun(f"{file}: {prefix}extends: there is no file {checked.extends}")
    return _over(_merged(above, (*extended_by, file.resolve())), settings)


def _beside(file: Path, name: str) -> str:
    """A path as it is from anywhere; the name of a distribution stays a name."""
    is_path = "/" in name or "\\" in name or name.startswith(".") or Path(name).suffix in (".yaml", ".yml", ".json")
    return str((file.parent / name).resolve()) if is_path else name


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Settings over others: key by key, tables too; packs and extensions are joined."""
    merged = {**below, **above}
    for key, value in above.items():
        under = below.get(key)
        if isinstance(value, dict) and isinstance(under, dict):
            merged[key] = _over(under, value)
        elif key in _PATHS and isinstance(under, list):
            merged[key] = list(dict.fromkeys([*under, *value]))
    return merged


def _checked(file: Path, table: dict[str, Any], prefix: str) -> Configuration:
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
