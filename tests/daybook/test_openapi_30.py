"""OpenAPI 3.1 in the words of 3.0."""

from typing import Any

import pytest
from openapi_schema_validator import OAS30Validator

from daybook.openapi_30 import Unsayable, in_30

NULL = {"type": "null"}
NOTHING_ELSE = {"type": "string", "nullable": True, "enum": [None]}
NAMED = {
    "Color": {"type": "string", "enum": ["red", "teal"], "title": "Color", "description": "A color."},
    "Point": {"type": "object", "properties": {"x": {"type": "integer"}}, "required": ["x"]},
}


def said(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema in the words of 3.0."""
    document = {"openapi": "3.1.0", "paths": {}, "components": {"schemas": {**NAMED, "It": schema}, "responses": {}}}
    made: dict[str, Any] = in_30(document)["components"]["schemas"]["It"]
    return made


def takes(schema: dict[str, Any], value: object) -> bool:
    """Whether a schema of 3.0 takes a value."""
    return bool(OAS30Validator(schema).is_valid(value))


@pytest.mark.parametrize(
    ("schema", "in_words_of_30"),
    [
        ({"type": "string", "const": "event"}, {"type": "string", "enum": ["event"]}),
        ({"type": "string", "examples": ["a", "b"]}, {"type": "string", "example": "a"}),
        ({"type": "array", "items": {"const": 1}}, {"type": "array", "items": {"enum": [1]}}),
        ({"oneOf": [NULL, {"const": 1}]}, {"oneOf": [NOTHING_ELSE, {"enum": [1]}]}),
        ({"not": NULL}, {"not": NOTHING_ELSE}),
        ({"type": "null", "description": "None.", "examples": [None]}, {**NOTHING_ELSE, "description": "None."}),
        ({"properties": {"x": NULL}}, {"properties": {"x": NOTHING_ELSE}}),
        ({"additionalProperties": {"const": 1}}, {"additionalProperties": {"enum": [1]}}),
        ({"additionalProperties": False}, {"additionalProperties": False}),
        ({"type": "object", "propertyNames": {"maxLength": 40}}, {"type": "object"}),
        (
            {"propertyNames": {"enum": ["a", "b"]}, "additionalProperties": {"const": 1}},
            {"properties": {"a": {"enum": [1]}, "b": {"enum": [1]}}, "additionalProperties": False},
        ),
        ({"$ref": "#/components/schemas/Point"}, {"$ref": "#/components/schemas/Point"}),
        (
            {"$ref": "#/components/schemas/Point", "description": "Here."},
            {"allOf": [{"$ref": "#/components/schemas/Point"}], "description": "Here."},
        ),
        (
            {"anyOf": [{"type": "string", "format": "date"}, NULL], "title": "On"},
            {"type": "string", "format": "date", "title": "On", "nullable": True},
        ),
        (
            {"anyOf": [{"$ref": "#/components/schemas/Color"}, NULL], "description": "Its color."},
            {**NAMED["Color"], "description": "Its color.", "nullable": True, "enum": ["red", "teal", None]},
        ),
        (
            {"anyOf": [{"type": "string"}, {"$ref": "#/components/schemas/Point"}, NULL], "title": "Either"},
            {"title": "Either", "anyOf": [{"type": "string"}, {"$ref": "#/components/schemas/Point"}, NOTHING_ELSE]},
        ),
    ],
    ids=repr,
)
def test_a_schema_is_said_in_other_words(schema: dict[str, Any], in_words_of_30: dict[str, Any]) -> None:
    assert said(schema) == in_words_of_30


@pytest.mark.parametrize(
    ("schema", "taken", "refused"),
    [
        ({"anyOf": [{"type": "string", "maxLength": 1}, NULL]}, [None, "a"], ["ab", 1]),
        ({"anyOf": [{"$ref": "#/components/schemas/Color"}, NULL]}, [None, "red"], ["blue", 1]),
        ({"anyOf": [{"$ref": "#/components/schemas/Point"}, NULL]}, [None, {"x": 1}], [{}, "x"]),
        ({"anyOf": [{"type": "string"}, {"type": "integer"}, NULL]}, [None, "a", 1], [1.5, {}]),
        ({"anyOf": [{"anyOf": [{"maxLength": 1}, {"pattern": "^b"}], "type": "string"}, NULL]}, [None, "bb"], ["aa"]),
        ({"properties": {"x": NULL}}, [{}, {"x": None}], [{"x": ""}, {"x": 0}]),
        (
            {"type": "object", "propertyNames": {"enum": ["a"]}, "additionalProperties": {"type": "string"}},
            [{}, {"a": ""}],
            [{"a": 1}, {"b": ""}],
        ),
    ],
    ids=repr,
)
def test_it_takes_the_same_as_before(schema: dict[str, Any], taken: list[object], refused: list[object]) -> None:
    made = said(schema)
    assert [takes(made, value) for value in taken] == [True] * len(taken)
    assert [takes(made, value) for value in refused] == [False] * len(refused)


@pytest.mark.parametrize(
    "schema",
    [
        {"prefixItems": [NULL]},
        {"type": ["string", "integer"]},
        {"patternProperties": {"^x": NULL}},
        {"exclusiveMinimum": 0},
        {"properties": {"x": {"contentEncoding": "base64"}}},
        {"anyOf": [{"maxLength": 1}, NULL]},
        {"anyOf": [{"type": "string", "maxLength": 1}, NULL], "maxLength": 2},
    ],
    ids=repr,
)
def test_what_it_does_not_know_how_to_say_is_refused(schema: dict[str, Any]) -> None:
    with pytest.raises(Unsayable):
        said(schema)


def test_schemas_are_said_in_other_words_wherever_they_stand() -> None:
    holder = {
        "description": "x",
        "headers": {"H": {"schema": {"const": "a"}}},
        "content": {"application/json": {"schema": {"const": "b"}}, "text/html": {}},
    }
    operation = {
        "parameters": [{"name": "p", "in": "query", "schema": {"const": "c"}}],
        "requestBody": {"content": {"application/json": {"schema": {"const": "d"}}}},
        "responses": {"200": holder, "400": {"$ref": "#/components/responses/Error"}},
    }
    document = {"paths": {"/": {"get": operation}}, "components": {"schemas": {}, "responses": {"Error": holder}}}
    made = in_30(document)
    assert "const" not in str(made)
    assert str(made).count("'enum'") == 6
    assert made["paths"]["/"]["get"]["responses"]["400"] == {"$ref": "#/components/responses/Error"}
    assert "const" in str(document)
