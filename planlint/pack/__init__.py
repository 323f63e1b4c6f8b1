"""Packs: folders of rule files. The built-in rules are one."""

from planlint.pack.load import Pack, builtin, load
from planlint.pack.select import matching, select

__all__ = ["Pack", "builtin", "load", "matching", "select"]
