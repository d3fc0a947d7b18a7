"""A client of the API over real HTTP, with one credential."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import httpx


@dataclass
class Api:
    """Calls the local gateway; every answer is checked for the things that all answers share."""

    client: httpx.Client
    key: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    key_id: str | None = None

    def __call__(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = {**({"X-Api-Key": self.key} if self.key else {}), **self.headers, **options.pop("headers", {})}
        response = self.client.request(method, path, headers=headers, **options)
        assert response.headers["X-Request-Id"]
        assert ("WWW-Authenticate" in response.headers) == (response.status_code == 401)
        if response.status_code >= 400:
            problems = response.json()["errors"]
            assert problems
            assert all(set(one) == {"code", "title", "status", "meta"} for one in problems)
            assert problems[0]["status"] == response.status_code
        return response

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self("GET", path, **options)

    def post(self, path: str, json: Any, **options: Any) -> httpx.Response:
        return self("POST", path, json=json, **options)

    def put(self, path: str, json: Any, **options: Any) -> httpx.Response:
        return self("PUT", path, json=json, **options)

    def patch(self, path: str, json: Any, **options: Any) -> httpx.Response:
        return self("PATCH", path, json=json, **options)

    def delete(self, path: str, **options: Any) -> httpx.Response:
        return self("DELETE", path, **options)

    def new_calendar(self, **details: Any) -> str:
        """Create a calendar; its path."""
        response = self.post("/v1/calendars", {"title": "Work", **details})
        assert response.status_code == 201, response.text
        return response.headers["Location"]

    def new_event(self, calendar: str, **details: Any) -> dict[str, Any]:
        """Create an event; what came back."""
        response = self.post(f"{calendar}/events", {"title": "Planning", **details})
        assert response.status_code == 201, response.text
        return cast("dict[str, Any]", response.json()["data"])

    def new_key(self, **wording: Any) -> "Api":
        """Create a key; a client with it."""
        response = self.post("/v1/keys", wording)
        assert response.status_code == 201, response.text
        made = response.json()["data"]
        return Api(self.client, made["secret"], key_id=made["id"])

    def pages(self, path: str, params: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
        """A list, page by page."""
        cursor: str | None = ""
        while cursor is not None:
            response = self.get(path, params={**params, **({"cursor": cursor} if cursor else {})})
            assert response.status_code == 200, response.text
            yield response.json()["data"]
            cursor = response.json()["meta"]["page"]["next"]

    def titles(self, calendar: str, **params: Any) -> list[str]:
        """The titles of all events in a window."""
        renamed = {("from" if name == "start" else name): value for name, value in params.items()}
        return [event["title"] for page in self.pages(f"{calendar}/events", renamed) for event in page]


def problem(response: httpx.Response) -> tuple[int, str, str | None]:
    """Status, code and field of a failure."""
    first = response.json()["errors"][0]
    return response.status_code, first["code"], first["meta"].get("field")
