"""``planlint config``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planlint.cli.options import ConfigOption, IsolatedOption

if TYPE_CHECKING:
    from planlint.config.explained import Effective, LoadedPack, RuleSetting, Setting
    from planlint.config.places import Said
    from planlint.run.discover import Idle

app = typer.Typer(help="The configuration that holds for a plan.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _group() -> None:
    """A callback keeps the name of the only command."""


class ConfigFormat(StrEnum):
    text = "text"
    json = "json"


@app.command()
def explain(
    file: Annotated[Path, typer.Argument(help="A plan, or a folder.")] = Path(),
    form: Annotated[ConfigFormat, typer.Option("--format", help="How it is written.")] = ConfigFormat.text,
    config: ConfigOption = None,
    isolated: IsolatedOption = False,
) -> None:
    """Say which settings hold for a plan, and who said so: file, line and key of each, or that it is the default."""
    from planlint.cli.options import chosen_configuration
    from planlint.config.explained import effective
    from planlint.config.ruleset import ruleset
    from planlint.config.settings import configuration_for
    from planlint.errors import CannotRun
    from planlint.run.discover import idle_overrides

    if not file.exists():
        raise CannotRun(f"no such file or folder: {file}")
    chosen = chosen_configuration(config, isolated=isolated)
    configuration = configuration_for(file) if chosen is None else chosen if file.is_dir() else chosen.for_file(file)
    found = effective(configuration, ruleset(configuration))
    idle = idle_overrides([configuration], [] if file.is_dir() else [file])
    typer.echo(_as_json(file, found, idle) if form is ConfigFormat.json else "\n".join(_as_text(file, found, idle)))


def _as_text(file: Path, found: Effective, idle: Sequence[Idle]) -> Iterator[str]:
    yield _shown(file)
    yield f"  configuration: {_shown(found.layers[0].file) if found.layers else 'none, the defaults hold'}"
    yield from (f"  extends: {_shown(layer.file)}" for layer in found.layers[1:])
    for word, listed in (("holds", found.overrides), ("is for other plans", found.others)):
        yield from (f"  override for {', '.join(each.override.files)} {word} ({_at(each.said)})" for each in listed)
    yield from (f"  does nothing: {each}" for each in idle)
    yield from ("", "packs", *(f"  {_pack_line(each)}" for each in found.packs))
    yield from ("", "settings", *(f"  {_line(each)}" for each in found.settings))
    rules = [f"  {each.code} {each.name}: {_state(each)} ({_at(each.said)})" for each in found.rules]
    yield from ("", "rules", *(rules or ["  all run, with the severities of their own (default)"]))
    yield from ("", "thresholds", *(f"  {_line(each)}" for each in found.thresholds))
    if found.policy:
        yield from ("", "policy", *(f"  {_line(each)}" for each in found.policy))


def _pack_line(loaded: LoadedPack) -> str:
    pack = loaded.pack
    count = sum(not rule.is_diagnostic for rule in pack.rules.values())
    where = f"{_shown(pack.contents.folder)} ({_at(loaded.said)})" if loaded.said else "comes with planlint"
    return f"{pack.manifest.name} {pack.manifest.version}, {count} {'rule' if count == 1 else 'rules'}, {where}"


def _line(setting: Setting) -> str:
    value = _value(setting.key, setting.value)
    if setting.said is None:
        return f"{setting.key}: {value} (default)"
    default = "" if setting.value == setting.default else f", default: {_value(setting.key, setting.default)}"
    return f"{setting.key}: {value} ({_at(setting.said)}{default})"


_WHERE_EMPTY = {"select": "every rule", "profile": "all is asked"}
"""What it means that nothing is said."""


def _value(key: str, value: object) -> str:
    if value in (None, [], ()):
        return _WHERE_EMPTY.get(key, "none")
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _state(rule: RuleSetting) -> str:
    return f"{rule.what}: {rule.words}" if rule.words else rule.what


def _at(said: Said | None) -> str:
    if said is None:
        return "default"
    line = f":{said.line}" if said.line else ""
    return f"{_shown(said.layer.file)}{line} {said.key}"


def _as_json(file: Path, found: Effective, idle: Sequence[Idle]) -> str:
    overrides = [(each, each in found.overrides) for each in (*found.overrides, *found.others)]
    whole = {
        "version": 1,
        "file": _shown(file),
        "configuration": [_shown(layer.file) for layer in found.layers],
        "overrides": [{"files": each.override.files, "holds": holds, "said": _said(each.said)} for each, holds in overrides],
        "idle": [{"pattern": each.pattern, "place": each.place, "folder": _shown(each.folder)} for each in idle],
        "packs": [_pack(each) for each in found.packs],
        "settings": [_setting(each) for each in found.settings],
        "rules": [{**each._asdict(), "said": _said(each.said)} for each in found.rules],
        "thresholds": [_setting(each) for each in found.thresholds],
        "policy": [_setting(each) for each in found.policy],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _pack(loaded: LoadedPack) -> dict[str, Any]:
    pack = loaded.pack
    folder = _shown(pack.contents.folder) if loaded.said else None
    return {"name": pack.manifest.name, "version": pack.manifest.version, "folder": folder, "said": _said(loaded.said)}


def _setting(setting: Setting) -> dict[str, Any]:
    return {**setting._asdict(), "said": _said(setting.said)}


def _said(said: Said | None) -> dict[str, Any] | None:
    return None if said is None else {"file": _shown(said.layer.file), "key": said.key, "line": said.line}


def _shown(file: Path) -> str:
    """A path below the current folder where it is there."""
    whole, here = file.resolve(), Path.cwd()
    return whole.relative_to(here).as_posix() if whole.is_relative_to(here) else whole.as_posix()
