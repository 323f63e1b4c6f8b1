"""The generated parts of README.md and CONTRIBUTING.md; ``python -m tests.refresh`` writes them.

Between ``<!-- rules -->`` and ``<!-- /rules -->`` stands the table of rules; the code block after ``<!-- run: planlint … -->`` is
what that command prints.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from planlint.cli.rules import markdown
from planlint.expr.environment import TABLE
from planlint.facts.summary import FACTS
from planlint.pack.load import builtin
from tests.expr.state_matrix import STATES, rows

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
_RUN = re.compile(r"(<!-- run: planlint (?P<arguments>.*) -->\n```text\n).*?(?=```)", re.DOTALL)
_RULES = re.compile(r"(<!-- rules -->\n).*?(?=<!-- /rules -->)", re.DOTALL)
_FUNCTIONS = re.compile(r"(<!-- functions -->\n).*?(?=<!-- /functions -->)", re.DOTALL)
_UNWAIVABLE = re.compile(r"(<!-- unwaivable -->\n).*?(?=<!-- /unwaivable -->)", re.DOTALL)
_STATES = re.compile(r"(<!-- states -->\n).*?(?=<!-- /states -->)", re.DOTALL)
_FACTS = re.compile(r"(<!-- facts -->\n).*?(?=<!-- /facts -->)", re.DOTALL)
_COUNT = re.compile(r"against a schema and [0-9]+ rules|against a schema and \{rules\} rules")


def current() -> str:
    """The README as it would be generated now."""
    rules = sorted((rule for rule in builtin().rules.values() if not rule.is_diagnostic), key=lambda rule: (rule.family, rule.code))
    text = README.read_text("utf-8")
    text = _COUNT.sub(f"against a schema and {len(rules)} rules", text)
    text = _RULES.sub(lambda found: f"{found.group(1)}{markdown(rules)}\n", text)
    text = _UNWAIVABLE.sub(lambda found: found.group(1) + _unwaivable(), text)
    return _RUN.sub(lambda found: found.group(1) + _output(found["arguments"]), text)


def contributing() -> str:
    """CONTRIBUTING.md as it would be generated now."""
    text = CONTRIBUTING.read_text("utf-8")
    text = _FUNCTIONS.sub(lambda found: found.group(1) + _functions(), text)
    text = _STATES.sub(lambda found: found.group(1) + _table(["field", "expression", *STATES], rows()), text)
    return _FACTS.sub(lambda found: found.group(1) + _facts(), text)


def _unwaivable() -> str:
    rules = sorted(
        (rule for rule in builtin().rules.values() if not rule.is_waivable and not rule.is_diagnostic), key=lambda rule: rule.code
    )
    return "".join(f"- {rule.code} {rule.file.title}\n" for rule in rules)


def _functions() -> str:
    rows = [(name, " or ".join(entry.signatures), entry.meaning, entry.example) for name, entry in TABLE.items()]
    return _table(["function", "takes and gives", "meaning", "example"], [(f"`{a}`", f"`{b}`", c, f"`{d}`") for a, b, c, d in rows])


def _facts() -> str:
    rows = [(f"`facts.{name}`", f"`{fact.type}`", fact.meaning) for name, fact in FACTS.items()]
    return _table(["fact", "type", "meaning"], rows)


def _table(head: list[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return "\n".join([*lines, *(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows)]) + "\n"


def _output(arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "planlint", *arguments.split()]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
