"""Reading a pack: its manifest and its rules, every one of them checked before any plan is."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path as FilePath
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from planlint.errors import CannotRun, Unreadable
from planlint.expr.build import Condition, build
from planlint.expr.compile import Trace
from planlint.expr.rules import ExpressionCheck
from planlint.facts.thresholds import Thresholds
from planlint.pack.contents import Contents, read_contents
from planlint.pack.folders import base_plan, rules_folder
from planlint.pack.manifest import FILE, Manifest, is_prefix_of, refuse_other_versions
from planlint.plan.model import Plan
from planlint.plan.states import Section
from planlint.rule import CODE, FIELD, Example, Rule, RuleFile
from planlint.schema.misfit import nearest
from planlint.schema.overlay import NOTHING, Overlay, joined, load_overlay
from planlint.schema.shape import fields
from planlint.source.document import Document, Lines, Path
from planlint.source.paths import value_at
from planlint.source.reader import decode, read_text

BASE = "base.plan.yaml"
_EXAMPLES = "\nexamples:\n"
_TOP_LEVEL = re.compile(r"^[^\s#-]", re.MULTILINE)
"""A key at the top, which nobody would read behind the examples."""

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, eq=False)
class Pack:
    """Rules by code, and what their pack says of itself.

    ``base`` is the sound plan that examples edit.

    ``overlay`` opens the fields that its rules may use, ``own_overlay`` those that the pack itself brings.
    """

    manifest: Manifest
    contents: Contents
    rules: Mapping[str, Rule]
    names: Mapping[str, str]
    base: bytes
    overlay: Overlay
    own_overlay: Overlay

    def examples(self, code: str) -> list[Example]:
        """The examples in a rule's file; they are read only when somebody asks."""
        return self.rule_file(code)[1].examples

    def rule_file(self, code: str) -> tuple[Document, RuleFile]:
        """A rule's whole file, examples included, and where in it what stands."""
        return _rule_file(self.contents, self.names[code], whole=True)

    def notices(self, *, examples: bool = False) -> list[str]:
        """What its files say that planlint no longer reads; ``examples`` looks into these too."""
        said = [(code, "fix") for code, rule in self.rules.items() if "fix" in rule.file.model_fields_set]
        if examples:
            said += [(code, "also") for code in self.rules if any("also" in each.model_fields_set for each in self.examples(code))]
        return [f"{self.contents.folder / self.names[code]}: {key}: is no longer read; take it out" for code, key in said]

    @cached_property
    def thresholds(self) -> Thresholds:
        """The values of the thresholds that come with planlint."""
        return Thresholds.model_validate({name: each.value for name, each in self.manifest.thresholds.items()})

    @cached_property
    def families(self) -> dict[str, str]:
        """Family names by code prefix."""
        return {rule.code.rstrip("0123456789"): rule.family for rule in self.rules.values()}


@cache
def builtin() -> Pack:
    """The built-in pack."""
    return load_builtin()


def load_builtin() -> Pack:
    """The built-in pack, read anew."""
    return load(rules_folder(), base_plan())


def load(folder: FilePath, base: FilePath | None = None, opened: Overlay = NOTHING) -> Pack:
    """Load a pack; raises `CannotRun` with a line for everything in it that is wrong.

    ``base`` is the sound plan of a pack without one of its own; left out, it is the built-in pack's. ``opened`` are fields that its
    rules may use beside those that the pack opens itself.
    """
    contents = read_contents(folder)
    manifest = read_manifest(contents)
    if manifest.thresholds and folder != rules_folder():
        raise CannotRun(f"{folder / FILE}: thresholds are for the pack that comes with planlint; write policy: into your rules")
    if base is None:
        refuse_other_versions(manifest, str(folder / FILE))
    _refuse_strays(contents, manifest)
    own = NOTHING if manifest.extensions is None else load_overlay(contents.files[manifest.extensions], str(folder / manifest.extensions))
    overlay = joined([opened, own])
    rules: dict[str, Rule] = {}
    names: dict[str, str] = {}
    wrong: list[str] = []
    for name in (name for name in contents.files if "/" in name):
        try:
            rule = _rule(contents, name, manifest, overlay)
            if rule.code in rules:
                raise CannotRun(f"{folder / name}: code {rule.code} is already used by {folder / names[rule.code]}")
        except CannotRun as error:
            wrong.append(str(error))
        else:
            rules[rule.code], names[rule.code] = rule, name
    if wrong:
        raise CannotRun("\n".join(wrong))
    if not rules:
        raise CannotRun(f"{folder}: the pack holds no rules; they stand in <family>/<CODE>-<name>.yaml")
    return Pack(manifest, contents, rules, names, _base(contents, base), overlay, own)


