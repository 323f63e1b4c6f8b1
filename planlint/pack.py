"""Packs: folders of rule files. The built-in rules are one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path as FilePath

from pydantic import ValidationError

from planlint.checks import Check
from planlint.errors import CannotRun, Unreadable
from planlint.expr.build import build
from planlint.expr.rules import ExpressionCheck
from planlint.facts import APPLIES
from planlint.rule import CODE, Example, Rule, RuleFile
from planlint.schema.misfit import nearest
from planlint.source.document import Document, Lines, Path
from planlint.source.paths import value_at
from planlint.source.reader import decode, read_text

_EXAMPLES = "\nexamples:\n"


@dataclass(frozen=True, eq=False)
class Pack:
    """Rules by code, and where their files are."""

    name: str
    folder: FilePath
    rules: dict[str, Rule]
    files: dict[str, FilePath]
    base: FilePath

    def examples(self, code: str) -> list[Example]:
        """The examples in a rule's file; they are read only when somebody asks."""
        return _read_rule_file(self.files[code], whole=True)[1].examples

    @cached_property
    def families(self) -> dict[str, str]:
        """Family names by code prefix."""
        return {rule.code.rstrip("0123456789"): rule.family for rule in self.rules.values()}


def builtin_folder() -> FilePath:
    """The built-in rules: inside the installed package, or at the top of a checkout."""
    installed = FilePath(__file__).parent / "_rules"
    return installed if installed.is_dir() else FilePath(__file__).parent.parent / "rules"


@cache
def builtin() -> Pack:
    """The built-in pack."""
    folder = builtin_folder()
    base = folder / "base.plan.yaml"
    return load(folder, "planlint", base if base.exists() else folder.parent / "examples" / "sound" / "quarry-release.plan.yaml")


def load(folder: FilePath, name: str, base: FilePath) -> Pack:
    """Load every rule file below a folder; raises `CannotRun` for the first that is not one."""
    rules: dict[str, Rule] = {}
    files: dict[str, FilePath] = {}
    for file in sorted(folder.glob("*/*.yaml")):
        parsed = CODE.match(file.stem)
        if parsed is None:
            raise CannotRun(f"{file}: a rule file is named CODE-name.yaml, for example LE101-no-partner.yaml")
        code = parsed["code"]
        if code in rules:
            raise CannotRun(f"{file}: code {code} is already used by {files[code]}")
        document, content = _read_rule_file(file, whole=False)
        check = _expressions(code, document, content) if content.assert_ is not None else None
        rules[code] = Rule(code=code, name=parsed["name"], family=file.parent.name, file=content, pack=name, check=check)
        files[code] = file
    if not rules:
        raise CannotRun(f"{folder}: no rule files found")
    return Pack(name, folder, rules, files, base)


def _read_rule_file(file: FilePath, *, whole: bool) -> tuple[Document, RuleFile]:
    # Examples are most of a rule file and last in it; checking a plan does not need them.
    text = decode(file.read_bytes())
    try:
        document = read_text(text if whole else text.partition(_EXAMPLES)[0] + "\n", str(file))
        rule = RuleFile.model_validate(document.data)
    except Unreadable as error:
        place = Lines(error.text).position(error.offset)
        reason = error.fields.get("reason", error.variant)
        raise CannotRun(f"{file}:{place.line}:{place.column}: not readable as YAML: {reason}") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = document.locate(tuple(first["loc"])).start
        raise CannotRun(f"{file}:{place.line}:{place.column}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    if rule.applies is not None and rule.applies not in APPLIES:
        raise CannotRun(f"{file}: applies: {rule.applies} is not a fact; known: {', '.join(APPLIES)}")
    return document, rule


def _expressions(code: str, document: Document, rule: RuleFile) -> ExpressionCheck:
    def placed(path: Path, at: int) -> str:
        text = value_at(path, document.data)
        place = document.position_in(path, text if isinstance(text, str) else "", at)
        return f"{document.name}:{place.line}:{place.column}"

    return ExpressionCheck(code, rule, build(rule, placed))


@cache
def find_check(name: str) -> Check:
    """The function that a rule names as ``module.function`` in planlint.checks."""
    module_name, _, function_name = name.partition(".")
    try:
        check: Check = getattr(import_module(f"planlint.checks.{module_name}"), function_name)
    except (ImportError, AttributeError):
        raise CannotRun(f"check {name} does not exist in planlint.checks") from None
    return check


def select(rules: Iterable[Rule], wanted: Sequence[str], unwanted: Sequence[str]) -> list[Rule]:
    """The rules that selectors leave: code, code prefix, name or family; an empty ``wanted`` means all.

    What the schema finds always stays: a plan that does not fit cannot be checked. Raises `CannotRun` for a selector that fits no rule.
    """
    every = list(rules)
    chosen = {rule.code for rule in every if not wanted} | {code for word in wanted for code in _matching(every, word)}
    dropped = {code for word in unwanted for code in _matching(every, word)}
    by_schema = {rule.code for rule in every if rule.file.by == "schema"}
    if hidden := sorted(by_schema & dropped):
        raise CannotRun(f"{', '.join(hidden)} cannot be ignored: a plan that does not fit its schema cannot be checked")
    return [rule for rule in every if rule.code in by_schema or rule.code in chosen - dropped]


def _matching(rules: list[Rule], word: str) -> list[str]:
    by_code = [rule.code for rule in rules if word and rule.code.startswith(word.upper())]
    by_name = [rule.code for rule in rules if word.lower() in (rule.name, rule.family)]
    if by_code or by_name:
        return [*by_code, *by_name]
    known = {name for rule in rules for name in (rule.code, rule.name, rule.family)}
    near = nearest(word, known)
    raise CannotRun(f"no rule is called {word!r}" + (f"; did you mean {near}?" if near else "; see: planlint rules"))
