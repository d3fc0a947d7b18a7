"""Idempotency keys: a request that names one acts once, however often it comes; the answer is the first one's."""

import json
import re
from collections.abc import Callable
from hashlib import sha256

from adapters.http.caller import caller_of
from adapters.http.endpoints import Endpoint
from adapters.http.errors import Problem
from adapters.http.replies import Answer
from adapters.http.requests import Malformed, ProxyEvent, header
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


def named(row: Endpoint, event: ProxyEvent, key: str) -> Named:
    """A request with a key, told from others by all that it asks for and by what its caller may do."""
    caller = caller_of(event)
    asked = [
        row.name,
        event.get("pathParameters"),
        event.get("multiValueQueryStringParameters"),
        _canonical(event.get("body")),
        sorted(caller.grant.scopes),
        sorted(map(str, caller.grant.calendars)) if caller.grant.calendars is not None else None,
        caller.grant.detail,
    ]
    fingerprint = sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
    return Named(caller.owner_id, key, fingerprint)


def acted_once(act_once: ActOnce, row: Endpoint, request: Named, act: Callable[[], Answer]) -> Answer:
    """The answer to a request: made now, or kept of the first time. What is not one step is kept when it is done."""
    once = act_once.in_steps if row.in_steps else act_once
    content, replayed = once(request, lambda: json.dumps(act()).encode())
    status, body, headers = json.loads(content)
    return Answer(status, body, headers | ({REPLAYED: "true"} if replayed else {}))


def _canonical(body: str | None) -> object:
    """A body as it counts: JSON that says the same is the same."""
    try:
        return json.loads(body or "null")
    except (ValueError, RecursionError):
        return body
