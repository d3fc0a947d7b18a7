"""A table in which each date of a calendar was a partition is brought up to date, and nothing in it is lost."""

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

import pytest

from adapters.dynamodb.calendar_items import calendar_to_item
from adapters.dynamodb.client import Table, Write
from adapters.dynamodb.doctor.examination import Examination
from adapters.dynamodb.event_items import event_to_items, tombstone
from adapters.dynamodb.events import DynamoEvents
from adapters.dynamodb.layout import NewerLayout, bring_up_to_date, is_current
from adapters.dynamodb.table import LAYOUT_KEY, Item, day_in, key_of
from adapters.settings import LOCAL_CREDENTIALS
from adapters.version import LAYOUT
from daybook.control_plane import ensure_table
from domain.errors import Unavailable
from domain.event import Event
from tests.builders import DAY, NOON, a_calendar, a_clock, an_event, timed

CALENDAR = a_calendar()
ONE_DAY, THREE_DAYS, LONG = [an_event(CALENDAR.id, timed(NOON, days * DAY)) for days in (0, 2, 60)]
DELETED = tombstone(an_event(CALENDAR.id), NOON)
EVENTS = [ONE_DAY, THREE_DAYS, LONG]


class _Breaking(Table):
    """A table that fails at one of its writes."""

    left = 0

    def write_together(self, writes: Sequence[Write]) -> None:
        if self.left == 0:
            raise Unavailable
        self.left -= 1
        super().write_together(writes)


@pytest.fixture
def table(engine_url: str) -> _Breaking:
    """A table of the first layout, with events of all kinds in it."""
    name = f"daybook-{uuid4()}"
    ensure_table(engine_url, name)
    table = _Breaking(name, endpoint_url=engine_url, region="local", credentials=LOCAL_CREDENTIALS)
    table.put(calendar_to_item(CALENDAR))
    for kept in [*(one for event in EVENTS for one in event_to_items(event)), DELETED]:
        table.put(_as_it_lay(kept))
    table.left = -1
    return table


def _as_it_lay(kept: Item) -> Item:
    if kept["pk"].endswith("#spanning"):
        return kept
    day = day_in(key_of(kept))
    position = {} if kept["type"] == "tombstone" else {"time_position": kept["sk"]}
    return {**kept, "pk": f"{CALENDAR.id}#{day}", "sk": kept["id"], **position}


def found(table: Table) -> list[Event]:
    batches = DynamoEvents(table).touching(CALENDAR.id, date(2020, 1, 1), date(2030, 1, 1), 10)
    return [event for batch in batches for event in batch.events]


def test_what_lay_by_date_is_found_again(table: _Breaking) -> None:
    assert found(table) == [LONG]
    told: list[int] = []
    bring_up_to_date(table, told.append)
    assert {event.id for event in found(table)} == {event.id for event in EVENTS}
    assert table.get(key_of(DELETED)) == DELETED
    assert told == [1 + 3 + 1 + 1]
    assert Examination(table, a_clock, lambda _: None)(repair=False).findings == []


def test_it_goes_on_after_a_crash(table: _Breaking) -> None:
    table.left = 0
    with pytest.raises(Unavailable):
        bring_up_to_date(table, lambda _: None)
    table.left = -1
    bring_up_to_date(table, lambda _: None)
    assert {event.id for event in found(table)} == {event.id for event in EVENTS}


def test_what_is_up_to_date_is_not_read(table: _Breaking) -> None:
    bring_up_to_date(table, lambda _: None)
    table.left = 0
    bring_up_to_date(table, pytest.fail)
    table.put({**LAYOUT_KEY, "type": "layout", "version": LAYOUT + 1})
    with pytest.raises(NewerLayout):
        bring_up_to_date(table, pytest.fail)


def test_a_new_table_is_kept_as_of_today(engine_url: str) -> None:
    name = f"daybook-{uuid4()}"
    ensure_table(engine_url, name)
    table = Table(name, endpoint_url=engine_url, region="local", credentials=LOCAL_CREDENTIALS)
    assert is_current(table)
    kept = table.get(LAYOUT_KEY)
    assert kept is not None
    assert kept["version"] == LAYOUT


def test_a_table_of_the_first_layout_is_not_taken_for_a_new_one(table: _Breaking) -> None:
    assert not is_current(table)
    assert table.get(LAYOUT_KEY) is None
