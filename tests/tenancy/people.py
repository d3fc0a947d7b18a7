"""The owners of a tenancy trial: each with several credentials, and with things of every kind."""

import secrets
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.support.api import Api
from tests.tenancy.belongings import ALL_CALENDARS, Belongings, Home, words_sent, words_told

LAST = {"last_used_at", "last_fetched_at"}
READ_SCOPES = ["calendars:read", "events:read", "feeds:read", "keys:read", "identities:read"]


def a_mark() -> str:
    return f"mark-{secrets.token_hex(6)}"


@dataclass
class Credential:
    """A client with a credential of an owner, and what that may not see though it is the owner's."""

    person: "Person"
    api: Api
    calendars: frozenset[str] = frozenset()
    is_busy: bool = False
    may_all: bool = False

    def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Call, and see that the answer tells nothing that this credential must not know."""
        answer = self.api(method, path, **options)
        told = words_told(answer) - words_sent(answer.request)
        reader = Home(self.person.mark, self.calendars)
        leaked = self.person.belongings.foreign(told, reader, is_busy=self.is_busy)
        assert not leaked, f"{method} {path} told {self.person.name} of {leaked}: {answer.text}"
        assert answer.status_code < 500, answer.text
        return answer


@dataclass
class Person:
    """An owner. `things` are ids, by the name of the parameter that they are for, also of what is gone; `versions` are
    ETags seen."""

    name: str
    belongings: Belongings
    mark: str = field(default_factory=a_mark)
    credentials: list[Credential] = field(default_factory=list)
    things: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    marks: dict[str, str] = field(default_factory=dict)
    versions: list[str] = field(default_factory=list)
    codes_tried: int = 0

    @property
    def all_seeing(self) -> Credential:
        return self.credentials[0]

    def wording(self, calendar: str = "", *, in_events: bool = False) -> str:
        """A text that only this owner, this calendar, and where it is of events only events have."""
        marks = [self.mark, *([self._mark(calendar, in_events=in_events)] if calendar else [])]
        return " ".join(marks)

    def keep(self, answer: httpx.Response, calendars: frozenset[str] = frozenset(), *, in_events: bool = False) -> None:
        """What is new in an answer is this owner's."""
        self.belongings.add(words_told(answer) - words_sent(answer.request), Home(self.mark, calendars, in_events))
        if "ETag" in answer.headers:
            self.versions.append(answer.headers["ETag"])

    def made(self, kind: str, answer: httpx.Response, calendar: str = "", **home: Any) -> str:
        """Keep a thing that was made; its id."""
        assert answer.status_code == 201, answer.text
        ident = str(answer.json()["data"]["id"])
        if kind == "calendar_id":
            calendar = ident
        if calendar:
            home.setdefault("calendars", frozenset({calendar}))
        self.keep(answer, **home)
        self.things[kind].append((ident, calendar))
        return ident

    def facts(self) -> dict[str, Any]:
        """All that is there of this owner's, but for when it was last used or fetched."""
        api, seen = self.all_seeing.api, dict[str, Any]()
        for path in ("/v1/calendars", "/v1/keys", "/v1/identities", "/v1/feeds"):
            seen[path] = _listed(api, path)
        for calendar in seen["/v1/calendars"]:
            path = f"/v1/calendars/{calendar['id']}"
            window = {"from": "2026-01-01", "expand": "false", "page_size": 1000}
            seen[f"{path}/events"] = _listed(api, f"{path}/events", **window)
            seen[f"{path}/import-jobs"] = _listed(api, f"{path}/import-jobs")
        return seen

    def _mark(self, calendar: str, *, in_events: bool) -> str:
        name = f"{calendar} {in_events}"
        if name not in self.marks:
            self.marks[name] = a_mark()
            home = Home(self.mark, frozenset({calendar}), in_events)
            self.belongings.add([self.marks[name]], home)
        return self.marks[name]


def a_person(name: str, belongings: Belongings, first: Api, attached: Callable[[], Api] | None = None) -> Person:
    """An owner with one of everything, whose first credential is given."""
    person = Person(name, belongings)
    belongings.add([person.mark], Home(person.mark))
    person.credentials.append(Credential(person, first, may_all=True))
    calendars = [new_calendar(person) for _ in range(2)]
    person.credentials += [
        _limited(person, scopes=READ_SCOPES),
        _limited(person, calendars=calendars[:1]),
        _limited(person, detail="busy"),
    ]
    if attached is not None:
        user = attached()
        code = user.post("/v1/identity-claims", {}).json()["data"]["code"]
        person.things["code"].append((code, ""))
        person.made("identity_id", first.post("/v1/identities", {"code": code}))
        person.credentials.append(Credential(person, user, may_all=True))
    return person


def new_calendar(person: Person) -> str:
    """A calendar with what goes into one."""
    call = person.all_seeing.call
    calendar = person.made("calendar_id", call("POST", "/v1/calendars", json={"title": person.mark}))
    path = f"/v1/calendars/{calendar}"
    named = {"title": person.wording(calendar), "metadata": {"of": person.wording(calendar)}}
    person.keep(call("PATCH", path, json=named, headers={"Prefer": "return=representation"}), frozenset({calendar}))
    times = {"starts_at": "2026-03-29T09:00:00Z", "ends_at": "2026-03-29T10:00:00Z"}
    event = {"title": person.wording(calendar, in_events=True), **times}
    person.made("event_id", call("POST", f"{path}/events", json=event), calendar, in_events=True)
    series = {**event, "recurrence": ["RRULE:FREQ=WEEKLY;COUNT=4"]}
    person.made("event_id", call("POST", f"{path}/events", json=series), calendar, in_events=True)
    feed = {"label": person.wording(calendar), "detail": "full"}
    answer = call("POST", f"{path}/feeds", json=feed)
    person.things["file"].append((answer.json()["data"]["token"], calendar))
    person.made("feed_id", answer, calendar)
    person.made("job_id", call("POST", f"{path}/import-jobs", json={"parts": 2}), calendar)
    return calendar


def _limited(person: Person, calendars: list[str] | None = None, **wording: Any) -> Credential:
    wording |= {"label": person.wording((calendars or [""])[0]), "calendars": calendars}
    answer = person.all_seeing.call("POST", "/v1/keys", json=wording)
    home = frozenset(calendars) if calendars else ALL_CALENDARS
    made = answer.json()["data"]
    person.made("key_id", answer, calendars=home)
    api = Api(person.all_seeing.api.client, made["secret"], key_id=made["id"])
    is_busy = wording.get("detail") == "busy"
    return Credential(person, api, frozenset(calendars or ()), is_busy=is_busy)


def _listed(api: Api, path: str, **params: Any) -> Any:
    answer = api.get(path, params={"page_size": 100, **params})
    assert answer.status_code == 200, answer.text
    return [{name: value for name, value in one.items() if name not in LAST} for one in answer.json()["data"]]
