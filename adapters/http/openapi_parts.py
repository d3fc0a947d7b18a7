"""The parts of the OpenAPI document that all operations share."""

import json
from typing import Any, get_args, get_origin

from adapters.http import idempotency, limits, requests
from adapters.http.endpoint import LambdaFunction
from adapters.http.endpoints import ADMIN, Endpoint
from adapters.http.markers import BINARY, RawBody
from adapters.http.openapi_errors import REQUEST_ID, example
from adapters.http.openapi_examples import EXAMPLES
from adapters.http.replies import NO_CONTENT
from adapters.http.schemas.batch_views import OutcomeView
from adapters.http.schemas.resource import Resource, Versioned
from adapters.version import LAYOUT, VERSION
from domain import limits as of_events

Json = dict[str, Any]

CREDENTIALS = """\
**Credentials.** An API key goes into the header `X-Api-Key`. It has scopes, `<resource>:read` and `<resource>:write`,
and may be limited to some calendars and in time; `GET /v1/me` tells what yours may do. Whatever is not yours is 404.
"""

DESCRIPTION = f"""\
A calendar API that is yours: calendars and events, and what happens between two moments in one fast call.

**Answers** are `{{"data": …, "meta": …}}`; failures are `{{"errors": [{{"code", "title", "status", "meta"}}]}}`, where
`meta.field` names the property or parameter at fault. Every answer has an `X-Request-Id`.

{CREDENTIALS}
**Time.** Any UTC offset is accepted; a date-time without one is read in the event's `time_zone`, by default the
calendar's. A window `[from, to)` finds whatever overlaps it: `start < to` and `end > from`. All-day events occupy their
dates in the zone that the query is read in.

**Series.** An event with a `recurrence`, lines of iCalendar (RFC 5545), takes place at each of its occurrences, on the
wall clock of its zone. An occurrence's id is `<series id>_<original start>`; an edit of it is meant for `this` one, for
this and all `following` ones, or for `all`, as `scope` says.

**Changes.** PUT replaces, PATCH merges (RFC 7396). Send `If-Match` with an ETag to change only what you have seen.
Send `Idempotency-Key` with a POST, and it acts once however often you repeat it.

**Limits.** Pages of {limits.PAGE_DEFAULT}, at most {limits.PAGE_MOST}; windows of 366 days; bodies of 1 MiB; events of
64 KiB with up to {of_events.ATTENDEES} attendees; descriptions of 16 KiB.
Unknown properties and parameters are refused.
"""

TAGS: list[Json] = [
    {"name": "calendars", "description": "Named sets of events with a default time zone."},
    {"name": "events", "description": "What is on a calendar: timed, or all-day; once, or as a series."},
    {"name": "feeds", "description": "Secret addresses under which calendar applications read calendars."},
    {"name": "batch", "description": "Several calls in one, or in one step."},
    {"name": "me", "description": "Who you are."},
    {"name": "keys", "description": "Your API keys: many for one account, each limited as you like."},
    {"name": "identities", "description": "RapidAPI users who act for you."},
    {"name": "admin", "description": "Managing all owners. Needs the scope `admin`; at the direct door only."},
    {"name": "service", "description": "What needs no credential."},
]

SECURITY_SCHEMES: Json = {
    "api_key": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Api-Key",
        "description": "A key of yours, as `daybook keys create` or `keys.create` shows it, once.",
    },
    "rapidapi_key": {
        "type": "apiKey",
        "in": "header",
        "name": "X-RapidAPI-Key",
        "description": "Your key of RapidAPI, at the address that RapidAPI gives this API.",
    },
}

SUCCESS = {200: "Here it is.", 201: "Created.", 202: "Accepted; the rest happens in the background."}

_ETAG: Json = {"ETag": {"description": "The version, for If-Match and If-None-Match.", "schema": {"type": "string"}}}
_LOCATION: Json = {"Location": {"description": "Path of what was created.", "schema": {"type": "string"}}}


