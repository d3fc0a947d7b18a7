"""Credentials that were looked up a moment ago, so that a busy caller costs no request.

What was found is believed for some seconds: for that long a key that was revoked still works in this process. What was
not found is asked for again, but for RapidAPI users, most of whom have no identity and need none.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import TypeVar

from domain.caller import Caller
from domain.clock import Clock
from domain.credential_ports import Credentials
from domain.key import USE_NOTED_EVERY

T = TypeVar("T")

_MOST = 1000


class RememberedCredentials:
    """`Credentials` that asks others, and not again for `seconds`. Safe in several threads at once."""

    def __init__(self, credentials: Credentials, clock: Clock, seconds: float) -> None:
        self._credentials = credentials
        self._clock = clock
        self._lifetime = timedelta(seconds=seconds)
        self._found: dict[str, tuple[datetime, Caller | None]] = {}
        self._noted: dict[str, datetime] = {}
        self._lock = Lock()

    def holder_of(self, fingerprint: str) -> Caller | None:
        return self._remembered(f"key {fingerprint}", lambda: self._credentials.holder_of(fingerprint))

    def rapidapi_caller(self, user: str) -> Caller | None:
        return self._remembered(f"rapidapi {user}", lambda: self._credentials.rapidapi_caller(user), absent=True)

    def note_use(self, caller: Caller, now: datetime) -> None:
        noted = self._noted.get(caller.credential_id)
        if noted is None or noted <= now - USE_NOTED_EVERY:
            self._keep(self._noted, caller.credential_id, now)
            self._credentials.note_use(caller, now)

    def _remembered(self, name: str, look: Callable[[], Caller | None], *, absent: bool = False) -> Caller | None:
        now = self._clock()
        until, caller = self._found.get(name, (now, None))
        if now < until:
            return caller
        caller = look()
        if self._lifetime and (absent or caller is not None):
            self._keep(self._found, name, (now + self._lifetime, caller))
        return caller

    def _keep(self, memory: dict[str, T], name: str, value: T) -> None:
        """Remember something; of very many things, the oldest is forgotten."""
        with self._lock:
            memory.pop(name, None)
            memory[name] = value
            if len(memory) > _MOST:
                del memory[next(iter(memory))]
