"""The server as people run it: started, stopped, killed, started again."""

import json
import os
import random
import re
import shlex
import signal
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from adapters.dynamodb.event_items import event_from_item, event_to_items
from adapters.settings import Settings
from daybook.failure import Failure
from tests.builders import NOON
from tests.support.api import Api, problem
from tests.support.server import DAYBOOK, Server, free_port, items_of, wait_until


def test_the_first_start_says_all_that_one_needs(server: Server) -> None:
    said = server.start().said
    assert server.url in said
    assert f"{server.url}/docs" in said
    (line,) = re.findall(r"curl .*", said)
    answer = subprocess.run([*shlex.split(line), "-s"], check=True, capture_output=True, text=True).stdout
    assert answer == '{"data":[],"meta":{"page":{"size":100,"next":null}}}'


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly_and_keeps_its_data(server: Server, how: signal.Signals) -> None:
    server.start()
    key = server.printed_key()
    calendar = server.api().new_calendar()
    code, words = server.end(how)
    assert (code, words) == (0, "Stopped. Your data is kept.\n")
    assert "dbk_" not in server.start().said
    assert server.api(key).get(calendar).json()["data"]["title"] == "Work"


def test_keys_are_made_with_and_without_a_running_server(server: Server) -> None:
    before = server.key("ada")
    server.start()
    during = server.key("ada")
    for key in (before, during):
        assert re.fullmatch(r"dbk_\w{49}\n", key)
    calendar = server.api(before.strip()).new_calendar()
    assert server.api(during.strip()).get(calendar).status_code == 200
    assert problem(server.api(server.key("bob").strip()).get(calendar))[0] == 404
    server.end()
    server.key("ada")


def test_a_killed_server_starts_again_on_its_data(server: Server) -> None:
    server.start()
    key = server.printed_key()
    calendar = server.api().new_calendar()
    for _ in range(2):
        server.end(signal.SIGKILL)
        server.start()
        assert server.api(key).get(calendar).status_code == 200


def test_a_key_can_be_made_right_after_a_kill(server: Server) -> None:
    server.start()
    server.end(signal.SIGKILL)
    assert server.key("ada").startswith("dbk_")


