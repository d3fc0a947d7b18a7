"""The OpenAPI document of the functions as they stand."""

import json
from importlib import import_module
from pathlib import Path

from adapters.http.endpoints import ENDPOINTS
from adapters.http.openapi import document
from adapters.version import VERSION

SAMPLES = Path(__file__).parents[1] / "events"


def describe() -> str:
    """The document as text, the same for the same functions and samples."""
    functions = [import_module(endpoint.module).handler for endpoint in ENDPOINTS]
    samples = {path.stem: json.loads(path.read_text()) for path in sorted(SAMPLES.glob("*.json"))}
    return json.dumps(document(functions, samples, VERSION), indent=2, ensure_ascii=False)
