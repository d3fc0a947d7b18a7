"""Series under all edits, against a model that keeps a plain list of occurrences; through the real engine.

The model knows no rules. What a rule means it finds out once, day by day, when a series is worded; from then on every
edit is an edit of the list. It shares no code with the domain.
"""

import secrets
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from adapters.dynamodb.calendars import DynamoCalendars
from adapters.dynamodb.client import Table
from adapters.dynamodb.events import DynamoEvents
from domain import records
from domain.caller import Reach
from domain.draft import Draft
from domain.errors import EventNotFound
from domain.event import Event, EventDetails
from domain.ids import EventId, EventRef, OccurrenceId
from domain.ports import Dropped
from domain.recurrence.lines import written
from domain.scope import Scope
from domain.series_split import CannotSplit
from domain.use_cases.change_event import Changed, ChangeEvent
from domain.use_cases.create_event import CreateEvent
from domain.use_cases.delete_event import DeleteEvent, ResetOccurrence
from domain.use_cases.get_events import GetEvent, GetEvents
from domain.use_cases.list_events import ListEvents
from domain.use_cases.list_occurrences import ListOccurrences
from domain.use_cases.purge import ClearDropped
from domain.when import AllDay, Timing
from domain.window import OpenQuery, WindowQuery
from tests.builders import a_calendar, a_clock

SEASONS = [datetime(2026, 3, 1), datetime(2026, 9, 25)]  # noqa: DTZ001 local
"""When clocks are put forward or back: in New York on 8 March and 1 November, in Berlin on 29 March and 25 October, on
Lord Howe Island, by half an hour, on 5 April and 4 October."""

ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
KNOWN, SHOWN = 96 * DAY, 90 * DAY  # how far from the season's begin the model looks, and how far it is compared
UTC_ZONE = ZoneInfo("UTC")

Row = tuple[Any, ...]


class Own(NamedTuple):
    """What an occurrence that was changed alone has of its own. Naive moments are the ends of whole dates."""

    start: datetime
    end: datetime
    title: str


@dataclass
class Entry:
    """An occurrence in the model: where it belongs on the wall clock, and what became of it."""

    local: datetime
    title: str
    is_rdate: bool = False
    cancelled: bool = False
    own: Own | None = None


class Wording(NamedTuple):
    """A rule, in the least of words."""

    kind: str
    interval: int
    days: frozenset[int]
    ordinal: int
    bound: str
    size: int

    def takes(self, start: datetime, day: datetime) -> bool:
        """Whether the rule is for a day. Days are counted from the start's; weeks from its Monday; months as such."""
        if self.kind == "DAILY":
            return (day - start).days % self.interval == 0
        if self.kind == "WEEKLY":
            weeks = (day - (start - start.weekday() * DAY)).days // 7
            return weeks % self.interval == 0 and day.weekday() in {*self.days, start.weekday()}
        if (day.month - start.month) % self.interval:
            return False
        length = monthrange(day.year, day.month)[1]
        if self.kind == "BYMONTHDAY":
            return day.day in {one + 8 for one in self.days} or (self.ordinal < 0 and day.day == length)
        if day.weekday() not in self.days:
            return False
        return (day.day - 1) // 7 + 1 == self.ordinal if self.ordinal > 0 else day.day > length - 7

    def text(self, start: datetime) -> str:
        picked = ",".join(DAYS[day] for day in sorted({*self.days, start.weekday()}))
        numbers = [*(str(one + 8) for one in sorted(self.days)), *(["-1"] if self.ordinal < 0 else [])]
        ordinals = ",".join(f"{max(self.ordinal, -1)}{DAYS[day]}" for day in sorted(self.days))
        parts = {
            "DAILY": "FREQ=DAILY",
            "WEEKLY": f"FREQ=WEEKLY;BYDAY={picked}",
            "BYMONTHDAY": f"FREQ=MONTHLY;BYMONTHDAY={','.join(numbers)}",
            "BYDAY": f"FREQ=MONTHLY;BYDAY={ordinals}",
        }
        return f"RRULE:{parts[self.kind]};INTERVAL={self.interval}"

    def occurrences(self, start: datetime, horizon: datetime) -> tuple[list[datetime], str, bool]:
        """The local times up to a horizon, the start being the first, the line, and whether there is no end."""
        times = [start + number * DAY for number in range((horizon - start).days + 1)]
        times = [one for one in times if one == start or self.takes(start, one)]
        if not self.bound or len(times) <= self.size:
            return times, self.text(start), True
        times = times[: self.size]
        bound = f"COUNT={self.size}" if self.bound == "COUNT" else f"UNTIL={times[-1]:%Y%m%d}"
        return times, f"{self.text(start)};{bound}", False


