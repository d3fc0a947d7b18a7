"""Whose each word is that an answer may contain: ids, marks in texts, secrets and tokens."""

import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

import httpx

_WORD = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # an id, also within that of an occurrence
    r"|mark-[0-9a-f]{12}"
    r"|dbk_\w+"
    r"|[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}"  # the code of a claim
    r"|(?<![\w-])[\w-]{43}(?![\w-])"  # a feed's token
)
_CURSOR = re.compile(r'"next":\s*"([\w-]+)"')
_CHECK_BYTES = 6
_TOLD = ("Location", "Link", "Content-Disposition", "ETag")
ALL_CALENDARS = frozenset({"*"})


@dataclass(frozen=True, slots=True)
class Home:
    """Where a word belongs: to an owner, and perhaps to some of its calendars only, and there to events."""

    owner: str
    calendars: frozenset[str] = frozenset()
    in_events: bool = False


@dataclass
class Belongings:
    """Grows with each answer: whatever is new in it belongs to whom it was given."""

    homes: dict[str, Home] = field(default_factory=dict)

    def add(self, words: Iterable[str], home: Home) -> None:
        for word in words:
            self.homes.setdefault(word, home)

    def foreign(self, words: Iterable[str], reader: Home, *, is_busy: bool) -> list[str]:
        """Those words that a credential must not see, which reaches the reader's owner, and its calendars if any."""
        return [word for word in words if not self._may_see(word, reader, is_busy=is_busy)]

    def _may_see(self, word: str, reader: Home, *, is_busy: bool) -> bool:
        home = self.homes.get(word)
        if home is None:
            return True
        reached = not reader.calendars or home.calendars <= reader.calendars
        return home.owner == reader.owner and reached and not (is_busy and home.in_events)


def words_in(text: str) -> set[str]:
    return set(_WORD.findall(text))


def words_told(answer: httpx.Response) -> set[str]:
    """All words of an answer, also those in its cursors."""
    text = "\n".join([answer.text, *(answer.headers.get(name, "") for name in _TOLD), *_positions(answer.text)])
    return words_in(text)


def words_sent(request: httpx.Request) -> set[str]:
    """All words that a client said itself, so that hearing them again tells it nothing."""
    return words_in(f"{request.url}\n{request.content.decode(errors='replace')}\n{dict(request.headers)}")


def _positions(text: str) -> Iterable[str]:
    for cursor in _CURSOR.findall(text):
        with suppress(ValueError):
            yield json.dumps(json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))[_CHECK_BYTES:]))
