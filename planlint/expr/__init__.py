"""Expressions in rule files: a subset of CEL, the Common Expression Language (https://github.com/google/cel-spec)."""
