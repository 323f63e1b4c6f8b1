"""The configuration of a file: the nearest planlint.toml, or [tool.planlint] of a pyproject.toml, above it."""
