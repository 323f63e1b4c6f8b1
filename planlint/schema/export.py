"""JSON Schemas (2020-12) for editors and other tools, made from the models that planlint itself judges by."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from planlint.plan.model import Plan

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Generator(GenerateJsonSchema):
    """Every section has a definition of its own, and no title is made up from a field's name."""

    schema_dialect = DIALECT

    def generate_inner(self, schema: Any) -> JsonSchemaValue:
        if schema["type"] == "model" and "ref" not in schema:
            schema = {**schema, "ref": schema["cls"].__name__}
        return super().generate_inner(schema)

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def plan_schema() -> dict[str, Any]:
    """The JSON Schema of a plan; ids that must exist, ids that must differ and the codes of subdivisions and languages are beyond it."""
    return model_schema(Plan, "plan")


def model_schema(model: type[BaseModel], kind: str) -> dict[str, Any]:
    """The JSON Schema of what a model reads; ``kind`` names it."""
    made: dict[str, Any] = _in_markdown(model.model_json_schema(schema_generator=_Generator))
    return {"$schema": DIALECT, "$id": f"urn:planlint:schema:{kind}", **made}


def _in_markdown(schema: Any) -> Any:
    """The same schema with the docstrings' code marks as editors render them."""
    if isinstance(schema, dict):
        return {key: _in_markdown(value) for key, value in schema.items()}
    if isinstance(schema, list):
        return [_in_markdown(each) for each in schema]
    return schema.replace("``", "`") if isinstance(schema, str) else schema
