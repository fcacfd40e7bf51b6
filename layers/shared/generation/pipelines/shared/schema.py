"""Schema: a pydantic contract as the JSON schema that structured output accepts.

`anthropic.transform_schema` does the same, but importing it costs a second and 75 MB, and pipelines
are imported by functions that never call a model. A test holds the two together.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

_KEPT = frozenset(["type", "enum", "const", "anyOf", "items", "properties", "required", "description"])
_NOISE = frozenset({"title", "default", "additionalProperties"})


def answer_schema(contract: type[BaseModel]) -> dict[str, Any]:
    """JSON schema of the contract: closed objects, every field required, and bounds, which the grammar
    of structured output does not know, as words in the descriptions. pydantic enforces them afterwards.

    Raises ValueError for what would reach the model as something else than was meant: optional
    fields, free-form objects, recursion.
    """
    schema = contract.model_json_schema()
    definitions = schema.pop("$defs", {})
    accepted = _accepted(schema)
    if definitions:
        accepted["$defs"] = {name: _accepted(definition) for name, definition in definitions.items()}
    _refuse_recursion(accepted, accepted.get("$defs", {}), ())
    return accepted


def _accepted(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}
    accepted = {key: value for key, value in schema.items() if key in _KEPT}
    bounds = {key: value for key, value in schema.items() if key not in _KEPT | _NOISE}
    if bounds.get("minItems") == 1:
        accepted["minItems"] = bounds.pop("minItems")  # the one bound that the grammar knows
    if schema.get("type") == "object":
        properties = schema.get("properties")
        if not properties or set(schema.get("required", ())) != set(properties):
            raise ValueError(f"{schema.get('title')}: an object needs fields, all of them required")
        accepted["properties"] = {name: _accepted(field) for name, field in properties.items()}
        accepted["additionalProperties"] = False
    if "items" in schema:
        accepted["items"] = _accepted(schema["items"])
    if "anyOf" in schema:
        accepted["anyOf"] = [_accepted(variant) for variant in schema["anyOf"]]
    if bounds:
        words = "{" + ", ".join(f"{key}: {value}" for key, value in bounds.items()) + "}"
        accepted["description"] = " ".join(filter(None, (schema.get("description"), words)))
    return accepted


def _refuse_recursion(node: Any, definitions: dict[str, Any], inside: tuple[str, ...]) -> None:
    if isinstance(node, list):
        for entry in node:
            _refuse_recursion(entry, definitions, inside)
    elif isinstance(node, dict):
        if isinstance(reference := node.get("$ref"), str):
            name = reference.rpartition("/")[2]
            if name in inside:
                raise ValueError(f"{name} contains itself")
            _refuse_recursion(definitions[name], definitions, (*inside, name))
        for key, entry in node.items():
            if key != "$defs":
                _refuse_recursion(entry, definitions, inside)
