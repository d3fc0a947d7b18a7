"""A key is rotated while writers are at work on it: no request fails that should not, and every event is there."""

import threading
from collections.abc import Callable

import httpx

from tests.support.api import Api, problem
from tests.support.server import Server, wait_until

OVERLAP_SECONDS = 5
WRITERS = 4


class Writers:
    """Clients that create events as fast as they can, with a key that can be changed under way."""

    def __init__(self, server: Server, calendar: str, key: str) -> None:
        self.calendar, self.key = calendar, key
        self.acknowledged: list[str] = []
        self.refused: list[tuple[str, int, str]] = []
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(server.url,)) for _ in range(WRITERS)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def go_on(self, enough: int) -> None:
        """Let that many more events be made."""
        wanted = len(self.acknowledged) + enough
        wait_until(lambda: len(self.acknowledged) >= wanted or self.refused)

    def _write(self, url: str) -> None:
        with httpx.Client(base_url=url, timeout=10) as client:
            while not self._stopping.is_set():
                key = self.key
                event = {"title": "x", "starts_on": "2026-03-28", "ends_on": "2026-03-28"}
                answer = client.post(f"{self.calendar}/events", json=event, headers={"X-Api-Key": key})
                if answer.status_code == 201:
                    self.acknowledged.append(answer.json()["data"]["id"])
                else:
                    self.refused.append((key, *problem(answer)[:2]))


def test_rotation_under_load_loses_nothing(server: Server) -> None:
    server.start()
    old = server.api()
    calendar = old.new_calendar()
    (key,) = old.get("/v1/keys").json()["data"]
    writers = Writers(server, calendar, str(old.key))
    writers.start()
    writers.go_on(50)
    rotated = old.post(f"/v1/keys/{key['id']}/rotate", {"overlap_seconds": OVERLAP_SECONDS})
    assert rotated.status_code == 201, rotated.text
    writers.go_on(10)
    writers.key = rotated.json()["data"]["secret"]
    writers.go_on(50)
    new = server.api(writers.key)
    wait_until(_ended(old))
    assert problem(old.get(calendar))[:2] == (401, "credential_expired")
    writers.go_on(50)
    writers.stop()
    assert writers.refused == []
    assert len(writers.acknowledged) > 150
    listed = [
        event["id"]
        for page in new.pages(f"{calendar}/events", {"from": "2026-03-28", "to": "2026-03-29", "page_size": 1000})
        for event in page
    ]
    assert sorted(listed) == sorted(writers.acknowledged)


def _ended(api: Api) -> Callable[[], bool]:
    return lambda: api.get("/v1/me").status_code == 401