def read_manifest(contents: Contents) -> Manifest:
    """What a pack says of itself; raises `CannotRun` where that does not fit."""
    if FILE not in contents.files:
        raise CannotRun(f"{contents.folder}: no {FILE}; planlint new pack writes one")
    return _validated(Manifest, _document(contents, FILE))


def _base(contents: Contents, base: FilePath | None) -> bytes:
    if BASE in contents.files:
        return contents.files[BASE]
    return builtin().base if base is None else base.read_bytes()


def _refuse_strays(contents: Contents, manifest: Manifest) -> None:
    """A file that nobody would ever read is a mistake, most likely a rule that its author thinks is running."""
    known = {FILE, BASE, manifest.extensions}
    if stray := [name for name in contents.files if "/" not in name and name not in known]:
        raise CannotRun(f"{contents.folder / stray[0]}: not read; rules stand in <family>/<CODE>-<name>.yaml")
    if manifest.extensions is not None and manifest.extensions not in contents.files:
        raise CannotRun(f"{contents.folder / FILE}: extensions: there is no file {manifest.extensions}")


def _rule(contents: Contents, name: str, manifest: Manifest, overlay: Overlay) -> Rule:
    file = contents.folder / name
    parsed = CODE.match(file.stem)
    if parsed is None:
        raise CannotRun(f"{file}: a rule file is named CODE-name.yaml, for example LE101-no-partner.yaml")
    code = parsed["code"]
    if not any(is_prefix_of(prefix, code) for prefix in manifest.prefixes):
        raise CannotRun(f"{file}: code {code} has none of the pack's prefixes ({', '.join(manifest.prefixes)})")
    document, content = _rule_file(contents, name, whole=False)
    for index, claim in enumerate(content.essay):
        _refuse_unknown(document, ("essay", index), str(claim), [str(each) for each in manifest.claims], f"claim of {FILE}")
    return Rule(
        code=code,
        name=parsed["name"],
        family=file.parent.name,
        file=content,
        pack=manifest.name,
        version=manifest.version,
        thresholds={name: each.value for name, each in (manifest.thresholds or builtin().manifest.thresholds).items()},
        applies=None if content.applies is None else Condition(code, content.applies, _placed(document)),
        check=None if content.assert_ is None else expressions(code, document, content, overlay),
    )


def expressions(code: str, document: Document, content: RuleFile, overlay: Overlay, trace: Trace | None = None) -> ExpressionCheck:
    """A rule file's expressions as a check; raises `CannotRun` with the place of what does not fit."""
    return ExpressionCheck(code, content, build(content, _placed(document), overlay, trace))


def _placed(document: Document) -> Callable[[Path, int], str]:
    def placed(path: Path, at: int) -> str:
        text = value_at(path, document.data)
        place = document.position_in(path, text if isinstance(text, str) else "", at)
        return f"{document.name}:{place.line}:{place.column}"

    return placed


def _rule_file(contents: Contents, name: str, *, whole: bool) -> tuple[Document, RuleFile]:
    # Examples are most of a rule file and last in it; checking a plan does not need them.
    document = _document(contents, name, until="" if whole else _EXAMPLES)
    rule = _validated(RuleFile, document)
    _refuse_stray_place(document, rule.not_applicable_at)
    for index, threshold in enumerate(rule.thresholds):
        _refuse_unknown(document, ("thresholds", index), threshold, Thresholds.model_fields, "threshold")
    _refuse_stray_values(document, rule)
    return document, rule


