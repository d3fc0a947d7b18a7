"""OpenAPI 3.1 in the words of OpenAPI 3.0.3, for readers that know no later one.

Between the two, JSON Schema changed its ways: 3.0 says `nullable` where 3.1 has a type `null`, and reads nothing that
stands beside a `$ref`. What neither this module nor 3.0 knows is refused, so that nothing is lost unseen.
"""

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]

VERSION = "3.0.3"

_SAME = frozenset(
    "$ref title description type format enum default required pattern minLength maxLength minimum maximum minItems"
    " maxItems minProperties maxProperties".split()
)
"""What both say alike."""

_ANNOTATIONS = {"title", "description", "default", "examples"}
_INNER, _SEVERAL = {"items", "not"}, {"anyOf", "oneOf", "allOf"}
_PROPERTIES = {"properties", "additionalProperties", "propertyNames"}
_IS_NULL: Json = {"type": "null"}
_NULL: Json = {"type": "string", "nullable": True, "enum": [None]}
"""Null and nothing else: `nullable` counts only beside a type, and of that type the enum takes nothing."""


class Unsayable(ValueError):
    """Something that OpenAPI 3.0 has no word for, or this module does not know."""


def in_30(document: Mapping[str, Any]) -> Json:
    """The document in OpenAPI 3.0.3. Raise Unsayable."""
    components = document["components"]
    schema = _Schemas(components["schemas"])
    return {
        **document,
        "openapi": VERSION,
        "paths": {path: _operations(item, schema) for path, item in document["paths"].items()},
        "components": {
            **components,
            "schemas": {name: schema(one) for name, one in components["schemas"].items()},
            "responses": {name: _holder(one, schema) for name, one in components["responses"].items()},
        },
    }


class _Schemas:
    """Says one schema after the other in the words of 3.0; `named` are those that a `$ref` may lead to."""

    def __init__(self, named: Mapping[str, Json]) -> None:
        self._named = named

    def __call__(self, schema: Json) -> Json:
        if schema.get("type") == "null":
            return {**_NULL, **{name: said for name, said in schema.items() if name in _ANNOTATIONS - {"examples"}}}
        if _IS_NULL in schema.get("anyOf", ()):
            return self._or_null(schema)
        if "$ref" in schema and len(schema) > 1:
            rest = {name: said for name, said in schema.items() if name != "$ref"}
            return self({**rest, "allOf": [{"$ref": schema["$ref"]}, *rest.get("allOf", ())]})
        said: Json = {}
        for name, meant in schema.items():
            said |= self._keyword(name, meant, schema)
        return said

    def _or_null(self, schema: Json) -> Json:
        """Something that may be null: if there is one such thing it is said in place, since a `$ref` cannot."""
        others = [one for one in schema["anyOf"] if one != _IS_NULL]
        rest = {name: said for name, said in schema.items() if name != "anyOf"}
        if len(others) > 1:
            return {**self(rest), "anyOf": [*map(self, others), _NULL]}
        other = self._resolved(others[0])
        if clash := {name for name in other.keys() & rest.keys() if other[name] != rest[name]} - _ANNOTATIONS:
            raise Unsayable(f"{', '.join(sorted(clash))} beside and within an anyOf")
        made = self({**other, **rest})
        if "type" not in made:
            raise Unsayable("null beside what has no type")
        return made | {"nullable": True} | ({"enum": [*made["enum"], None]} if "enum" in made else {})

    def _resolved(self, schema: Json) -> Json:
        return self._named[schema["$ref"].rpartition("/")[2]] if schema.keys() == {"$ref"} else schema

    def _keyword(self, name: str, meant: Any, schema: Json) -> Json:
        """What a keyword of a schema becomes."""
        if name in _SAME and not (name == "type" and isinstance(meant, list)):
            return {name: meant}
        if name in _INNER:
            return {name: self(meant)}
        if name in _SEVERAL:
            return {name: [self(one) for one in meant]}
        if name in _PROPERTIES:
            return self._properties(name, meant, schema)
        if name == "const":
            return {"enum": [meant]}
        if name == "examples":
            return {"example": meant[0]}
        raise Unsayable(f"{name}: {meant}")

    def _properties(self, name: str, meant: Any, schema: Json) -> Json:
        """What properties there are. Of names that are bounded but not listed, only the description tells."""
        if name == "properties":
            return {name: {inner: self(one) for inner, one in meant.items()}}
        if listed := schema.get("propertyNames", {}).get("enum"):
            each = self(schema["additionalProperties"])
            return {"properties": dict.fromkeys(listed, each), "additionalProperties": False}
        if name == "propertyNames":
            return {}
        return {name: meant if isinstance(meant, bool) else self(meant)}


def _operations(item: Json, schema: _Schemas) -> Json:
    return {method: _operation(one, schema) for method, one in item.items()}


def _operation(operation: Json, schema: _Schemas) -> Json:
    body = operation.get("requestBody")
    return {
        **operation,
        "parameters": [{**one, "schema": schema(one["schema"])} for one in operation.get("parameters", ())],
        **({"requestBody": _holder(body, schema)} if body else {}),
        "responses": {status: _holder(one, schema) for status, one in operation["responses"].items()},
    }


def _holder(holder: Json, schema: _Schemas) -> Json:
    """A body or a response: what has content, and perhaps headers."""
    made = dict(holder)
    for part in {"content", "headers"} & holder.keys():
        made[part] = {
            name: {**one, "schema": schema(one["schema"])} if "schema" in one else one
            for name, one in holder[part].items()
        }
    return made
