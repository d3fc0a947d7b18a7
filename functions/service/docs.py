"""GET /docs"""

from pathlib import Path

from adapters.http import safety
from adapters.http.endpoint import endpoint
from adapters.http.schemas.resource import Document


@endpoint("service.docs")
def handler() -> Document:
    """Read the API reference as a page."""
    return Document(Path(__file__).with_suffix(".html").read_text(), "text/html; charset=utf-8", safety.PAGE)
