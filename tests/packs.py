"""Packs written by tests."""

from __future__ import annotations

from pathlib import Path

MANIFEST = """\
name: ours
version: 1.0.0
prefixes: [ZZ]
licence: CC0-1.0
planlint: ">=0.1"
"""

RULE = """\
title: A long day
severity: warning
for: plan.phases
when: stated(self.hours_per_day)
assert: self.hours_per_day <= policy.hours
policy: {hours: 10}
at: hours_per_day
message: "{self.id}: {self.hours_per_day} hours are more than {policy.hours}"
help: Send a second shift.
why: People who have not slept make mistakes.
examples:
  - bad: a day of 14 hours
    set: {"phases[p4-reception].hours_per_day": 14}
    finds: [{at: "phases[p4-reception].hours_per_day"}]
  - good: a day of 10 hours
    set: {"phases[p4-reception].hours_per_day": 10}
"""

LONG_DAY = "work/ZZ101-long-day.yaml"


def write_pack(folder: Path, files: dict[str, str] | None = None, *, manifest: str = MANIFEST) -> Path:
    """Write a pack of these files; with none, of one rule that is as it should be."""
    for name, text in {"pack.yaml": manifest, **({LONG_DAY: RULE} if files is None else files)}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="")
    return folder


def rule(**lines: str) -> str:
    """The rule with some of its lines changed or, where empty, taken out: ``assert_="..."`` for ``assert: ...``."""
    text = RULE
    for key, value in lines.items():
        name = key.rstrip("_")
        before = next((line for line in text.splitlines() if line.startswith(f"{name}:")), None)
        new = f"{name}: {value}" if value else ""
        text = text.replace(before, new) if before is not None else text.replace("examples:", f"{new}\nexamples:")
    return text
