"""JSON Schemas (2020-12) for editors and other tools, made from the models that planlint itself judges by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from planlint.plan.model import Plan
from planlint.schema.overlay import NOTHING, Overlay

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


def plan_schema(overlay: Overlay = NOTHING) -> dict[str, Any]:
    """The JSON Schema of a plan, with the fields that an overlay opens.

    Ids that must exist, ids that must differ and the codes of subdivisions and languages are beyond it.
    """
    made = model_schema(Plan, "plan")
    for section, schema in overlay.by_section.items():
        _open(made["$defs"], section.__name__, schema)
    return made


def _open(definitions: dict[str, Any], name: str, schema: Mapping[str, Any]) -> None:
    """Add the extensions of a section; definitions of their own get names that no other definition has."""
    mine = {inner: f"{name}.extensions.{inner}" for inner in schema.get("$defs", {})}
    opened: dict[str, Any] = _renamed({key: value for key, value in schema.items() if key != "$defs"}, mine)
    required = opened.get("required", [])
    for key, field in opened.get("properties", {}).items():
        opened["properties"][key] = _with_states(field, required=key in required)
    definitions |= {mine[inner]: _renamed(each, mine) for inner, each in schema.get("$defs", {}).items()}
    definitions[name]["properties"]["extensions"] = opened
    if required:
        definitions[name]["required"] = [*definitions[name].get("required", []), "extensions"]


def _with_states(field: Any, *, required: bool) -> dict[str, Any]:
    """A field, or what a plan may write in its place."""
    words: list[str | None] = ["unknown"] if required else ["unknown", "none", None]
    reason = [] if required else [{"$ref": "#/$defs/NotApplicable"}]
    about = {"description": field["description"]} if isinstance(field, dict) and "description" in field else {}
    return {**about, "anyOf": [field, {"enum": words}, *reason]}


def _renamed(schema: Any, names: Mapping[str, str]) -> Any:
    """The same schema with references to renamed definitions."""
    if isinstance(schema, list):
        return [_renamed(each, names) for each in schema]
    if not isinstance(schema, dict):
        return schema
    renamed = {key: _renamed(value, names) for key, value in schema.items()}
    target = str(renamed.get("$ref", "")).removeprefix("#/$defs/")
    return {**renamed, "$ref": f"#/$defs/{names[target]}"} if target in names else renamed


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
