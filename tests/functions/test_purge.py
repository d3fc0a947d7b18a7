"""What happens behind a deleted calendar: the stream tells the worker, and nothing remains."""

import json
import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from adapters.dynamodb.client import Table
from adapters.dynamodb.deletions import DeletedCalendar, deletion_to_item, deletions
from adapters.dynamodb.event_items import event_to_items
from adapters.dynamodb.events import DynamoEvents
from daybook.control_plane import client as aws
from daybook.stream_pump import StreamPump
from domain.ids import CalendarId, EventId, override_id
from functions import purge
from tests.builders import DAY, HOUR, NOON, a_calendar, a_calendar_id, add, an_event, timed
from tests.conftest import TABLE
from tests.support.api import Api
from tests.support.stream import drain, unparked


def left_of(url: str, calendar_id: str) -> int:
    """How many items of a calendar are in the table, by looking at every one."""
    pages = aws("dynamodb", url).get_paginator("scan").paginate(TableName=TABLE)
    return sum(calendar_id in item["pk"]["S"] for page in pages for item in page["Items"])


def told_of(*calendar_ids: CalendarId, name: str = "INSERT") -> dict[str, Any]:
    """A batch of stream records that tell of deletions, and of other things."""
    image = "NewImage" if name == "INSERT" else "OldImage"
    deletions: list[dict[str, Any]] = [
        {image: {"type": {"S": "deletion"}, "deleted_calendar_id": {"S": str(one)}}} for one in calendar_ids
    ]
    changes = [{"NewImage": {"type": {"S": "event"}}}, *deletions, {"OldImage": {"type": {"S": "calendar"}}}, {}]
    records = [{"eventName": name, "dynamodb": {**one, "SequenceNumber": str(n)}} for n, one in enumerate(changes)]
    return {"Records": records}


def _told_of_dropped(calendar_id: str, series: str) -> dict[str, Any]:
    """Word of an override that has gone already."""
    gone = override_id(EventId(UUID(series.rpartition("/")[2])), datetime(2026, 3, 9, 9, tzinfo=UTC))
    facts = {"type": "dropped_overrides", "dropped_calendar_id": calendar_id, "dropped_event_ids": str(gone)}
    image = {name: {"S": value} for name, value in facts.items()}
    return {"Records": [{"eventName": "REMOVE", "dynamodb": {"OldImage": image, "SequenceNumber": "1"}}]}


def write_all(table: Table, items: Sequence[Any]) -> None:
    batches = [items[start : start + 25] for start in range(0, len(items), 25)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda batch: table._client.sync_batch_write(TABLE, batch, []), batches))  # type: ignore[attr-defined]


def test_deleting_a_calendar_empties_it_through_the_stream(api: Api, purge_all: Callable[[], None], wired: str) -> None:
    calendar, other = api.new_calendar(), api.new_calendar()
    for day in range(1, 8):
        for path in (calendar, other):
            api.new_event(path, starts_on=f"2026-03-0{day}", ends_on=f"2026-03-1{day}")
    gone = api.new_event(calendar, starts_on="2026-01-01", ends_on="2026-12-31")
    api.delete(f"{calendar}/events/{gone['id']}")
    calendar_id, other_id = (path.rpartition("/")[2] for path in (calendar, other))
    before = left_of(wired, other_id)
    api.delete(calendar)
    purge_all()
    assert left_of(wired, calendar_id) == 0
    assert left_of(wired, other_id) == before > 0
    assert len(api.titles(other, start="2026-03-01")) == 7


def test_dropped_overrides_are_cleared_away_through_the_stream(
    api: Api, purge_all: Callable[[], None], wired: str
) -> None:
    calendar = api.new_calendar()
    at = {"starts_at": "2026-03-02T09:00Z", "ends_at": "2026-03-02T10:00Z"}
    series = f"{calendar}/events/{api.new_event(calendar, **at, recurrence=['RRULE:FREQ=WEEKLY'])['id']}"
    for day in ("09", "16", "23"):
        moved = {"starts_at": f"2026-03-{day}T15:00Z", "ends_at": f"2026-03-{int(day) + 1}T15:00Z"}
        assert api.patch(f"{series}_202603{day}T090000Z", moved).status_code == 204
    calendar_id = calendar.rpartition("/")[2]
    before = left_of(wired, calendar_id)
    answer = api.patch(series, {"starts_at": "2026-03-02T09:30Z", "ends_at": "2026-03-02T10:30Z"})
    assert len(answer.json()["meta"]["dropped_overrides"]) == 3
    seen = api.titles(calendar, start="2026-03-01", to="2026-04-01")
    purge_all()
    assert left_of(wired, calendar_id) == before + 1 - 3  # word of them came, and their second days' copies went
    assert api.titles(calendar, start="2026-03-01", to="2026-04-01") == seen == ["Planning"] * 5
    assert purge.handler(_told_of_dropped(calendar_id, series), None) == {"batchItemFailures": []}


