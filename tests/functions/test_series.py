"""Series over HTTP, as they are read: occurrences in windows, one by one, by ids, and page by page."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.support.api import Api, problem

NINE = {"starts_at": "2026-03-26T09:00", "ends_at": "2026-03-26T10:00", "time_zone": "Europe/Berlin"}
THAT_DAY = {"starts_on": "2026-03-26", "ends_on": "2026-03-26"}
WEEKLY, DAILY = ["RRULE:FREQ=WEEKLY"], ["RRULE:FREQ=DAILY"]
ITS_OWN = ("recurrence", "series_id", "original_starts_at", "original_starts_on", "is_override")


def listed(api: Api, calendar: str, start: str, to: str, **params: Any) -> list[dict[str, Any]]:
    """All that a window holds, page by page."""
    window = {"from": start, "to": to, **params}
    return [event for page in api.pages(f"{calendar}/events", window) for event in page]


def occurrences(api: Api, calendar: str, series_id: str, **params: Any) -> list[dict[str, Any]]:
    """All that is listed of a series, page by page."""
    renamed = {("from" if name == "start" else name): value for name, value in params.items()}
    return [one for page in api.pages(f"{calendar}/events/{series_id}/occurrences", renamed) for one in page]


def ids(events: list[dict[str, Any]]) -> list[str]:
    return [event["id"] for event in events]


def starts(events: list[dict[str, Any]]) -> list[str]:
    return [event["starts_at"] or event["starts_on"] for event in events]


@pytest.mark.parametrize(
    ("when", "lines", "canonical"),
    [
        (NINE, ["RRULE:FREQ=WEEKLY;WKST=MO;BYDAY=FR,TH"], ["RRULE:FREQ=WEEKLY;BYDAY=TH,FR"]),
        (NINE, ["rrule:freq=monthly;interval=1;byday=-1fr"], ["RRULE:FREQ=MONTHLY;BYDAY=-1FR"]),
        (NINE, ["RRULE:FREQ=DAILY;UNTIL=20260329"], ["RRULE:FREQ=DAILY;UNTIL=20260329T215959Z"]),
        (NINE, ["RRULE:FREQ=DAILY;UNTIL=20260329T090000"], ["RRULE:FREQ=DAILY;UNTIL=20260329T070000Z"]),
        (NINE, ["RRULE:FREQ=DAILY;UNTIL=20260329T070000Z"], ["RRULE:FREQ=DAILY;UNTIL=20260329T070000Z"]),
        (
            NINE,
            ["EXDATE:20260329T070000Z", "EXDATE;TZID=America/New_York:20260327T040000", *DAILY],
            [*DAILY, "EXDATE;TZID=Europe/Berlin:20260327T090000,20260329T090000"],
        ),
        (
            {**NINE, "time_zone": "UTC"},
            [*DAILY, "RDATE;VALUE=DATE-TIME:20260401T143000Z,20260326T090000"],
            [*DAILY, "RDATE:20260401T143000Z"],
        ),
        (
            THAT_DAY,
            ["RRULE:FREQ=YEARLY;UNTIL=20300101T000000Z", "EXDATE;VALUE=DATE:20270326", "RDATE;VALUE=DATE:20270401"],
            ["RRULE:FREQ=YEARLY;UNTIL=20300101", "RDATE;VALUE=DATE:20270401", "EXDATE;VALUE=DATE:20270326"],
        ),
    ],
    ids=["weekdays", "lower case", "until a date", "until a local time", "until utc", "exdates", "rdates", "all-day"],
)
def test_a_recurrence_is_taken_as_people_write_it_and_comes_back_in_one_form(
    api: Api, when: dict[str, str], lines: list[str], canonical: list[str]
) -> None:
    calendar = api.new_calendar()
    series = api.new_event(calendar, **when, recurrence=lines)
    assert series["recurrence"] == canonical
    again = api.new_event(calendar, **when, recurrence=canonical)
    assert again["recurrence"] == canonical


def test_a_series_is_an_event_that_starts_when_its_first_occurrence_does(api: Api) -> None:
    calendar = api.new_calendar()
    made = api.post(f"{calendar}/events", {"title": "Stand-up", **NINE, "recurrence": WEEKLY})
    read = api.get(made.headers["Location"])
    assert read.json() == made.json()
    assert read.headers["ETag"] == made.headers["ETag"]
    data = read.json()["data"]
    assert (data["starts_at"], data["ends_at"]) == ("2026-03-26T09:00:00+01:00", "2026-03-26T10:00:00+01:00")
    assert [data[name] for name in ITS_OWN] == [WEEKLY, None, None, None, False]


def test_a_window_shows_occurrences_at_the_same_local_time_before_and_after_a_dst_change(api: Api) -> None:
    calendar = api.new_calendar()
    series = api.new_event(calendar, **NINE, recurrence=WEEKLY)
    found = listed(api, calendar, "2026-03-01", "2026-04-15")
    assert [(one["id"], one["starts_at"], one["ends_at"]) for one in found] == [
        (f"{series['id']}_20260326T080000Z", "2026-03-26T09:00:00+01:00", "2026-03-26T10:00:00+01:00"),
        (f"{series['id']}_20260402T070000Z", "2026-04-02T09:00:00+02:00", "2026-04-02T10:00:00+02:00"),
        (f"{series['id']}_20260409T070000Z", "2026-04-09T09:00:00+02:00", "2026-04-09T10:00:00+02:00"),
    ]
    for one in found:
        assert [one[name] for name in ITS_OWN] == [[], series["id"], one["starts_at"], None, False]
        assert one["time_zone"] == "Europe/Berlin"


def test_an_occurrence_is_read_by_the_id_that_a_list_gave_it(api: Api) -> None:
    calendar = api.new_calendar()
    for when in (NINE, THAT_DAY):
        api.new_event(calendar, **when, recurrence=DAILY, location="Room 4", metadata={"project": "apollo"})
    for one in listed(api, calendar, "2026-03-28", "2026-03-31"):
        read = api.get(f"{calendar}/events/{one['id']}")
        assert read.json() == {"data": one, "meta": {}}


def test_a_local_time_that_a_dst_change_skips_or_repeats_happens_once_each_day(api: Api) -> None:
    calendar = api.new_calendar()
    night = {"starts_at": "2026-03-28T02:30", "ends_at": "2026-03-28T02:45", "time_zone": "Europe/Berlin"}
    api.new_event(calendar, **night, recurrence=DAILY)
    assert starts(listed(api, calendar, "2026-03-28", "2026-03-31")) == [
        "2026-03-28T02:30:00+01:00",
        "2026-03-29T03:30:00+02:00",
        "2026-03-30T02:30:00+02:00",
    ]
    assert starts(listed(api, calendar, "2026-10-24", "2026-10-27")) == [
        "2026-10-24T02:30:00+02:00",
        "2026-10-25T02:30:00+02:00",
        "2026-10-26T02:30:00+01:00",
    ]


def test_a_start_that_the_rule_does_not_yield_is_the_first_occurrence_unless_it_is_excluded(api: Api) -> None:
    calendar = api.new_calendar()
    fridays = "RRULE:FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13"
    api.new_event(calendar, **THAT_DAY, title="with", recurrence=[fridays])
    api.new_event(calendar, **THAT_DAY, title="without", recurrence=[fridays, "EXDATE;VALUE=DATE:20260326"])
    found = listed(api, calendar, "2026-01-01", "2026-12-31")
    assert [(one["title"], one["starts_on"]) for one in found if one["title"] == "with"] == [
        ("with", "2026-03-26"),
        ("with", "2026-11-13"),
    ]
    assert [one["starts_on"] for one in found if one["title"] == "without"] == ["2026-11-13"]


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        (["RRULE:FREQ=DAILY;COUNT=3"], [26, 27, 28]),
        (["RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20260327T080000Z"], [26, 28]),
        (["RRULE:FREQ=DAILY;UNTIL=20260328T080000Z"], [26, 27, 28]),
        (["RRULE:FREQ=DAILY;UNTIL=20260328T075959Z"], [26, 27]),
        (["RRULE:FREQ=DAILY;COUNT=2", "RDATE:20260327T080000Z,20260330T070000Z"], [26, 27, 30]),
        (["RDATE:20260328T080000Z"], [26, 28]),
        (["RRULE:FREQ=DAILY;COUNT=2", "RRULE:FREQ=DAILY;INTERVAL=2;COUNT=3"], [26, 27, 28, 30]),
        (["RRULE:FREQ=DAILY;COUNT=2", "EXDATE:20260327T100000Z"], [26, 27]),
    ],
    ids=["count", "count and exdate", "until it", "until before", "rdate", "no rule", "two rules", "exdate of nothing"],
)
def test_a_series_takes_place_when_its_lines_say(api: Api, lines: list[str], days: list[int]) -> None:
    calendar = api.new_calendar()
    series = api.new_event(calendar, **NINE, recurrence=lines)
    expected = [f"2026-03-{day}" for day in days]
    assert [start[:10] for start in starts(listed(api, calendar, "2026-03-01", "2026-05-01"))] == expected
    assert [start[:10] for start in starts(occurrences(api, calendar, series["id"]))] == expected


def test_without_expansion_a_window_shows_the_series_that_take_place_in_it(api: Api) -> None:
    calendar = api.new_calendar()
    series = api.new_event(calendar, **NINE, recurrence=DAILY)
    single = api.new_event(calendar, starts_at="2026-05-01T09:00Z", ends_at="2026-05-01T10:00Z")
    api.new_event(calendar, **NINE, recurrence=["RRULE:FREQ=DAILY;COUNT=3"], title="ended")
    api.new_event(calendar, **NINE, recurrence=["RRULE:FREQ=YEARLY"], title="between two")
    assert listed(api, calendar, "2026-05-01", "2026-05-02", expand="false") == [series, single]


def test_words_are_sought_in_series_and_all_occurrences_are_found(api: Api) -> None:
    calendar = api.new_calendar()
    dentist = api.new_event(calendar, **NINE, recurrence=WEEKLY, title="Dentist", location="Straße 5")
    api.new_event(calendar, **NINE, recurrence=DAILY, title="Stand-up")
    window = {"start": "2026-03-26", "to": "2026-04-10"}
    assert {one["series_id"] for one in listed(api, calendar, **window, q="dentist")} == {dentist["id"]}
    assert len(listed(api, calendar, **window, q="dentist STRASSE")) == 3
    assert listed(api, calendar, **window, q="dentist", expand="false") == [dentist]


def test_events_series_and_occurrences_are_read_together_by_their_ids(api: Api) -> None:
    calendar = api.new_calendar()
    series = api.new_event(calendar, **NINE, recurrence=[*DAILY, "EXDATE:20260328T080000Z"])
    single = api.new_event(calendar, **NINE)
    second, excluded, never = (f"{series['id']}_20260{rest}Z" for rest in ("327T080000", "328T080000", "327T083000"))
    of_a_single = f"{single['id']}_20260326T080000Z"
    asked = [second, excluded, single["id"], never, of_a_single, series["id"], second]
    answer = api.get(f"{calendar}/events", params={"ids": ",".join(asked)}).json()
    assert ids(answer["data"]) == [second, single["id"], series["id"]]
    assert answer["meta"] == {"missing": [excluded, never, of_a_single]}
    hundred = [f"{series['id']}_{date(2026, 4, 1) + timedelta(day):%Y%m%d}T070000Z" for day in range(100)]
    answer = api.get(f"{calendar}/events", params={"ids": ",".join(hundred)}).json()
    assert ids(answer["data"]) == hundred


@pytest.mark.parametrize("to", ["2026-04-06", "2026-12-31"], ids=["days", "months"])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_of_an_expanded_window_have_each_occurrence_once_and_in_order(api: Api, size: int, to: str) -> None:
    calendar = api.new_calendar(time_zone="Europe/Berlin")
    ends = "RRULE:FREQ=DAILY;UNTIL=20260330T220000Z"
    for _ in range(2):
        api.new_event(calendar, **NINE, recurrence=[ends])
    api.new_event(calendar, **THAT_DAY, recurrence=["RRULE:FREQ=DAILY;INTERVAL=2;COUNT=3"])
    api.new_event(calendar, starts_at="2026-03-26T23:30", ends_at="2026-03-28T09:00", recurrence=[ends])
    api.new_event(calendar, starts_at="2026-03-28T09:00", ends_at="2026-03-28T09:30")
    whole = api.get(f"{calendar}/events", params={"from": "2026-03-20", "to": to}).json()["data"]
    assert len(set(ids(whole))) == len(whole) == 2 * 5 + 3 + 5 + 1
    moments = [one["starts_at"] or f"{one['starts_on']}T00:00:00+01:00" for one in whole]
    assert moments == sorted(moments)
    pages = list(api.pages(f"{calendar}/events", {"from": "2026-03-20", "to": to, "page_size": size}))
    assert [one for page in pages for one in page] == whole
    assert {len(page) for page in pages[:-1]} == {size}


def test_a_cursor_goes_on_only_with_the_same_expansion(api: Api) -> None:
    calendar = api.new_calendar()
    for _ in range(2):
        api.new_event(calendar, **NINE, recurrence=DAILY)
    path, query = f"{calendar}/events", {"from": "2026-03-26", "page_size": 1}
    for this, other in (({}, {"expand": "false"}), ({"expand": "false"}, {}), ({"expand": "true"}, {"expand": "0"})):
        cursor = api.get(path, params={**query, **this}).json()["meta"]["page"]["next"]
        assert problem(api.get(path, params={**query, **other, "cursor": cursor})) == (400, "invalid_cursor", "cursor")
        assert api.get(path, params={**query, **this, "cursor": cursor}).status_code == 200


def test_a_series_that_began_centuries_ago_is_in_the_window(api: Api) -> None:
    calendar = api.new_calendar(time_zone="UTC")
    for rule in ("DAILY;INTERVAL=13", "WEEKLY;BYDAY=WE", "MONTHLY;BYDAY=-1FR", "YEARLY;BYMONTH=2;BYMONTHDAY=29"):
        api.new_event(
            calendar, title=rule, starts_on="1600-02-23", ends_on="1600-02-23", recurrence=[f"RRULE:FREQ={rule}"]
        )
    found = listed(api, calendar, "2028-02-23", "2028-03-01")
    assert [(one["title"], one["starts_on"]) for one in found] == [
        ("WEEKLY;BYDAY=WE", "2028-02-23"),
        ("DAILY;INTERVAL=13", "2028-02-24"),
        ("MONTHLY;BYDAY=-1FR", "2028-02-25"),
        ("YEARLY;BYMONTH=2;BYMONTHDAY=29", "2028-02-29"),
    ]


def test_occurrences_that_reach_into_a_window_are_in_it(api: Api) -> None:
    calendar = api.new_calendar(time_zone="UTC")
    api.new_event(
        calendar, starts_at="2026-01-01T12:00Z", ends_at="2026-02-15T12:00Z", recurrence=["RRULE:FREQ=MONTHLY"]
    )
    window = {"start": "2026-07-10T00:00:00Z", "to": "2026-07-11T00:00:00Z"}
    assert starts(listed(api, calendar, **window)) == ["2026-06-01T12:00:00Z", "2026-07-01T12:00:00Z"]
    at_its_end = {"start": "2026-07-16T12:00:00Z", "to": "2026-07-17T00:00:00Z"}
    assert starts(listed(api, calendar, **at_its_end)) == ["2026-07-01T12:00:00Z"]


@pytest.mark.parametrize(
    ("zone", "midnight"),
    [("Pacific/Kiritimati", "2026-03-27T10:00:00Z"), ("Etc/GMT+12", "2026-03-28T12:00:00Z"), (None, "2026-03-28")],
)
def test_an_all_day_series_occupies_its_dates_in_the_zone_of_the_query(
    api: Api, zone: str | None, midnight: str
) -> None:
    calendar = api.new_calendar(time_zone="UTC")
    series = api.new_event(calendar, **THAT_DAY, recurrence=["RRULE:FREQ=DAILY;UNTIL=20260328"])
    read_in = {"time_zone": zone} if zone else {}
    found = listed(api, calendar, midnight, "2026-04-02", **read_in)
    assert ids(found) == [f"{series['id']}_20260328"]
    assert [found[0][name] for name in ITS_OWN] == [[], series["id"], None, "2026-03-28", False]
    assert (found[0]["starts_on"], found[0]["ends_on"], found[0]["starts_at"]) == ("2026-03-28", "2026-03-28", None)
    assert ids(occurrences(api, calendar, series["id"], start=midnight, **read_in)) == ids(found)
    hidden = occurrences(api, calendar, series["id"], to=midnight, page_size=1, **read_in)
    assert starts(hidden) == ["2026-03-26", "2026-03-27"]


def test_an_endless_series_is_read_page_by_page(api: Api) -> None:
    calendar = api.new_calendar()
    series = api.new_event(calendar, **THAT_DAY, recurrence=["RRULE:FREQ=YEARLY"])
    pages = api.pages(f"{calendar}/events/{series['id']}/occurrences", {"page_size": 3})
    assert [starts(next(pages)) for _ in range(3)] == [
        [f"{year}-03-26" for year in years] for years in ((2026, 2027, 2028), (2029, 2030, 2031), (2032, 2033, 2034))
    ]
    assert starts(occurrences(api, calendar, series["id"], start="9997-01-01")) == [
        f"{year}-03-26" for year in (9997, 9998, 9999)
    ]


def test_a_part_of_a_series_is_read_from_one_moment_to_another(api: Api) -> None:
    calendar = api.new_calendar(time_zone="Europe/Berlin")
    series = api.new_event(calendar, **NINE, recurrence=DAILY)
    part = {"start": "2026-03-28", "to": "2026-03-30"}
    expected = ["2026-03-28T09:00:00+01:00", "2026-03-29T09:00:00+02:00"]
    assert starts(occurrences(api, calendar, series["id"], **part)) == expected
    assert starts(occurrences(api, calendar, series["id"], **part, page_size=1)) == expected
    from_within = {"start": "2026-03-28T09:30:00+01:00", "to": "2026-03-29T09:00:00+02:00"}
    assert starts(occurrences(api, calendar, series["id"], **from_within)) == expected[:1]
    far_west = occurrences(api, calendar, series["id"], **part, time_zone="Etc/GMT+12")
    assert starts(far_west) == ["2026-03-29T09:00:00+02:00", "2026-03-30T09:00:00+02:00"]


def test_an_event_that_does_not_recur_is_its_only_occurrence(api: Api) -> None:
    calendar = api.new_calendar()
    single = api.new_event(calendar, **NINE)
    assert occurrences(api, calendar, single["id"]) == [single]
    assert occurrences(api, calendar, single["id"], start="2026-04-01") == []


def test_occurrences_of_what_is_not_there_are_not_found(api: Api) -> None:
    calendar, other = api.new_calendar(), api.new_calendar()
    series = api.new_event(calendar, **NINE, recurrence=DAILY)
    elsewhere = api.get(f"{other}/events/{series['id']}/occurrences")
    assert problem(elsewhere)[:2] == (404, "event_not_found")
    api.delete(f"{calendar}/events/{series['id']}")
    assert problem(api.get(f"{calendar}/events/{series['id']}/occurrences"))[:2] == (404, "event_not_found")
    assert problem(api.get(f"{calendar}/events/{series['id']}_20260326T080000Z"))[:2] == (404, "event_not_found")


def test_a_page_of_large_occurrences_is_shorter_than_asked_for_and_nothing_is_lost(api: Api) -> None:
    calendar = api.new_calendar()
    series = api.new_event(calendar, **THAT_DAY, recurrence=["RRULE:FREQ=DAILY;COUNT=300"], description="x" * 16_000)
    paths = (f"{calendar}/events", f"{calendar}/events/{series['id']}/occurrences")
    for path in paths:
        pages = list(api.pages(path, {"from": "2026-03-01", "page_size": 1000}))
        assert len(pages) == 2
        found = [one["starts_on"] for page in pages for one in page]
        assert found == [str(date(2026, 3, 26) + timedelta(day)) for day in range(300)]


def test_pages_of_a_series_keep_their_zone_when_the_calendars_changes(api: Api) -> None:
    calendar = api.new_calendar(time_zone="Pacific/Kiritimati")
    series = api.new_event(calendar, **THAT_DAY, recurrence=["RRULE:FREQ=DAILY;COUNT=6"])
    seen: list[str] = []
    for page in api.pages(f"{calendar}/events/{series['id']}/occurrences", {"page_size": 2}):
        seen += starts(page)
        api.patch(calendar, {"time_zone": "Pacific/Pago_Pago"})
    assert seen == [f"2026-03-{day}" for day in range(26, 32)]
