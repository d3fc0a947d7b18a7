"""Lists of a window, over HTTP: what overlaps is found, whatever its shape."""

import pytest

from tests.support.api import Api, problem

DAY = {"start": "2026-03-28T00:00:00Z", "to": "2026-03-29T00:00:00Z"}


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "found"),
    [
        ("2026-03-28T10:00Z", "2026-03-28T11:00Z", True),
        ("2026-03-27T22:00Z", "2026-03-28T00:00Z", False),
        ("2026-03-27T22:00Z", "2026-03-28T00:00:00.000001Z", True),
        ("2026-03-29T00:00Z", "2026-03-29T01:00Z", False),
        ("2026-03-28T23:59:59Z", "2026-03-29T01:00Z", True),
        ("2026-03-28T00:00Z", "2026-03-28T00:00Z", True),
        ("2026-03-29T00:00Z", "2026-03-29T00:00Z", False),
        ("2026-03-20T00:00Z", "2026-04-05T00:00Z", True),
        ("2026-01-01T00:00Z", "2026-12-31T00:00Z", True),
        ("2026-01-01T00:00Z", "2026-03-28T00:00Z", False),
        ("2026-02-26T12:00Z", "2026-03-28T12:00Z", True),
        ("2026-02-25T12:00Z", "2026-03-28T12:00Z", True),
    ],
    ids=[
        "inside",
        "ends exactly at from",
        "ends a moment later",
        "starts exactly at to",
        "starts a moment earlier",
        "empty, at from",
        "empty, at to",
        "longer than the window",
        "spans months",
        "spans months, ends exactly at from",
        "31 days",
        "32 days",
    ],
)
def test_a_timed_event_is_found_if_and_only_if_it_overlaps(api: Api, starts_at: str, ends_at: str, found: bool) -> None:
    calendar = api.new_calendar()
    api.new_event(calendar, starts_at=starts_at, ends_at=ends_at)
    expected = ["Planning"] if found else []
    assert api.titles(calendar, **DAY) == expected
    assert api.titles(calendar, start=DAY["start"]) == (
        expected if not starts_at.startswith("2026-03-29") else ["Planning"]
    )


@pytest.mark.parametrize(
    ("zone", "start", "found"),
    [
        ("Pacific/Kiritimati", "2026-03-27T10:00:00Z", True),
        ("Pacific/Kiritimati", "2026-03-27T09:00:00Z", False),
        ("Pacific/Pago_Pago", "2026-03-29T10:00:00Z", True),
        ("Pacific/Pago_Pago", "2026-03-29T11:00:00Z", False),
        ("UTC", "2026-03-28T23:00:00Z", True),
        ("UTC", "2026-03-29T00:00:00Z", False),
    ],
)
def test_an_all_day_event_occupies_its_date_in_the_zone_of_the_query(
    api: Api, zone: str, start: str, found: bool
) -> None:
    calendar = api.new_calendar()
    api.new_event(calendar, starts_on="2026-03-28", ends_on="2026-03-28")
    hour_later = start.replace(":00:00Z", ":59:00Z")
    assert api.titles(calendar, start=start, to=hour_later, time_zone=zone) == (["Planning"] if found else [])


def test_dates_are_read_in_the_calendars_zone_unless_the_query_says_otherwise(api: Api) -> None:
    calendar = api.new_calendar(time_zone="Asia/Tokyo")
    api.new_event(calendar, starts_at="2026-03-27T15:30:00Z", ends_at="2026-03-27T16:00:00Z")
    assert api.titles(calendar, start="2026-03-28", to="2026-03-29") == ["Planning"]
    assert api.titles(calendar, start="2026-03-28", to="2026-03-29", time_zone="UTC") == []


def test_a_plus_sign_that_nobody_encoded_is_still_a_plus(api: Api) -> None:
    calendar = api.new_calendar()
    api.new_event(calendar, starts_at="2026-03-28T00:30:00+02:00", ends_at="2026-03-28T01:00:00+02:00")
    window = "from=2026-03-28T00:00:00+02:00&to=2026-03-28T01:00:00+02:00"
    assert len(api.get(f"{calendar}/events?{window}").json()["data"]) == 1


def test_events_come_by_start_then_id(api: Api) -> None:
    calendar = api.new_calendar()
    late = api.new_event(calendar, starts_at="2026-03-28T12:00Z", ends_at="2026-03-28T13:00Z")
    same = [api.new_event(calendar, starts_at="2026-03-28T09:00Z", ends_at="2026-03-28T10:00Z")["id"] for _ in range(4)]
    early = api.new_event(calendar, starts_on="2026-03-28", ends_on="2026-03-28")
    ids = [event["id"] for event in api.get(f"{calendar}/events?from=2026-03-28&to=2026-03-29").json()["data"]]
    assert ids == [early["id"], *sorted(same), late["id"]]


