"""The failures of the API, as its OpenAPI document describes them."""

from typing import Any

from adapters.http import errors
from adapters.http.gateway_responses import GATEWAY_RESPONSES
from adapters.http.requests import NOT_BINARY
from domain import limits as of_events
from domain.credential_errors import ScopeMissing

Json = dict[str, Any]

REQUEST_ID: Json = {"X-Request-Id": {"description": "Quote it when you ask for help.", "schema": {"type": "string"}}}

_A_REQUEST = "6f2d3a8e-0001-4a6b-8c1d-63616c656e64"

_ERRORS: dict[int, tuple[str, errors.Problem]] = {
    400: (
        "Something in the request is not valid; `meta.field` says what.",
        errors.Problem(400, "invalid_field", "ends_at must not be before starts_at.", {"field": "ends_at"}),
    ),
    401: ("No valid credential.", GATEWAY_RESPONSES["UNAUTHORIZED"]),
    403: ("The credential works, but may not do this.", errors.problem(ScopeMissing("events:write"))),
    404: ("Absent, or not yours.", errors.Problem(404, "calendar_not_found", "There is no such calendar.")),
    409: (
        "Not possible as things stand; or `write_conflict`: others keep changing the same thing.",
        errors.Problem(409, "write_conflict", "Others are changing this at the same moment. Try again."),
    ),
    412: (
        "None of the versions in `If-Match` is the current one.",
        errors.Problem(412, "version_mismatch", "The resource has changed since.", {"current": '"4"'}),
    ),
    413: (
        "Beyond a limit of size.",
        errors.Problem(413, "too_large", "An event has at most 64 KiB.", {"limit_bytes": of_events.EVENT_BYTES}),
    ),
    415: ("The body has another Content-Type than it needs.", NOT_BINARY),
    429: (
        "Too many requests, or too many tries of a code; `Retry-After` says when to try again, if it is there.",
        GATEWAY_RESPONSES["THROTTLED"],
    ),
    500: ("Our fault.", errors.CRASHED),
    503: (
        "Storage is busy and nothing was changed: `Retry-After` says when to try again. Or `outcome_unknown`:"
        " it did not answer to a write, which may have happened.",
        errors.Problem(503, "temporarily_unavailable", "Storage is busy. Nothing was changed; try again shortly."),
    ),
}

ERROR_SCHEMAS: Json = {
    "Errors": {
        "type": "object",
        "required": ["errors"],
        "properties": {
            "errors": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "required": ["code", "title", "status", "meta"],
                    "properties": {
                        "code": {"type": "string", "description": "Stable, for programs."},
                        "title": {"type": "string", "description": "One sentence, for people."},
                        "status": {"type": "integer"},
                        "meta": {"type": "object", "description": "Facts about the case, such as `field`."},
                    },
                },
            }
        },
    }
}


def example(value: object) -> Json:
    """A named example: the form that readers of the document agree on."""
    return {"examples": {"example": {"value": value}}}


def response(description: str, problem: errors.Problem) -> Json:
    """A failure as the document describes it, with a problem for an example."""
    answer = errors.body(problem.under(_A_REQUEST))
    content = {"schema": {"$ref": "#/components/schemas/Errors"}, **example(answer)}
    headers = {**REQUEST_ID, **{name: {"schema": {"type": "string"}} for name in errors.headers(problem)}}
    return {"description": description, "headers": headers, "content": {"application/json": content}}


ERROR_RESPONSES: Json = {f"Error{status}": response(*described) for status, described in _ERRORS.items()}
