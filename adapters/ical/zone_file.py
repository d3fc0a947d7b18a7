"""The files of the tzdata package (TZif, RFC 8536): every change of a zone's clocks that was made or is planned."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import chain, takewhile
from struct import Struct
from typing import NamedTuple

from adapters.ical.zone_footer import Change, Kind, Onset, read_footer
from domain.records import dataclass
from domain.time import FIRST_DAY, LAST_DAY, SECOND, TZDATA

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST = int((datetime(FIRST_DAY.year, 1, 1, tzinfo=UTC) - _EPOCH).total_seconds())
_HEADER = Struct(">4sc15x6L")
_TYPE = Struct(">iBB")
_MAGIC = b"TZif"


@dataclass(frozen=True, slots=True)
class History:
    """What a zone's clocks show: `initial` up to the first onset, and from the last one on what `changes` say.

    The onsets from the index `unbroken` on are those of `changes` as well.
    """

    initial: Kind
    onsets: tuple[Onset, ...]
    changes: tuple[Change, ...]
    unbroken: int

    def index(self, moment: datetime) -> int:
        """How many of its onsets are at that instant or earlier."""
        return bisect_right(self.onsets, moment, key=_at)

    def later(self, first: datetime) -> Iterator[Onset]:
        """All onsets from an instant on, ascending, those that the changes of each year yield included."""
        yield from self.onsets[bisect_left(self.onsets, first, key=_at) :]
        if not self.changes:
            return
        behind = self.onsets[-1].at if self.onsets else datetime.min.replace(tzinfo=UTC)
        for year in range(max(first.year, behind.year) - 1, LAST_DAY.year + 1):
            for onset in _of_year(self.changes, year):
                if onset.at >= first and onset.at > behind:
                    yield onset

    def offset(self, moment: datetime) -> timedelta:
        """The UTC offset at an instant."""
        following = next(self.later(moment + SECOND), None)
        if following:
            return following.before.offset
        return (self.onsets[-1].after if self.onsets else self.initial).offset

    def yearly_from(self) -> datetime | None:
        """The first instant at which a change of each year is made that is never left out again."""
        if not self.changes:
            return None
        known = self.onsets[self.unbroken :]
        return known[0].at if known else next(self.later(self.onsets[-1].at + SECOND if self.onsets else _EPOCH)).at


class _Counts(NamedTuple):
    ut_flags: int
    standard_flags: int
    leap_seconds: int
    times: int
    types: int
    characters: int

    def length(self, of_time: int) -> int:
        """How many bytes the block takes if a time has so many."""
        flags = self.ut_flags + self.standard_flags
        return self.times * (of_time + 1) + self.types * 6 + self.characters + self.leap_seconds * (of_time + 4) + flags


@cache
def history(key: str) -> History:
    """The history of a zone of tzdata, by its name."""
    raw = (TZDATA / "zoneinfo" / key).read_bytes()
    start = _HEADER.size * 2 + _counts(raw, 0).length(4)
    counts = _counts(raw, start - _HEADER.size)
    initial, onsets = _onsets(raw, start, counts)
    changes = read_footer(raw[start + counts.length(8) :].strip(b"\n").decode())
    return History(initial, onsets, changes, _unbroken(onsets, changes))


def _counts(raw: bytes, start: int) -> _Counts:
    magic, _, *counts = _HEADER.unpack_from(raw, start)
    if magic != _MAGIC:
        raise ValueError("This is no time zone file of version 2 or later.")
    return _Counts(*counts)


def _onsets(raw: bytes, start: int, counts: _Counts) -> tuple[Kind, tuple[Onset, ...]]:
    indexes = start + counts.times * 8
    types = indexes + counts.times
    names = raw[types + counts.types * 6 :][: counts.characters]
    kinds = [_kind(raw, types + number * 6, names) for number in range(counts.types)]
    times = Struct(f">{counts.times}q").unpack_from(raw, start)
    initial, found = kinds[0], []
    before = initial
    for seconds, index in zip(times, raw[indexes:types], strict=True):
        after = kinds[index]
        if seconds >= _EARLIEST:
            found.append(Onset(_EPOCH + timedelta(seconds=seconds), before, after))
        else:  # some files begin with the Big Bang
            initial = after
        before = after
    return initial, tuple(found)


def _kind(raw: bytes, start: int, names: bytes) -> Kind:
    offset, is_dst, name = _TYPE.unpack_from(raw, start)
    return Kind(timedelta(seconds=offset), names[name:].split(b"\0", 1)[0].decode(), bool(is_dst))


def _unbroken(onsets: tuple[Onset, ...], changes: tuple[Change, ...]) -> int:
    """From which index on the onsets are what the changes yield, none left out."""
    if not changes or not onsets:
        return len(onsets)
    years = range(onsets[-1].at.year + 1, onsets[0].at.year - 1, -1)
    yielded = chain.from_iterable(reversed(_of_year(changes, year)) for year in years)
    earlier = (onset for onset in yielded if onset.at <= onsets[-1].at)
    same = takewhile(lambda pair: pair[0] == pair[1], zip(reversed(onsets), earlier, strict=False))
    return len(onsets) - sum(1 for _ in same)


def _of_year(changes: Sequence[Change], year: int) -> list[Onset]:
    return sorted(change.onset(year) for change in changes)


def _at(onset: Onset) -> datetime:
    return onset.at
