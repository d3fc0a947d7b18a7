"""GET /docs/{asset}"""

from pathlib import Path
from typing import Annotated

from adapters.http import markers
from adapters.http.endpoint import endpoint
from adapters.http.schemas.resource import Document
from domain.errors import NotFound

_PLACES = (Path(__file__).parent / "assets", Path(__file__).parents[2] / "node_modules/rapidoc/dist")
"""Where the deployed package has it, and where npm puts it."""

_SCRIPT = "rapidoc-min.js"


@endpoint("service.docs_asset")
def handler(
    asset: Annotated[str, markers.Path(description="The name of a file of the API reference page.", example=_SCRIPT)],
) -> Document:
    """Read a file that the API reference page needs."""
    found = next((place / _SCRIPT for place in _PLACES if (place / _SCRIPT).is_file()), None)
    if asset != _SCRIPT or found is None:
        raise NotFound("There is no such file.")
    return Document(found.read_text(), "text/javascript; charset=utf-8", {"Cache-Control": "public, max-age=86400"})
