"""The configuration of a plan: the nearest ``planlint.toml``, or ``pyproject.toml`` with ``[tool.planlint]``, above the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, create_model
from pydantic_core import ErrorDetails, PydanticCustomError

from planlint.config.places import Layer, Said, key_text
from planlint.config.project import DEFAULT_NAMES, config_file, load_toml, table_of
from planlint.errors import CannotRun
from planlint.facts.thresholds import Thresholds
from planlint.files import read_file
from planlint.finding import AskedProfile, PolicyValue
from planlint.rule import SeverityWord
from planlint.schema.misfit import nearest

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

FailOn = Literal["error", "warning", "info", "never"]
Reason = Annotated[str, Field(min_length=15)]

_MAX_DEPTH = 10
_PATHS = ("packs", "extensions")
"""Lists of files and folders; they lie beside the configuration that names them, and are joined where one extends another."""
_PER_FILE = "per-file"


def _is_pattern(text: str) -> str:
    from pathspec import GitIgnoreSpec

    try:
        patterns = GitIgnoreSpec.from_lines([text]).patterns
    except ValueError:
        patterns = []
    if not any(pattern.include is not None for pattern in patterns):
        raise PydanticCustomError("pattern", "not a pattern as in .gitignore")
    return text


Pattern = Annotated[str, AfterValidator(_is_pattern)]


class Settings(BaseModel):
    """What may be said of all plans, and of some of them again."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=lambda name: name.replace("_", "-"), populate_by_name=True)

    select: list[str] = Field(default_factory=list, description="Rules to run: codes, code prefixes, names or families. Empty: all.")
    ignore: list[str] = Field(default_factory=list, description="Rules to leave out, named the same way.")
    profile: AskedProfile | None = Field(
        None, description="How far plans must be: draft, review, approval, or status for what each plan says. Left out: all is asked."
    )
    fail_on: FailOn = Field("error", description="The least severity that makes the exit code 1.")
    severity: dict[str, SeverityWord] = Field(default_factory=dict, description="Severities of your own, by code, name, prefix or family.")
    off: dict[str, Reason] = Field(
        default_factory=dict, description="Rules that are switched off, with the reason (15 characters or more)."
    )


OwnThresholds = create_model(
    "OwnThresholds",
    __config__=Thresholds.model_config,
    **{name: (Annotated[field.annotation, *field.metadata] | None, None) for name, field in Thresholds.model_fields.items()},  # type: ignore[call-overload]
)
"""Those of the thresholds that a configuration sets."""


class Override(Settings):
    """Settings that hold for some plans only."""

    files: list[Pattern] = Field(
        min_length=1, description="Which plans: patterns as in .gitignore, from the folder of the configuration file."
    )


class Placed(NamedTuple):
    """An override and where it stands."""

    layer: Layer
    number: int
    override: Override

    @property
    def said(self) -> Said:
        return Said(self.layer, (_PER_FILE, self.number))

    def place(self, *steps: str) -> str:
        """Where a setting of it stands, for a message."""
        return str(Said(self.layer, (*self.said.steps, *steps)))

    def takes_in(self, file: Path, *patterns: str) -> bool:
        """Whether the override is for a file; where patterns are given, whether these take it in."""
        return fits(file, patterns or self.override.files, self.layer.file.parent)


