"""Idempotency keys: a request that names one acts once, however often it comes; the answer is the first one's."""

import json
import re
from collections.abc import Callable
from hashlib import sha256

from adapters.http.caller import caller_of
from adapters.http.endpoints import Endpoint
from adapters.http.errors import Problem
from adapters.http.replies import Answer
from adapters.http.requests import Malformed, ProxyEvent, header, parsed
from domain.errors import TooLarge
from domain.use_cases.act_once import ActOnce, Named

HEADER, REPLAYED = "Idempotency-Key", "Idempotent-Replayed"
MOST_CHARACTERS = 255

KEY_PATTERN = r"^[!-~]+$"

_KEY = re.compile(KEY_PATTERN, re.ASCII)
_INVALID = Problem(
    400,
    "invalid_idempotency_key",
    f"Idempotency-Key has 1 to {MOST_CHARACTERS} visible ASCII characters; a random UUID is best.",
    {"field": HEADER},
)


def key_in(event: ProxyEvent) -> str | None:
    """The key that a request names, if any; Malformed if it cannot be one."""
    key = header(event, HEADER)
    if key is not None and not (_KEY.fullmatch(key) and len(key) <= MOST_CHARACTERS):
        raise Malformed(_INVALID)
    return key


def asked_by(row: Endpoint, event: ProxyEvent) -> object:
    """All that a request asks for."""
    return [
        row.name,
        event.get("pathParameters"),
        event.get("multiValueQueryStringParameters"),
        [header(event, name) for name in ("If-Match", "Prefer")],
        _canonical(event.get("body")),
    ]


def named(event: ProxyEvent, key: str, asked: object) -> Named:
    """A request with a key, told from others by what it asks for and by what its caller may do and see."""
    caller = caller_of(event)
    grant = caller.grant
    calendars = sorted(map(str, grant.calendars)) if grant.calendars is not None else None
    told = json.dumps([asked, sorted(grant.scopes), calendars, grant.detail.value], sort_keys=True)
    return Named(caller.owner_id, key, sha256(told.encode()).hexdigest())


def acted_once(act_once: ActOnce, row: Endpoint, request: Named, act: Callable[[], Answer]) -> Answer:
    """The answer to a request: made now, or kept of the first time. What is not one step is kept when it is done."""
    once = act_once.in_steps if row.in_steps else act_once
    content, replayed = once(request, lambda: json.dumps(act()).encode())
    status, body, headers = json.loads(content)
    return Answer(status, body, headers | ({REPLAYED: "true"} if replayed else {}))


def _canonical(body: str | None) -> object:
    """A body as it counts: JSON that says the same is the same, as far as it would be read at all."""
    try:
        return parsed(body or "null")
    except (ValueError, RecursionError, TooLarge, Malformed):
        return body
