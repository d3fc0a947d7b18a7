"""Dates and date-times as iCalendar writes them (RFC 5545 §3.3.4, §3.3.5): `20260329`, `20260329T090000Z`."""

import re
from datetime import UTC, date, datetime
from typing import NamedTuple

_STAMP = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?", re.ASCII)


class Unreadable(ValueError):
    """Why something that a client wrote makes no sense, as a sentence."""


class Stamp(NamedTuple):
    """A moment as text had it: aware (UTC) or naive (local); midnight if it is only a date."""

    moment: datetime
    is_date: bool

    @classmethod
    def read(cls, text: str) -> "Stamp":
        """Raise Unreadable if it is none."""
        match = _STAMP.fullmatch(text)
        try:
            if match is not None:
                day, clock, utc = match.groups()
                moment = datetime.fromisoformat(f"{day}T{clock or '000000'}")
                return cls(moment.replace(tzinfo=UTC) if utc else moment, clock is None)
        except ValueError:
            pass
        raise Unreadable(f"{text[:40]} is neither a date, as in 20260329, nor a date-time, as in 20260329T090000Z.")


def stamp_text(moment: datetime | date) -> str:
    """How a date, a local time or a UTC instant is written."""
    if not isinstance(moment, datetime):
        return f"{moment:%Y%m%d}"
    return f"{moment:%Y%m%dT%H%M%S}{'Z' if moment.tzinfo else ''}"
