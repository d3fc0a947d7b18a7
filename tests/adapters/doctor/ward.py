"""A table with one of everything, made by the adapters and use cases themselves, to be spoilt and examined."""

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from adapters.dynamodb.calendars import DynamoCalendars
from adapters.dynamodb.claims import DynamoClaims
from adapters.dynamodb.client import Table
from adapters.dynamodb.doctor.diagnosis import Diagnosis, Outcome
from adapters.dynamodb.doctor.examination import Examination
from adapters.dynamodb.events import DynamoEvents
from adapters.dynamodb.feeds import DynamoFeeds
from adapters.dynamodb.import_jobs import DynamoImportJobs
from adapters.dynamodb.owners import DynamoOwners
from adapters.dynamodb.table import Item, Key, key_of
from domain.caller import Reach
from domain.draft import Draft
from domain.event import Event, EventDetails, Imported, Uid
from domain.grant import EVERYTHING
from domain.identity import Claim, identity_of
from domain.ids import EventId, OccurrenceId, override_id
from domain.incoming import ImportResult
from domain.incoming import Outcome as Imports
from domain.keyring import Keyring
from domain.scope import Scope
from domain.use_cases.change_event import ChangeEvent
from domain.use_cases.create_event import CreateEvent
from domain.when import Timing
from tests.builders import (
    DAY,
    HOUR,
    NOON,
    a_calendar,
    a_clock,
    a_feed,
    a_key,
    a_user,
    add,
    an_event,
    an_import_job,
    an_owner_named,
    moved,
    remove,
    replace_with,
    timed,
)

LATER = timedelta(minutes=20)
FILE = b"BEGIN:VCALENDAR"
FIRST = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""When the series begins; a Monday."""


@dataclass
class Ward:
    """The table, and what is in it."""

    table: Table

    def __post_init__(self) -> None:
        self.events, self.calendars = DynamoEvents(self.table), DynamoCalendars(self.table, a_clock)
        self.owners, self.feeds = DynamoOwners(self.table, a_clock), DynamoFeeds(self.table, a_clock)
        self.jobs, self.claims = DynamoImportJobs(self.table, a_clock), DynamoClaims(self.table)
        self.owner = an_owner_named()
        self._people()
        self.calendar = a_calendar(self.owner.id)
        self.calendars.add(self.calendar)
        self._single_events()
        self._series()
        self._imports()
        self.feed = a_feed(self.calendar)
        self.feeds.add(self.feed)
        self.feeds._note_fetched(self.feed.fingerprint, NOON)

    def _people(self) -> None:
        self.key, self.expired = a_key(), a_key(replace(EVERYTHING, expires_at=NOON - HOUR))
        self.revoked = a_key(revoked_at=a_clock())
        self.identity = identity_of(a_user(), a_clock())
        keys = tuple(sorted((self.key, self.expired, self.revoked), key=lambda one: one.id))
        self.keyring = Keyring(self.owner, keys, (self.identity,))
        self.owners.save(self.keyring)
        self.claims.add(Claim(self.owner.id, secrets.token_hex(32), a_user(), NOON + HOUR))
        self.claims.count_attempt(self.owner.id, NOON)

    def _single_events(self) -> None:
        self.one_day, self.days, self.long, gone = (
            an_event(self.calendar.id, timed(NOON, length)) for length in (HOUR, 2 * DAY, 40 * DAY, DAY)
        )
        for event in (self.one_day, self.days, self.long, gone):
            add(self.events, event)
        remove(self.events, gone)
        self.deleted = gone
        first = an_event(self.calendar.id)
        self.moved = moved(first, timed(NOON + 9 * DAY))
        add(self.events, first)
        replace_with(self.events, first, self.moved)

    def _series(self) -> None:
        reach = Reach(self.owner.id)
        create = CreateEvent(self.calendars, self.events, a_clock, secrets.token_bytes)
        series = create(reach, self.calendar.id, _draft(FIRST, "RRULE:FREQ=WEEKLY"))
        change = ChangeEvent(self.calendars, self.events, a_clock, secrets.token_bytes)
        for week in (1, 2, 3, 5):
            original = FIRST + week * 7 * DAY
            ref = OccurrenceId(series.id, original, False)
            change(reach, self.calendar.id, ref, lambda _, at=original + week * 20 * HOUR: _draft(at))
        split = OccurrenceId(series.id, FIRST + 28 * DAY, False)
        following = change(
            reach, self.calendar.id, split, lambda shown: _draft(shown.original, *LINES), scope=Scope.FOLLOWING
        )
        self.series, self.second = self.kept(series.id), self.kept(following.event.id)
        self.override = self.kept(override_id(series.id, FIRST + 7 * DAY))

    def _imports(self) -> None:
        self.imported = an_event(self.calendar.id)
        self.imported = replace(self.imported, imported=Imported(Uid("one@example.org")))
        add(self.events, self.imported)
        fingerprint = sha256(FILE).hexdigest()
        job = an_import_job(self.calendar, created_at=NOON - HOUR)
        self.jobs.add(job)
        self.jobs.store(job, fingerprint, FILE)
        job = job.with_part(1, fingerprint, a_clock())
        self.jobs.replace(job)
        results = [ImportResult("one@example.org", 1, Imports.CREATED, self.imported.id)]
        self.job = job.begun(a_clock()).with_results(results, 2, a_clock())
        self.jobs.replace(job.begun(a_clock()))
        self.jobs.replace(self.job, results)

    def kept(self, event_id: EventId) -> Event:
        return self.events.find(self.calendar.id, event_id).result()

    def examined(self, *, repair: bool = False, purge: bool = False) -> Diagnosis:
        return Examination(self.table, a_clock, lambda _: None)(repair=repair, purge=purge)

    def faults(self) -> list[tuple[str, Key]]:
        """The kinds of what is wrong, in their order, and where."""
        found = [(one.fault.kind, one.fault.key) for one in self.examined().findings]
        return sorted(found, key=lambda one: one[0])

    def outcomes(self) -> list[Outcome]:
        """What becomes of each fault."""
        return [one.outcome for one in self.examined(repair=True).findings]

    def items(self) -> dict[tuple[str, str], Item]:
        """All that is in the table."""
        return {(one["pk"], one["sk"]): one for page in self.table.scan(consistent=True) for one in page.items}

    def put_back(self, before: dict[tuple[str, str], Item]) -> None:
        """Make the table what it was."""
        after = self.items()
        self.table.delete_all([key_of(one) for at, one in after.items() if at not in before])
        for at, one in before.items():
            if after.get(at) != one:
                self.table.put(one)

    def change(self, key: Key, **attributes: Any) -> None:
        """Give an item other attributes behind everyone's back; None for none."""
        kept = self.table.get(key)
        assert kept is not None
        changed = {**kept, **attributes}
        self.table.put({name: value for name, value in changed.items() if value is not None})


LINES = ("RRULE:FREQ=WEEKLY",)


def _draft(start: datetime, *lines: str) -> Draft:
    timing = Timing(starts_at=start, ends_at=start + HOUR, time_zone="UTC")
    return Draft(timing, EventDetails("Stand-up"), lines)
