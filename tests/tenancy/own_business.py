"""What owners do with what is theirs, as far as their credential lets them."""

import secrets
from typing import Any

import httpx

from adapters.http.endpoints import Endpoint
from tests.tenancy import requests
from tests.tenancy.belongings import ALL_CALENDARS
from tests.tenancy.people import Credential, Person
from tests.tenancy.requests import Ids

REPLAYED = "Idempotent-Replayed"
_CREATES = {
    "calendars.create": "calendar_id",
    "events.create": "event_id",
    "calendar_feeds.create": "feed_id",
    "feeds.create": "feed_id",
    "import_jobs.create": "job_id",
    "keys.create": "key_id",
    "keys.rotate": "key_id",
}
_KEPT = {"calendar_id": 2, "identity_id": 1, "key_id": 3}
"""How many things of a kind stay as they are, because there are credentials for them, or are these."""
_ENDS = {"delete", "detach", "revoke", "rotate"}


def act(credential: Credential, row: Endpoint, number: int) -> None:
    """Call a row on one's own, and keep what comes of it."""
    person = credential.person
    ids = own_ids(person, row, number)
    calendar = ids.get("calendar_id") or ids.get("calendars") or ""
    text = person.wording(calendar, in_events=row.resource in {"events", "import_jobs"})
    keep(credential, row, credential.call(**requests.request(row, ids, text)), calendar)


def keep(credential: Credential, row: Endpoint, answer: httpx.Response, calendar: str) -> None:
    """Note whose the answer to a row is, and what was made."""
    person = credential.person
    home = _home(credential, row, calendar)
    if answer.status_code == 201 and row.name in _CREATES:
        if "token" in answer.json()["data"]:
            person.things["file"].append((answer.json()["data"]["token"], calendar))
        person.made(_CREATES[row.name], answer, calendar, **home)
    elif answer.is_success:
        person.keep(answer, **home)


def own_ids(person: Person, row: Endpoint, number: int) -> Ids:
    """One's own ids for a row: things of one calendar, where it is about one."""
    ids: Ids = {}
    for name in requests.slots(row):
        if name in {"code", "ids"}:
            continue
        kind = "calendar_id" if name == "calendars" else name
        things = person.things[kind][_KEPT.get(kind, 0) if row.action in _ENDS and name == subject(row) else 0 :]
        within = [one for one in things if one[1] == ids.get("calendar_id", one[1])]
        ids[name] = within[number % len(within)][0] if within else requests.nobodys({name: ""})[name]
    return ids


def subject(row: Endpoint) -> str:
    """The parameter that names what a row is about: the last one of its path."""
    named = requests.path_slots(row)
    return named[-1] if named else ""


def repeat_anothers(mine: Credential, theirs: Credential, row: Endpoint, number: int) -> None:
    """Do under an idempotency key what another owner does under it: it is done for both, each to its own."""
    key = secrets.token_hex(8)
    for credential in (theirs, mine):
        _act_under(key, credential, row, own_ids(credential.person, row, number))


def repeat_with_less(person: Person, row: Endpoint, number: int) -> None:
    """Repeat a request of one's own under its key with credentials that may do less: they are not told the answer."""
    key, ids = secrets.token_hex(8), own_ids(person, row, number)
    for credential in (person.all_seeing, *(one for one in person.credentials if not one.may_all)):
        _act_under(key, credential, row, ids)


def _act_under(key: str, credential: Credential, row: Endpoint, ids: Ids) -> None:
    call = requests.request(row, ids, "The same for all")
    call["headers"] = {**call.get("headers", {}), "Idempotency-Key": key}
    answer = credential.call(**call)
    assert REPLAYED not in answer.headers, f"{row.name}: {answer.text}"
    keep(credential, row, answer, ids.get("calendar_id") or ids.get("calendars") or "")


def _home(credential: Credential, row: Endpoint, calendar: str) -> dict[str, Any]:
    if row.resource in {"identities", "me"}:
        return {}  # which every key of the owner may see
    if row.resource == "keys":
        return {"calendars": credential.calendars or ALL_CALENDARS}
    home: dict[str, Any] = {"calendars": frozenset({calendar})} if calendar else {}
    return home | ({"in_events": True} if row.resource == "events" else {})
