"""Taking in the events of a file, by UID: each in one step, many at a time, and none stops the others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice, takewhile
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.caller import Reach
from domain.clock import Clock, HasTime, Pause
from domain.errors import Conflict, DaybookError, InvalidField, TooLarge
from domain.event import Event, Uid
from domain.ids import CalendarId, EventId, Randomness, override_id
from domain.import_job import AT_ONCE
from domain.imports import Importing, Known, Plan
from domain.incoming import ImportResult, IncomingObject, Outcome, Unread
from domain.ports import Calendars, Events, Pending
from domain.records import dataclass
from domain.use_cases.attempts import no_pause, until_written

_LATE = "There was no time left for it. Send the file again; what is there already stays."


@dataclass(frozen=True, slots=True)
class ImportEvents:
    """Create or update events by their UIDs, series with their overrides. The same file again changes nothing."""

    calendars: Calendars
    events: Events
    clock: Clock
    randomness: Randomness
    pause: Pause = no_pause

    def __call__(
        self,
        reach: Reach,
        calendar_id: CalendarId,
        objects: Iterable[Unread],
        *,
        dry_run: bool = False,
        has_time: HasTime = lambda: True,
    ) -> Iterator[ImportResult]:
        """Give the result of each object as soon as it is kept, or, on a dry run, would be.

        Times without a zone are read in the calendar's. What there is no time left for fails.
        """
        calendar = self.calendars.get(reach.owner_of(calendar_id), calendar_id)
        return self._each(calendar_id, calendar.details.zone, iter(objects), has_time, dry_run=dry_run)

    def _each(
        self,
        calendar_id: CalendarId,
        zone: ZoneInfo,
        rest: Iterator[Unread],
        has_time: HasTime,
        *,
        dry_run: bool,
    ) -> Iterator[ImportResult]:
        while batch := list(islice(rest, AT_ONCE)):
            importing = Importing(calendar_id, zone, self.clock(), self.randomness)
            read = [one.read() for one in takewhile(lambda _: has_time(), batch)]
            if read:
                yield from self._together(importing, read, has_time, dry_run=dry_run)
            yield from (ImportResult(one.uid, one.line, Outcome.FAILED, reason=_LATE) for one in batch[len(read) :])

    def _together(
        self, importing: Importing, batch: Sequence[IncomingObject], has_time: HasTime, *, dry_run: bool
    ) -> Iterator[ImportResult]:
        known = self._known(importing, [one for one in batch if one.problem is None])
        plans = [
            _planned(importing, one, known.get(one.uid, Known())) if has_time() else Plan(Outcome.FAILED, reason=_LATE)
            for one in batch
        ]
        writes = [None if dry_run else self._begun(importing, plan) for plan in plans]
        for incoming, plan, write in zip(batch, plans, writes, strict=True):
            yield self._result(importing, incoming, plan, write)

    def _begun(self, importing: Importing, plan: Plan) -> Pending[None] | None:
        return self.events.begin_writing(plan.edits, importing.now, plan.dropped) if plan.edits else None

    def _result(
        self, importing: Importing, incoming: IncomingObject, plan: Plan, write: Pending[None] | None
    ) -> ImportResult:
        try:
            if write is not None:
                write.result()
        except Conflict:
            plan = self._again(importing, incoming)
        return ImportResult(incoming.uid, incoming.line, plan.outcome, plan.event_id, plan.reason, incoming.notes)

    def _again(self, importing: Importing, incoming: IncomingObject) -> Plan:
        """Plan and write one that met another writer, by itself."""

        def attempt() -> Plan:
            known = self._known(importing, [incoming])
            plan = _planned(importing, incoming, known.get(incoming.uid, Known()))
            if plan.edits:
                self.events.begin_writing(plan.edits, importing.now, plan.dropped).result()
            return plan

        try:
            return until_written(attempt, self.pause)
        except Conflict as conflict:
            return Plan(Outcome.FAILED, reason=conflict.title)

    def _known(self, importing: Importing, batch: Sequence[IncomingObject]) -> dict[str, Known]:
        """What is there of each object: three reads one behind the other, however many objects."""
        calendar_id = importing.calendar_id
        alone = {one.uid: [importing.lone_uid(one.uid, part) for part in one.occurrences] for one in batch}
        asked = [uid for one in batch for uid in (Uid(one.uid), *alone[one.uid])]
        named = self.events.named(calendar_id, asked).result()
        ids = [*named.values(), *(own for one in batch if (own := _as_id(one.uid)) is not None)]
        found = {event.id: event for event in self.events.find_many(calendar_id, ids).result()} if ids else {}
        events = {one.uid: _main(one.uid, named, found) for one in batch}
        overrides = self._overrides(importing, batch, events)
        return {
            one.uid: Known(
                events[one.uid],
                overrides.get(one.uid, {}),
                {uid: found[named[uid]] for uid in alone[one.uid] if named.get(uid) in found},
            )
            for one in batch
        }

    def _overrides(
        self, importing: Importing, batch: Sequence[IncomingObject], events: Mapping[str, Event | None]
    ) -> dict[str, dict[EventId, Event]]:
        """What is kept at the places of the overrides of each object: its own, and those that come in."""
        places: dict[str, set[EventId]] = {}
        for one in batch:
            event = events[one.uid]
            if event is not None:
                originals = set(event.recurrence.overridden) if event.recurrence is not None else set()
                with suppress(DaybookError):
                    originals |= importing.originals(one, event)
                places[one.uid] = {override_id(event.id, original) for original in originals}
        ids = [place for of_one in places.values() for place in of_one]
        if not ids:
            return {}
        kept = {event.id: event for event in self.events.find_many(importing.calendar_id, ids).result()}
        return {uid: {place: kept[place] for place in of_one if place in kept} for uid, of_one in places.items()}


def _planned(importing: Importing, incoming: IncomingObject, known: Known) -> Plan:
    if incoming.problem is not None:
        outcome = Outcome.FAILED if incoming.is_event else Outcome.SKIPPED
        return Plan(outcome, reason=incoming.problem.reason)
    try:
        return importing.plan(incoming, known)
    except (InvalidField, TooLarge) as error:
        return Plan(Outcome.FAILED, reason=error.title)


def _main(uid: str, named: Mapping[Uid, EventId], found: Mapping[EventId, Event]) -> Event | None:
    """The event of a UID: one that came with it, else one whose own id it is."""
    event_id = named.get(Uid(uid)) or _as_id(uid)
    event = found.get(event_id) if event_id is not None else None
    return event if event is not None and event.origin is None else None


def _as_id(uid: str) -> EventId | None:
    try:
        return EventId(UUID(uid))
    except ValueError:
        return None
