"""The operations of the document, as the page to try them shows them."""

import dataclasses
import json
from typing import Any


@dataclasses.dataclass(frozen=True)
class Parameter:
    name: str
    where: str
    type: str
    required: bool
    default: str


@dataclasses.dataclass(frozen=True)
class Operation:
    """``body`` is an example of what is sent, "" where nothing is."""

    id: str
    method: str
    path: str
    summary: str
    scope: str
    parameters: list[Parameter]
    body: str


def groups(document: dict[str, Any]) -> list[tuple[str, list[Operation]]]:
    """The operations by resource, in the document's order."""
    found: dict[str, list[Operation]] = {}
    schemas = document["components"]["schemas"]
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            operation = Operation(
                id=one["operationId"], method=method.upper(), path=path, summary=one["summary"], scope=one["x-scope"],
                parameters=[_parameter(given) for given in one["parameters"] if given["in"] != "header"],
                body=_example(one.get("requestBody"), schemas),
            )  # fmt: skip
            found.setdefault(one["tags"][0], []).append(operation)
    return list(found.items())


def _parameter(given: dict[str, Any]) -> Parameter:
    schema = given["schema"]
    default = schema.get("default")
    return Parameter(
        name=given["name"], where=given["in"], type=_type(schema), required=given["required"],
        default="" if default is None else str(default),
    )  # fmt: skip


def _type(schema: dict[str, Any]) -> str:
    ways = [way for way in schema.get("anyOf", [schema]) if way.get("type") != "null"]
    return str(ways[0].get("type", "string"))


def _example(body: dict[str, Any] | None, schemas: dict[str, Any]) -> str:
    if not body:
        return ""
    schema = body["content"]["application/json"]["schema"]
    schema = schemas[schema["$ref"].rsplit("/", 1)[-1]] if "$ref" in schema else schema
    # What must be there, and what has a value of its own; of a body where nothing must, the first.
    properties, required = schema["properties"], schema.get("required", [])
    values = {name: _value(properties[name]) for name in required}
    values |= {name: one["default"] for name, one in properties.items() if one.get("default") is not None}
    if not values:
        values = {next(iter(properties)): ""}
    return json.dumps(values, ensure_ascii=False, indent=2)


def _value(schema: dict[str, Any]) -> Any:
    if "enum" in schema:
        return schema["enum"][0]
    return {"string": "", "integer": 0, "array": [], "boolean": False}.get(_type(schema))
