"""Series in items: the wall clock is what counts, whatever instants were kept beside it."""

from dataclasses import replace
from datetime import datetime

from adapters.dynamodb.event_items import event_from_item, event_to_items
from domain.event import Event
from domain.recurrence import lines
from domain.series import Series
from domain.time import utc_of
from domain.window import Window
from tests.builders import BERLIN, DAY, HOUR, all_day, an_event, timed

ANCHOR = datetime(2026, 7, 1, 9)  # noqa: DTZ001 local
FIRST = utc_of(ANCHOR, BERLIN)


def a_series() -> Event:
    words = ["RRULE:FREQ=DAILY", "EXDATE;TZID=Europe/Berlin:20260702T090000"]
    recurrence = replace(lines.read(words, ANCHOR, BERLIN), overridden={FIRST + 2 * DAY: ANCHOR + 2 * DAY})
    return replace(an_event(when=timed(FIRST, HOUR, BERLIN)), recurrence=recurrence)


def kept_before_the_zone_changed(event: Event) -> Event:
    """The series as it is read by someone whose zones have other rules than when it was written."""
    home = event_to_items(event)[0]
    assert home["starts_at"] == "2026-07-01T07:00:00.000000Z"
    return event_from_item({**home, "starts_at": "2026-07-01T08:00:00Z", "ends_at": "2026-07-01T09:00:00Z"})


def test_a_series_keeps_to_its_wall_clock_when_the_rules_of_its_zone_change() -> None:
    event = kept_before_the_zone_changed(a_series())
    assert event.when == timed(FIRST, HOUR, BERLIN)


def test_what_was_excluded_or_changed_alone_stays_so_when_the_rules_of_its_zone_change() -> None:
    series = Series.of(kept_before_the_zone_changed(a_series()))
    window = Window(timed(FIRST - DAY, 5 * DAY).span(BERLIN), BERLIN)
    assert [one.start for one in series.happenings(window)] == [FIRST, FIRST + 3 * DAY]


def test_a_series_without_exceptions_takes_no_room_for_them() -> None:
    anchor = datetime(2026, 7, 1)  # noqa: DTZ001 local
    recurrence = lines.read(["RRULE:FREQ=DAILY"], anchor, None)
    home, spanning = event_to_items(replace(an_event(when=all_day(anchor.date())), recurrence=recurrence))
    assert not {"dates", "excluded", "overridden", "overrides_until"} & home.keys()
    assert spanning["sk"].startswith("9999-12-31#")
