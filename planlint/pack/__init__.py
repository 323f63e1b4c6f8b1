"""Packs: folders of rule files. The built-in rules are one. Importing this package imports none of its modules."""
