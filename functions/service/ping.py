"""GET /ping"""

import json

from adapters.http.endpoint import endpoint
from adapters.http.schemas.resource import Document
from domain.time import zones_version


@endpoint("service.ping")
def handler() -> Document:
    """See whether the service answers, and which release of the IANA time zones it knows."""
    return Document(json.dumps({"data": {"status": "ok", "tzdata": zones_version()}, "meta": {}}), "application/json")
