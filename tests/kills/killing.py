"""SIGKILL, for the server, its engine or both; while it works, or while it starts."""

import json
import os
import signal
import time
from contextlib import suppress

from tests.kills.chance import Chance
from tests.support.server import Server

ENVIRONMENT = {"CREDENTIAL_CACHE_SECONDS": "0"}
"""A key that was revoked is refused at once, so that what is answered to it is known."""

_END_SECONDS = 60
_KILLED, _ENGINE_LOST = -signal.SIGKILL, 1
_A_START_SECONDS = 2.0


class Killer:
    """Kills and starts a server again."""

    def __init__(self, server: Server, chance: Chance) -> None:
        self.server = server
        self._chance = chance

    def kill(self) -> str:
        """Kill it in one of the ways; which."""
        way = self._chance.choices(("server", "engine", "server then engine", "engine then server"), (5, 2, 1, 1))[0]
        engine = self._engine()
        match way:
            case "server":
                self._kill_server()
                assert "Traceback" not in self._ended(_KILLED)
            case "engine":
                _kill(engine)
                self._ended(_ENGINE_LOST)
            case "server then engine":
                self._kill_server()
                _kill(engine)
                self._ended(_KILLED)
            case "engine then server":
                _kill(engine)
                self._kill_server()
                self._ended(_ENGINE_LOST, _KILLED)
        return way

    def start(self) -> int:
        """Start it; now and then it is killed before it serves, and started once more. How often it was."""
        kills = 0
        while self._chance.random() < 0.2:
            self.server.launch(**ENVIRONMENT)
            time.sleep(self._chance.uniform(0.1, _A_START_SECONDS))
            self._kill_server()
            self._ended(_KILLED)
            kills += 1
        self.server.start(**ENVIRONMENT)
        return kills

    def _kill_server(self) -> None:
        assert self.server.process is not None
        self.server.process.kill()

    def _engine(self) -> int:
        return int(json.loads((self.server.data / "engine.json").read_text())["engine"])

    def _ended(self, *codes: int) -> str:
        """Wait until the server has ended with one of the codes; its last words."""
        assert self.server.process is not None
        words, _ = self.server.process.communicate(timeout=_END_SECONDS)
        assert self.server.process.returncode in codes, words
        self.server.process = None
        return words


def _kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
