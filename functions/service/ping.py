"""GET /ping"""

import json

from adapters.http.endpoint import endpoint
from adapters.http.schemas.resource import Document
from adapters.version import LAYOUT, VERSION
from domain.time import zones_version


@endpoint("service.ping")
def handler() -> Document:
    """See whether the service answers; which version it is, which layout of its table it reads and writes, and which
    release of the IANA time zones it knows."""
    known = {"version": VERSION, "layout": LAYOUT, "tzdata": zones_version()}
    return Document(json.dumps({"data": {"status": "ok", **known}, "meta": {}}), "application/json")
