"""The API's description: complete, committed, and true of what the API answers."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from adapters.http.endpoints import ADMIN, ENDPOINTS, Endpoint
from daybook.description import describe
from domain.grant import Detail
from functions.service.openapi import DOCUMENT
from tests.conftest import MakeApi
from tests.functions.test_access import PROTECTED
from tests.functions.test_events import EVERYTHING, MORNING
from tests.support.api import Api
from tests.support.world import World, without_anything

COMMITTED: dict[str, Any] = json.loads(DOCUMENT.read_text())
OPERATIONS = {
    operation["operationId"]: operation for path in COMMITTED["paths"].values() for operation in path.values()
}


def test_the_committed_document_is_what_the_code_says() -> None:
    assert json.loads(describe()) == COMMITTED, "run `make openapi` and commit the result"


def test_every_row_is_an_operation_of_its_name() -> None:
    assert sorted(OPERATIONS) == sorted(row.name for row in ENDPOINTS)
    for row in ENDPOINTS:
        assert COMMITTED["paths"][row.path][row.method.lower()] is OPERATIONS[row.name]


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_says_all_that_a_client_must_know(name: str) -> None:
    operation = OPERATIONS[name]
    row = next(row for row in ENDPOINTS if row.name == name)
    statuses = set(operation["responses"])
    assert operation["summary"]
    assert str(row.status) in statuses
    assert {"429", "500"} <= statuses
    assert "422" not in statuses
    assert (operation["security"] == []) == row.access.public
    assert row.access.public or {"400", "401", "403", "503"} <= statuses
    assert ("404" in statuses) == ("{" in row.path or row.name == "feeds.create")
    assert ("409" in statuses) == (row.data == "write")
    for parameter in operation.get("parameters", ()):
        assert "type" in parameter["schema"]
        assert parameter["description"] or parameter["name"] in row.path
    for content in operation.get("requestBody", {}).get("content", {}).values():
        assert content["examples"]
    if not row.access.public and not row.name.endswith((".revoke", ".detach", "events.delete", "feeds.delete")):
        bodies = [one for status, one in operation["responses"].items() if status in {"200", "201", "202"}]
        assert all("examples" in media for body in bodies for media in body["content"].values())


def test_every_reference_leads_somewhere() -> None:
    for reference in _references(COMMITTED):
        found: Any = COMMITTED
        for part in reference.removeprefix("#/").split("/"):
            found = found[part.replace("~1", "/")]
        assert found


def test_examples_are_valid_by_their_schemas() -> None:
    for operation in OPERATIONS.values():
        for media in _media(operation):
            for example in media.get("examples", {}).values():
                validate(media["schema"], example["value"])


@pytest.mark.parametrize("row", PROTECTED, ids=lambda row: row.name)
def test_answers_are_as_described(new_api: MakeApi, admin: Api, world: World, row: Endpoint) -> None:
    api = world.a_rapidapi_user() if row.name == "identities.claim" else admin if row.access == ADMIN else world.api
    if row.resource == "events":
        world.event_id = api.new_event(world.calendar, **{**EVERYTHING, **MORNING})["id"]
    good = world.call(row, api, headers={"Prefer": "return=representation"})
    assert good.status_code in {row.status, 200}, good.text
    answers = [
        good,
        world.call(row, api, path=without_anything(row), content=b"{"),
        world.call(row, api, path=row.path.format(**dict.fromkeys(_parameters(row), "x"))),
        world.call(row, api, content=b'{"what": 1}'),
        world.call(row, new_api(scopes=frozenset({"events:read"}), detail=Detail.BUSY)),
        world.call(row, Api(api.client)),
    ]
    if row.name.startswith("identities."):
        answers.append(world.call(row, world.api))
    for answer in answers:
        _check(row, answer)


@pytest.mark.parametrize("row", [row for row in ENDPOINTS if row.access.public], ids=lambda row: row.name)
def test_public_answers_are_as_described(client: Any, world: World, row: Endpoint) -> None:
    _check(row, Api(client).get(world.path(row)))
    if "{" in row.path:
        _check(row, Api(client).get(row.path.format(**dict.fromkeys(_parameters(row), "nothing"))))


def _parameters(row: Endpoint) -> list[str]:
    return re.findall(r"{(\w+)}", row.path)


def _check(row: Endpoint, answer: Any) -> None:
    """Status, headers and body are among those that the document promises."""
    described = OPERATIONS[row.name]["responses"][str(answer.status_code)]
    if "$ref" in described:
        described = COMMITTED["components"]["responses"][described["$ref"].rpartition("/")[2]]
    assert {name.lower() for name in described["headers"]} - {"link", "idempotent-replayed"} <= set(answer.headers)
    if answer.content:
        media = described["content"][answer.headers["Content-Type"].partition(";")[0]]
        if "schema" in media:
            is_json = answer.headers["Content-Type"].startswith("application/json")
            validate(media["schema"], answer.json() if is_json else answer.text)


def validate(schema: Any, value: Any) -> None:
    resource = Resource.from_contents(COMMITTED, default_specification=DRAFT202012)
    registry = Registry().with_resource("urn:daybook", resource)
    text = json.dumps(schema).replace('"#/', '"urn:daybook#/')
    jsonschema.Draft202012Validator(json.loads(text), registry=registry).validate(value)


def _media(operation: dict[str, Any]) -> list[dict[str, Any]]:
    holders = [operation.get("requestBody", {}), *operation["responses"].values()]
    errors = COMMITTED["components"]["responses"].values()
    return [media for holder in (*holders, *errors) for media in holder.get("content", {}).values()]


def _references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [one for inner in value.values() for one in _references(inner)]
    return [one for inner in value for one in _references(inner)] if isinstance(value, list) else []


def test_the_page_and_its_script_are_served_here() -> None:
    page = Path("functions/service/docs.html").read_text()
    assert "https://" not in page
    assert "http://" not in page
