"""``python -m planlint``."""

from planlint.cli import run

run()
