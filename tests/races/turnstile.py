"""Lets clients do one request to the engine at a time, in an order that the test says, and has some of them fail."""

from collections.abc import Callable
from concurrent.futures import Future
from contextvars import ContextVar, copy_context
from enum import Enum
from threading import Condition, Thread
from typing import Any, TypeVar

from pydynox import pydynox_core

T = TypeVar("T")


class Fault(Enum):
    """What becomes of a request to the engine; the late ones leave no time for another attempt."""

    NONE = "none"
    THROTTLED = "throttled"
    COLLIDED = "collided"
    LOST_BEFORE = "lost before it acted"
    LOST_AFTER = "lost after it acted"
    LATE_THROTTLED = "throttled, too late to repeat it"
    LATE_LOST_BEFORE = "lost before it acted, too late to repeat it"
    LATE_LOST_AFTER = "lost after it acted, too late to repeat it"
    CRASH_BEFORE = "the process dies before it acts"
    CRASH_AFTER = "the process dies after it acted"

    @property
    def is_late(self) -> bool:
        return self.name.startswith("LATE")


class Crash(BaseException):
    """The death of a process: nothing in it goes on."""


class Turnstile:
    """Where the requests of clients wait until they are let through."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._waiting: set[str] = set()
        self._let: dict[str, Fault] = {}
        self._running: set[str] = set()
        self._failures: list[BaseException] = []
        self.late: ContextVar[bool] = ContextVar("late", default=False)
        self._client: ContextVar[str | None] = ContextVar("client", default=None)

    def begin(self, client: str, work: Callable[[], object]) -> None:
        """Let a client work until it waits at its first request, or ends."""

        def run() -> None:
            self._client.set(client)
            try:
                work()
            except Crash:
                pass
            except BaseException as error:
                self._failures.append(error)
            finally:
                with self._changed:
                    self._running.discard(client)
                    self._changed.notify_all()

        self._running.add(client)
        Thread(target=copy_context().run, args=(run,), daemon=True).start()
        self._settle(client)

    def step(self, client: str, fault: Fault) -> None:
        """Let its request through, to that fate, until it waits at the next one, or ends."""
        with self._changed:
            self._waiting.discard(client)
            self._let[client] = fault
            self._changed.notify_all()
        self._settle(client)

    def is_running(self, client: str) -> bool:
        return client in self._running

    def passed(self, request: Callable[[], T]) -> T:
        """A request of the client that makes it, when its turn comes; of nobody's, at once."""
        client = self._client.get()
        if client is None:
            return request()
        with self._changed:
            self._waiting.add(client)
            self._changed.notify_all()
            self._changed.wait_for(lambda: client in self._let)
            fault = self._let.pop(client)
        self.late.set(fault.is_late)
        return _befallen(fault, request)

    def _settle(self, client: str) -> None:
        with self._changed:
            settled = self._changed.wait_for(lambda: client in self._waiting or client not in self._running, timeout=60)
        assert settled, f"{client} neither waits nor ends"
        if self._failures:
            raise self._failures.pop()


def _befallen(fault: Fault, request: Callable[[], T]) -> T:
    match fault:
        case Fault.THROTTLED | Fault.LATE_THROTTLED:
            raise pydynox_core.ProvisionedThroughputExceededException("rate too high")
        case Fault.COLLIDED:
            raise pydynox_core.PydynoxException("Transaction is ongoing for the item")
        case Fault.LOST_BEFORE | Fault.LATE_LOST_BEFORE:
            raise pydynox_core.ConnectionException("timed out")
        case Fault.CRASH_BEFORE:
            raise Crash
    done = request()
    match fault:
        case Fault.LOST_AFTER | Fault.LATE_LOST_AFTER:
            raise pydynox_core.ConnectionException("timed out")
        case Fault.CRASH_AFTER:
            raise Crash
    return done


class SteppedCore:
    """The engine's client, each of whose requests goes through the turnstile."""

    def __init__(self, core: Any, turnstile: Turnstile) -> None:
        self._core, self._turnstile = core, turnstile

    def __getattr__(self, name: str) -> Any:
        request = getattr(self._core, name)
        return lambda *args, **kwargs: self._turnstile.passed(lambda: request(*args, **kwargs))


class AtOnce:
    """Threads that do what they are given before anything else happens: so a client makes one request at a time."""

    def submit(self, work: Callable[[], T]) -> "Future[T]":
        future: Future[T] = Future()
        try:
            future.set_result(work())
        except BaseException as error:
            if isinstance(error, Crash):
                raise
            future.set_exception(error)
        return future
