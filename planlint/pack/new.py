"""What ``planlint new`` writes: a pack, and rules in it, with everything named that an author has to decide."""

from __future__ import annotations

import re
from pathlib import Path

from planlint import __version__
from planlint.errors import CannotRun
from planlint.pack.contents import read_contents
from planlint.pack.load import read_manifest
from planlint.pack.manifest import FILE, Manifest, is_prefix_of
from planlint.rule import CODE

_PACK = """\
# What this pack says of itself. Its rules stand in <family>/<CODE>-<name>.yaml; planlint reads them and executes nothing.
name: {name}
version: 0.1.0
# What the codes of its rules begin with.
prefixes: [{prefix}]
# Under which licence others may use the rules (SPDX).
licence: {licence}
# The versions of planlint that the rules work with.
planlint: ">={version}"
language: en
"""

_README = """\
# Rules of {name}

- `planlint new rule {prefix}101-name-of-the-rule --family family --pack {folder}` begins a rule.
- `planlint test {folder}` runs the examples of all rules.
- `packs = ["./{folder}"]` in `planlint.toml` makes `planlint check` use them.
- `planlint packs lock` writes down which state of them was agreed on.
"""

_RULE = """\
# What is wrong when this rule finds something.
title: <what is wrong, in a few words>
# error: do not run the plan; warning: needs a decision; info: a note.
severity: warning
# What the rule goes over: a list in the plan. Each element is `self`. Without `for`, `self` is the whole plan.
for: plan.phases
# Which elements it is about; without `when`, all of them. given(x): it is stated, or unknown. Of an unknown one the rule says that it
# cannot judge it; with stated(x) it would pass over it, as if all were well.
when: given(self.hours_per_day)
# What must be true of each. The names in `policy` are numbers and words that a configuration may change.
assert: self.hours_per_day <= policy.hours
policy: {hours: 10}
# The field to mark; without it the whole element is marked.
at: hours_per_day
# What is said. Braces hold ids, codes, dates and numbers; free text of a plan is refused.
message: "{self.id}: {self.hours_per_day} is more than {policy.hours} <of what>"
# The way out, and the reason.
help: <what to do about it>
why: <what happens to people otherwise>
# What the rule makes of a plan that leaves the value out, says none, calls it unknown, or declares it not applicable: found, not_judged,
# passed or not_applicable; tried by `planlint test` at this place of the sound plan.
states: {at: "phases[p4-reception].hours_per_day", not_stated: passed, none: passed, unknown: not_judged, not_applicable: passed}
# Edits of the sound plan, run by `planlint test`: at least one that the rule must find, and one that it must leave alone.
examples:
  - bad: <what is wrong in this plan>
    set: {"phases[p4-reception].hours_per_day": 14}
    finds: [{at: "phases[p4-reception].hours_per_day"}]
  - good: <why the rule is silent here>
    set: {"phases[p4-reception].hours_per_day": 10}
"""


def new_pack(folder: Path, *, name: str, prefix: str, licence: str) -> list[Path]:
    """Write the folder of a pack without rules; raises `CannotRun` where a file is in the way."""
    if not (prefix.isascii() and prefix.isalpha() and prefix.isupper() and 2 <= len(prefix) <= 4):
        raise CannotRun(f"--prefix {prefix}: two to four capital letters, for example TW")
    if not (name.isascii() and name.replace("-", "").isalnum() and name[:1].isalpha() and name.islower()):
        raise CannotRun(f"--name {name}: lower-case letters, digits and hyphens, for example our-rules")
    texts = {
        folder / FILE: _PACK.format(name=name, prefix=prefix, licence=licence, version=__version__),
        folder / "README.md": _README.format(name=name, prefix=prefix, folder=folder.as_posix()),
    }
    return [_written(file, text) for file, text in texts.items()]


def new_rule(folder: Path, *, name: str, family: str) -> Path:
    """Write a rule of a pack; raises `CannotRun` for a name that the pack cannot have, and where a file is in the way."""
    manifest, codes = _pack_of(folder)
    parsed = CODE.match(name)
    if parsed is None:
        example = f"{manifest.prefixes[0]}101-name-of-the-rule"
        raise CannotRun(f"{name}: a rule is named CODE-name, lower-case with hyphens behind the code: {example}")
    if not any(is_prefix_of(prefix, parsed["code"]) for prefix in manifest.prefixes):
        raise CannotRun(f"{name}: the codes of this pack begin with {' or '.join(manifest.prefixes)}")
    if parsed["code"] in codes:
        raise CannotRun(f"{name}: code {parsed['code']} is used by {codes[parsed['code']]}")
    if re.fullmatch(r"[a-z][a-z0-9-]*", family) is None:
        raise CannotRun(f"--family {family}: lower-case letters, digits and hyphens, for example finance")
    return _written(folder / family / f"{name}.yaml", _RULE)


def _pack_of(folder: Path) -> tuple[Manifest, dict[str, Path]]:
    """What a pack says of itself, and the files of its rules by code; a new pack has none yet."""
    manifest = read_manifest(read_contents(folder))
    files = sorted(folder.glob("*/*.yaml"))
    return manifest, {parsed["code"]: file for file in files if (parsed := CODE.match(file.stem)) is not None}


def _written(file: Path, text: str) -> Path:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
    except FileExistsError:
        raise CannotRun(f"{file} is already there") from None
    except OSError as error:
        raise CannotRun(f"{file}: cannot be written: {error.strerror}") from None
    return file
