"""What a proxy event says: headers, parameters and body, each refused if nothing can be made of it."""

import json
import re
from base64 import b64decode
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from adapters.http import limits
from adapters.http.errors import Problem
from adapters.http.markers import BINARY, RawBody
from domain.errors import TooLarge

ProxyEvent = Mapping[str, Any]

NOT_BINARY = Problem(
    415, "unsupported_media_type", f"Send the body with Content-Type: {BINARY}.", {"field": "Content-Type"}
)
_NESTING = re.compile(r'"(?:[^"\\]|\\.)*"?|(?P<open>[\[{])|(?P<close>[\]}])', re.DOTALL)
_INVALID_JSON = "The body must be a JSON object in UTF-8"


class Malformed(Exception):
    """A request that cannot be understood; carries the problems to answer with."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__()
        self.problems = problems


def header(event: ProxyEvent, name: str) -> str | None:
    """A request header, whatever its case."""
    wanted = name.lower()
    return next((value for key, value in (event.get("headers") or {}).items() if key.lower() == wanted), None)


def accepts(event: ProxyEvent, content_type: str) -> bool:
    """Whether a reader names a content type among those that it accepts, and no JSON before it (RFC 9110 §12.5.1)."""
    wanted = content_type.partition(";")[0]
    given = (header(event, "Accept") or "").lower().split(",")
    kinds = [kind.strip() for kind, _, rest in (one.partition(";") for one in given) if rest.strip() != "q=0"]
    return wanted in kinds and "application/json" not in kinds[: kinds.index(wanted)]


def path_parameters(event: ProxyEvent) -> dict[str, str]:
    """The parameters in the path; API Gateway hands them on as they came, which may be percent-encoded."""
    return {name: _decoded(value) for name, value in (event.get("pathParameters") or {}).items()}


def query(event: ProxyEvent, known: AbstractSet[str], *, lenient: bool = False) -> dict[str, str]:
    """The parameters; Malformed if one is given twice or, unless that is to be overlooked, unknown here."""
    given: Mapping[str, list[str]] = event.get("multiValueQueryStringParameters") or {}
    if lenient:
        given = {name: values for name, values in given.items() if name in known}
    problems = [
        Problem(400, "unknown_parameter", f"{name} is not a parameter known here.", {"field": name})
        for name in given
        if name not in known
    ] or [
        Problem(400, "repeated_parameter", f"{name} is given more than once.", {"field": name})
        for name, values in given.items()
        if len(values) > 1
    ]
    if problems:
        raise Malformed(*problems)
    return {name: values[0] for name, values in given.items()}


def is_binary(content_type: str | None) -> bool:
    """Whether the gateway hands a body of that type on byte for byte."""
    return (content_type or "").partition(";")[0].strip().lower() == BINARY


def raw_body(event: ProxyEvent, wanted: RawBody) -> bytes:
    """The body as it came; TooLarge if it has too many bytes, Malformed if there is none, or the gateway may have
    changed it."""
    raw = event.get("body") or ""
    try:
        body = b64decode(raw) if event.get("isBase64Encoded") else raw.encode(errors="surrogateescape")
    except ValueError:
        body = b""
    binary = is_binary(header(event, "Content-Type"))
    most = min(wanted.most_bytes, limits.BINARY_BYTES) if binary else wanted.most_bytes
    if len(body) > most:
        raise TooLarge(f"The body has at most {most >> 20} MiB here.", field="body", limit_bytes=most)
    if not body:
        raise Malformed(Problem(400, "missing_body", "The body is empty.", {"field": "body"}))
    if wanted.media_type == BINARY and not (binary and event.get("isBase64Encoded")):
        raise Malformed(NOT_BINARY)
    return body


def json_body(event: ProxyEvent) -> dict[str, Any]:
    """The body; Malformed unless it is a JSON object, TooLarge beyond 1 MiB.

    The media type is not asked: many clients send JSON under another name, and nothing else is read here.
    """
    raw = event.get("body") or ""
    try:
        text = b64decode(raw).decode() if event.get("isBase64Encoded") else raw
        body = parsed(text)
        if isinstance(body, dict):
            return body
        detail = "this is JSON of another kind"
    except json.JSONDecodeError as error:
        detail = f"{error.msg} at line {error.lineno}, column {error.colno}" if raw else "it is empty"
    except (ValueError, RecursionError):
        detail = "it cannot be read"
    raise Malformed(Problem(400, "invalid_json", f"{_INVALID_JSON}: {detail}.", {"field": "body"}))


def parsed(text: str) -> Any:
    """JSON; TooLarge beyond 1 MiB, Malformed if it is nested too deep, ValueError if it is none."""
    if len(text) > limits.BODY_BYTES or len(text.encode()) > limits.BODY_BYTES:
        raise TooLarge("A request body has at most 1 MiB.", field="body", limit_bytes=limits.BODY_BYTES)
    if _may_be_deep(text):
        _require_shallow(text)
    return json.loads(text, parse_constant=_refuse)


def _may_be_deep(text: str) -> bool:
    return text.count("[") + text.count("{") > limits.JSON_DEPTH


def _require_shallow(text: str) -> None:
    """Raise Malformed for JSON that is nested deeper than anything we know, before it is parsed."""
    depth = 0
    for mark in _NESTING.finditer(text):
        if mark["open"]:
            depth += 1
            if depth > limits.JSON_DEPTH:
                title = f"The body is nested deeper than {limits.JSON_DEPTH} levels."
                raise Malformed(Problem(400, "too_deep", title, {"field": "body", "limit": limits.JSON_DEPTH}))
        elif mark["close"]:
            depth -= 1


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _decoded(text: str) -> str:
    if "%" not in text:
        return text
    from urllib.parse import unquote  # noqa: PLC0415 takes its time, and ids need no encoding

    return unquote(text)
