"""Which other sites' pages may call from a browser (the Fetch standard's CORS protocol): none, unless configured."""

import os
from collections.abc import Mapping
from functools import cache
from typing import Any

from adapters.http.requests import header
from adapters.settings import ANY_ORIGIN, cors_origins

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
SENT = (
    "X-Api-Key",
    "Content-Type",
    "Accept",
    "If-Match",
    "If-None-Match",
    "Idempotency-Key",
    "Prefer",
)
SHOWN = (
    "ETag",
    "Location",
    "Link",
    "Retry-After",
    "X-Request-Id",
    "Idempotent-Replayed",
    "Preference-Applied",
    "Content-Disposition",
)
BELIEVED_SECONDS = 7200


@cache
def allowed() -> frozenset[str]:
    """The origins whose pages may call; read once, since every function needs it, also those that have no wiring."""
    return cors_origins(os.environ)


def headers(event: Mapping[str, Any]) -> dict[str, str]:
    """What lets the page that a request comes from read the answer."""
    if not allowed():
        return {}
    origin = header(event, "Origin")
    if ANY_ORIGIN in allowed():
        return {"Access-Control-Allow-Origin": ANY_ORIGIN, "Access-Control-Expose-Headers": ", ".join(SHOWN)}
    if origin not in allowed():
        return {"Vary": "Origin"}
    shown = {"Access-Control-Allow-Origin": str(origin), "Access-Control-Expose-Headers": ", ".join(SHOWN)}
    return {**shown, "Vary": "Origin"}


def preflight(event: Mapping[str, Any]) -> dict[str, str]:
    """What lets that page make the request that it asks about."""
    made = headers(event)
    if "Access-Control-Allow-Origin" not in made:
        return made
    return {
        **made,
        "Access-Control-Allow-Methods": ", ".join(METHODS),
        "Access-Control-Allow-Headers": ", ".join(SENT),
        "Access-Control-Max-Age": str(BELIEVED_SECONDS),
    }
