"""Write the generated parts of README.md: ``python tests/refresh_readme.py``.

Between ``<!-- rules -->`` and ``<!-- /rules -->`` stands the table of rules; the code block after ``<!-- run: planlint … -->`` is
what that command prints.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from planlint.cli.rules import markdown
from planlint.pack import builtin

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
_RUN = re.compile(r"(<!-- run: planlint (?P<arguments>.*) -->\n```text\n).*?(?=```)", re.DOTALL)
_RULES = re.compile(r"(<!-- rules -->\n).*?(?=<!-- /rules -->)", re.DOTALL)
_COUNT = re.compile(r"against a schema and [0-9]+ rules|against a schema and \{rules\} rules")


def current() -> str:
    """The README as it would be generated now."""
    rules = sorted((rule for rule in builtin().rules.values() if not rule.is_diagnostic), key=lambda rule: (rule.family, rule.code))
    text = README.read_text("utf-8")
    text = _COUNT.sub(f"against a schema and {len(rules)} rules", text)
    text = _RULES.sub(lambda found: f"{found.group(1)}{markdown(rules)}\n", text)
    return _RUN.sub(lambda found: found.group(1) + _output(found["arguments"]), text)


def _output(arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "planlint", *arguments.split()]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    README.write_text(current(), "utf-8")
