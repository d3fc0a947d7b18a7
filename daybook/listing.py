"""The API as RapidAPI's hub lists it: an OpenAPI document of what is behind RapidAPI's door, in the hub's terms.

The hub reads OpenAPI 3.0 with local references only, takes its own keys for the only credential, shows the examples of
operations, and finds in extensions (`x-…`) what OpenAPI has no place for.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any
from urllib.parse import urlsplit

from adapters.http import openapi_errors, openapi_parts
from adapters.http.doors import RAPIDAPI
from adapters.http.endpoint import LambdaFunction
from adapters.http.endpoints import Endpoint
from adapters.http.openapi import document
from daybook import listing_words as words
from daybook.openapi_30 import in_30
from domain.records import dataclass

Json = dict[str, Any]

PING = "service.ping"


@dataclass(frozen=True, slots=True)
class Listing:
    """What only whoever publishes the API knows of its listing: `server` is where the hub's proxy reaches the RapidAPI
    door; website and thumbnail are addresses, if there are any; `public` is whether everybody finds it."""

    server: str
    website: str | None = None
    thumbnail: str | None = None
    public: bool = False


def is_listed(row: Endpoint) -> bool:
    """Whether the hub lists an endpoint: what is behind that door, but our own documentation, whose place it takes."""
    return RAPIDAPI.leads_to(row) and (not row.access.public or row.name == PING)


def listed(listing: Listing, functions: Iterable[LambdaFunction], samples: Mapping[str, Json], version: str) -> Json:
    """The whole document, OpenAPI 3.0.3."""
    shown = [one for one in functions if is_listed(one.row)]
    made = deepcopy(document(shown, samples, version))  # parts of which all documents share
    for function in shown:
        row = function.row
        _adapt(made["paths"][row.path][row.method.lower()], row, samples.get(row.name, {}))
    components = made["components"]
    del components["securitySchemes"]
    components["responses"] |= words.ERROR_RESPONSES
    used = {function.row.tag for function in shown}
    made |= {
        "info": _info(listing, version),
        "servers": [{"url": listing.server}],
        "tags": [{**tag, **words.TAGS.get(tag["name"], {})} for tag in openapi_parts.TAGS if tag["name"] in used],
        "x-documentation": {"readme": words.README, "tutorials": [], "spotlights": []},
        "x-gateways": [{"url": urlsplit(listing.server).netloc}],
    }
    return _pruned(in_30(made))


def _info(listing: Listing, version: str) -> Json:
    known = {"x-website": listing.website, "x-thumbnail": listing.thumbnail}
    return {
        "title": "Daybook",
        "description": words.DESCRIPTION,
        "version": version,
        "x-category": words.CATEGORY,
        "x-long-description": words.LONG_DESCRIPTION,
        "x-public": listing.public,
        "x-version-lifecycle": "active",
        "x-badges": words.BADGES,
        **{name: said for name, said in known.items() if said},
    }


def _adapt(operation: Json, row: Endpoint, sample: Json) -> None:
    """Say nothing of credentials, all of which are the hub's and may do everything; show what a path looks like, and no
    headers: the hub fills in what it is shown, and all of its users would send the same Idempotency-Key."""
    del operation["security"]
    operation["description"] = operation["description"].removesuffix(openapi_parts.needs(row))
    given = sample.get("pathParameters") or {}
    for parameter in operation["parameters"]:
        if parameter["in"] == "path":
            value = given[parameter["name"]]
            number = parameter["schema"]["type"] == "integer"
            parameter.update(openapi_errors.example(int(value) if number else value))
        elif parameter["in"] == "header":
            parameter.pop("examples", None)


def _pruned(made: Json) -> Json:
    """The document without schemas and responses that nothing leads to."""
    components: Json = made["components"]
    found, new = set[str](), set(_references(made["paths"]))
    while new:
        found |= new
        kinds = (reference.removeprefix("#/components/").split("/") for reference in new)
        new = {one for kind, name in kinds for one in _references(components[kind][name])} - found
    kept = {
        kind: {name: one for name, one in named.items() if f"#/components/{kind}/{name}" in found}
        for kind, named in components.items()
    }
    return {**made, "components": kept}


def _references(value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _references(inner)
