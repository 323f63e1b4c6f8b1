"""Whether tracebacks were asked for: said once by typer, before any command runs."""

wanted = False