def test_a_moved_event_stands_where_it_now_takes_place(api: Api) -> None:
    calendar = api.new_calendar()
    first = api.new_event(calendar, title="first", starts_at="2026-03-02T09:00Z", ends_at="2026-03-02T10:00Z")
    api.new_event(calendar, title="second", starts_at="2026-03-10T09:00Z", ends_at="2026-03-10T10:00Z")
    moved = {"starts_at": "2026-03-20T09:00Z", "ends_at": "2026-03-20T10:00Z"}
    api.patch(f"{calendar}/events/{first['id']}", moved)
    assert api.titles(calendar, start="2026-03-01", to="2026-04-01") == ["second", "first"]
    assert api.titles(calendar, start="2026-03-01", page_size=1) == ["second", "first"]


@pytest.mark.parametrize("to", [{"to": "2026-04-01"}, {"to": "2026-12-01"}, {}], ids=["month", "wide", "open"])
def test_pages_neither_repeat_nor_skip_while_others_insert(api: Api, to: dict[str, str]) -> None:
    calendar = api.new_calendar()
    api.new_event(calendar, title="long", starts_at="2025-12-01T00:00Z", ends_at="2026-06-01T00:00Z")
    for day in range(1, 15):
        api.new_event(calendar, title=str(day), starts_on=f"2026-03-{day:02}", ends_on=f"2026-03-{day + 3:02}")
    seen: list[str] = []
    for number, page in enumerate(api.pages(f"{calendar}/events", {"from": "2026-03-01", "page_size": 4, **to})):
        seen += [event["title"] for event in page]
        api.new_event(calendar, title=f"before {number}", starts_on="2026-03-01", ends_on="2026-03-01")
    assert seen == ["long", *(str(day) for day in range(1, 15))]


def test_words_are_sought_in_title_description_and_location(api: Api) -> None:
    calendar = api.new_calendar()
    at = {"starts_on": "2026-03-28", "ends_on": "2026-03-28"}
    api.new_event(calendar, **at, title="Dentist", location="Straße 5")
    api.new_event(calendar, **at, title="Call", description="about the DENTIST's bill")
    api.new_event(calendar, **at, title="Lunch")
    assert sorted(api.titles(calendar, start="2026-03-28", q="dentist")) == ["Call", "Dentist"]
    assert api.titles(calendar, start="2026-03-28", q="bill dentist") == ["Call"]
    assert api.titles(calendar, start="2026-03-28", q="STRASSE") == ["Dentist"]


def test_a_page_of_matches_is_full_even_if_matches_are_rare(api: Api) -> None:
    calendar = api.new_calendar()
    for number in range(40):
        title = "needle" if number % 13 == 0 else "hay"
        api.new_event(calendar, title=title, starts_on="2026-03-28", ends_on="2026-03-28")
    pages = list(api.pages(f"{calendar}/events", {"from": "2026-03-28", "q": "needle", "page_size": 3}))
    assert [len(page) for page in pages] == [3, 1]


def test_pages_keep_their_zone_when_the_calendars_changes(api: Api) -> None:
    calendar = api.new_calendar(time_zone="Pacific/Kiritimati")
    for day in range(1, 7):
        api.new_event(calendar, title=str(day), starts_on=f"2026-03-0{day}", ends_on=f"2026-03-0{day}")
    seen: list[str] = []
    for page in api.pages(f"{calendar}/events", {"from": "2026-03-01", "page_size": 2}):
        seen += [event["title"] for event in page]
        api.patch(calendar, {"time_zone": "Pacific/Pago_Pago"})
    assert seen == ["1", "2", "3", "4", "5", "6"]


def test_a_page_of_large_events_is_shorter_than_asked_for_and_nothing_is_lost(api: Api) -> None:
    calendar = api.new_calendar()
    large = {
        "description": "x" * 16_000,
        "attendees": [{"email": f"{n}@{'x' * 240}", "name": "y" * 99} for n in range(99)],
    }
    ids = [api.new_event(calendar, **large, starts_on="2026-03-28", ends_on="2026-03-28")["id"] for _ in range(75)]
    pages = list(api.pages(f"{calendar}/events", {"from": "2026-03-28", "page_size": 100}))
    assert len(pages) == 2
    assert [event["id"] for page in pages for event in page] == sorted(ids)
    too_many = api.get(f"{calendar}/events", params={"ids": ",".join(ids)})
    assert problem(too_many)[:2] == (413, "too_large")
    assert len(api.get(f"{calendar}/events", params={"ids": ",".join(ids[:40])}).json()["data"]) == 40


def test_the_first_and_the_last_day_of_the_calendar_can_be_used(api: Api) -> None:
    calendar = api.new_calendar(time_zone="Pacific/Kiritimati")
    for day in ("1583-01-02", "9999-12-29"):
        api.new_event(calendar, title=day, starts_on=day, ends_on=day)
        for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
            assert api.titles(calendar, start=day, time_zone=zone) == [day]
