"""The calendar on which all is tried. It is deleted whatever happened, also if nobody heard whether it was made."""

import secrets
from typing import Any

from daybook.failure import Failure
from daybook.smoke.api import Answer, Api
from daybook.smoke.expectations import expect

_CREATED, _ACCEPTED, _REFUSED, _MISSING = 201, 202, range(400, 500), 404
ZONE = "Europe/Berlin"


class Scratch:
    """A calendar of our own. `path` is where it is, once it was made."""

    def __init__(self, api: Api) -> None:
        self.title = f"Daybook smoke test {secrets.token_hex(4)}"
        self._api = api
        self._key = secrets.token_hex(16)
        self._id: str | None = None
        self._is_there = False  # as far as anybody can know

    @property
    def path(self) -> str:
        return f"/v1/calendars/{self._id}"

    def make(self) -> Answer:
        """Ask for it, under a key that gives the same calendar however often this is done."""
        self._is_there = True
        body: dict[str, Any] = {"title": self.title, "time_zone": ZONE}
        answer = self._api("POST", "/v1/calendars", body, {"Idempotency-Key": self._key})
        if answer.status == _CREATED and isinstance(answer.data, dict):
            self._id = answer.data.get("id")
        elif self._id is None and answer.status in _REFUSED:  # and what was refused did nothing
            self._is_there = False
        return answer

    def delete(self) -> None:
        """For good. Raise Failure unless it is gone then for every reader."""
        expect(self._api("DELETE", self.path), _ACCEPTED)
        expect(self._api("GET", self.path), _MISSING, code="calendar_not_found")
        self._is_there = False

    def clean_up(self) -> bool:
        """Whether there was something to delete. Raise Failure if it may be left behind."""
        if not self._is_there:
            return False
        try:
            return self._clean_up()
        except Failure as failure:
            raise Failure(f"A calendar “{self.title}” may be left behind. {failure}") from None

    def _clean_up(self) -> bool:
        if self._id is None:
            answer = self.make()
            if not self._is_there:
                return False
            expect(answer, _CREATED)
        answer = self._api("DELETE", self.path)
        if answer.status != _MISSING:
            expect(answer, _ACCEPTED)
        self._is_there = False
        return True
