"""The routes as a reviewer reads them: a change of what is open to whom shows in `routes.txt`.

`UPDATE=1 pytest -n 0 tests/infra/test_routes.py` writes it anew.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from adapters.http.endpoints import BY_NAME
from tests.support.template import Template

ROUTES = Path(__file__).with_name("routes.txt")


def _routes(template: Template) -> Iterator[str]:
    doors = {
        one["RestApiId"]["Ref"]: one["Variables"]["door"] for one in template.of_type("ApiGateway::Stage").values()
    }
    for method in template.methods():
        guarded = "guarded" if "AuthorizerId" in method.properties else "open"
        counted = "counted" if method.properties.get("ApiKeyRequired") else "-"
        row = BY_NAME[method.properties["OperationName"]]
        place = f"{doors[method.api]:9}{method.properties['HttpMethod']:7}{method.path:62}"
        yield f"{place}{method.function:25}{guarded:9}{counted:9}{row.data}".rstrip()


def test_the_routes_are_those_that_were_reviewed(both: Template) -> None:
    routes = "".join(f"{route}\n" for route in sorted(_routes(both)))
    if "UPDATE" in os.environ:
        ROUTES.write_text(routes)
    assert routes == ROUTES.read_text()
