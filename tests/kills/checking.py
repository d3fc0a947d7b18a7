"""Whether what is there is what the clients know: nothing lost, nothing doubled, nothing half-done."""

import json
from typing import Any

from tests.kills.catching_up import caught_up, left_of
from tests.kills.client import Client, OneStep
from tests.kills.knowledge import Facts, KnownCalendar, facts_of
from tests.support.api import Api
from tests.support.server import Server, wait_until

PATIENCE = 120.0
_YEAR = {"from": "2026-01-01", "to": "2027-01-01", "page_size": 1000}
_WEEKS = {"from": "2026-03-01", "to": "2026-04-14", "page_size": 1000}
_IDS = 100
_WINDOWS = (_YEAR, _WEEKS)
"""All that is dated lies in both: one is read from an index, the other from the days themselves."""


def nothing_is_half_done(api: Api, clients: list[Client]) -> None:
    """What was to be done in one step, and has not been answered: it is there as a whole, or not at all."""
    if steps := [step for client in clients for step in client.in_one_step]:
        titles = _all_titles(api)
        for step in steps:
            assert _is_whole(step, titles), (step, titles & (step.going | step.coming))


def _is_whole(step: OneStep, titles: set[str]) -> bool:
    touched = titles & (step.going | step.coming)
    return touched in (step.going, step.coming)


def _all_titles(api: Api) -> set[str]:
    calendars = [f"/v1/calendars/{one['id']}" for one in _listed(api, "/v1/calendars")]
    return {row["title"] for calendar in calendars for row in _listed(api, f"{calendar}/events", **_YEAR)}


def all_is_as_known(api: Api, clients: list[Client]) -> int:
    """Compare everything that clients can see, once they have an answer to everything; how many events there are."""
    calendars = [calendar for client in clients for calendar in client.known.calendars]
    assert _ids(api, "/v1/calendars") == {one.id for one in calendars}
    for calendar in calendars:
        _calendar_is_as_known(api, calendar)
    for client in clients:
        _access_is_as_known(api, client)
        _repeats_are_answered_as_before(api, client)
    return sum(len(calendar.rows) for calendar in calendars)


def _calendar_is_as_known(api: Api, calendar: KnownCalendar) -> None:
    for window in _WINDOWS:
        listed = _listed(api, calendar.events, **window)
        assert len(listed) == len({row["id"] for row in listed})
        _assert_same({row["id"]: facts_of(row) for row in listed}, calendar.rows)
    ids = list(calendar.rows)
    for some in (ids[at : at + _IDS] for at in range(0, len(ids), _IDS)):
        answer = api.get(calendar.events, params={"ids": ",".join(some)}).json()
        _assert_same({row["id"]: facts_of(row) for row in answer["data"]}, {row: calendar.rows[row] for row in some})
    for row in ids[:1]:
        assert facts_of(api.get(f"{calendar.events}/{row}").json()["data"]) == calendar.rows[row]


def _assert_same(found: dict[str, Facts], known: dict[str, Facts]) -> None:
    lost, doubled = known.keys() - found.keys(), found.keys() - known.keys()
    other = [(found[row], known[row]) for row in found.keys() & known.keys() if found[row] != known[row]]
    assert (lost, doubled, other) == (set(), set(), []), (
        f"lost {lost}, not known {doubled}, found and known otherwise {other}"
    )


def _access_is_as_known(api: Api, client: Client) -> None:
    known = client.known
    for secret in known.keys.values():
        assert api.get("/v1/me", headers={"X-Api-Key": secret}).status_code == 200
    for secret in known.revoked[-5:]:
        assert api.get("/v1/me", headers={"X-Api-Key": secret}).status_code == 401
    for path in known.deleted:
        assert api.get(path).status_code == 404
    for path in known.feeds().values():
        assert api.client.get(path).status_code == 200


def _repeats_are_answered_as_before(api: Api, client: Client) -> None:
    for made in client.known.made:
        again = api.post(made.path, made.body, headers={"Idempotency-Key": made.key})
        assert (again.text, again.headers.get("Idempotent-Replayed")) == (made.said, "true")


def all_is_done(server: Server, api: Api, clients: list[Client]) -> None:
    """Once the workers have caught up, nothing is left of what was deleted; feeds and keys are exactly those known."""
    wait_until(lambda: caught_up(server), PATIENCE)
    assert left_of(server, {path for client in clients for path in client.known.deleted}) == []
    assert _ids(api, "/v1/feeds") == {feed for client in clients for feed in client.known.feeds()}
    active = {one["id"] for one in _listed(api, "/v1/keys") if one["status"] == "active"}
    own = api.get("/v1/me").json()["data"]["credential"]["id"]
    assert active == {own, *(key for client in clients for key in client.known.keys)}
    for client in clients:
        assert all(api.client.get(path).status_code == 404 for path in client.known.left)
        client.known.left.clear()


def the_table_is_healthy(server: Server) -> None:
    """Ask the doctor, as people do."""
    told = server.command("doctor", "--json", timeout=PATIENCE)
    assert told.returncode in {0, 1}, told.stderr
    diagnosis = json.loads(told.stdout)
    assert (told.returncode, diagnosis["faults"]) == (0, [])
    assert diagnosis["healthy"]


def _ids(api: Api, path: str) -> set[str]:
    listed = _listed(api, path)
    ids = {one["id"] for one in listed}
    assert len(ids) == len(listed)
    return ids


def _listed(api: Api, path: str, **params: Any) -> list[dict[str, Any]]:
    return [one for page in api.pages(path, params) for one in page]