def test_two_servers_do_not_share_a_folder(server: Server) -> None:
    server.start()
    other = subprocess.run(
        [DAYBOOK, "serve", "--port", str(free_port()), "--data", str(server.data)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert other.returncode == 1
    assert "A server (process" in other.stderr
    assert server.api().get("/v1/calendars").status_code == 200


def test_a_server_waits_for_a_command_that_has_the_folder(server: Server) -> None:
    commands = [
        subprocess.Popen(
            [DAYBOOK, "keys", "create", "--owner", "ada", "--data", str(server.data)], stdout=subprocess.PIPE
        )
        for _ in range(3)
    ]
    server.start()
    for command in commands:
        words, _ = command.communicate(timeout=30)
        assert (command.returncode, words[:4]) == (0, b"dbk_")
        assert server.api(words.decode().strip()).get("/v1/calendars").status_code == 200


def test_without_its_engine_a_server_ends_and_says_so(server: Server) -> None:
    server.start()
    os.kill(json.loads((server.data / "engine.json").read_text())["engine"], signal.SIGKILL)
    assert server.process is not None
    words, _ = server.process.communicate(timeout=15)
    assert server.process.returncode == 1
    assert "The engine has ended unexpectedly" in words


def test_without_its_engine_a_server_waits_for_no_request_that_is_under_way(server: Server) -> None:
    server.start()
    api = server.api()
    engine = json.loads((server.data / "engine.json").read_text())["engine"]
    os.kill(engine, signal.SIGSTOP)
    with ThreadPoolExecutor() as threads:
        answer = threads.submit(api.post, "/v1/calendars", {"title": "Work"}, headers={"Idempotency-Key": "one"})
        assert not wait([answer], timeout=1).done, "it waits for the engine"
        os.kill(engine, signal.SIGKILL)
        assert server.process is not None
        assert server.process.wait(timeout=4) == 1
        with pytest.raises(httpx.TransportError):
            answer.result()


def test_a_deleted_calendar_is_emptied_also_if_the_server_died_before(server: Server) -> None:
    server.start()
    api = server.api()
    calendar = api.new_calendar()
    for day in range(1, 29):
        api.new_event(calendar, starts_on=f"2026-02-{day:02}", ends_on=f"2026-03-{day:02}")
    api.delete(calendar)
    server.end(signal.SIGKILL)
    server.start()
    calendar_id = calendar.rpartition("/")[2]
    wait_until(lambda: not any(calendar_id in item["pk"] for item in items_of(server.engine_url)))


def test_rapidapi_secrets_open_the_other_door(server: Server) -> None:
    server.start(RAPIDAPI_PROXY_SECRETS="one, two")
    for secret, status in (("one", 200), ("two", 200), ("one, two", 401), ("three", 401)):
        headers = {"X-RapidAPI-Proxy-Secret": secret, "X-RapidAPI-User": "ada"}
        assert httpx.get(f"{server.url}/v1/calendars", headers=headers).status_code == status


def test_without_secrets_there_is_no_other_door(server: Server) -> None:
    server.start()
    headers = {"X-RapidAPI-Proxy-Secret": "", "X-RapidAPI-User": "ada"}
    assert httpx.get(f"{server.url}/v1/calendars", headers=headers).status_code == 401


def test_another_database_can_be_used(server: Server, engine_url: str) -> None:
    made = subprocess.run(
        [DAYBOOK, "keys", "create", "--owner", "ada", "--database", engine_url],
        check=True,
        capture_output=True,
        text=True,
        cwd=server.data.parent,
    )
    assert made.stdout.startswith("dbk_")
    assert not (server.data.parent / ".daybook").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["serve", "--host", "192.0.2.1", "--port", "1"], "Choose another with --port."),
        (["serve", "--port", "70000"], "65535"),
    ],
)
def test_a_mistake_is_explained_without_a_traceback(tmp_path: Path, arguments: list[str], words: str) -> None:
    done = subprocess.run([DAYBOOK, *arguments], capture_output=True, text=True, cwd=tmp_path, timeout=30, check=False)
    assert done.returncode != 0
    assert done.stdout == ""
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_prices_that_make_no_sense_are_refused_before_anything_runs(tmp_path: Path) -> None:
    environment = {**os.environ, Settings.RAPIDAPI_BILLING: "read: Requests=1"}
    done = subprocess.run(
        [DAYBOOK, "serve"], env=environment, capture_output=True, text=True, cwd=tmp_path, timeout=30, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "daybook: RAPIDAPI_BILLING: it says no price of write.\n"
    assert list(tmp_path.iterdir()) == []


def test_where_no_engine_exists_the_message_says_what_to_do_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    from daybook import engine

    monkeypatch.setattr(engine.platform, "system", lambda: "Plan9")
    monkeypatch.setattr(engine.shutil, "which", lambda _: None)
    with pytest.raises(Failure, match=r"plan9.*--database"):
        engine.binary()


def test_after_a_kill_in_a_write_storm_every_acknowledged_event_is_there_and_whole(server: Server) -> None:
    server.start()
    key = server.printed_key()
    calendar = server.api().new_calendar()
    storm = Storm(server, calendar)
    for _ in range(3):
        storm.blow(key)
        wait_until(lambda: len(storm.acknowledged) > storm.enough)
        server.end(signal.SIGKILL)
        storm.calm()
        server.start()
        storm.enough = len(storm.acknowledged) + 60
    _assert_all_is_there(server.api(key), calendar, storm.acknowledged, storm.uncertain)
    _assert_copies_are_whole(items_of(server.engine_url))


class Storm:
    """Clients that create, move and delete as fast as they can, and remember what was acknowledged."""

    def __init__(self, server: Server, calendar: str) -> None:
        self.server, self.calendar = server, calendar
        self.acknowledged: dict[str, dict[str, str] | None] = {}
        self.uncertain: set[str] = set()
        self.enough = 60
        self._threads: list[threading.Thread] = []

    def blow(self, key: str) -> None:
        self._threads = [threading.Thread(target=self._write, args=(key, seed)) for seed in range(4)]
        for thread in self._threads:
            thread.start()

    def calm(self) -> None:
        for thread in self._threads:
            thread.join()

    def _write(self, key: str, seed: int) -> None:
        chance = random.Random(seed + len(self.acknowledged))
        own: list[str] = []
        with httpx.Client(base_url=self.server.url, headers={"X-Api-Key": key}, timeout=10) as client:
            try:
                while True:
                    self._one_write(client, chance, own)
            except httpx.TransportError:
                return

    def _one_write(self, client: httpx.Client, chance: random.Random, own: list[str]) -> None:
        times = _times(chance)
        what = chance.random() if own else 0.0
        if what < 0.5:
            made = client.post(f"{self.calendar}/events", json={"title": "x", **times})
            assert made.status_code == 201, made.text
            own.append(made.json()["data"]["id"])
            self.acknowledged[own[-1]] = times
            return
        event_id = own.pop() if what > 0.85 else chance.choice(own)
        path = f"{self.calendar}/events/{event_id}"
        self.uncertain.add(event_id)
        if what > 0.85:
            assert client.delete(path).status_code == 204
            self.acknowledged[event_id] = None
        else:
            assert client.put(path, json={"title": "x", **times}).status_code == 204
            self.acknowledged[event_id] = times
        self.uncertain.discard(event_id)


def _times(chance: random.Random) -> dict[str, str]:
    start = NOON + timedelta(minutes=chance.randrange(60 * 24 * 30))
    end = start + timedelta(minutes=chance.choice([0, 30, 60 * 24 * 3, 60 * 24 * 60]))
    return {"starts_at": start.isoformat(), "ends_at": end.isoformat()}


def _assert_all_is_there(
    api: Api, calendar: str, acknowledged: dict[str, dict[str, str] | None], uncertain: set[str]
) -> None:
    listed = {
        event["id"]: event
        for page in api.pages(f"{calendar}/events", {"from": "2026-01-01", "to": "2027-01-01", "page_size": 500})
        for event in page
    }
    for event_id, times in acknowledged.items():
        answer = api.get(f"{calendar}/events/{event_id}")
        if event_id in uncertain:
            assert (answer.status_code == 200) == (event_id in listed)
            continue
        if times is None:
            assert answer.status_code == 404
            assert event_id not in listed
            continue
        data = answer.json()["data"]
        assert listed[event_id] == data
        assert _in_utc(data) == times
        day = times["starts_at"][:10]
        window = {"from": f"{day}T00:00:00Z", "to": f"{day}T23:59:59.999999Z", "page_size": 1000}
        found = api.get(f"{calendar}/events", params=window).json()["data"]
        assert event_id in {event["id"] for event in found}


def _in_utc(data: dict[str, Any]) -> dict[str, str]:
    return {name: data[name].replace("Z", "+00:00") for name in ("starts_at", "ends_at")}


def _assert_copies_are_whole(items: list[dict[str, Any]]) -> None:
    """Each event has exactly the copies that its home copy calls for, and nothing else is there."""
    homes = [item for item in items if item["type"] == "event" and "change_position" in item]
    expected = {(copy["pk"], copy["sk"]): copy for home in homes for copy in event_to_items(event_from_item(home))}
    kept = {(item["pk"], item["sk"]): item for item in items if item["type"] == "event"}
    assert kept == expected
    assert len(homes) > 50
