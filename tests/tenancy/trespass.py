"""Trespassing: a request that leads to another's thing, and its twin that leads to nobody's, are answered the same."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import httpx

from adapters.http.endpoints import Endpoint
from tests.tenancy import requests
from tests.tenancy.people import Credential, Person
from tests.tenancy.requests import Ids

_OWN = {"x-request-id", "date", "content-length"}
"""Headers that differ anyway: how well an answer is compressed depends on the ids in it that the client sent."""
_MOST_CODES = 6
"""So few that an owner is not refused for having tried many."""
NONSENSE: tuple[dict[str, Any], ...] = (
    {},
    {"content": b"nor json"},
    {"content": b'{"title": 5, "what": null}'},
    {"params": {"what": "ever"}},
    {"params": {"cursor": "x", "from": "yesterday"}},
    {"headers": {"If-Match": '"1"'}},
    {"headers": {"If-Match": "nor a tag"}},
    {"headers": {"If-None-Match": '"1"'}},
    {"headers": {"If-None-Match": "*"}},
    {"headers": {"Idempotency-Key": "no key"}},
    {"headers": {"Prefer": "return=representation"}},
)
"""What may besides be odd or right about a request, in ways that depend on what there is."""


class Attempt(NamedTuple):
    """A row, tried on things of somebody; `inside` their calendar, or through one of one's own."""

    row: Endpoint
    number: int
    inside: bool
    nonsense: dict[str, Any]


def foreign_ids(row: Endpoint, victim: Person, trespasser: Person, number: int, *, inside: bool = True) -> Ids:
    """Ids of another's, for all slots of a row."""
    ids = {name: _pick(victim, name, number) for name in requests.slots(row)}
    if not inside and len(ids) > 1 and "calendar_id" in ids:
        ids["calendar_id"] = _pick(trespasser, "calendar_id", 0)
    return ids


def trespass(credential: Credential, victim: Person, attempt: Attempt) -> None:
    """Try it, and its twin."""
    row, person = attempt.row, credential.person
    if row.name == "identities.attach":
        person.codes_tried += 1
        if person.codes_tried > _MOST_CODES:
            return
    theirs = foreign_ids(row, victim, person, attempt.number, inside=attempt.inside)
    own = {name: ident for name, ident in theirs.items() if ident in dict(person.things["calendar_id"])}
    nobodys = requests.nobodys(theirs) | own
    answers = [credential.call(**_with(requests.request(row, ids), attempt.nonsense)) for ids in (theirs, nobodys)]
    seen = _seen(answers[0], theirs), _seen(answers[1], nobodys)
    assert seen[0] == seen[1], f"{row.name}: {seen[0]}\nis not\n{seen[1]}"
    if credential.may_all and not attempt.nonsense and requests.path_slots(row) and "ids" not in theirs:
        assert answers[0].status_code == 404, answers[0].text


def trespass_in_a_batch(credential: Credential, victim: Person, attempts: Sequence[Attempt], *, atomic: bool) -> None:
    """The same with several of them in one call."""
    person = credential.person
    each = [foreign_ids(one.row, victim, person, one.number, inside=one.inside) for one in attempts]
    own = set(dict(person.things["calendar_id"]))
    twins = [requests.nobodys(ids) | {name: one for name, one in ids.items() if one in own} for ids in each]
    seen = []
    for every in (each, twins):
        operations = [requests.operation(one.row, ids, "Taken") for one, ids in zip(attempts, every, strict=True)]
        answer = credential.call("POST", "/v1/batch", json={"atomic": atomic, "operations": operations})
        merged = {f"{number} {name}": one for number, ids in enumerate(every) for name, one in ids.items()}
        seen.append(_seen(answer, merged))
    assert seen[0] == seen[1], f"{seen[0]}\nis not\n{seen[1]}"


def _pick(person: Person, name: str, number: int) -> str:
    """One of somebody's things, by the name of the slot that it is to fill."""
    kind = {"calendars": "calendar_id", "ids": "event_id"}.get(name, name)
    things = person.things[kind]
    return things[number % len(things)][0] if things else str(requests.nobodys({name: ""})[name])


def _with(call: dict[str, Any], nonsense: dict[str, Any]) -> dict[str, Any]:
    merged = {**call, **nonsense}
    for name in ("headers", "params"):
        merged[name] = {**call.get(name, {}), **nonsense.get(name, {})}
    return merged


def _seen(answer: httpx.Response, ids: Ids) -> tuple[int, str, dict[str, str]]:
    """What a client can see of an answer, but for the ids that it sent itself."""
    text = answer.text
    for name, ident in ids.items():
        text = text.replace(ident, f"({name.rpartition(' ')[2]})")
    return answer.status_code, text, {k: v for k, v in answer.headers.items() if k.lower() not in _OWN}
