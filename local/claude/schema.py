"""Checks an answer against the JSON Schema of the request.

Covers the keywords that structured output accepts (`anthropic.transform_schema` moves every other one
into descriptions): type, properties, required, additionalProperties, items, minItems, enum, const,
anyOf, allOf, $ref into $defs. Unknown keywords are passed over, as the specification asks.
"""

from __future__ import annotations

from typing import Any

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}


def violation(value: Any, schema: dict[str, Any]) -> str | None:
    """The first way in which `value` breaks `schema` (`$.topics[0].title: ...`), None if it satisfies it."""
    return _check(value, schema, schema, "$")


def _check(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str) -> str | None:
    if "$ref" in schema:
        target = _resolve(schema["$ref"], root)
        if target is None:
            return f"{at}: the schema refers to {schema['$ref']!r}, which it does not define"
        return _check(value, target, root, at)
    if "anyOf" in schema:
        found = [_check(value, option, root, at) for option in schema["anyOf"]]
        if None not in found:
            return found[0]
    for part in schema.get("allOf", ()):
        if (broken := _check(value, part, root, at)) is not None:
            return broken
    if "enum" in schema and value not in schema["enum"]:
        return f"{at}: not one of {schema['enum']}"
    if "const" in schema and value != schema["const"]:
        return f"{at}: not {schema['const']!r}"
    if not _is_a(value, schema.get("type")):
        return f"{at}: not of type {schema['type']}"
    if isinstance(value, dict):
        return _check_object(value, schema, root, at)
    if isinstance(value, list):
        return _check_list(value, schema, root, at)
    return None


def _check_list(value: list[Any], schema: dict[str, Any], root: dict[str, Any], at: str) -> str | None:
    if len(value) < schema.get("minItems", 0):
        return f"{at}: fewer than {schema['minItems']} items"
    for index, item in enumerate(value):
        if (broken := _check(item, schema.get("items", {}), root, f"{at}[{index}]")) is not None:
            return broken
    return None


def _check_object(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], at: str) -> str | None:
    for name in schema.get("required", ()):
        if name not in value:
            return f"{at}: {name!r} is missing"
    properties = schema.get("properties", {})
    for name, item in value.items():
        if name in properties:
            if (broken := _check(item, properties[name], root, f"{at}.{name}")) is not None:
                return broken
        elif schema.get("additionalProperties") is False:
            return f"{at}: {name!r} is not allowed"
    return None


def _is_a(value: Any, wanted: Any) -> bool:
    names = [wanted] if isinstance(wanted, str) else wanted or []
    if not names:
        return True
    if isinstance(value, bool):
        return "boolean" in names
    return any(isinstance(value, _TYPES.get(name, ())) for name in names)


def _resolve(reference: str, root: dict[str, Any]) -> dict[str, Any] | None:
    node: Any = root
    for part in reference.removeprefix("#").strip("/").split("/"):
        node = node.get(part) if isinstance(node, dict) else None
    return node if isinstance(node, dict) else None