class Configuration(Settings):
    """What a configuration file may say. Command-line options stand above it."""

    extends: str | None = Field(None, description="A configuration file that holds where this one says nothing else.")
    baseline: str | None = Field(
        None, description="The baseline, a file beside the configuration: what it lists is known and does not fail."
    )
    files: list[str] = Field(
        default_factory=lambda: list(DEFAULT_NAMES), min_length=1, description="Names of plans when a folder is searched."
    )
    packs: list[str] = Field(default_factory=list, description="Packs of rules: folders (with a slash), or installed distributions.")
    extensions: list[str] = Field(default_factory=list, description="Files that open fields of your own under extensions.")
    thresholds: OwnThresholds = Field(
        default_factory=OwnThresholds, description="Numbers that rules compare with, instead of those that planlint comes with."
    )
    policy: dict[str, dict[str, PolicyValue]] = Field(default_factory=dict, description="By a rule's code: values instead of its own.")
    per_file: list[Override] = Field(
        default_factory=list, description="Other settings for some plans, key by key; the last that fits wins."
    )

    _layers: tuple[Layer, ...] = PrivateAttr(())
    _applied: tuple[int, ...] = PrivateAttr(())

    def extension_contents(self) -> list[bytes]:
        """The files that open fields, as they are now."""
        return [read_file(Path(file)) for file in self.extensions]

    @property
    def folder(self) -> Path | None:
        """Where the configuration file lies; None for the defaults."""
        return self._layers[-1].file.parent if self._layers else None

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The configuration file, and before it those that it extends."""
        return self._layers

    @property
    def overrides(self) -> tuple[Placed, ...]:
        """The overrides of all layers, each with where it stands."""
        places = [(layer, number) for layer in self._layers for number in range(len(layer.table.get(_PER_FILE, ())))]
        return tuple(Placed(*place, override) for place, override in zip(places, self.per_file, strict=True))

    @property
    def applied(self) -> tuple[Placed, ...]:
        """The overrides that this configuration holds already."""
        return tuple(self.overrides[number] for number in self._applied)

    def applying(self, file: Path) -> tuple[int, ...]:
        """Which overrides are for a file."""
        return tuple(number for number, each in enumerate(self.overrides if self.per_file else ()) if each.takes_in(file))

    def for_file(self, file: Path) -> Configuration:
        """What holds for a file: these settings, and over them those of each override that is for it."""
        if not (numbers := self.applying(file)):
            return self
        changed: dict[str, Any] = {}
        for number in numbers:
            override = self.per_file[number]
            changed = _over(changed, {key: getattr(override, key) for key in override.model_fields_set - {"files"}})
        own = {key: getattr(self, key) for key in changed}
        copy = self.model_copy(update=_over(own, changed))
        copy._applied = numbers
        return copy

    def said(self, *steps: str) -> Said | None:
        """Where a setting was said, for example at ("severity", "LE106"); None: nowhere, it is the default."""
        places = [Said(placed.layer, (*placed.said.steps, *steps)) for placed in self.applied if steps[0] != "files"]
        every = [*(Said(layer, steps) for layer in self._layers), *places]
        return next((said for said in reversed(every) if said.layer.says(said.steps)), None)

    def place(self, *steps: str) -> str:
        """Where a setting was said, for a message."""
        return str(self.said(*steps) or key_text(steps))


def fits(file: Path, patterns: Sequence[str], folder: Path) -> bool:
    """Whether patterns, written as in .gitignore from a folder, take in a file."""
    try:
        relative = file.resolve().relative_to(folder.resolve())
    except ValueError:
        return False
    return _spec(tuple(patterns)).match_file(relative)


@cache
def _spec(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(patterns)


_TABLES: Mapping[str, type[BaseModel]] = {"thresholds": OwnThresholds, _PER_FILE: Override}
"""The tables whose keys are fixed."""


def configuration_for(file: Path) -> Configuration:
    """The configuration that holds for a file or folder; the defaults where there is none above it."""
    if file.is_dir():
        return _nearest(file.resolve())
    return _nearest(file.resolve().parent).for_file(file)


@cache
def _nearest(folder: Path) -> Configuration:
    file = config_file(folder)
    return Configuration() if file is None else read_configuration(file)


def read_configuration(file: Path) -> Configuration:
    """Read a configuration file and those that it extends; raises `CannotRun` with the key that is wrong."""
    layers = _layers(file, ())
    read = Configuration.model_validate(reduce(_over, (_whole_paths(layer) for layer in layers)))
    read._layers = layers
    return read


def _layers(file: Path, extended_by: tuple[Path, ...]) -> tuple[Layer, ...]:
    """What the file says, and before it what the files say that it extends."""
    if file.resolve() in extended_by:
        raise CannotRun(f"{file}: extends itself, by way of {' and '.join(str(each) for each in extended_by)}")
    if len(extended_by) == _MAX_DEPTH:
        raise CannotRun(f"{file}: more than {_MAX_DEPTH} configurations extend each other")
    prefix = ("tool", "planlint") if file.name == "pyproject.toml" else ()
    whole = load_toml(file)
    table = table_of(whole) if prefix else whole
    if not isinstance(table, dict):
        raise CannotRun(f"{file}: has no table [tool.planlint]")
    if any("\0" in text for text in _texts(table)):
        raise CannotRun(f"{file}: a text holds the character U+0000")
    layer = Layer(file, prefix, table)
    checked = _checked(layer)
    if checked.extends is None:
        return (layer,)
    above = (file.parent / checked.extends).resolve()
    if not above.is_file():
        raise CannotRun(f"{Said(layer, ('extends',))}: there is no file {checked.extends}")
    return (*_layers(above, (*extended_by, file.resolve())), layer)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for each in value.items() for part in each for text in _texts(part))
    elif isinstance(value, list):
        yield from (text for each in value for text in _texts(each))


def _whole_paths(layer: Layer) -> dict[str, Any]:
    """The settings of a layer, with paths as they are from anywhere."""
    settings: dict[str, Any] = {
        key: [beside(layer.file, each) for each in value] if key in _PATHS else value for key, value in layer.table.items()
    }
    if "baseline" in settings:
        settings["baseline"] = str((layer.file.parent / settings["baseline"]).resolve())
    return settings


def beside(file: Path, name: str) -> str:
    """A path as it is from anywhere; the name of a distribution stays a name."""
    is_path = "/" in name or "\\" in name or name.startswith(".") or Path(name).suffix in (".yaml", ".yml", ".json")
    return str((file.parent / name).resolve()) if is_path else name


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Settings over others: key by key, tables too; packs, extensions and overrides are joined."""
    merged = {**below, **above}
    for key, value in above.items():
        under = below.get(key)
        if isinstance(value, dict) and isinstance(under, dict):
            merged[key] = _over(under, value)
        elif key in _PATHS and isinstance(under, list):
            merged[key] = list(dict.fromkeys([*under, *value]))
        elif key == _PER_FILE and isinstance(under, list):
            merged[key] = [*under, *value]
    return merged


