"""Events as a file words them, on their way in; and what became of them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from domain.draft import Draft
from domain.ids import EventId
from domain.records import dataclass
from domain.recurrence.stamps import Stamp


class Note(NamedTuple):
    """Something to know about a line of a file."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """An event, or an occurrence that was changed alone; `original` is its RECURRENCE-ID (RFC 5545 §3.8.4.4).

    That is aware (UTC), naive on the clock of its series, or a date. `lines` are what the draft does not say.
    """

    line: int
    draft: Draft
    sequence: int = 0
    created_at: datetime | None = None
    lines: tuple[str, ...] = ()
    original: Stamp | None = None


@dataclass(frozen=True, slots=True)
class IncomingObject:
    """All that a file says under one UID (a calendar object resource, RFC 4791 §4.1).

    There may be no `main` event, but only occurrences of it. With a `problem` nothing can be done with it.
    """

    uid: str
    line: int
    main: Incoming | None = None
    occurrences: Sequence[Incoming] = ()
    notes: Sequence[Note] = ()
    problem: Note | None = None
    is_event: bool = True


class Unread(NamedTuple):
    """All that a file says under one UID, to be read when there is time for it."""

    uid: str
    line: int
    read: Callable[[], IncomingObject]


class Outcome(StrEnum):
    """What an import did with what a file says under one UID."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The outcome for a UID; the event that it now is; why it was skipped or failed; and what else there is to know."""

    uid: str
    line: int
    outcome: Outcome
    event_id: EventId | None = None
    reason: str | None = None
    notes: Sequence[Note] = ()