wordings = st.builds(
    Wording,
    kind=st.sampled_from(["DAILY", "WEEKLY", "BYMONTHDAY", "BYDAY"]),
    interval=st.integers(1, 3),
    days=st.frozensets(st.integers(0, 6), min_size=1, max_size=3),
    ordinal=st.sampled_from([-1, 1, 2, 4]),
    bound=st.sampled_from(["", "COUNT", "UNTIL"]),
    size=st.integers(1, 9),
)


class Start(NamedTuple):
    """How a series begins. `rdate` is how many days and minutes behind the start a date is that the rule has not."""

    wording: Wording
    zone: str | None
    day: int
    clock: int
    rdate: tuple[int, int] | None
    exdate: bool


series = st.builds(
    Start,
    wording=wordings,
    zone=st.sampled_from([*ZONES, None]),
    day=st.integers(0, 40),
    clock=st.sampled_from([105, 135, 540, 1335]),
    rdate=st.none() | st.tuples(st.integers(1, 30), st.sampled_from([0, 187])),
    exdate=st.booleans(),
)
numbers = st.integers(0, 1) | st.integers(0, 40)
shifts = st.sampled_from([0, 30, -30])
lengths = st.sampled_from([45 * MINUTE, 26 * 60 * MINUTE])


@dataclass
class Life:
    """A series in the model. A series that came of another one by splitting has `relatives`."""

    id: EventId
    zone: ZoneInfo | None
    entries: list[Entry]
    title: str
    length: timedelta
    endless: bool
    interval: int
    may_shift: bool = True
    relatives: bool = False

    def instant(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self.zone or UTC).astimezone(UTC)

    def ref(self, entry: Entry) -> OccurrenceId:
        return OccurrenceId(self.id, self.instant(entry.local), self.zone is None)

    def rows(self, read_in: ZoneInfo = UTC_ZONE) -> Iterator[Row]:
        for entry in self.entries:
            if not entry.cancelled:
                original = self.instant(entry.local)
                start = original if self.zone else entry.local
                own = entry.own or Own(start, start + self.length, entry.title)
                yield _row(own, read_in, self.id, original, entry.own is not None)

    def long(self, length: timedelta) -> timedelta:
        """How long it is to be: as many days, at least one, if it is all-day."""
        return length if self.zone else max(length // DAY, 1) * DAY + DAY * (length > DAY)

    @property
    def there(self) -> list[Entry]:
        return [one for one in self.entries if not one.cancelled]

    def is_behind_all_rules(self, one: Entry) -> bool:
        """Whether it is a date beside the rule, with nothing of the rule behind it."""
        return not self.endless and all(entry.is_rdate for entry in self.entries[self.entries.index(one) :])

    def is_off_the_rhythm(self, one: Entry) -> bool:
        """Whether a rule could not begin there."""
        return one.is_rdate and self.interval > 1 and one is not self.entries[0]


@records.dataclass(frozen=True)
class Recorder(DynamoEvents):
    """The events, and word of what was dropped."""

    dropped: list[Dropped] = field(default_factory=list)

    def write(self, edits: Any, now: datetime, dropped: Dropped | None = None) -> None:
        DynamoEvents.write(self, edits, now, dropped)
        if dropped is not None:
            self.dropped.append(dropped)


class Machine(RuleBasedStateMachine):
    """One calendar, edited at random."""

    table: Table

    def __init__(self) -> None:
        super().__init__()
        calendars, self.events = DynamoCalendars(self.table, a_clock), Recorder(self.table)
        calendar = a_calendar()
        calendars.add(calendar)
        self.id, self.reach = calendar.id, Reach(calendar.owner_id)
        self.create = CreateEvent(calendars, self.events, a_clock, secrets.token_bytes)
        self.change = ChangeEvent(calendars, self.events, a_clock, secrets.token_bytes)
        self.delete = DeleteEvent(calendars, self.events, a_clock)
        self.reset = ResetOccurrence(calendars, self.events, a_clock)
        self.get, self.get_many = GetEvent(calendars, self.events), GetEvents(calendars, self.events)
        self.list = ListEvents(calendars, self.events)
        self.occurrences = ListOccurrences(calendars, self.events)
        self.clear = ClearDropped(self.events, a_clock)
        self.lives: list[Life] = []
        self.singles: dict[EventId, Own] = {}
        self.gone: set[EventRef] = set()
        self.known: dict[tuple[EventRef, int], Row] = {}
        self.titles = 0

    @initialize(season=st.sampled_from(SEASONS), series=series)
    def begin(self, season: datetime, series: Start) -> None:
        self.season = season
        self.make_series(series)

    def a_title(self) -> str:
        self.titles += 1
        return f"title {self.titles}"

    def picked(self, number: int, entry: int) -> tuple[Life, Entry]:
        """A series and an occurrence that is there, by two numbers."""
        lives = [life for life in self.lives if self.pickable(life)]
        life = lives[number % len(lives)]
        found = self.pickable(life)
        return life, found[entry % len(found)]

    def pickable(self, life: Life) -> list[Entry]:
        return [one for one in life.there if one.local < self.season + SHOWN]

    has_occurrences = precondition(lambda self: any(map(self.pickable, self.lives)))

    # Making

    @precondition(lambda self: len(self.lives) < 3)
    @rule(series=series)
    def create_series(self, series: Start) -> None:
        self.make_series(series)

    def make_series(self, series: Start) -> None:
        wording, zone, day, clock, rdate, exdate = series
        start = self.season + day * DAY + (clock * MINUTE if zone else 0 * MINUTE)
        title, length = self.a_title(), 45 * MINUTE if zone else DAY
        times, line, endless = wording.occurrences(start, self.season + KNOWN)
        entries, lines = [Entry(local, title) for local in times], [line]
        value, form = ("", "%Y%m%dT%H%M%S") if zone else (";VALUE=DATE", "%Y%m%d")
        if exdate and len(entries) > 2:
            entries[1].cancelled = True
            lines.append(f"EXDATE{value}:{times[1]:{form}}")
        extra = start + rdate[0] * DAY + (rdate[1] * MINUTE if zone else 0 * MINUTE) if rdate else start
        if extra not in times:
            entries = sorted([*entries, Entry(extra, title, is_rdate=True)], key=lambda entry: entry.local)
            lines.append(f"RDATE{value}:{extra:{form}}")
        made = self.create(self.reach, self.id, Draft(_timing(start, length, zone), EventDetails(title), lines))
        key = ZoneInfo(zone) if zone else None
        self.lives.append(Life(made.id, key, entries, title, length, endless, wording.interval))

    @precondition(lambda self: len(self.singles) < 3)
    @rule(hours=st.integers(0, 90 * 24), all_day=st.booleans())
    def create_single(self, hours: int, all_day: bool) -> None:
        own = self.own(self.season.replace(tzinfo=UTC) + timedelta(hours=hours), all_day)
        self.singles[self.create(self.reach, self.id, _draft(own)).id] = own

    def own(self, start: datetime, all_day: bool) -> Own:
        if all_day:
            day = start.replace(hour=0, minute=0, second=0, tzinfo=None)
            return Own(day, day + 2 * DAY, self.a_title())
        return Own(start, start + 50 * MINUTE, self.a_title())

    # Edits and deletions of what is single, or of one occurrence

    @precondition(lambda self: self.singles)
    @rule(number=numbers, by=st.none() | st.integers(-900, 900), all_day=st.booleans())
    def edit_or_delete_a_single_one(self, number: int, by: int | None, all_day: bool) -> None:
        single = list(self.singles)[number % len(self.singles)]
        if by is None:
            self.delete(self.reach, self.id, single)
            del self.singles[single]
            self.gone.add(single)
        else:
            own = self.own((self.season + 45 * DAY + timedelta(hours=by)).replace(tzinfo=UTC), all_day)
            self.change(self.reach, self.id, single, lambda _: _draft(own))
            self.singles[single] = own

    @has_occurrences
    @rule(
        number=numbers, entry=numbers, by=st.integers(-40 * 24, 40 * 24), all_day=st.booleans(), times=st.integers(1, 3)
    )
    def edit_this(self, number: int, entry: int, by: int, all_day: bool, times: int) -> None:
        life, one = self.picked(number, entry)
        for _ in range(times):
            one.own = self.own(life.instant(one.local) + timedelta(hours=by), all_day)
            changed = self.change(self.reach, self.id, life.ref(one), lambda _: _draft(one.own))
            assert self.row(changed.event)[3:] == (life.id, life.instant(one.local), True)

    @has_occurrences
    @rule(number=numbers, entry=numbers)
    def delete_this(self, number: int, entry: int) -> None:
        life, one = self.picked(number, entry)
        self.delete(self.reach, self.id, life.ref(one), scope=Scope.THIS)
        one.cancelled, one.own = True, None
        self.bury(life)

    @precondition(lambda self: any(one.cancelled or one.own for life in self.lives for one in life.entries))
    @rule(number=numbers)
    def reset_one(self, number: int) -> None:
        every = [(life, one) for life in self.lives for one in life.entries if one.cancelled or one.own]
        life, one = every[number % len(every)]
        self.reset(self.reach, self.id, life.ref(one))
        one.cancelled, one.own, one.title = False, None, life.title

    # Edits of a whole series

    @has_occurrences
    @rule(number=numbers, entry=numbers, shift=shifts, length=lengths, itself=st.booleans())
    def edit_all(self, number: int, entry: int, shift: int, length: timedelta, itself: bool) -> None:
        life, one = self.picked(number, entry)
        shift = self.shift_of(life, shift)
        if itself:
            changed = self.edited(life, life.id, life.entries[0], None, shift, length)
        else:
            changed = self.edited(life, life.ref(one), one, Scope.ALL, shift, length)
        assert (changed.event.id, changed.ended) == (life.id, None)
        self.applied(life, shift, length, changed, life.id)

    @precondition(lambda self: any(not life.relatives for life in self.lives))
    @rule(number=numbers, wording=wordings)
    def give_another_rule(self, number: int, wording: Wording) -> None:
        lives = [life for life in self.lives if not life.relatives]
        life, title = lives[number % len(lives)], self.a_title()
        old = {one.local: one for one in life.entries}
        start = life.entries[0].local
        times, line, life.endless = wording.occurrences(start, self.season + KNOWN)
        timing = _timing(start, life.length, life.zone and life.zone.key)
        changed = self.change(self.reach, self.id, life.id, lambda _: Draft(timing, EventDetails(title), [line]))
        life.title, life.interval, life.may_shift = title, wording.interval, True
        life.entries = [Entry(local, title, own=old[local].own if local in old else None) for local in times]
        lost = [life.ref(one) for local, one in old.items() if local not in times and one.own]
        self.gone |= {life.ref(one) for local, one in old.items() if local not in times}
        assert sorted(changed.dropped) == sorted(lost)

    @precondition(lambda self: self.lives)
    @rule(number=numbers)
    def stop_recurring(self, number: int) -> None:
        life, title = self.lives[number % len(self.lives)], self.a_title()
        start = life.entries[0].local
        timing = _timing(start, life.length, life.zone and life.zone.key)
        changed = self.change(self.reach, self.id, life.id, lambda _: Draft(timing, EventDetails(title)))
        assert sorted(changed.dropped) == sorted(life.ref(one) for one in life.entries if one.own)
        self.end(life)
        first = life.instant(start) if life.zone else start
        self.singles[life.id] = Own(first, first + life.length, title)
        self.gone.discard(life.id)

    @has_occurrences
    @rule(number=numbers, entry=numbers, scope=st.sampled_from(Scope))
    def edit_nothing(self, number: int, entry: int, scope: Scope) -> None:
        life, one = self.picked(number, entry)
        if scope is Scope.FOLLOWING and life.is_off_the_rhythm(one):
            return

        def as_it_is(event: Event) -> Draft:
            when = event.when
            if isinstance(when, AllDay):
                timing = Timing(starts_on=when.starts_on, ends_on=when.ends_on)
            else:
                timing = Timing(when.starts_at, when.ends_at, when.zone.key)
            return Draft(timing, event.details, written(event.recurrence, life.zone) if event.recurrence else ())

        before = self.get(self.reach, self.id, life.id).version
        changed = self.change(self.reach, self.id, life.ref(one), as_it_is, scope=scope)
        assert (changed.ended, changed.dropped) == (None, ())
        assert self.get(self.reach, self.id, life.id).version == before

    # Edits of what follows

    @has_occurrences
    @rule(number=numbers, entry=numbers, shift=shifts, length=lengths)
    def edit_following(self, number: int, entry: int, shift: int, length: timedelta) -> None:
        life, one = self.picked(number, entry)
        if life.is_behind_all_rules(one) and one is not life.entries[0]:
            self.split_off_a_single_one(life, one, length)
            return
        if life.is_off_the_rhythm(one):
            with pytest.raises(CannotSplit):
                self.edited(life, life.ref(one), one, Scope.FOLLOWING, 0, length)
            return
        shift = 0 if one.is_rdate else self.shift_of(life, shift)
        changed = self.edited(life, life.ref(one), one, Scope.FOLLOWING, shift, length)
        head, begun = self.split(life, one, changed)
        if head:
            begun.relatives = life.relatives = True
            self.lives.append(begun)
        else:
            self.lives[self.lives.index(life)] = begun
        begun.may_shift = life.may_shift and (not one.is_rdate or one is life.entries[0])
        self.applied(begun, shift, length, changed, life.id)

    def split_off_a_single_one(self, life: Life, one: Entry, length: timedelta) -> None:
        """The rest of a series, if that is a date beside its rules, is an event of its own."""
        changed = self.edited(life, life.ref(one), one, Scope.FOLLOWING, 0, length)
        lost = [life.ref(one)] if one.own else []
        head, begun = self.split(life, one, changed)
        if not head:
            self.lives.remove(life)
            self.gone |= {life.ref(entry) for entry in life.entries}
        start = begun.instant(one.local) if begun.zone else one.local
        self.singles[begun.id] = Own(start, start + begun.long(length), f"title {self.titles}")
        assert changed.dropped == lost

    def split(self, life: Life, one: Entry, changed: Changed) -> tuple[list[Entry], Life]:
        """End a series before an occurrence; what is there of it then, and the rest."""
        at = life.entries.index(one)
        head, tail = life.entries[:at], life.entries[at:]
        begun = replace(life, id=changed.event.id, entries=tail)
        there = [entry for entry in head if not entry.cancelled]
        if there:
            assert changed.ended == life.id != begun.id
            self.gone |= {life.ref(entry) for entry in tail}
            life.entries, life.endless = head, False
        else:
            assert (changed.ended, begun.id) == (None, life.id)
            self.gone |= {life.ref(entry) for entry in head}
        return there, begun

    def edited(
        self, life: Life, ref: EventRef, one: Entry, scope: Scope | None, shift: int, length: timedelta
    ) -> Changed:
        """Give what a scope means a new title and length, and move it, by the occurrence that a client has in sight."""
        title = self.a_title()
        timing = _timing(one.local + shift * MINUTE, life.long(length), life.zone and life.zone.key)

        def change(shown: Event) -> Draft:
            lines = written(shown.recurrence, life.zone) if shown.recurrence else ()
            return Draft(timing, EventDetails(title), lines)

        return self.change(self.reach, self.id, ref, change, scope=scope)

    def shift_of(self, life: Life, shift: int) -> int:
        """By how much a series may be moved without coming to another date."""
        hours = {entry.local.hour for entry in life.entries if not entry.is_rdate}
        return shift if life.zone and life.may_shift and hours and 1 <= min(hours) <= max(hours) < 23 else 0

    def applied(self, life: Life, shift: int, length: timedelta, changed: Changed, before: EventId) -> None:
        """The title goes to all; what is moved takes its cancelled ones along, and loses its overrides."""
        life.title, life.length = f"title {self.titles}", life.long(length)
        clock = next((entry.local.time() for entry in life.entries if not entry.is_rdate), None)
        lost = []
        for entry in life.entries:
            entry.title = life.title
            if shift and entry.local.time() == clock:
                if entry.own:
                    lost.append(life.ref(entry)._replace(series_id=before))
                    entry.own = None
                self.gone.add(life.ref(entry))
                entry.local += shift * MINUTE
        assert sorted(changed.dropped) == sorted(lost)

    # Deletions of more than one

    @has_occurrences
    @rule(number=numbers, entry=numbers)
    def delete_following(self, number: int, entry: int) -> None:
        life, one = self.picked(number, entry)
        self.delete(self.reach, self.id, life.ref(one), scope=Scope.FOLLOWING)
        at = life.entries.index(one)
        self.gone |= {life.ref(entry) for entry in life.entries[at:]}
        life.entries, life.endless = life.entries[:at], False
        self.bury(life)

    @has_occurrences
    @rule(number=numbers, entry=numbers, itself=st.booleans())
    def delete_all(self, number: int, entry: int, itself: bool) -> None:
        life, one = self.picked(number, entry)
        self.delete(self.reach, self.id, life.id if itself else life.ref(one), scope=Scope.ALL)
        self.end(life)

    def bury(self, life: Life) -> None:
        if not life.endless and not life.there:
            self.end(life)

    def end(self, life: Life) -> None:
        self.lives.remove(life)
        self.gone |= {life.id, *map(life.ref, life.entries)}

    # What must be true all the time

    @precondition(lambda self: self.events.dropped)
    @rule()
    def clear_what_was_dropped(self) -> None:
        while self.events.dropped:
            self.clear(self.events.dropped.pop())
        overrides = sum(1 for life in self.lives for one in life.entries if one.own)
        assert self.events.count(self.id) == len(self.lives) + len(self.singles) + overrides

    @rule(day=st.integers(-50, 80), days=st.integers(1, 100), zone=st.sampled_from(ZONES), size=st.integers(1, 9))
    def look_page_by_page(self, day: int, days: int, zone: str, size: int) -> None:
        start = (self.season + day * DAY).replace(tzinfo=UTC)
        self.compare(start, min(start + days * DAY, (self.season + SHOWN).replace(tzinfo=UTC)), ZoneInfo(zone), size)

    @invariant()
    def windows_show_what_the_lists_have(self) -> None:
        season = self.season.replace(tzinfo=UTC)
        self.compare(season + 20 * DAY, season + 60 * DAY, UTC_ZONE)
        self.compare(season - 50 * DAY, season + SHOWN, UTC_ZONE)

    def compare(self, start: datetime, end: datetime, zone: ZoneInfo, size: int = 1000) -> None:
        found: list[Event] = []
        after = None
        while True:
            page = self.list(self.reach, self.id, WindowQuery(start, end, zone), after=after, size=size)
            found += page.events
            after = page.next
            if after is None:
                break
        expected = [row for life in self.lives for row in life.rows(zone)]
        expected += [_row(own, zone, single) for single, own in self.singles.items()]
        within = sorted(row for row in expected if row[0] < end and row[1] > start)
        shown = [self.row(one, zone) for one in found]
        assert sorted(shown) == within
        assert [row[0] for row in shown] == [row[0] for row in within]

    @invariant()
    def each_series_shows_its_own(self) -> None:
        until = (self.season + SHOWN).replace(tzinfo=UTC)
        for life in self.lives:
            page = self.occurrences(self.reach, self.id, life.id, OpenQuery(None, until), size=1000)
            assert sorted(map(self.row, page.events)) == sorted(row for row in life.rows() if row[0] < until)

    @invariant()
    def what_is_there_is_found_by_its_id_and_nothing_else_is(self) -> None:
        there = {row[3:]: row for life in self.lives for row in life.rows()}
        refs: list[EventRef] = [life.ref(one) for life in self.lives for one in life.there]
        cancelled = {life.ref(one) for life in self.lives for one in life.entries if one.cancelled}
        gone = (self.gone | cancelled).difference(refs)
        found, missing = self.get_many(self.reach, self.id, [*refs, *gone])
        assert [self.row(event) for event in found] == list(there.values())
        assert set(missing) == gone
        for ref in refs[-2:]:
            assert self.row(self.get(self.reach, self.id, ref)) in there.values()
        for ref in sorted(gone, key=str)[-2:]:
            with pytest.raises(EventNotFound):
                self.get(self.reach, self.id, ref)

    def row(self, event: Event, zone: ZoneInfo = UTC_ZONE) -> Row:
        """An event as the model knows it; the same version of the same id always says the same."""
        span, title = event.span(zone), event.details.title
        if event.origin is None:
            return (span.start, span.end, title, event.id, None, False)
        series_id, all_day, is_override = event.origin.series_id, event.origin.all_day, event.origin.is_override
        ref = OccurrenceId(series_id, event.original, all_day)
        content = (event.when, title, is_override)
        assert self.known.setdefault((ref, event.version), content) == content
        return (span.start, span.end, title, series_id, event.original, is_override)


def _row(own: Own, zone: ZoneInfo, ident: EventId, original: datetime | None = None, is_override: bool = False) -> Row:
    start, end = (one if one.tzinfo else one.replace(tzinfo=zone).astimezone(UTC) for one in own[:2])
    return (start, end, own.title, ident, original, is_override)


def _timing(start: datetime, length: timedelta, zone: str | None) -> Timing:
    if zone is None:
        return Timing(starts_on=start.date(), ends_on=(start + length - DAY).date())
    first = start.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return Timing(start, first + length, zone)


def _draft(own: Own) -> Draft:
    if own.start.tzinfo is None:
        return Draft(_timing(own.start, own.end - own.start, None), EventDetails(own.title))
    return Draft(Timing(own.start, own.end, "UTC"), EventDetails(own.title))


def test_series_are_what_a_plain_list_of_occurrences_says(table: Table) -> None:
    class OnTheEngine(Machine):
        pass

    OnTheEngine.table = table
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        OnTheEngine,
        settings=settings(max_examples=40, stateful_step_count=14, deadline=None, suppress_health_check=checks),
    )