def _checked(layer: Layer) -> Configuration:
    try:
        return Configuration.model_validate(layer.table)
    except ValidationError as error:
        first = error.errors()[0]
    steps = first["loc"]
    said = Said(layer, next(steps[:depth] for depth in range(len(steps), -1, -1) if layer.says(steps[:depth])))
    if first["type"] == "extra_forbidden":
        model = next((model for key, model in _TABLES.items() if first["loc"][0] == key and len(first["loc"]) > 1), Configuration)
        near = nearest(first["loc"][-1], [field.alias or name for name, field in model.model_fields.items()])
        raise CannotRun(f"{said.at}: unknown key {said.key}" + (f"; did you mean {near}?" if near else ""))
    if first["type"] == "missing":
        raise CannotRun(f"{said.at}: {said.key}: lacks {steps[-1]}")
    several = len(steps) - len(said.steps) > 0 and first["type"].endswith("_type")
    raise CannotRun(f"{said.at}: {said.key}: {_NO_KIND if several else _words(first)}")


_NO_KIND = "this is none of the kinds of values that belong here"
_EXPECTED = {
    "list_type": 'a list belongs here: ["…"]',
    "string_type": "text in quotes belongs here",
    "bool_type": "true or false belongs here",
    "int_type": "a whole number belongs here",
    "float_type": "a number belongs here",
    "dict_type": "a table belongs here: {{name = …}}",
    "model_type": "a table belongs here: {{name = …}}",
    "string_too_short": "the text is too short: it needs {min_length} characters",
    "too_short": "the list is empty, and needs {min_length}",
    "greater_than_equal": "the number is too small: {ge} is the least",
    "less_than_equal": "the number is too large: {le} is the most",
    "greater_than": "the number is too small: it must be more than {gt}",
    "finite_number": "a number that is not endless belongs here",
    "pattern": "not a pattern as in .gitignore",
}


def _words(error: ErrorDetails) -> str:
    """What is wrong with a setting, in words of people and not of Python."""
    context = error.get("ctx", {})
    if error["type"] == "literal_error":
        words = re.findall("'([^']*)'", str(context.get("expected", "")))
        near = nearest(error["input"], words)
        return f"one of these belongs here: {', '.join(words)}" + (f"; did you mean {near}?" if near else "")
    if error["type"] in _EXPECTED:
        return _EXPECTED[error["type"]].format(**context)
    return _NO_KIND if error["type"].endswith(("_type", "_parsing")) else error["msg"]
