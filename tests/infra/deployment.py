"""The functions of a template, started from a package as Lambda starts them."""

import json
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple

from adapters.settings import Settings
from bench.runtime import Function, Running, running
from tests.conftest import PROXY_SECRETS, TABLE
from tests.support.template import Template, flat

NO_IDS: Mapping[str, str] = {}


class Deployment(NamedTuple):
    """A template, a folder with the package and what Lambda has beside it, and the database."""

    template: Template
    folder: Path
    engine_url: str

    def start(
        self, handler: str, *beside: str, ids: Mapping[str, str] = NO_IDS, **more: str
    ) -> AbstractContextManager[Running]:
        """The function with a handler, in the environment that the template gives it, and more. `ids` are those of
        resources other than the table, by their names in the template."""
        (table,) = self.template.of_type("DynamoDB::GlobalTable")
        variables = self.template.function(handler)[1]["Environment"]["Variables"]
        environment = {name: _value(value, {table: TABLE, **ids}) for name, value in variables.items()}
        path = ":".join(str(self.folder / one) for one in ("runtime", *beside))
        engine = {Settings.DATABASE_URL: self.engine_url}
        return running(Function(self.folder / "package", handler, path, environment | engine | more))

    def waking(self, handler: str, worker: Running) -> Callable[..., Any]:
        """A worker as its event source mapping calls it: with the records that pass one of the filters, if any do."""
        criteria = self.template.mapping(handler)["FilterCriteria"]
        filters = [json.loads(one["Pattern"]) for one in criteria["Filters"]]

        def give(event: dict[str, Any], _context: object) -> Any:
            records = [record for record in event["Records"] if any(_passes(record, one) for one in filters)]
            return worker.invoke({"Records": records}) if records else {"batchItemFailures": []}

        return give


def _value(value: Any, ids: Mapping[str, str]) -> str:
    """What a function finds for a value of the template."""
    if isinstance(value, str) and value.startswith("{{resolve:secretsmanager:"):
        return ",".join(PROXY_SECRETS)
    return re.sub(r"<(\w+)>", lambda found: ids[found[1]], flat(value))


def _passes(given: Any, wanted: Any) -> bool:
    """Whether something is what a filter wants: one of the values of a list, at every name that it has."""
    if isinstance(wanted, list):
        return given in wanted
    return isinstance(given, dict) and all(_passes(given.get(name), inner) for name, inner in wanted.items())
