"""`daybook serve`: engine, table, functions, stream worker and gateway in one process and its child."""

import logging
import os
import shlex
import signal
import sys
import threading
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from socket import socket
from typing import Any

from adapters.http import billing
from adapters.http.endpoints import ENDPOINTS, Endpoint
from adapters.http.gateway import Gateway
from adapters.log import PlainFormatter
from daybook import dead_letters, management, web
from daybook.database import TABLE, database
from daybook.engine import Engine
from daybook.stream_pump import StreamPump
from domain.use_cases.keys import KeyWording
from functions import authorizer, purge, run_import_jobs, wiring
from functions.wiring import keyrings

FIRST_OWNER = "me"
_ENGINE_LOST = "The engine has ended unexpectedly, and so did the server. Your data is kept; start it again."
_WORKERS = {"stream": purge.handler, "imports": run_import_jobs.handler}
"""The workers behind the table's stream, by what the file is called that remembers how far each is."""


def serve(host: str, port: int, data: Path, url: str | None) -> None:
    """Serve until interrupted. If the engine ends before that, so does this process, with exit code 1."""
    billing.prices()  # what is wrong with them is told before anything runs
    _end_cleanly_when_told()
    _log_for_people()
    with suppress(SystemExit):  # being told to end may come at any moment, also before the server runs
        _run(web.bind(host, port), f"http://{_shown(host)}:{port}", data, url)
    print("Stopped. Your data is kept.", file=sys.stderr)


def _run(listener: socket, address: str, data: Path, url: str | None) -> None:
    with database(data, url, serves=True) as engine:
        for endpoint in ENDPOINTS:
            _function_of(endpoint)
        _watch(engine)
        park = dead_letters.parking(data, url).park
        pumps = [
            StreamPump(engine.url, TABLE, worker, _kept(data, url, name), park) for name, worker in _WORKERS.items()
        ]
        for pump in pumps:
            pump.start()
        rapidapi = bool(wiring.settings().rapidapi_proxy_secrets)
        server = web.server(Gateway(_function_of, authorizer.handler, rapidapi=rapidapi), listener)
        _greet(address, data, url)
        server.run()
        for pump in pumps:
            pump.stop()


def _shown(host: str) -> str:
    return "localhost" if host in {"127.0.0.1", "0.0.0.0"} else host  # noqa: S104 only named, not listened on


@cache
def _function_of(endpoint: Endpoint) -> Any:
    return import_module(endpoint.module).handler


def _kept(data: Path, url: str | None, name: str) -> Path:
    data.mkdir(parents=True, exist_ok=True)
    return data / (f"{name}.json" if url is None else f"{name}-elsewhere.json")


def _greet(address: str, data: Path, url: str | None) -> None:
    known = keyrings.owner_store().page(None, 1)
    key = None if known else management.create_key(FIRST_OWNER, KeyWording(label="first key")).secret
    print(f"Daybook is at   {address}")
    print(f"Documentation   {address}/docs")
    print(f"Data            {url or data}")
    where = f"--database {url}" if url else f"--data {shlex.quote(str(data))}"
    if key is not None:
        print(f"Your API key    {key}    (shown this once; keep it)")
        print(f"Try it          curl -H 'X-Api-Key: {key}' {address}/v1/calendars")
    else:
        print(f"Another key     {sys.argv[0]} keys create --owner {shlex.quote(known[0].name)} {where}")
    print("Stop with Ctrl-C.", flush=True)


def _end_cleanly_when_told() -> None:
    def end(_number: int, _frame: object) -> None:
        raise SystemExit

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)


def _log_for_people() -> None:
    """What is not the functions' own log: of the local gateway, and of the server before it."""
    handler = logging.StreamHandler()
    handler.setFormatter(PlainFormatter())
    for name in ("adapters", "waitress"):
        logging.getLogger(name).addHandler(handler)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it warns at each request that waits for a thread


def _watch(engine: Engine) -> None:
    """End if the engine ends before us. Nothing is waited for: whatever is under way waits for the engine."""
    process = engine.process

    def wait() -> None:
        if process is not None and process.wait() not in {0, -signal.SIGTERM}:
            print(f"daybook: {_ENGINE_LOST}", file=sys.stderr, flush=True)
            os._exit(1)

    threading.Thread(target=wait, name="engine-watch", daemon=True).start()
