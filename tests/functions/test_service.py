"""What the service says of itself to everybody."""

from typing import Any

from adapters.dynamodb.layout import bring_up_to_date
from adapters.dynamodb.staging import StagingTable
from adapters.dynamodb.table import LAYOUT_KEY
from adapters.version import VERSION
from domain.time import zones_version
from tests.functions.test_openapi import OPERATIONS


def test_ping_says_which_version_answers_and_which_layout_it_reads(client: Any, table: StagingTable) -> None:
    bring_up_to_date(table, lambda _: None)
    kept = table.get(LAYOUT_KEY)
    assert kept is not None
    said = client.get("/ping").json()["data"]
    assert said == {"status": "ok", "version": VERSION, "layout": kept["version"], "tzdata": zones_version()}
    (shown,) = OPERATIONS["service.ping"]["responses"]["200"]["content"]["application/json"]["examples"].values()
    assert shown["value"]["data"].keys() == said.keys()
