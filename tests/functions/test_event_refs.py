"""Ids of events and occurrences as clients write them."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.http.event_refs import read_ref, ref_text
from domain.ids import EventId, OccurrenceId, encoded_start, lineage, lineage_of_override, override_id
from domain.recurrence.stamps import Unreadable
from tests.builders import an_event

SERIES = EventId(UUID("0cb8ad4f-bd80-8d21-9f3a-5e1c7b60d2f4"))
STARTS = st.datetimes(datetime(1583, 1, 2), datetime(9999, 12, 29), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=0)
)


@given(original=STARTS, all_day=st.booleans())
def test_what_is_written_is_read_again(original: datetime, *, all_day: bool) -> None:
    if all_day:
        original = original.replace(hour=0, minute=0, second=0)
    ref = OccurrenceId(SERIES, original, all_day)
    assert read_ref(ref_text(ref)) == ref


def test_an_id_of_an_event_is_a_uuid_in_whatever_case() -> None:
    assert read_ref(str(SERIES).upper()) == SERIES
    assert ref_text(SERIES) == str(SERIES)


@pytest.mark.parametrize(
    "start",
    ["", "x", "2026-03-29", "20260329T070000", "20260329T070000Z ", "20260230", "00010101", "15830101T000000Z"],
)
def test_what_names_no_start_is_no_id(start: str) -> None:
    with pytest.raises(Unreadable):
        read_ref(f"{SERIES}_{start}")


@given(original=STARTS)
def test_an_override_is_found_by_its_series_and_its_original_start(original: datetime) -> None:
    made = override_id(SERIES, original)
    assert encoded_start(made) == original
    assert made.version == 8
    assert lineage_of_override(made) == lineage(SERIES)
    assert made != override_id(an_event().id, original)


def test_an_override_of_the_first_occurrence_is_not_its_series() -> None:
    series = an_event()
    assert override_id(series.id, series.when.encoded_start()) != series.id
