"""The HTTP server: waitress, answering in our shape also where no application is reached."""

import socket
import uuid
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer, create_server
from waitress.task import ErrorTask, WSGITask

from adapters.http import gateway_responses as responses
from adapters.http.gateway import LARGEST_HEADERS, LARGEST_REQUEST, gateway_answer
from daybook.failure import Failure

_THREADS, _CONNECTIONS = 16, 1000
_KINDS = {413: responses.REQUEST_TOO_LARGE, 500: responses.CRASH}


class _ErrorTask(ErrorTask):  # type: ignore[misc]
    """A request that never became one: garbage, or too large to be read."""

    def execute(self) -> None:
        answer = gateway_answer(_KINDS.get(self.request.error.code, responses.BAD_REQUEST), str(uuid.uuid4()))
        body = answer["body"].encode()
        status = HTTPStatus(answer["statusCode"])
        self.status = f"{status.value} {status.phrase}"
        self.response_headers.extend((name, values[0]) for name, values in answer["multiValueHeaders"].items())
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _Task(WSGITask):  # type: ignore[misc]
    """A request whose answer leaves in one piece: head and body apart would wake the client twice."""

    wrote_header: bool

    def write(self, data: bytes) -> None:
        if self.wrote_header or not data or not self.has_body:
            super().write(data)
            return
        self.channel.write_soon(self.build_response_header() + data)
        self.wrote_header = True
        self.content_bytes_written += len(data)


class _Channel(HTTPChannel):  # type: ignore[misc]
    task_class = _Task
    error_task_class = _ErrorTask

    def write_soon(self, data: bytes) -> int:
        """Send at once what the socket takes, and leave the rest to waitress.

        It would note all as waiting first. As long as something waits, its main thread asks the system whether the
        socket takes it, hears yes, finds a worker at it, and asks again: up to thirty times for one answer.
        """
        with self.outbuf_lock:
            sent = 0
            if self.connected and not self.total_outbufs_len:
                with suppress(OSError):  # which shows again when waitress sends
                    sent = self.send(data, do_close=False)
            if sent < len(data):
                super().write_soon(data[sent:])
        return len(data)


def bind(host: str, port: int) -> socket.socket:
    """Take the port before anything else is started."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise Failure(f"Port {port} on {host} cannot be used: {error.strerror}. Choose another with --port.") from None
    return listener


def server(application: Callable[..., Any], listener: socket.socket) -> TcpWSGIServer:
    """A server that runs until the process is told to end."""
    made = create_server(
        application,
        sockets=[listener],
        threads=_THREADS,
        ident=None,
        max_request_body_size=LARGEST_REQUEST,
        max_request_header_size=LARGEST_HEADERS,
        connection_limit=_CONNECTIONS,
        asyncore_use_poll=True,  # select() cannot watch that many
        channel_timeout=60,
        clear_untrusted_proxy_headers=False,
    )
    made.channel_class = _Channel
    return made
