"""``planlint schema``."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated, Any, assert_never

import typer


class Kind(StrEnum):
    plan = "plan"
    rule = "rule"
    config = "config"
    report = "report"


def schema(kind: Annotated[Kind, typer.Argument(help="Of what.")] = Kind.plan) -> None:
    """Print a JSON Schema (2020-12), for editors and other tools.

    An editor with a YAML language server completes and explains plans once the first line of the plan says
    `# yaml-language-server: $schema=plan.schema.json`.
    """
    typer.echo(json.dumps(_schema(kind), ensure_ascii=False, indent=2))


def _schema(kind: Kind) -> dict[str, Any]:
    match kind:
        case Kind.plan:
            from planlint.schema.export import plan_schema

            return plan_schema()
        case Kind.rule:
            from planlint.rule import RuleFile
            from planlint.schema.export import model_schema

            return model_schema(RuleFile, "rule")
        case Kind.config:
            from planlint.config import Configuration
            from planlint.schema.export import model_schema

            return model_schema(Configuration, "config")
        case Kind.report:
            from planlint.report.json import report_schema

            return report_schema()
        case _:
            assert_never(kind)
