"""Write anew everything that is generated from the rules and the code: ``python -m tests.refresh``; read the diff before keeping it.

What comes from others' data has its own command: ``tests/refresh_codes.py`` and ``tests/refresh_conformance.py``.
"""

from __future__ import annotations

from pathlib import Path

from planlint.pack.load import builtin
from tests import declared, fired, refresh_docs


def main() -> None:
    _write(refresh_docs.README, refresh_docs.current())
    _write(refresh_docs.CONTRIBUTING, refresh_docs.contributing())
    _write(declared.FILE, declared.text(builtin()))
    _write(fired.FILE, fired.text(builtin()))


def _write(file: Path, text: str) -> None:
    if not file.exists() or file.read_text("utf-8") != text:
        file.write_text(text, "utf-8")
        print(file.name)


if __name__ == "__main__":
    main()
