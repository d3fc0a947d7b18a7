"""Series under all edits, against a model that keeps a plain list of occurrences; through the real engine.

The model knows no rules. What a rule means it finds out once, day by day, when a series is made; from then on every
edit is an edit of the list. It shares no code with the domain.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from adapters.dynamodb.calendars import DynamoCalendars
from adapters.dynamodb.client import Table
from adapters.dynamodb.events import DynamoEvents
from domain.caller import Reach
from domain.draft import Draft
from domain.errors import EventNotFound
from domain.event import Event, EventDetails
from domain.ids import EventId, OccurrenceId
from domain.ports import Dropped
from domain.recurrence.lines import written
from domain.scope import Scope
from domain.series_split import CannotSplit
from domain.use_cases.change_event import Changed, ChangeEvent
from domain.use_cases.create_event import CreateEvent
from domain.use_cases.delete_event import DeleteEvent, ResetOccurrence
from domain.use_cases.get_events import GetEvent
from domain.use_cases.list_events import ListEvents
from domain.use_cases.list_occurrences import ListOccurrences
from domain.use_cases.purge import ClearDropped
from domain.when import Timing
from domain.window import OpenQuery, WindowQuery
from tests.builders import a_calendar, a_clock

BEGIN, HORIZON = datetime(2026, 3, 16), datetime(2026, 5, 20)  # noqa: DTZ001 local
SHOWN = HORIZON - timedelta(days=5)
DAY, LENGTH = timedelta(days=1), timedelta(minutes=45)
ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

Row = tuple[Any, ...]


@dataclass
class Entry:
    """An occurrence in the model: where it belongs on the wall clock, and what became of it."""

    local: datetime
    title: str
    is_rdate: bool = False
    cancelled: bool = False
    override: tuple[datetime, datetime, str] | None = None
    original: datetime | None = None  # of an override: the start it was made at

    @property
    def is_plain(self) -> bool:
        return not self.cancelled and self.override is None


@dataclass
class Life:
    """A series in the model."""

    id: EventId
    zone: ZoneInfo | None
    entries: list[Entry]
    title: str
    endless: bool
    interval: int
    may_shift: bool = True

    def instant(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self.zone or UTC).astimezone(UTC)

    def ref(self, entry: Entry) -> OccurrenceId:
        return OccurrenceId(self.id, self.instant(entry.local), self.zone is None)

    def rows(self) -> Iterator[Row]:
        for entry in self.entries:
            if not entry.cancelled:
                start = self.instant(entry.local)
                span = entry.override or (start, start + (LENGTH if self.zone else DAY), entry.title)
                yield (*span, self.id, start, entry.override is not None)

    def ends_with(self, one: Entry) -> bool:
        """Whether it is a date beside the rule, with nothing of the rule behind it."""
        return one.is_rdate and all(entry.is_rdate for entry in self.entries[self.entries.index(one) :])

    def is_off_the_rhythm(self, one: Entry) -> bool:
        """Whether a rule could not begin there."""
        return one.is_rdate and self.interval > 1 and one is not self.entries[0]

    @property
    def is_gone(self) -> bool:
        return not self.endless and all(entry.cancelled for entry in self.entries)


def walk(start: datetime, kind: str, interval: int, days: list[int]) -> Iterator[datetime]:
    """Every day from the start on, if the rule is for it."""
    monday = start - start.weekday() * DAY
    for number in range((HORIZON - start).days + 1):
        day = start + number * DAY
        on_rhythm = number % interval == 0 if kind == "DAILY" else (day - monday).days // 7 % interval == 0
        if on_rhythm and (kind == "DAILY" or day.weekday() in days):
            yield day


@dataclass(frozen=True)
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
        self.get = GetEvent(calendars, self.events)
        self.list = ListEvents(calendars, self.events)
        self.occurrences = ListOccurrences(calendars, self.events)
        self.clear = ClearDropped(self.events, a_clock)
        self.lives: list[Life] = []
        self.gone: list[OccurrenceId] = []
        self.known: dict[tuple[OccurrenceId, int], Row] = {}
        self.titles = 0

    def a_title(self) -> str:
        self.titles += 1
        return f"title {self.titles}"

    @precondition(lambda self: len(self.lives) < 3)
    @rule(
        zone=st.sampled_from([*ZONES, None]),
        begin=st.integers(0, 20),
        hour=st.sampled_from([2, 9, 22]),
        kind=st.sampled_from(["DAILY", "WEEKLY"]),
        interval=st.integers(1, 3),
        days=st.sets(st.integers(0, 6), min_size=1, max_size=3),
        bound=st.sampled_from(["", "COUNT", "UNTIL"]),
        size=st.integers(2, 9),
        rdate=st.one_of(st.none(), st.integers(1, 25)),
        exdate=st.booleans(),
    )
    def create_series(
        self,
        zone: str | None,
        begin: int,
        hour: int,
        kind: str,
        interval: int,
        days: set[int],
        bound: str,
        size: int,
        rdate: int | None,
        *,
        exdate: bool,
    ) -> None:
        start = BEGIN + begin * DAY + (timedelta(hours=hour, minutes=15) if zone else timedelta())
        on = sorted(days | {start.weekday()})
        title = self.a_title()
        entries = [Entry(local, title) for local in walk(start, kind, interval, on)]
        text = f"RRULE:FREQ={kind};INTERVAL={interval}"
        text += f";BYDAY={','.join(DAYS[day] for day in on)}" if kind == "WEEKLY" else ""
        if bound and len(entries) > size:
            entries = entries[:size]
            until = f"{entries[-1].local:%Y%m%d}"
            text += f";COUNT={size}" if bound == "COUNT" else f";UNTIL={until}"
        else:
            bound = ""
        lines = [text]
        value, form = ("", "%Y%m%dT%H%M%S") if zone else (";VALUE=DATE", "%Y%m%d")
        if exdate and len(entries) > 2:
            entries[1].cancelled = True
            lines.append(f"EXDATE{value}:{entries[1].local:{form}}")
        extra = start + (rdate or 0) * DAY + (timedelta(hours=3, minutes=7) if zone else timedelta())
        if rdate and extra not in [entry.local for entry in entries]:
            entries = sorted([*entries, Entry(extra, title, is_rdate=True)], key=lambda entry: entry.local)
            lines.append(f"RDATE{value}:{extra:{form}}")
        made = self.create(self.reach, self.id, Draft(_timing(start, zone), EventDetails(title), lines))
        self.lives.append(Life(made.id, ZoneInfo(zone) if zone else None, entries, title, not bound, interval))

    def picked(self, number: int, entry: int) -> tuple[Life, Entry] | None:
        """An occurrence that is there, by two numbers."""
        life = self.lives[number % len(self.lives)]
        there = [one for one in life.entries if not one.cancelled and one.local < SHOWN]
        return (life, there[entry % len(there)]) if there else None

    @precondition(lambda self: self.lives)
    @rule(number=st.integers(0, 9), entry=st.integers(0, 30), by=st.integers(-40 * 24, 40 * 24), all_day=st.booleans())
    def edit_this(self, number: int, entry: int, by: int, *, all_day: bool) -> None:
        if (found := self.picked(number, entry)) is None:
            return
        life, one = found
        title, start = self.a_title(), life.instant(one.local) + timedelta(hours=by)
        if all_day:
            day = start.replace(hour=0, minute=0, second=0)
            one.override = (day, day + DAY, title)
            timing = Timing(starts_on=day.date(), ends_on=day.date())
        else:
            one.override = (start, start + LENGTH, title)
            timing = Timing(start, start + LENGTH, "UTC")
        changed = self.change(self.reach, self.id, life.ref(one), lambda _: Draft(timing, EventDetails(title)))
        assert changed.event.origin is not None
        assert changed.event.origin.is_override

    @precondition(lambda self: self.lives)
    @rule(number=st.integers(0, 9), entry=st.integers(0, 30))
    def delete_this(self, number: int, entry: int) -> None:
        if (found := self.picked(number, entry)) is None:
            return
        life, one = found
        self.delete(self.reach, self.id, life.ref(one), scope=Scope.THIS)
        one.cancelled, one.override = True, None
        self.bury(life)

    @precondition(lambda self: self.lives)
    @rule(number=st.integers(0, 9), entry=st.integers(0, 30))
    def reset_one(self, number: int, entry: int) -> None:
        life = self.lives[number % len(self.lives)]
        changed = [one for one in life.entries if not one.is_plain]
        if changed:
            one = changed[entry % len(changed)]
            self.reset(self.reach, self.id, life.ref(one))
            one.cancelled, one.override, one.title = False, None, life.title

    @precondition(lambda self: self.lives)
    @rule(number=st.integers(0, 9), entry=st.integers(0, 30), shift=st.sampled_from([0, 0, 30, -45]))
    def edit_all(self, number: int, entry: int, shift: int) -> None:
        if (found := self.picked(number, entry)) is not None:
            life, one = found
            changed = self.edited(life, one, Scope.ALL, shift)
            assert changed.ended is None
            self.applied(life, life, shift, changed)

    @precondition(lambda self: self.lives)
    @rule(number=st.integers(0, 9), entry=st.integers(0, 30), shift=st.sampled_from([0, 0, 30, -45]))
    def edit_following(self, number: int, entry: int, shift: int) -> None:
        if (found := self.picked(number, entry)) is None:
            return
        life, one = found
        if life.ends_with(one):
            return  # what would be left is no series
        if life.is_off_the_rhythm(one):
            with pytest.raises(CannotSplit):
                self.edited(life, one, Scope.FOLLOWING, 0)
            return
        shift = 0 if one.is_rdate else shift
        changed = self.edited(life, one, Scope.FOLLOWING, shift)
        at = life.entries.index(one)
        head, tail = life.entries[:at], life.entries[at:]
        has_head = any(not entry.cancelled for entry in head)
        assert changed.ended == (life.id if has_head else None)
        begun = replace(life, id=changed.event.id, entries=tail, may_shift=life.may_shift and not one.is_rdate)
        if has_head:
            self.gone += [life.ref(entry) for entry in tail]
            life.entries, life.endless = head, False
            self.lives.append(begun)
        else:
            self.gone += [life.ref(entry) for entry in head]
            self.lives[self.lives.index(life)] = begun
        self.applied(begun, life, shift, changed)

    def edited(self, life: Life, one: Entry, scope: Scope, shift: int) -> Changed:
        """Give what a scope means a new title, and move it by some minutes if it may be moved."""
        title = self.a_title()

        def change(shown: Event) -> Draft:
            start = one.local + timedelta(minutes=self.shift_of(life, shift))
            lines = written(shown.recurrence, life.zone) if shown.recurrence else ()
            return Draft(_timing(start, life.zone.key if life.zone else None), EventDetails(title), lines)

        return self.change(self.reach, self.id, life.ref(one), change, scope=scope)

    def shift_of(self, life: Life, shift: int) -> int:
        """By how much a series may be moved without coming to another date."""
        hours = {entry.local.hour for entry in life.entries if not entry.is_rdate}
        return shift if life.zone and life.may_shift and hours and 1 <= min(hours) <= max(hours) < 23 else 0

    def applied(self, life: Life, before: Life, shift: int, changed: Changed) -> None:
        """The title goes to all; what is moved takes its cancelled ones along, and loses its overrides."""
        life.title, by = f"title {self.titles}", timedelta(minutes=self.shift_of(life, shift))
        clock = next((entry.local.time() for entry in life.entries if not entry.is_rdate), None)
        lost = []
        for entry in life.entries:
            entry.title = life.title
            if by and entry.local.time() == clock:
                if entry.override is not None:
                    lost.append(before.ref(entry))
                    entry.override = None
                self.gone.append(life.ref(entry))
                entry.local += by
        assert sorted(changed.dropped) == sorted(replace_ids(lost, changed))

    @precondition(lambda self: self.lives)
    @rule(number=st.integers(0, 9), entry=st.integers(0, 30))
    def delete_following(self, number: int, entry: int) -> None:
        if (found := self.picked(number, entry)) is None:
            return
        life, one = found
        self.delete(self.reach, self.id, life.ref(one), scope=Scope.FOLLOWING)
        at = life.entries.index(one)
        self.gone += [life.ref(entry) for entry in life.entries[at:]]
        life.entries, life.endless = life.entries[:at], False
        self.bury(life)

    @precondition(lambda self: self.lives)
    @rule(number=st.integers(0, 9))
    def delete_all(self, number: int) -> None:
        life = self.lives[number % len(self.lives)]
        self.delete(self.reach, self.id, life.id)
        life.endless = False
        for entry in life.entries:
            entry.cancelled = True
        self.bury(life)

    @rule()
    def clear_what_was_dropped(self) -> None:
        while self.events.dropped:
            self.clear(self.events.dropped.pop())

    def bury(self, life: Life) -> None:
        if life.is_gone:
            self.lives.remove(life)
            self.gone += [life.ref(entry) for entry in life.entries]

    @invariant()
    def windows_show_what_the_list_has(self) -> None:
        expected = sorted(row for life in self.lives for row in life.rows())
        for start, end in ((BEGIN - 60 * DAY, BEGIN), (BEGIN, BEGIN + 40 * DAY), (BEGIN - 50 * DAY, SHOWN)):
            window = tuple(moment.replace(tzinfo=UTC) for moment in (start, end))
            page = self.list(self.reach, self.id, WindowQuery(*window), size=1000)
            assert not page.more
            within = [row for row in expected if row[0] < window[1] and row[1] > window[0]]
            assert sorted(map(self.row, page.events)) == within
            assert [row[0] for row in map(self.row, page.events)] == [row[0] for row in within]

    @invariant()
    def each_series_shows_its_own(self) -> None:
        until = SHOWN.replace(tzinfo=UTC)
        for life in self.lives:
            page = self.occurrences(self.reach, self.id, life.id, OpenQuery(None, until), size=1000)
            assert sorted(map(self.row, page.events)) == sorted(row for row in life.rows() if row[0] < until)

    @invariant()
    def each_occurrence_is_found_by_its_id_or_not_at_all(self) -> None:
        there = {life.ref(entry) for life in self.lives for entry in life.entries if not entry.cancelled}
        for life in self.lives:
            for entry, row in zip([one for one in life.entries if not one.cancelled][:4], life.rows(), strict=False):
                assert self.row(self.get(self.reach, self.id, life.ref(entry))) == row
        cancelled = [life.ref(entry) for life in self.lives for entry in life.entries if entry.cancelled]
        for ref in [*self.gone[-4:], *cancelled[-3:]]:
            if ref not in there:
                with pytest.raises(EventNotFound):
                    self.get(self.reach, self.id, ref)

    def row(self, event: Event) -> Row:
        """An event as the model knows it; the same version of the same id always says the same."""
        assert event.origin is not None
        span = event.span(ZoneInfo("UTC"))
        row = (
            span.start,
            span.end,
            event.details.title,
            event.origin.series_id,
            event.original,
            event.origin.is_override,
        )
        ref = OccurrenceId(event.origin.series_id, event.original, event.origin.all_day)
        assert self.known.setdefault((ref, event.version), row) == row
        return row


def replace_ids(lost: list[OccurrenceId], changed: Changed) -> list[OccurrenceId]:
    """The overrides that were lost, by the ids that they had."""
    return [ref._replace(series_id=changed.ended or ref.series_id) for ref in lost]


def _timing(start: datetime, zone: str | None) -> Timing:
    if zone is None:
        return Timing(starts_on=start.date(), ends_on=start.date())
    first = start.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return Timing(start, first + LENGTH, zone)


def test_series_are_what_a_plain_list_of_occurrences_says(table: Table) -> None:
    class OnTheEngine(Machine):
        pass

    OnTheEngine.table = table
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        OnTheEngine,
        settings=settings(max_examples=40, stateful_step_count=14, deadline=None, suppress_health_check=checks),
    )
