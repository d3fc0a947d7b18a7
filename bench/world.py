"""Somebody new with one of everything, so that every endpoint can be called as its sample event does, with success."""

import json
import secrets
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from adapters.http.endpoints import ADMIN, Endpoint
from bench.client import Client
from bench.server import DAYBOOK, RAPIDAPI_SECRET, Server, clean_environment

Event = dict[str, Any]
Identity = Mapping[str, str]
"""What the authorizer says of who calls."""

_SAMPLES = Path(__file__).parents[1] / "events"
_AT = {"starts_at": "2026-03-29T09:00:00Z", "ends_at": "2026-03-29T10:00:00Z"}
_WITHIN_A_SERIES = {"events.occurrences": "", "events.reset": "_20260405T090000Z"}


class World(NamedTuple):
    """An owner's key, who the owner and the server's admin are, what the paths of samples lead to, and the port."""

    key: str
    owner: Identity
    admin: Identity
    paths: Mapping[str, str]
    series_id: str
    port: int

    def sample(self, row: Endpoint) -> Event:
        """The row's sample event, made fit for what there is."""
        event: Event = json.loads((_SAMPLES / f"{row.name}.json").read_text())
        event["pathParameters"] = {name: self._path(row, name, was) for name, was in _given(event)} or None
        authorizer = event["requestContext"].get("authorizer") or {}
        if authorizer and "rapidapi_user" not in authorizer:
            authorizer.update(self.admin if row.access == ADMIN else self.owner)
        event["body"] = json.dumps(self._body(row, json.loads(event["body"]))) if _is_json(event) else event["body"]
        return event

    def _path(self, row: Endpoint, name: str, was: str) -> str:
        if name == "event_id" and row.name in _WITHIN_A_SERIES:
            return self.series_id + _WITHIN_A_SERIES[row.name]
        return self.paths.get(name, was)

    def _body(self, row: Endpoint, body: Event) -> Event:
        """The sample's body, with what can be used only once made anew."""
        match row.name:
            case "identities.attach":
                return {"code": self._claim_code()}
            case "owner_identities.attach":
                return {"user": secrets.token_hex(8)}
            case "feeds.create":
                return {**body, "calendars": [self.paths["calendar_id"]]}
            case "owners.create" | "owners.patch":
                return {**body, "name": secrets.token_hex(8)}
            case _:
                return body

    def _claim_code(self) -> str:
        proxied = {"X-RapidAPI-Proxy-Secret": RAPIDAPI_SECRET, "X-RapidAPI-User": secrets.token_hex(8)}
        with Client(self.port, None) as subscriber:
            return str(subscriber.data("POST", "/v1/identity-claims", {}, proxied)["code"])


def admin_key(server: Server) -> str:
    """A key that may do everything, by the command line."""
    scopes = ("--scope", "*", "--scope", "admin")
    command = [str(DAYBOOK), "keys", "create", "--owner", "bench", *scopes, "--data", str(server.data)]
    made = subprocess.run(command, check=True, capture_output=True, text=True, env=clean_environment())
    return made.stdout.strip()


def new_world(admin: Client, port: int) -> World:
    """Make it, through the API."""
    owner = admin.data("POST", "/v1/admin/owners", {"name": secrets.token_hex(8)})["id"]
    below = f"/v1/admin/owners/{owner}"
    key = admin.data("POST", f"{below}/keys", {"label": "one to call with"})["secret"]
    other = admin.data("POST", f"{below}/keys", {"label": "one to work on"})
    identity = admin.data("POST", f"{below}/identities", {"user": secrets.token_hex(8)})
    with Client(port, key) as client:
        calendar = client.data("POST", "/v1/calendars", {"title": "Work", "time_zone": "Europe/Berlin"})["id"]
        at = f"/v1/calendars/{calendar}"
        event, series = (
            client.data("POST", f"{at}/events", {"title": "Planning", **_AT, **more})["id"]
            for more in ({}, {"recurrence": ["RRULE:FREQ=WEEKLY"]})
        )
        feed = client.data("POST", f"{at}/feeds", {"detail": "full"})
        me = _identity(client)
        job = client.data("POST", f"{at}/import-jobs", {"parts": 2})["id"]
    paths = {
        "owner_id": owner,
        "key_id": other["id"],
        "identity_id": identity["id"],
        "calendar_id": calendar,
        "event_id": event,
        "feed_id": feed["id"],
        "file": f"{feed['token']}.ics",
        "job_id": job,
    }
    return World(key, me, _identity(admin), paths, series, port)


def _identity(client: Client) -> Identity:
    me = client.data("GET", "/v1/me")
    return {"owner_id": me["id"], "credential_id": me["credential"]["id"]}


def _given(event: Event) -> list[tuple[str, str]]:
    return list((event["pathParameters"] or {}).items())


def _is_json(event: Event) -> bool:
    return not event["isBase64Encoded"] and (event["body"] or "").startswith("{")
