"""planlint, the linter for counter-trafficking operation plans."""

__version__ = "0.1.0"