def _refuse_stray_values(document: Document, rule: RuleFile) -> None:
    """A misspelt value would stand in its braces in front of a planner. What expressions say of messages is checked with them."""
    known: dict[str, Collection[str]] = {"policy": rule.values, "thresholds": Thresholds.model_fields}
    tables = {} if rule.check is None else {name: getattr(rule, name) for name in ("messages", "labels", "not_evaluated", "phrases")}
    texts: dict[Path, str] = {("help",): rule.help, ("message",): rule.message or "" if rule.check is not None else ""}
    texts |= {(table, name): text for table, words in tables.items() for name, text in words.items()}
    for path, text in texts.items():
        for source, _, name in (found.partition(".") for found in FIELD.findall(text)):
            if source in known and name:
                _refuse_unknown(document, path, name, known[source], f"value of {source}")


def _refuse_unknown(document: Document, path: Path, name: str | None, known: Collection[str], what: str) -> None:
    """A name that nothing answers to would be passed over in silence."""
    if name is None or name in known:
        return
    place = document.locate(path).start
    near = nearest(name, known)
    hint = f"; did you mean {near}?" if near else f"; known: {', '.join(known) or 'none'}"
    raise CannotRun(f"{document.name}:{place.line}:{place.column}: {path[0]}: {name} is not a {what}{hint}")


def _refuse_stray_place(document: Document, place: str | None) -> None:
    """Names of a place in the plan that nothing has."""
    section: Any = Plan
    for step in place.split(".") if place else ():
        own = fields(section) if isinstance(section, type) and issubclass(section, Section) else {}
        _refuse_unknown(
            document, ("not_applicable_at",), step, own, "section of a plan" if section is Plan else f"field of {section.__name__}"
        )
        section = own[step][1].kind


def _document(contents: Contents, name: str, until: str = "") -> Document:
    """A file of the pack as a document, up to the words ``until``."""
    file = str(contents.folder / name)
    try:
        text = decode(contents.files[name])
        read, _, rest = text.partition(until) if until else (text, "", "")
        document = read_text(read + "\n" if until else read, file)
    except Unreadable as error:
        place = Lines(error.text).position(error.offset)
        reason = error.fields.get("reason", error.variant.replace("_", " "))
        raise CannotRun(f"{file}:{place.line}:{place.column}: not readable as YAML: {reason}") from None
    if behind := _TOP_LEVEL.search(rest):
        place = Lines(text).position(len(text) - len(rest) + behind.start())
        raise CannotRun(f"{file}:{place.line}:{place.column}: examples stand last in a rule file")
    if document.duplicates:
        twice = document.duplicates[0]
        place = document.locate(twice, "second_key").start
        raise CannotRun(f"{file}:{place.line}:{place.column}: {'.'.join(map(str, twice))} is there twice")
    return document


def _validated(model: type[Model], document: Document) -> Model:
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        raise CannotRun(
            "\n".join(_said(model, document, tuple(each["loc"]), each["type"], each["msg"]) for each in error.errors())
        ) from None


def _said(model: type[BaseModel], document: Document, path: Path, kind: str, said: str) -> str:
    """One of pydantic's errors at its place."""
    unknown = kind == "extra_forbidden"
    place = document.locate(path, "key" if unknown else "value").start
    at = f"{document.name}:{place.line}:{place.column}: {'.'.join(map(str, path))}".removesuffix(": ")
    if not unknown:
        return f"{at}: {said.removeprefix('Value error, ')}"
    near = nearest(path[-1], [field.alias or name for name, field in model.model_fields.items()]) if len(path) == 1 else None
    return f"{at}: unknown key" + (f"; did you mean {near}?" if near else "")
