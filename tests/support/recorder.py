"""A proxy in front of the engine that writes down every request: which, how many units, and how deep.

Answers are held back until no request has come for a moment. So all that a program sends side by side arrives in one
wave, and the number of waves is the depth of its round trips, however slow the machine is.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_QUIET_SECONDS = 0.12


@dataclass
class Record:
    """What was asked of the engine during one operation."""

    operations: list[str] = field(default_factory=list)
    read_units: float = 0
    write_units: float = 0
    waves: int = 0

    @property
    def requests(self) -> int:
        return len(self.operations)


class Recorder:
    """Records while `recording`; passes everything on at once otherwise."""

    def __init__(self, engine_url: str) -> None:
        self._upstream = engine_url.removeprefix("http://")
        self._record: Record | None = None
        self._changed = threading.Condition()
        self._arrivals = self._open_waves = 0
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, answer = recorder._pass_on(dict(self.headers), body)
                self.send_response(status)
                self.send_header("Content-Type", "application/x-amz-json-1.0")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *args: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            request_queue_size = 128  # a batch's requests knock at the same time
            daemon_threads = True

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @contextmanager
    def recording(self) -> Iterator[Record]:
        self._record = Record()
        try:
            yield self._record
        finally:
            self._record = None

    def _pass_on(self, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        record = self._record
        if record is not None:
            request = json.loads(body)
            request["ReturnConsumedCapacity"] = "INDEXES"
            body = json.dumps(request).encode()
        connection = HTTPConnection(self._upstream, timeout=10)
        try:
            kept = {name: value for name, value in headers.items() if name.lower() not in {"host", "content-length"}}
            connection.request("POST", "/", body, kept)
            response = connection.getresponse()
            answer = response.read()
        finally:
            connection.close()
        if record is not None:
            operation = next(value for name, value in headers.items() if name.lower() == "x-amz-target")
            self._write_down(record, operation.partition(".")[2], json.loads(answer))
        return response.status, answer

    def _write_down(self, record: Record, operation: str, answer: dict[str, Any]) -> None:
        consumed = answer.get("ConsumedCapacity") or []
        units = sum(one["CapacityUnits"] for one in (consumed if isinstance(consumed, list) else [consumed]))
        with self._changed:
            if self._open_waves == 0:
                record.waves += 1
            self._open_waves += 1
            self._arrivals += 1
            record.operations.append(operation)
            if operation in {"GetItem", "BatchGetItem", "Query"}:
                record.read_units += units
            else:
                record.write_units += units
            self._changed.notify_all()
            seen = -1
            while seen != self._arrivals:
                seen = self._arrivals
                self._changed.wait_for(lambda: self._arrivals != seen, timeout=_QUIET_SECONDS)  # noqa: B023
            self._open_waves -= 1
