"""Identities that encode a time."""

import secrets
from datetime import UTC, date, datetime, timedelta
from uuid import RFC_4122, UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.errors import EventNotFound
from domain.ids import EventId, home_date, new_calendar_id, new_event_id
from domain.time import FIRST_DAY, LAST_DAY
from tests.builders import NOON

MOMENTS = st.datetimes(
    datetime.combine(FIRST_DAY, datetime.min.time()),
    datetime.combine(LAST_DAY, datetime.max.time()),
    timezones=st.just(UTC),
)


@given(MOMENTS)
def test_an_event_id_is_a_uuid_v8_that_leads_to_its_date(start: datetime) -> None:
    event_id = new_event_id(start, secrets.token_bytes)
    assert (event_id.version, event_id.variant) == (8, RFC_4122)
    assert home_date(event_id) == start.date()


@given(MOMENTS, st.timedeltas(timedelta(milliseconds=1), timedelta(days=9)))
def test_ids_sort_by_start_as_text(start: datetime, later: timedelta) -> None:
    assume(LAST_DAY - start.date() > later)
    first, second = (new_event_id(one, secrets.token_bytes) for one in (start, start + later))
    assert str(first) < str(second)


def test_ids_of_one_start_differ() -> None:
    assert len({new_event_id(NOON, secrets.token_bytes) for _ in range(1000)}) == 1000


def test_a_calendar_id_is_a_uuid_v7_of_its_making() -> None:
    calendar_id = new_calendar_id(NOON, secrets.token_bytes)
    assert (calendar_id.version, calendar_id.variant) == (7, RFC_4122)
    assert calendar_id.int >> 80 == int(NOON.timestamp() * 1000)


@pytest.mark.parametrize(
    "strange",
    [
        UUID("7c9e6679-7425-40de-944b-e07fc1f90ae7"),
        UUID("6fa459ea-ee8a-11e3-ac10-0800200c9a66"),
        UUID(int=0),
        UUID(int=2**128 - 1),
        UUID("ffffffff-ffff-8fff-bfff-ffffffffffff"),
        UUID("00000000-0000-8000-8000-000000000000"),
    ],
)
def test_an_id_that_daybook_cannot_have_made_is_not_found(strange: UUID) -> None:
    with pytest.raises(EventNotFound):
        home_date(EventId(strange))


def test_the_epoch_is_the_first_day_of_1583() -> None:
    assert home_date(new_event_id(datetime(1583, 1, 2, tzinfo=UTC), secrets.token_bytes)) == date(1583, 1, 2)
    assert new_event_id(datetime(1583, 1, 1, tzinfo=UTC), secrets.token_bytes).int >> 80 == 0
