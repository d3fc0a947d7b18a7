"""What README and docs/api.md tell to do, a step at a time. Each relies on those before it."""

import secrets
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from daybook.smoke.api import Answer, Api
from daybook.smoke.credential import Credential
from daybook.smoke.expectations import expect, expect_that
from daybook.smoke.scratch import ZONE, Scratch

_WEEK = "from=2026-03-27&to=2026-04-03"
_NINE_EACH_DAY = [
    *(f"2026-03-{day}T09:00:00+01:00" for day in (27, 28)),
    *(f"2026-03-{day}T09:00:00+02:00" for day in (29, 30, 31)),
    *(f"2026-04-0{day}T09:00:00+02:00" for day in (1, 2)),
]
_LOOKS = 10
_UNHEARD = "Is the URL whole? Of a deployment it is the stack's output DirectUrl, with /live at its end."
_STRANGER = "Is the key one of this deployment? `daybook keys create --owner me --stack STACK` makes one."


class Step(NamedTuple):
    """Something to try, which raises Failure if it does not go well; a hint at what is wrong then, if one can tell."""

    title: str
    run: Callable[[], object]
    hint: str = ""


class Flow:
    """The steps, on a calendar of their own, which `scratch` cleans up."""

    def __init__(self, api: Api, credential: Credential) -> None:
        self.scratch = Scratch(api)
        self._api = api
        self._credential = credential
        self._event: dict[str, Any] = {}
        self._series: dict[str, Any] = {}

    def steps(self) -> Iterator[Step]:
        """All of them, in order. What another gateway than ours refuses in words of its own is left out."""
        yield Step("it answers at /ping", self._ping, _UNHEARD)
        yield Step("its documentation is there", self._documentation)
        if self._credential.at_our_door:
            yield Step("an unknown path is refused", self._unknown_path)
            yield Step("nobody is let in without a credential", self._no_credential)
            yield Step("nor with one that is none", self._wrong_credential)
        yield Step("the credential is known", self._me, _STRANGER)
        yield Step("a calendar is made", self._make_calendar)
        yield Step("the same request again makes no second one", self._repeat)
        yield Step("an event is made, on the calendar's clock", self._make_event)
        yield Step("bad input is refused, and the field named", self._bad_input)
        yield Step("a series is made, across a change of the clocks", self._make_series)
        yield Step("a week shows what happens", self._week)
        yield Step("words are found", self._words)
        yield Step("what is known is not sent again", self._known)
        yield Step("a change of something outdated is refused", self._outdated)
        yield Step("a change of something current is made", self._change)
        yield Step("all goes out as iCalendar", self._export)
        yield Step("the event is deleted", self._delete_event)
        yield Step("the calendar is deleted, with all that is on it", self.scratch.delete)

    @property
    def _events(self) -> str:
        return f"{self.scratch.path}/events"

    @property
    def _event_path(self) -> str:
        return f"{self._events}/{self._event['id']}"

    def _ping(self) -> None:
        answer = expect(self._api("GET", "/ping"), 200)
        expect_that(answer, "data.status", (answer.data or {}).get("status"), "ok")

    def _documentation(self) -> None:
        page = expect(self._api("GET", "/docs"), 200)
        expect_that(page, "a Content-Type of", page.headers.get_content_type(), "text/html")
        document = expect(self._api("GET", "/openapi.json"), 200)
        described = document.json if isinstance(document.json, dict) else {}
        expect_that(document, "paths with /v1/calendars:", "/v1/calendars" in described.get("paths", {}), True)

    def _unknown_path(self) -> None:
        expect(self._api("GET", "/v1/nothing-of-that-name"), 404, code="route_not_found")

    def _no_credential(self) -> None:
        expect(self._api("GET", "/v1/me", proof={}), 401, code="credential_missing")

    def _wrong_credential(self) -> None:
        answer = expect(self._api("GET", "/v1/me", proof=self._credential.wrong), 401)
        expect_that(answer, "an error in our shape:", bool(answer.problem), True)

    def _me(self) -> None:
        answer = expect(self._api("GET", "/v1/me"), 200)
        expect_that(answer, "data.status", answer.data["status"], "active")

    def _make_calendar(self) -> None:
        answer = expect(self.scratch.make(), 201)
        expect_that(answer, "a Location of", answer.headers.get("Location"), self.scratch.path)
        expect(self._api("GET", self.scratch.path), 200)

    def _repeat(self) -> None:
        before = self.scratch.path
        answer = expect(self.scratch.make(), 201)
        expect_that(answer, "the same calendar,", self.scratch.path, before)
        expect_that(answer, "Idempotent-Replayed:", answer.headers.get("Idempotent-Replayed"), "true")

    def _make_event(self) -> None:
        details = {"title": "Planning", "starts_at": "2026-03-30T14:00", "ends_at": "2026-03-30T15:00"}
        answer = self._made(details)
        self._event = answer.data
        expect_that(answer, "data.starts_at", self._event.get("starts_at"), "2026-03-30T14:00:00+02:00")

    def _bad_input(self) -> None:
        details = {"title": "Backwards", "starts_at": "2026-03-30T15:00", "ends_at": "2026-03-30T14:00"}
        expect(self._api("POST", self._events, details), 400, code="invalid_field", field="ends_at")
        expect(self._api("POST", self._events, {**details, "titel": "x"}), 400, field="titel")

    def _make_series(self) -> None:
        times = {"starts_at": "2026-03-27T09:00", "ends_at": "2026-03-27T09:15", "time_zone": ZONE}
        self._series = self._made({"title": "Stand-up", **times, "recurrence": ["RRULE:FREQ=DAILY"]}).data

    def _week(self) -> None:
        answer = expect(self._api("GET", f"{self._events}?{_WEEK}"), 200)
        shown = [(one["title"], one["starts_at"]) for one in answer.data]
        nine = [("Stand-up", start) for start in _NINE_EACH_DAY]
        expect_that(answer, "the events", shown, [*nine[:4], ("Planning", "2026-03-30T14:00:00+02:00"), *nine[4:]])

    def _words(self) -> None:
        answer = expect(self._api("GET", f"{self._events}?{_WEEK}&q=planning"), 200)
        expect_that(answer, "the titles", [one["title"] for one in answer.data], ["Planning"])

    def _known(self) -> None:
        answer = expect(self._api("GET", self._event_path), 200)
        expect(self._api("GET", self._event_path, headers={"If-None-Match": answer.headers.get("ETag", "")}), 304)

    def _outdated(self) -> None:
        headers = {"If-Match": '"outdated"'}
        answer = self._api("PATCH", self._event_path, {"title": "Lost"}, headers)
        expect(answer, 412, code="version_mismatch")

    def _change(self) -> None:
        current = self._api("GET", self._event_path).headers.get("ETag", "")
        headers = {"If-Match": current, "Prefer": "return=representation"}
        answer = expect(self._api("PATCH", self._event_path, {"location": "Room 4"}, headers), 200)
        expect_that(answer, "data.location", answer.data["location"], "Room 4")

    def _export(self) -> None:
        """The index that this reads may lag for a moment."""
        wanted = {f"UID:{one['uid']}" for one in (self._event, self._series)}
        for _ in range(_LOOKS):
            answer = expect(self._api("GET", f"{self.scratch.path}/export"), 200)
            found = wanted & set(answer.body.decode().splitlines())
            if found == wanted:
                break
            self._api.wait(1)
        expect_that(answer, "a Content-Type of", answer.headers.get_content_type(), "text/calendar")
        expect_that(answer, "the lines", sorted(found), sorted(wanted))

    def _delete_event(self) -> None:
        expect(self._api("DELETE", self._event_path), 204)
        expect(self._api("GET", self._event_path), 404, code="event_not_found")

    def _made(self, details: dict[str, Any]) -> Answer:
        headers = {"Idempotency-Key": secrets.token_hex(16)}
        return expect(self._api("POST", self._events, details, headers), 201)
