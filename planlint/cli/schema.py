"""``planlint schema``."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, assert_never

import typer

from planlint.cli.options import ConfigOption, IsolatedOption, configuration_here


class Kind(StrEnum):
    plan = "plan"
    rule = "rule"
    pack = "pack"
    config = "config"
    report = "report"


def schema(
    kind: Annotated[Kind, typer.Argument(help="Of what.")] = Kind.plan,
    config: ConfigOption = None,
    isolated: IsolatedOption = False,
) -> None:
    """Print a JSON Schema (2020-12), for editors and other tools; that of a plan with the fields that your configuration opens.

    An editor with a YAML language server completes and explains plans once the first line of the plan says
    `# yaml-language-server: $schema=plan.schema.json`.
    """
    typer.echo(json.dumps(_schema(kind, config, isolated=isolated), ensure_ascii=False, indent=2))


def _schema(kind: Kind, config: Path | None, *, isolated: bool) -> dict[str, Any]:
    match kind:
        case Kind.plan:
            from planlint.config.ruleset import ruleset
            from planlint.schema.export import plan_schema

            return plan_schema(ruleset(configuration_here(config, isolated=isolated)).overlay)
        case Kind.rule:
            from planlint.rule import RuleFile
            from planlint.schema.export import model_schema

            return model_schema(RuleFile, "rule")
        case Kind.pack:
            from planlint.pack.manifest import Manifest
            from planlint.schema.export import model_schema

            return model_schema(Manifest, "pack")
        case Kind.config:
            from planlint.config.policy import configuration_schema

            return configuration_schema()
        case Kind.report:
            from planlint.report.json import report_schema

            return report_schema()
        case _:
            assert_never(kind)
