"""What the document says of bodies is what the API takes: at the borders where the two once differed."""

from typing import Any

import jsonschema
import pytest

from tests.functions.test_openapi import COMMITTED, validate
from tests.support.api import Api

SCHEMAS = COMMITTED["components"]["schemas"]
AT = {"starts_at": "2026-03-28T09:00:00Z", "ends_at": "2026-03-28T10:00:00Z"}
ON = {"starts_on": "2026-03-28", "ends_on": "2026-03-28"}


@pytest.mark.parametrize(
    ("body", "is_valid"),
    [
        ({**AT}, True),
        ({"starts_at": "2026-03-28T09:00", "ends_at": "2026-03-28T09:00:00.5"}, True),
        ({**ON, "starts_at": None}, True),
        ({**AT, **ON}, False),
        ({**ON, "time_zone": "UTC"}, False),
        ({"starts_at": AT["starts_at"]}, False),
        ({}, False),
        ({**AT, "title": "\ufeff"}, False),
        ({**AT, "title": "\x1c\x85"}, False),
        ({**AT, "color": "#0F8a8A"}, True),
        ({**AT, "color": ""}, True),
        ({**AT, "color": "blurple"}, False),
        ({**AT, "url": "geo:52.5,13.4"}, True),
        ({**AT, "url": "\u212a:a"}, False),
        ({**AT, "url": "a:\x85"}, False),
        ({**AT, "organizer": {"email": "a\x85@b"}}, False),
        ({**AT, "reminders": [{"minutes_before": 15.0}]}, True),
        ({**AT, "reminders": [{"minutes_before": 15.5}]}, False),
    ],
    ids=repr,
)
def test_an_event(api: Api, body: dict[str, Any], *, is_valid: bool) -> None:
    wording = {"title": "x", **body}
    assert _is_described(SCHEMAS["EventDraft"], wording) == is_valid
    answer = api.post(f"{api.new_calendar()}/events", wording)
    assert answer.status_code == (201 if is_valid else 400), answer.text


@pytest.mark.parametrize(
    ("body", "is_valid"),
    [
        ({"label": ""}, True),
        ({"label": " "}, True),
        ({"days_back": 90.0}, True),
        ({"days_back": -1}, False),
        ({"days_back": -1.0}, False),
        ({"days_back": "90"}, False),
    ],
    ids=repr,
)
def test_a_feed(api: Api, body: dict[str, Any], *, is_valid: bool) -> None:
    wording = {"detail": "busy", **body}
    assert _is_described(SCHEMAS["FeedDraft"], wording) == is_valid
    answer = api.post(f"{api.new_calendar()}/feeds", wording)
    assert answer.status_code == (201 if is_valid else 400), answer.text
    assert not is_valid or answer.json()["data"]["label"] is None


@pytest.mark.parametrize(
    ("name", "is_valid"), [("x" * 100, True), ("x" * 101, False), (f"rapidapi:{'x' * 101}", True)], ids=["", "+", "r"]
)
def test_an_owner(admin: Api, name: str, *, is_valid: bool) -> None:
    assert _is_described(SCHEMAS["OwnerDraft"], {"name": name}) == is_valid
    assert (admin.post("/v1/admin/owners", {"name": name}).status_code in {201, 409}) == is_valid


@pytest.mark.parametrize(("body", "is_valid"), [({"title": None}, False), ({"color": None}, True)], ids=repr)
def test_a_patch_clears_only_what_has_a_default(api: Api, body: dict[str, Any], *, is_valid: bool) -> None:
    assert _is_described(SCHEMAS["CalendarPatch"], body) == is_valid
    assert api.patch(api.new_calendar(), body).status_code == (204 if is_valid else 400)


def _is_described(schema: Any, body: Any) -> bool:
    try:
        validate(schema, body)
    except jsonschema.ValidationError:
        return False
    return True
