"""What stands in for AWS while functions are measured: the runtime, and a database that is far away."""

import asyncio
from pathlib import Path
from sysconfig import get_path
from types import SimpleNamespace
from typing import Any

import pytest

from bench import package, runtime
from bench.recorded import Recorded
from bench.rounds import rounds
from bench.runtime import Function, FunctionError, cold_start, running
from bench.stub import Connected, Replay, Request, take_request

QUESTION = b"POST / HTTP/1.1\r\nHost: here\r\nX-Amz-Target: Dynamo.GetItem\r\nContent-Length: 2\r\n\r\n{}"

on_linux = pytest.mark.skipif(not runtime.AVAILABLE, reason="the runtime interface client has wheels for Linux only")


def a_function(folder: Path, code: str) -> Function:
    (folder / "ours.py").write_text(code)
    return Function(folder, "ours.handler", get_path("platlib"), {})


@on_linux
def test_a_function_starts_as_lambda_starts_it(tmp_path: Path) -> None:
    start = cold_start(a_function(tmp_path, "handler = lambda event, _: [event['n'] + 1]"), {"n": 1})
    assert start.answer == [2]
    assert 0 < start.init_seconds < start.seconds
    assert start.cpu_seconds > 0


@on_linux
def test_a_function_answers_one_event_after_the_other_also_after_it_has_failed(tmp_path: Path) -> None:
    with running(a_function(tmp_path, "handler = lambda event, _: 12 / event['n']")) as started:
        assert started.invoke({"n": 2}) == 6
        with pytest.raises(FunctionError, match=r"^division by zero$"):
            started.invoke({"n": 0})
        assert started.invoke({"n": 3}) == 4


@on_linux
def test_a_function_may_say_much(tmp_path: Path) -> None:
    with running(a_function(tmp_path, "handler = lambda event, _: print('x' * 1_000_000)")) as started:
        assert started.invoke({}) is None


@on_linux
def test_a_function_finds_nothing_but_what_it_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CREDENTIAL_CACHE_SECONDS", "0")
    package.assemble_runtime(tmp_path / "runtime")
    code = """
import os
from importlib.util import find_spec
def handler(names, _):
    return [name for name in names if find_spec(name)], [name for name in os.environ if "SECONDS" in name]
"""
    package.link_sdk(tmp_path / "sdk")
    names = ["json", "ours", "awslambdaric", "boto3", "pydantic", "pytest", "daybook", "functions", "bench"]
    for beside, found in ((["runtime"], names[:3]), (["runtime", "sdk"], names[:4])):
        path = ":".join(str(tmp_path / one) for one in beside)
        assert cold_start(a_function(tmp_path, code)._replace(path=path), names).answer == [found, []]


@on_linux
def test_a_function_that_cannot_be_loaded_says_why(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no such thing"):
        cold_start(a_function(tmp_path, "raise ImportError('no such thing')"), {})


@on_linux
def test_a_function_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        cold_start(a_function(tmp_path, "handler = lambda event, _: 1 / 0"), {})


def test_a_request_is_taken_when_all_of_it_is_there() -> None:
    received = bytearray(QUESTION[:-1])
    assert take_request(received) is None
    received += QUESTION[-1:] + QUESTION
    first, second = take_request(received), take_request(received)
    assert first == second == Request({"host": "here", "x-amz-target": "Dynamo.GetItem", "content-length": "2"}, b"{}")
    assert not received


class Engine(Replay):
    """Counts what it is asked."""

    asked = 0

    def answer(self, _request: Request) -> bytes:
        self.asked += 1
        return f"answer {self.asked}".encode()


class Wire(asyncio.Transport):
    """Keeps what is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[bytes] = []

    def write(self, data: Any) -> None:
        self.sent.append(bytes(data))


def test_the_stub_asks_once_and_answers_everybody_after_a_while() -> None:
    async def talk() -> tuple[list[bytes], list[bytes]]:
        connection, wire = Connected(engine, seconds=0.01), Wire()
        connection.connection_made(wire)
        connection.data_received(QUESTION[:20])
        connection.data_received(QUESTION[20:])
        connection.data_received(QUESTION.replace(b"{}", b"[]"))
        connection.data_received(QUESTION)
        at_once = list(wire.sent)
        await asyncio.sleep(0.05)
        return at_once, wire.sent

    engine = Engine("http://127.0.0.1:1")
    at_once, sent = asyncio.run(talk())
    assert at_once == []
    assert sorted(sent) == [b"answer 1", b"answer 1", b"answer 2"]


class Core:
    """A client of a database, whose writes succeed once."""

    def __init__(self) -> None:
        self.keys: set[str] = set()

    def sync_put_item(self, _table: str, item: dict[str, str]) -> None:
        assert item["pk"] not in self.keys
        self.keys.add(item["pk"])

    def sync_delete_item(self, _table: str, key: dict[str, str], **_: object) -> None:
        self.keys.remove(key["pk"])


def test_what_was_written_can_be_written_once_more() -> None:
    table: Any = SimpleNamespace(_client=Core())
    with Recorded(table) as recorded:
        table._client.sync_put_item("table", {"pk": "a", "sk": "b"})
        recorded.once_more()()
        assert recorded.count == 1
    assert isinstance(table._client, Core)


def test_rounds_end_when_the_time_is_up_but_not_too_early() -> None:
    assert list(rounds(5, seconds=60)) == [0, 1, 2, 3, 4]
    assert list(rounds(5, seconds=0, least=2)) == [0, 1]
