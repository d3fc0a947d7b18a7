"""The API as RapidAPI's hub takes it in: one OpenAPI 3.0 document that an independent validator reads, and all true."""

import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_schema_validator import OAS30Validator
from openapi_spec_validator import OpenAPIV30SpecValidator

from adapters.http.doors import RAPIDAPI
from adapters.http.endpoints import BY_NAME, ENDPOINTS
from daybook.description import describe, describe_for_rapidapi
from daybook.listing import Listing
from daybook.listing_words import README
from tests.support.server import DAYBOOK

SERVER = "https://abc.execute-api.eu-central-1.amazonaws.com/live"
LISTED = json.loads(describe_for_rapidapi(Listing(SERVER)))
OPERATIONS = {one["operationId"]: one for path in LISTED["paths"].values() for one in path.values()}
LARGEST = 400_000
LARGEST_DEREFERENCED = 1_000_000


def dereferenced(value: Any, within: tuple[str, ...] = ()) -> Any:
    """A part of the document with all that it refers to in place, as the hub keeps it."""
    if isinstance(value, list):
        return [dereferenced(one, within) for one in value]
    if not isinstance(value, dict):
        return value
    if isinstance(reference := value.get("$ref"), str):
        assert reference not in within, f"{reference} refers to itself"
        return dereferenced(found(reference), (*within, reference))
    return {name: dereferenced(one, within) for name, one in value.items()}


def found(reference: str) -> Any:
    part: Any = LISTED
    for name in reference.removeprefix("#/").split("/"):
        part = part[name]
    return part


