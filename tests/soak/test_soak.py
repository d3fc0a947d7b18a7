"""A server under mixed load leaks nothing and never fails: `make soak` at length, some seconds in each run."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from tests.soak.processes import MEBIBYTE
from tests.soak.soak import Soak, typical_memory
from tests.support.server import Server, free_port, wait_until

MINUTES = float(os.environ.get("SOAK_MINUTES", "0"))
SECONDS = MINUTES * 60 or 16
CLIENTS = 3
GROWTH, SLACK = (1.10, 4 * MEBIBYTE) if MINUTES else (1.25, 16 * MEBIBYTE)
"""How much more memory is no leak. Allocators keep what peaks at once needed (a year, an export in each of 16 threads),
and such a peak may come late. In a short run caches still fill: it only finds what leaks a lot at each call."""
MORE_DESCRIPTORS, MORE_THREADS = (12, 4) if MINUTES else (24, 24)
"""Connections to the engine are pooled, and so are the threads that read side by side, of which a month needs almost
all: how many there are depends on how many calls met at some moment, but within a minute that has happened."""
LEFT_AT_THE_END = "ResourceWarning"
"""What Python says of sockets that are open when it ends, after the last words; the system closes them."""


@pytest.fixture
def words() -> list[str]:
    """What the server says after its greeting; nothing, if all is well."""
    return []


@pytest.fixture
def server(tmp_path: Path, words: list[str]) -> Iterator[Server]:
    """A server that says what goes wrong, and is listened to."""
    made = Server(tmp_path / "data", free_port()).start(POWERTOOLS_LOG_LEVEL="WARNING", PYTHONWARNINGS="default")
    process = made.process
    assert process is not None
    assert process.stdout is not None
    listener = Thread(target=words.extend, args=(process.stdout,))
    listener.start()
    yield made
    process.send_signal(signal.SIGTERM)
    listener.join(timeout=15)
    process.stdout.close()
    assert process.wait(timeout=15) == 0
    assert words[:1] == ["Stopped. Your data is kept.\n"]
    assert all(LEFT_AT_THE_END in one for one in words[1:]), words


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc")
def test_a_server_under_mixed_load_leaks_nothing_and_never_fails(server: Server, words: list[str]) -> None:
    keys = [server.printed_key(), *(server.key(f"client {number}").strip() for number in range(1, CLIENTS))]
    soak = Soak(server, keys)
    soak.run(SECONDS)
    print(soak.tally.latencies(), dict(sorted(soak.tally.statuses.items())), sep="\n")
    assert not soak.tally.failures, "\n".join(soak.tally.failures)
    assert not words
    assert not [status for status in soak.tally.statuses if status >= 500]
    wait_until(lambda: soak.connections() == 0)
    assert_nothing_grows(soak)


def assert_nothing_grows(soak: Soak) -> None:
    earlier, later = soak.part(0.25, 0.5), soak.part(0.75, 1)
    before, after = (typical_memory([one.server for one in part]) for part in (earlier, later))
    print(f"server's memory: {before / MEBIBYTE:.1f} MiB in the second quarter, {after / MEBIBYTE:.1f} in the last")
    assert after <= before * GROWTH + SLACK
    for process in ("server", "engine"):
        first, last = ([getattr(one, process) for one in part] for part in (earlier, later))
        assert max(one.descriptors for one in last) <= max(one.descriptors for one in first) + MORE_DESCRIPTORS
        assert max(one.threads for one in last) <= max(one.threads for one in first) + MORE_THREADS
