"""GET /ping"""

import json

from adapters.http.endpoint import endpoint
from adapters.http.schemas.resource import Document


@endpoint("service.ping")
def handler() -> Document:
    """See whether the service answers."""
    return Document(json.dumps({"data": {"status": "ok"}, "meta": {}}), "application/json")
