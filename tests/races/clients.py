"""Clients of the API that are stepped through their requests, and tell the model what they were answered."""

from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.races.model import Model, Story
from tests.races.turnstile import Turnstile

CERTAINLY_NOT = {400, 404, 409, 412}
DAYS = [("2026-03-02T09:00Z", "2026-03-02T10:00Z"), ("2026-03-04T22:00Z", "2026-03-07T02:00Z")]
"""An event of one copy, and one of four."""


@dataclass
class Client:
    """One that knows the ETag of each event as it last saw it."""

    name: str
    http: httpx.Client
    events: str
    model: Model
    turnstile: Turnstile
    seen: dict[str, str] = field(default_factory=dict)

    def create(self, tag: str, days: int, key: str | None) -> None:
        """Make an event; under a key perhaps once more than once."""
        self.model.asked_for.add(tag)
        headers = {"Idempotency-Key": key} if key else {}
        body = {"title": "new", "starts_at": DAYS[days][0], "ends_at": DAYS[days][1], "metadata": {"tag": tag}}

        def work() -> None:
            answer = self.http.post(self.events, json=body, headers=headers)
            _require_sane(answer)
            if answer.status_code == 201:
                self.model.tell_created(tag, answer.json()["data"])
                self.seen[tag] = answer.headers["ETag"]

        self.turnstile.begin(self.name, work)

    def change(self, tag: str, title: str, days: int | None, *, condition: bool) -> None:
        """Give an event another title, and perhaps move it."""
        story, seen = self.model.stories[tag], self.seen.get(tag) if condition else None
        moved = {"starts_at": DAYS[days][0], "ends_at": DAYS[days][1]} if days is not None else {}
        story.uncertain.append(title)

        def work() -> None:
            headers = {"If-Match": seen} if seen else {}
            answer = self.http.patch(self._path(tag), json={"title": title, **moved}, headers=headers)
            _require_sane(answer)
            self._settle_change(story, title, answer, seen)
            if answer.status_code == 204:
                self.seen[tag] = answer.headers["ETag"]

        self.turnstile.begin(self.name, work)

    def delete(self, tag: str, *, condition: bool) -> None:
        story, seen = self.model.stories[tag], self.seen.get(tag) if condition else None
        story.uncertain_deletions += 1

        def work() -> None:
            answer = self.http.delete(self._path(tag), headers={"If-Match": seen} if seen else {})
            _require_sane(answer)
            story.deleted = story.deleted or answer.status_code == 204
            if answer.status_code == 204 or _certainly_not(answer):
                story.uncertain_deletions -= 1

        self.turnstile.begin(self.name, work)

    def look(self, tag: str) -> None:
        """Read an event; remember its ETag."""

        def work() -> None:
            answer = self.http.get(self._path(tag))
            _require_sane(answer)
            if answer.status_code == 200:
                self.seen[tag] = answer.headers["ETag"]

        self.turnstile.begin(self.name, work)

    def _path(self, tag: str) -> str:
        return f"{self.events}/{self.model.created[tag]}"

    def _settle_change(self, story: Story, title: str, answer: httpx.Response, seen: str | None) -> None:
        if answer.status_code == 204:
            story.uncertain.remove(title)
            story.tell_change(title, _version(answer.headers["ETag"]), _version(seen) if seen else None)
        elif _certainly_not(answer):
            story.uncertain.remove(title)


def tagged(events: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Events by the requests that made them."""
    by_tag: dict[str, list[dict[str, Any]]] = {}
    for event in events:
        by_tag.setdefault(event["metadata"]["tag"], []).append(event)
    return by_tag


def _version(etag: str) -> int:
    return int(etag.strip('"'))


def _certainly_not(answer: httpx.Response) -> bool:
    """Whether an answer says that nothing was done."""
    return answer.status_code in CERTAINLY_NOT or (
        answer.status_code == 503 and answer.json()["errors"][0]["code"] == "temporarily_unavailable"
    )


def _require_sane(answer: httpx.Response) -> None:
    """Whatever befalls a request, it is answered in words that are true; nothing crashes."""
    assert answer.status_code in {200, 201, 204, 503, *CERTAINLY_NOT}, answer.text
    if answer.status_code == 503:
        assert answer.headers["Retry-After"]
        assert answer.json()["errors"][0]["code"] in {"temporarily_unavailable", "outcome_unknown"}