_ICALENDAR: Json = {
    "text/calendar": {
        "schema": {"type": "string", "description": "An iCalendar object (RFC 5545)."},
        **example("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Daybook//Daybook//EN\r\nEND:VCALENDAR\r\n"),
    }
}
_PONG: Json = {
    "application/json": {
        "schema": {"type": "object"},
        **example({"data": {"status": "ok", "version": VERSION, "layout": LAYOUT, "tzdata": "2026.1"}, "meta": {}}),
    }
}
_DOCUMENTS: dict[str, Json] = {
    "service.ping": _PONG,
    "service.docs": {"text/html": {}},
    "service.docs_asset": {"text/javascript": {}},
    "events.export": _ICALENDAR,
    "feeds.fetch": _ICALENDAR,
}
"""What operations answer with that is in no envelope, or no JSON."""

_ALSO: dict[str, Json] = {"events.get": _ICALENDAR}
"""What operations answer with as well, for those who accept it."""

_IDEMPOTENCY_KEY: Json = {
    "name": idempotency.HEADER,
    "in": "header",
    "description": "Names this request, best by a random UUID. Sent again within 24 hours, it does not act again but"
    " gets the first answer, with `Idempotent-Replayed: true`. With another request under it: 409.",
    "schema": {"type": "string", "pattern": idempotency.KEY_PATTERN, "maxLength": idempotency.MOST_CHARACTERS},
    **example("8d5f3a8e-6a0e-4c8b-9d64-3f1a8a2b7c11"),
}
_REPLAYED: Json = {
    idempotency.REPLAYED: {
        "description": "That this was answered before, and nothing done now.",
        "schema": {"type": "string", "enum": ["true"]},
    }
}

_LINK: Json = {"Link": {"description": "With `rel=next`: what comes behind this.", "schema": {"type": "string"}}}


def needs(row: Endpoint) -> str:
    """What the description of an operation says of the scope that it needs."""
    return "" if row.access.scope is None else f"\n\nNeeds the scope `{row.access.scope}`."


def security(row: Endpoint) -> list[Json]:
    """What one can prove oneself with: managing owners is at the direct door, and only RapidAPI's users can claim."""
    if row.access.public:
        return []
    schemes = ["rapidapi_key"] if row.name == "identities.claim" else ["api_key", "rapidapi_key"]
    return [{scheme: []} for scheme in (schemes[:1] if row.access == ADMIN else schemes)]


def error_references(row: Endpoint, function: LambdaFunction) -> Json:
    """The failures that an operation may answer with."""
    statuses = {429, 500}
    if function.binding.query_names or function.binding.takes_body or "{" in row.path:
        statuses |= {400}
    if not row.access.public:
        statuses |= {400, 401, 403}
    if row.data != "none":
        statuses |= {503}
    if "{" in row.path or row.name == "feeds.create":  # whose body leads to calendars
        statuses |= {404}
    if function.binding.takes_body or "ids" in function.binding.query_names:
        statuses |= {413}
    if function.binding.raw_body is not None and function.binding.raw_body.media_type == BINARY:
        statuses |= {415}
    if row.data == "write":
        statuses |= {409}
    if _is_conditional(function):
        statuses |= {412}
    return {str(status): {"$ref": f"#/components/responses/Error{status}"} for status in sorted(statuses)}


def extra_parameters(row: Endpoint, function: LambdaFunction) -> list[Json]:
    """Headers that the edge understands for every resource, so that no handler has to name them."""
    headers: dict[str, str] = {}
    if row.status == NO_CONTENT and is_resource(function.returned):
        headers["Prefer"] = "`return=representation` answers 200 with the changed resource instead of 204."
    if has_etag(row, function.returned):
        headers["If-None-Match"] = "Answer 304 if this is still the current ETag."
    string = {"type": "string"}
    made = [{"name": name, "in": "header", "description": text, "schema": string} for name, text in headers.items()]
    return made if function.once is None else [*made, _IDEMPOTENCY_KEY]