def test_ten_thousand_events_go_also_when_the_worker_dies_half_way(
    table: Table, wired: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    calendar = a_calendar_id()
    events = [an_event(calendar, timed(NOON + (index % 700) * DAY)) for index in range(10_000)]
    write_all(table, [item for event in events for item in event_to_items(event)])
    deletes = Table.delete_all
    rounds = iter(range(100))

    def dying(self: Table, keys: Sequence[Any]) -> None:
        if next(rounds) == 2:
            raise MemoryError("the worker was killed")
        deletes(self, keys)

    monkeypatch.setattr(Table, "delete_all", dying)
    failed = purge.handler(told_of(calendar), None)
    assert failed == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert 0 < left_of(wired, str(calendar)) < 10_000
    assert purge.handler(told_of(calendar), None) == {"batchItemFailures": []}
    assert left_of(wired, str(calendar)) == 0
    assert purge.handler(told_of(calendar), None) == {"batchItemFailures": []}


def test_an_event_that_slipped_in_goes_when_ttl_takes_the_deletion_away(table: Table, wired: str) -> None:
    calendar = a_calendar_id()
    purge.handler(told_of(calendar), None)
    add(DynamoEvents(table), an_event(calendar, timed(length=5 * DAY)))
    purge.handler(told_of(calendar, name="REMOVE"), None)
    assert left_of(wired, str(calendar)) == 0


def test_a_deletion_is_an_item_that_the_stream_shows_and_ttl_removes() -> None:
    calendar = a_calendar()
    kept = deletion_to_item(calendar, NOON)
    names = ("type", "deleted_calendar_id", "deleted_calendar_owner_id")
    image = {name: {"S": kept[name]} for name in names}
    record = {"dynamodb": {"NewImage": image, "SequenceNumber": "7"}}
    assert list(deletions([record])) == [("7", DeletedCalendar(calendar.id, calendar.owner_id))]
    del image["deleted_calendar_owner_id"]  # as earlier ones were
    assert list(deletions([record])) == [("7", DeletedCalendar(calendar.id))]
    assert kept["expires_epoch"] == int((NOON + DAY).timestamp())


def test_the_pump_goes_on_where_it_stopped(wired: str, caught_up: Path, table: Table) -> None:
    given: list[str] = []

    def worker(event: dict[str, Any], _context: object) -> dict[str, Any]:
        given.extend(record["dynamodb"]["Keys"]["pk"]["S"] for record in event["Records"])
        return {"batchItemFailures": []}

    event = an_event(when=timed(length=HOUR))
    add(DynamoEvents(table), event)
    drain(StreamPump(wired, TABLE, worker, caught_up, unparked))
    assert any(pk.startswith(str(event.calendar_id)) for pk in given)
    given.clear()
    drain(StreamPump(wired, TABLE, worker, caught_up, unparked))
    assert not any(pk.startswith(str(event.calendar_id)) for pk in given)


def test_the_pump_gives_records_as_lambda_does_in_plain_json(wired: str, caught_up: Path, table: Table) -> None:
    given: list[Any] = []

    def worker(event: dict[str, Any], _context: object) -> dict[str, Any]:
        given.extend(event["Records"])
        return {"batchItemFailures": []}

    add(DynamoEvents(table), an_event())
    drain(StreamPump(wired, TABLE, worker, caught_up, unparked))
    assert json.loads(json.dumps(given)) == given
    assert {type(one["dynamodb"]["ApproximateCreationDateTime"]) for one in given} <= {int, float}


def test_the_pump_gives_a_failed_batch_again(wired: str, tmp_path: Path, table: Table) -> None:
    outcomes = [[{"itemIdentifier": "x"}], []]
    batches: list[int] = []

    def worker(event: dict[str, Any], _context: object) -> dict[str, Any]:
        batches.append(len(event["Records"]))
        return {"batchItemFailures": outcomes.pop(0) if outcomes else []}

    add(DynamoEvents(table), an_event())
    pump = StreamPump(wired, TABLE, worker, tmp_path / f"{secrets.token_hex(4)}.json", unparked)
    with pytest.raises(RuntimeError):
        pump.pump()
    pump.pump()
    assert batches[0] == batches[1] > 0
