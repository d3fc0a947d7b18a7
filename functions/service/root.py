"""GET /"""

import json

from adapters.http.endpoint import endpoint
from adapters.http.schemas.resource import Document


@endpoint("service.root")
def handler() -> Document:
    """Find the documentation."""
    pointers = {"name": "Daybook", "docs": "./docs", "openapi": "./openapi.json", "ping": "./ping"}
    return Document(json.dumps({"data": pointers, "meta": {}}), "application/json")