def given_or_absent(parameter: Json) -> Json:
    """A parameter as clients send it: it may be left out, but never is null, as its argument then is."""
    schema = dict(parameter["schema"])
    kinds = [kind for kind in schema.pop("anyOf", []) if kind != {"type": "null"}]
    return {**parameter, "schema": {**schema, **(kinds[0] if len(kinds) == 1 else {"anyOf": kinds} if kinds else {})}}


def request_body(made: Json, function: LambdaFunction, sample: Json) -> Json:
    """The body, with the sample's as its example; a patch also under its own media type."""
    content: Json = {**made["content"]["application/json"]}
    if sample.get("body"):
        content |= example(json.loads(sample["body"]))
    types = (
        ["application/json", "application/merge-patch+json"] if function.row.method == "PATCH" else ["application/json"]
    )
    return {**made, "required": function.binding.needs_body, "content": dict.fromkeys(types, content)}


def raw_body(marker: RawBody, sample: Json) -> Json:
    """A body of another media type than JSON, with the sample's as its example."""
    text = requests.raw_body(sample, marker).decode()
    most = {marker.media_type: marker.most_bytes, BINARY: limits.BINARY_BYTES}
    content = {
        kind: {"schema": {"type": "string", "minLength": 1, "maxLength": size}, **example(text)}
        for kind, size in most.items()
    }
    return {"required": True, "description": marker.description, "content": content}


def success_headers(row: Endpoint, function: LambdaFunction) -> Json:
    returned = function.returned
    location = _LOCATION if row.location is not None else {}
    etag = _ETAG if has_etag(row, returned) or is_versioned(returned) else {}
    link = _LINK if row.name == "events.export" else {}
    replayed = _REPLAYED if function.once is not None else {}
    return {**REQUEST_ID, **etag, **location, **link, **replayed}


def has_etag(row: Endpoint, returned: Any) -> bool:
    """Whether a reader gets one, and may say that it has it."""
    return row.method == "GET" and (is_resource(returned) or _DOCUMENTS.get(row.name) is _ICALENDAR)


def is_resource(returned: Any) -> bool:
    """Whether a handler's return type is a single resource."""
    return is_a(returned, Resource)


def is_versioned(returned: Any) -> bool:
    """Whether it is one that has an ETag."""
    return is_a(returned, Versioned)


def is_a(returned: Any, kind: type) -> bool:
    """Whether a handler's return type is of that kind, of whatever view."""
    return isinstance(get_origin(returned), type) and issubclass(get_origin(returned), kind)


def view_of(returned: Any) -> Any:
    """The view, or that of each resource, that a handler returns."""
    return next(iter(get_args(returned)), None)


def with_example(content: Json, returned: Any) -> Json:
    """The content, with an example of what is in it."""
    view = view_of(returned)
    if view not in EXAMPLES:
        return content
    shown: Json = {"data": EXAMPLES[view], "meta": {}}
    if not is_resource(returned):
        page = {"page": {"size": limits.PAGE_DEFAULT, "next": None}}
        shown = {"data": [EXAMPLES[view]], "meta": {"succeeded": 1, "failed": 0} if view is OutcomeView else page}
    return {kind: {**one, **example(shown)} for kind, one in content.items()}


def is_document(row: Endpoint) -> bool:
    """Whether what it answers with is in no envelope."""
    return row.access.public or row.name in _DOCUMENTS


def document(row: Endpoint) -> Json:
    """What it answers with then."""
    return _DOCUMENTS.get(row.name, {"application/json": {"schema": {"type": "object"}}})


def also(row: Endpoint) -> Json:
    """What it answers with to those who ask for something else than JSON."""
    return _ALSO.get(row.name, {})


def without_validation_errors(schemas: Json) -> Json:
    """Without the shapes in which Powertools alone would have answered."""
    return {name: one for name, one in schemas.items() if "ValidationError" not in name}


def _is_conditional(function: LambdaFunction) -> bool:
    return not {"if_match", "if_none_match"}.isdisjoint(function.handler.__annotations__)
