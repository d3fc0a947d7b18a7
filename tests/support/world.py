"""Somebody with one of everything, so that every row can be called on something that is there."""

import json
import secrets
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from adapters.http.endpoints import ADMIN, ENDPOINTS, Endpoint
from adapters.http.routes import Routes
from tests.support.api import Api

LAST = {"last_used_at", "last_fetched_at"}
AT = {"starts_at": "2026-03-29T09:00:00Z", "ends_at": "2026-03-29T10:00:00Z"}


@dataclass
class World:
    """Two owners: the one whose keys the test uses, and one for admins to manage."""

    api: Api
    owner: str
    owner_id: str
    calendar: str
    event_id: str
    series_id: str
    key_id: str
    identity_id: str
    feed_id: str
    feed_token: str
    import_job_id: str
    managed_id: str
    managed_key_id: str
    managed_identity_id: str
    a_rapidapi_user: Any

    def path(self, row: Endpoint) -> str:
        """The row's path to what is there."""
        managing = row.access == ADMIN
        return row.path.format(
            calendar_id=self.calendar.rpartition("/")[2],
            event_id={
                "events.occurrences": self.series_id,
                "events.reset": f"{self.series_id}_20260405T090000Z",
            }.get(row.name, self.event_id),
            key_id=self.managed_key_id if managing else self.key_id,
            identity_id=self.managed_identity_id if managing else self.identity_id,
            owner_id=self.managed_id,
            feed_id=self.feed_id,
            job_id=self.import_job_id,
            part=1,
            file=f"{self.feed_token}.ics",
            asset="rapidoc-min.js",
        )

    def call(self, row: Endpoint, api: Api | None = None, **options: Any) -> httpx.Response:
        """Call a row as its sample does, on what is there; by the owner's own key unless another client is given."""
        event = sample(row)
        if "content" not in options:
            options["content"] = self.content(row)
            kind = {"Content-Type": event["headers"].get("Content-Type", "application/json")}
            options["headers"] = kind | options.get("headers", {})
        options.setdefault("params", event["queryStringParameters"])
        return (api or self.api)(row.method, options.pop("path", self.path(row)), **options)

    def event(self, row: Endpoint) -> dict[str, Any]:
        """The row's sample event, made fit for what is there."""
        event, path = sample(row), self.path(row)
        match = Routes(ENDPOINTS).match(row.method, path)
        assert match is not None
        event["path"] = event["requestContext"]["path"] = path
        event["pathParameters"] = dict(match.path_parameters) or None
        if event["body"] and not event["isBase64Encoded"]:
            event["body"] = self.content(row)
        return event

    def facts(self) -> list[Any]:
        """All that the owner can see of what is theirs, but for when it was last used or fetched."""
        seen = [self.api.get(path).json() for path in (self.calendar, f"{self.calendar}/events/{self.event_id}")]
        seen.append(self.api.get(f"{self.calendar}/import-jobs").json()["data"])
        for path in ("/v1/calendars", "/v1/keys", "/v1/identities", "/v1/feeds"):
            listed = self.api.get(path).json()["data"]
            seen.append([{name: value for name, value in one.items() if name not in LAST} for one in listed])
        return seen

    def content(self, row: Endpoint) -> str | bytes:
        """The sample's body as it is sent: JSON made fit for what is there, or whatever else it is as it stands."""
        event = sample(row)
        body = event["body"] or ""
        if event["isBase64Encoded"]:
            return b64decode(body)
        return json.dumps(self._body(row, json.loads(body))) if body.startswith("{") else body

    def _body(self, row: Endpoint, body: dict[str, Any]) -> dict[str, Any]:
        """The sample's body, with what can be used only once made anew."""
        match row.name:
            case "identities.attach":
                return {"code": self.a_rapidapi_user().post("/v1/identity-claims", {}).json()["data"]["code"]}
            case "owner_identities.attach":
                return {"user": secrets.token_hex(8)}
            case "feeds.create":
                return {**body, "calendars": [self.calendar.rpartition("/")[2]]}
            case "owners.create" | "owners.patch":
                return {**body, "name": secrets.token_hex(8)}
            case _:
                return body


def sample(row: Endpoint) -> dict[str, Any]:
    """The row's sample event."""
    kept: dict[str, Any] = json.loads(Path(f"events/{row.name}.json").read_text())
    return kept


def a_world(new_api: Any, admin: Api, through_rapidapi: Any) -> World:
    owner = secrets.token_hex(8)
    api = new_api(owner)
    calendar = api.new_calendar()
    managed = _created(admin, "/v1/admin/owners", name=secrets.token_hex(8))
    below = f"/v1/admin/owners/{managed}"
    _created(admin, f"{below}/keys", label="one that stays")
    feed = api.post(f"{calendar}/feeds", {"detail": "full"}).json()["data"]
    claim = through_rapidapi().post("/v1/identity-claims", {}).json()["data"]
    return World(
        api=api,
        owner=owner,
        owner_id=api.get("/v1/me").json()["data"]["id"],
        calendar=calendar,
        event_id=api.new_event(calendar, **AT)["id"],
        series_id=api.new_event(calendar, **AT, recurrence=["RRULE:FREQ=WEEKLY"])["id"],
        key_id=_created(api, "/v1/keys", label="another"),
        identity_id=_created(api, "/v1/identities", code=claim["code"]),
        feed_id=feed["id"],
        feed_token=feed["token"],
        import_job_id=_created(api, f"{calendar}/import-jobs", parts=2),
        managed_id=managed,
        managed_key_id=_created(admin, f"{below}/keys", label="one to work on"),
        managed_identity_id=_created(admin, f"{below}/identities", user=secrets.token_hex(8)),
        a_rapidapi_user=through_rapidapi,
    )


def without_anything(row: Endpoint) -> str:
    """The row's path to what nobody has."""
    return row.path.format(
        **dict.fromkeys(("calendar_id", "event_id", "key_id", "identity_id", "feed_id", "owner_id", "job_id"), uuid4()),
        part=1,
    )


def _created(api: Api, path: str, **body: Any) -> str:
    response = api.post(path, body)
    assert response.status_code == 201, response.text
    return str(response.json()["data"]["id"])
