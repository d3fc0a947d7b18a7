"""The OpenAPI documents of the functions as they stand: the API's own, and that of its listing at RapidAPI."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

from adapters.http.endpoint import LambdaFunction
from adapters.http.endpoints import ENDPOINTS
from adapters.http.openapi import document
from adapters.version import VERSION
from daybook.listing import Listing, listed

SAMPLES = Path(__file__).parents[1] / "events"


def describe() -> str:
    """The document as text, the same for the same functions and samples."""
    return _text(document(_functions(), _samples(), VERSION))


def describe_for_rapidapi(listing: Listing) -> str:
    """The document as RapidAPI's hub takes it in."""
    return _text(listed(listing, _functions(), _samples(), VERSION))


def _functions() -> list[LambdaFunction]:
    return [import_module(endpoint.module).handler for endpoint in ENDPOINTS]


def _samples() -> dict[str, Any]:
    return {path.stem: json.loads(path.read_text()) for path in sorted(SAMPLES.glob("*.json"))}


def _text(made: dict[str, Any]) -> str:
    return json.dumps(made, indent=2, ensure_ascii=False)
