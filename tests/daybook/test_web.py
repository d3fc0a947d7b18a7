"""The HTTP server between sockets and an application."""

import socket
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from waitress import wasyncore

from tests.conftest import serving

LARGE = b"0123456789abcdef" * 524_288
"""More than a socket takes at once."""


def answering(body: bytes) -> Callable[..., Iterable[bytes]]:
    def application(_environ: Any, start_response: Callable[..., object]) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]

    return application


def connected(url: str, request: bytes) -> socket.socket:
    address = urlsplit(url)
    made = socket.create_connection((address.hostname, address.port), timeout=10)
    made.sendall(request)
    return made


def test_an_answer_leaves_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[bytes] = []
    send = wasyncore.dispatcher.send

    def noted(channel: Any, data: bytes, do_close: bool = True) -> int:
        sent.append(data)
        return int(send(channel, data, do_close))

    monkeypatch.setattr(wasyncore.dispatcher, "send", noted)
    with serving(answering(b"hello")) as url:
        assert httpx.get(url).content == b"hello"
    (said,) = sent
    assert said.startswith(b"HTTP/1.1 200 OK\r\n")
    assert said.endswith(b"\r\n\r\nhello")


def test_a_client_that_reads_late_gets_all_of_a_large_answer() -> None:
    with serving(answering(LARGE)) as url, connected(url, b"GET / HTTP/1.0\r\n\r\n") as client:
        assert httpx.get(url).content == LARGE, "others need not wait for it"
        said = b"".join(iter(lambda: client.recv(1 << 20), b""))
    assert said.partition(b"\r\n\r\n")[2] == LARGE


def test_requests_sent_together_are_answered_one_after_the_other() -> None:
    last = b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n"
    with serving(answering(LARGE)) as url, connected(url, b"GET / HTTP/1.1\r\n\r\n" * 3 + last) as client:
        said = b"".join(iter(lambda: client.recv(1 << 20), b""))
    assert said.count(LARGE) == 4


def test_a_client_that_has_said_all_and_closed_its_half_is_answered() -> None:
    with serving(answering(LARGE)) as url, connected(url, b"GET / HTTP/1.1\r\n\r\n") as client:
        client.shutdown(socket.SHUT_WR)
        said = b"".join(iter(lambda: client.recv(1 << 20), b""))
    assert said.partition(b"\r\n\r\n")[2] == LARGE


def test_a_client_that_leaves_in_the_middle_of_an_answer_takes_nobody_with_it() -> None:
    with serving(answering(LARGE)) as url:
        for _ in range(20):
            connected(url, b"GET / HTTP/1.1\r\n\r\n").close()
        assert httpx.get(url).content == LARGE


def test_the_main_thread_waits_while_workers_send(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = 0
    look, send = wasyncore.poll2, wasyncore.dispatcher.send

    def counted(*arguments: Any) -> None:
        nonlocal rounds
        rounds += 1
        look(*arguments)

    def slow(*arguments: Any, **options: Any) -> int:
        time.sleep(0.05)
        return int(send(*arguments, **options))

    monkeypatch.setattr(wasyncore, "poll2", counted)
    monkeypatch.setattr(wasyncore.dispatcher, "send", slow)
    with serving(answering(b"hello")) as url, ThreadPoolExecutor(4) as clients:
        assert set(clients.map(lambda _: httpx.get(url).content, range(12))) == {b"hello"}
        assert rounds < 100