def walk(value: Any) -> Iterator[dict[str, Any]]:
    """All objects in a part of the document."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from walk(one)


def media(name: str) -> Iterator[dict[str, Any]]:
    """What an operation takes and gives, by media type."""
    operation = dereferenced(OPERATIONS[name])
    for holder in (operation.get("requestBody", {}), *operation["responses"].values()):
        yield from holder.get("content", {}).values()


def test_an_independent_validator_finds_nothing_wrong() -> None:
    assert LISTED["openapi"] == "3.0.3"
    assert [str(error) for error in OpenAPIV30SpecValidator(LISTED).iter_errors()] == []


def test_it_lists_what_is_behind_that_door_without_our_own_documentation() -> None:
    ours = {"service.root", "service.docs", "service.docs_asset", "service.openapi"}
    assert OPERATIONS.keys() == {row.name for row in ENDPOINTS if RAPIDAPI.leads_to(row)} - ours
    for name, operation in OPERATIONS.items():
        assert LISTED["paths"][BY_NAME[name].path][BY_NAME[name].method.lower()] is operation


def test_references_are_local_and_lead_somewhere_and_nowhere_in_a_circle() -> None:
    references = [one["$ref"] for one in walk(LISTED) if isinstance(one.get("$ref"), str)]
    assert references
    for reference in references:
        assert reference.startswith("#/components/")
        dereferenced({"$ref": reference})


def test_nothing_stands_beside_a_reference_and_nothing_is_left_that_is_not_referred_to() -> None:
    assert [one for one in walk(LISTED["components"]) if isinstance(one.get("$ref"), str) and len(one) > 1] == []
    for kind, named in LISTED["components"].items():
        for name in named:
            assert f'"#/components/{kind}/{name}"' in json.dumps(LISTED)


def test_it_says_nothing_of_credentials_that_its_readers_do_not_have() -> None:
    assert "securitySchemes" not in LISTED["components"]
    assert all("security" not in one for one in (LISTED, *OPERATIONS.values()))
    text = json.dumps(LISTED)
    assert "Needs the scope" not in text
    assert "api_key" not in text
    mentions = [one["description"] for one in walk(LISTED) if "X-Api-Key" in str(one.get("description"))]
    assert mentions == ["The key to send as X-Api-Key. Shown this once; keep it where only you read it."]


def test_every_operation_is_in_a_group_that_is_described() -> None:
    groups = {tag["name"]: tag["description"] for tag in LISTED["tags"]}
    assert all(groups.values())
    assert {tag for one in OPERATIONS.values() for tag in one["tags"]} == groups.keys()
    assert all(len(one["tags"]) == 1 for one in OPERATIONS.values())


def test_operations_are_told_apart_by_their_summaries() -> None:
    summaries = [one["summary"] for one in OPERATIONS.values()]
    assert sorted(summaries) == sorted(set(summaries))
    assert all(one["description"] and "\n" not in one["summary"] for one in OPERATIONS.values())


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_shows_what_goes_in_and_comes_out_and_that_is_valid(name: str) -> None:
    shown = list(media(name))
    assert shown
    for one in shown:
        assert one["examples"]
        for example in one["examples"].values():
            OAS30Validator(one["schema"], format_checker=OAS30Validator.FORMAT_CHECKER).validate(example["value"])


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_succeeds_with_a_body_that_is_shown_or_without_any(name: str) -> None:
    succeeded = {status: one for status, one in OPERATIONS[name]["responses"].items() if status.startswith("2")}
    assert succeeded.keys() <= {"200", "201", "202", "204"}
    assert all(("content" in one) != (status == "204") for status, one in succeeded.items())


@pytest.mark.parametrize("name", OPERATIONS)
def test_what_the_hub_fills_in_is_what_a_path_looks_like_and_no_header(name: str) -> None:
    for parameter in OPERATIONS[name]["parameters"]:
        if parameter["in"] == "path":
            (example,) = parameter["examples"].values()
            OAS30Validator(parameter["schema"]).validate(example["value"])
            assert parameter["required"]
        if parameter["in"] == "header":
            assert "example" not in json.dumps(parameter)


def test_examples_within_schemas_are_valid() -> None:
    for schema in walk(
        dereferenced([LISTED["components"]["schemas"], [one["parameters"] for one in OPERATIONS.values()]])
    ):
        if "example" in schema and "type" in schema:
            OAS30Validator(schema).validate(schema["example"])
        if "default" in schema and isinstance(schema.get("type"), str):
            OAS30Validator(schema).validate(schema["default"])


def test_it_is_of_a_size_that_can_be_uploaded() -> None:
    assert len(describe_for_rapidapi(Listing(SERVER)).encode()) < LARGEST
    assert len(json.dumps(dereferenced(LISTED["paths"]))) < LARGEST_DEREFERENCED


def test_the_hub_finds_its_extensions_and_nothing_that_nobody_said() -> None:
    info = LISTED["info"]
    assert LISTED["servers"] == [{"url": SERVER}]
    assert LISTED["x-gateways"] == [{"url": "abc.execute-api.eu-central-1.amazonaws.com"}]
    assert LISTED["x-documentation"] == {"readme": README, "tutorials": [], "spotlights": []}
    assert info["x-long-description"].count("**") == 12
    assert "X-Api-Key" not in info["x-long-description"]
    assert (info["x-public"], info["x-version-lifecycle"], info["x-category"]) == (False, "active", "Tools")
    assert {tuple(badge) for badge in info["x-badges"]} == {("name", "value")}
    assert not {"x-website", "x-thumbnail"} & info.keys()
    said = json.loads(describe_for_rapidapi(Listing(SERVER, "https://x.org", "https://x.org/logo.png", public=True)))
    told = {name: said["info"][name] for name in ("x-website", "x-thumbnail", "x-public")}
    assert told == {"x-website": "https://x.org", "x-thumbnail": "https://x.org/logo.png", "x-public": True}


def test_the_apis_own_document_stays_as_it_is() -> None:
    own = json.loads(describe())
    assert own["openapi"] == "3.1.0"
    assert own["components"]["securitySchemes"]
    assert "x-documentation" not in own


def test_the_command_prints_it() -> None:
    done = _openapi("--flavour", "rapidapi", "--server", f"{SERVER}/")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == LISTED


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--flavour", "rapidapi"], "give --server"),
        (["--flavour", "rapidapi", "--server", "abc.org"], "a whole URL is wanted"),
        (["--flavour", "swagger"], "swagger"),
    ],
)
def test_the_command_says_what_it_needs(options: list[str], words: str) -> None:
    done = _openapi(*options)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in re.sub(r"[\s│]+", " ", done.stderr)


def _openapi(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([DAYBOOK, "openapi", *options], capture_output=True, text=True, check=False)


def commands_of_the_readme() -> list[list[str]]:
    """What the listing's page tells its readers to type."""
    blocks = re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    return [shlex.split(line) for line in lines]


def test_the_readme_calls_what_is_listed() -> None:
    commands = commands_of_the_readme()
    assert len(commands) == 4
    for command in commands:
        assert command[:1] == ["curl"]
        assert command[1].startswith("https://$HOST/v1/calendars")
        assert {"X-RapidAPI-Key: $KEY", "X-RapidAPI-Host: $HOST"} <= set(command)
        assert ("-d" in command) == ("Content-Type: application/json" in command)
