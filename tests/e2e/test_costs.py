"""What each operation asks of DynamoDB: requests, their depth, and capacity units. `docs/storage.md` shows this table.

The counts are the same in a calendar of 10 events and in one of 10,000.
"""

import re
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from adapters.dynamodb.answers import DynamoAnswers
from adapters.dynamodb.calendar_items import calendar_to_item
from adapters.dynamodb.calendars import DynamoCalendars
from adapters.dynamodb.claims import DynamoClaims
from adapters.dynamodb.credentials import DynamoCredentials
from adapters.dynamodb.event_items import event_to_items
from adapters.dynamodb.events import DynamoEvents
from adapters.dynamodb.feeds import DynamoFeeds
from adapters.dynamodb.import_jobs import DynamoImportJobs
from adapters.dynamodb.owners import DynamoOwners
from adapters.dynamodb.staging import StagingTable
from adapters.dynamodb.table import (
    event_partition,
    imports_partition,
    owner_partition,
    spanning_partition,
    uids_partition,
)
from adapters.ical.reading import contents
from adapters.remembered import RememberedCredentials
from adapters.settings import LOCAL_CREDENTIALS
from domain.api_key import fingerprint
from domain.author import Admin, Author
from domain.calendar import Calendar, CalendarDetails
from domain.caller import Caller, Reach
from domain.draft import Draft
from domain.event import Event, EventDetails
from domain.feed import Feed, FeedDetail, FeedWording
from domain.feed_token import fingerprint as token_fingerprint
from domain.feed_token import new_token
from domain.grant import EVERYTHING, Grant
from domain.ids import EventRef
from domain.import_job import ImportJob
from domain.incoming import Incoming, IncomingObject, Unread
from domain.keyring import Keyring
from domain.owner import OwnerStatus
from domain.ports import Edit
from domain.recurrence import lines
from domain.scope import Scope
from domain.series import Series
from domain.use_cases import (
    calendars,
    change_event,
    create_event,
    delete_event,
    export_events,
    feeds,
    get_events,
    identities,
    import_events,
    import_jobs,
    keys,
    list_events,
    list_occurrences,
    owners,
)
from domain.use_cases.act_once import ActOnce, Named
from domain.use_cases.authenticate import AuthenticateKey
from domain.use_cases.fetch_feed import FetchFeed
from domain.use_cases.keyrings import Keyrings
from domain.use_cases.keys import KeyWording
from domain.use_cases.reached_feeds import ReachedFeeds
from domain.use_cases.run_import_job import RunImportJob
from domain.when import Timed, Timing
from domain.window import OpenQuery, WindowQuery
from tests.builders import (
    DAY,
    HOUR,
    NOON,
    UTC_ZONE,
    a_calendar,
    a_clock,
    a_feed,
    a_grant,
    a_key,
    a_rapidapi_caller,
    a_user,
    add,
    an_event,
    an_import_job,
    an_owner,
    an_owner_named,
    replace_with,
    retitled,
    timed,
)
from tests.conftest import TABLE
from tests.support.recorder import Record, Recorder

ONE_EVENT = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:one\r\nDTSTART:20260328T120000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
CROWDED = NOON + 800 * DAY
"""Where the events begin that are on the calendar besides."""


@dataclass
class Account:
    """An owner with two keys, an admin with one, and the use cases about them, behind the recorder."""

    table: StagingTable
    plain: StagingTable

    def __post_init__(self) -> None:
        self.owners, self.calendars = DynamoOwners(self.table, a_clock), DynamoCalendars(self.table, a_clock)
        self.claims = DynamoClaims(self.table)
        self.keyrings = Keyrings(self.owners, a_clock, secrets.token_bytes)
        keyring, admins = (self.kept(grants) for grants in ((EVERYTHING, EVERYTHING), (a_grant("admin"),)))
        self.owner, self.key_id = keyring.owner.id, keyring.keys[0].id
        self.own = Author.own(Caller(self.owner, str(keyring.keys[1].id), EVERYTHING), "keys.test", "keys:write")
        self.admin = Admin(admins.owner.id, str(admins.keys[0].id), "owners.test")
        self.own_data = identities.OwnData(self.owners, self.calendars)
        self.create_key = keys.CreateKey(self.keyrings, self.calendars, "dbk_")

    def kept(self, grants: Sequence[Grant]) -> Keyring:
        keyring = Keyring(an_owner_named(), tuple(map(a_key, grants)))
        DynamoOwners(self.plain, a_clock).save(keyring)
        return keyring

    def managed(self) -> Author:
        """The admin, who is about to change the owner."""
        return self.admin.on(self.owner)

    def a_code(self) -> str:
        plain, claims = DynamoOwners(self.plain, a_clock), DynamoClaims(self.plain)
        own_data = identities.OwnData(plain, DynamoCalendars(self.plain, a_clock))
        return identities.ClaimIdentity(own_data, claims, a_clock, secrets.token_bytes)(self.a_user()).code

    def a_user(self) -> Caller:
        return a_rapidapi_caller(a_user())

    def redeem(self) -> Any:
        use = identities.RedeemClaim(identities.AttachIdentity(self.keyrings, self.own_data), self.claims)
        code = self.a_code()
        return lambda: use(self.own, code)


Tables = tuple[Recorder, StagingTable, StagingTable]
Operation = Callable[["World"], Any]


@dataclass
class World:
    """Stores behind the recorder, and a calendar with some events in March and more in other years."""

    recorder: Recorder
    table: StagingTable
    plain: StagingTable
    calendar: Calendar = field(default_factory=a_calendar)

    def __post_init__(self) -> None:
        self.calendars = DynamoCalendars(self.table, a_clock)
        self.events = DynamoEvents(self.table)
        self.feeds = DynamoFeeds(self.table, a_clock)
        self.reached_jobs = import_jobs.ReachedJobs(DynamoImportJobs(self.table, a_clock), self.calendars)
        self.reached_feeds = ReachedFeeds(self.feeds, self.calendars)
        self.plain.put(calendar_to_item(self.calendar))
        self.reach, self.id = Reach(self.calendar.owner_id), self.calendar.id
        self.direct = DynamoEvents(self.plain)
        self.one_day = self.added(timed())
        self.three_days = self.added(timed(NOON - DAY, 2 * DAY))
        self.long = self.added(timed(NOON - DAY, 90 * DAY))

    @cached_property
    def account(self) -> Account:
        return Account(self.table, self.plain)

    def settle(self) -> None:
        """Wait for what is done in the background."""
        self.table.begin(time.sleep, 0).result()
        time.sleep(0.3)

    def added_feed(self, **facts: Any) -> Feed:
        feed = a_feed(self.calendar, **facts)
        DynamoFeeds(self.plain, a_clock).add(feed)
        return feed

    def added(self, when: Any) -> Any:
        event = an_event(self.id, when)
        add(self.direct, event)
        return event

    @cached_property
    def series(self) -> Series:
        """A weekly one, with one occurrence changed alone."""
        recurrence = lines.read(["RRULE:FREQ=WEEKLY"], NOON.replace(tzinfo=None), UTC_ZONE)
        event = replace(an_event(self.id), recurrence=recurrence)
        self.direct.write([Edit(None, event)], NOON)
        self.edit(Series.of(event).named(self.overridden), Scope.THIS, on=self.direct)
        return Series.of(self.direct.find(self.id, event.id).result())

    @property
    def untouched(self) -> datetime:
        """The start of an occurrence that is as its series has it."""
        return NOON + 7 * DAY

    @property
    def overridden(self) -> datetime:
        """The start of the one that was changed alone."""
        return NOON + 14 * DAY

    def edit(self, ref: EventRef, scope: Scope, title: str = "Review", on: DynamoEvents | None = None) -> Any:
        use = change_event.ChangeEvent(self.calendars, on or self.events, a_clock, secrets.token_bytes)
        return use(self.reach, self.id, ref, lambda event: as_it_is(event, title), scope=scope)

    def clear(self) -> None:
        """Leave nothing on the calendar but its crowd."""
        days = {":pk": event_partition(self.id), ":last": str(CROWDED.date())}
        self.plain.delete_found("pk = :pk AND sk < :last", days)
        others = [partition(self.id) for partition in (spanning_partition, uids_partition, imports_partition)]
        for partition in (owner_partition(self.calendar.owner_id), *others):
            self.plain.delete_found("pk = :pk", {":pk": partition})

    def change(self, event: Any, **timing: Any) -> Any:
        draft = Draft(Timing(**timing), EventDetails("Review"))
        use = change_event.ChangeEvent(self.calendars, self.events, a_clock, secrets.token_bytes)
        return use(self.reach, self.id, event.id, lambda _: draft)

    def exported(self) -> Any:
        use = export_events.ExportEvents(self.calendars, self.events)
        return list(use(self.reach, self.id, OpenQuery(None, None))[1])

    def imported(self) -> Any:
        use = import_events.ImportEvents(self.calendars, self.events, a_clock, secrets.token_bytes)
        draft = Draft(Timing(NOON, NOON + HOUR, "UTC"), EventDetails("Planning"))
        one = IncomingObject("one@example.org", 1, Incoming(1, draft))
        return list(use(self.reach, self.id, [Unread(one.uid, one.line, lambda: one)]))

    def added_job(self) -> ImportJob:
        """An import of one event, whose one part is to come."""
        job = an_import_job(self.calendar)
        DynamoImportJobs(self.plain, a_clock).add(job)
        return job

    def upload(self, job: ImportJob) -> ImportJob:
        return import_jobs.UploadPart(self.reached_jobs, a_clock)(self.reach, self.id, job.id, 1, ONE_EVENT)

    def run_job(self, job: ImportJob) -> None:
        use = import_events.ImportEvents(self.calendars, self.events, a_clock, secrets.token_bytes)
        RunImportJob(self.reached_jobs.jobs, DynamoOwners(self.table, a_clock), use, contents, a_clock)(
            self.id, job.id, lambda: True
        )

    def listed(self, start: Any, end: Any, size: int = 100) -> Any:
        query = WindowQuery(start, end)
        return list_events.ListEvents(self.calendars, self.events)(self.reach, self.id, query, size=size)


def crowd(table: StagingTable, calendar: Calendar, count: int) -> None:
    """Put events on a calendar, all of them beyond the windows that are measured."""
    events = [an_event(calendar.id, timed(CROWDED + index * HOUR)) for index in range(count)]
    items = [item for event in events for item in event_to_items(event)]
    for start in range(0, len(items), 25):
        table._client.sync_batch_write(TABLE, items[start : start + 25], [])


@pytest.fixture(scope="module")
def crowded(table: StagingTable) -> Calendar:
    """A calendar of 10,000 events, which those share who measure in it."""
    calendar = a_calendar()
    crowd(table, calendar, 10_000)
    return calendar


@pytest.fixture(scope="module")
def tables(recorder: Recorder, engine_url: str) -> Tables:
    def at(url: str) -> StagingTable:
        return StagingTable(TABLE, endpoint_url=url, region="local", credentials=LOCAL_CREDENTIALS)

    return recorder, at(recorder.url), at(engine_url)


def as_it_is(event: Event, title: str) -> Draft:
    """The wording of an event, with another title."""
    assert isinstance(event.when, Timed)
    recurrence = lines.written(event.recurrence, UTC_ZONE) if event.recurrence else ()
    return Draft(Timing(event.when.starts_at, event.when.ends_at, "UTC"), EventDetails(title), recurrence)


def create_once(world: World, key: str) -> Any:
    """Create an event of one day under an idempotency key."""
    act_once = ActOnce(DynamoAnswers(world.table, a_clock), world.table.in_one_step, a_clock)
    request = Named(world.reach.owner_id, key, "fingerprint")
    return act_once(request, lambda: str(create(world, **day_timing(NOON, HOUR)).id).encode())


def repeated(world: World, key: str) -> Callable[[], Any]:
    create_once(world, key)
    return lambda: create_once(world, key)


def day_timing(start: datetime, length: timedelta) -> dict[str, Any]:
    return {"starts_at": start, "ends_at": start + length, "time_zone": "UTC"}


def create(world: World, **timing: Any) -> Any:
    use = create_event.CreateEvent(world.calendars, world.events, a_clock, secrets.token_bytes)
    return use(world.reach, world.id, Draft(Timing(**timing), EventDetails("Planning")))


def create_series(world: World, *words: str, **timing: Any) -> Any:
    use = create_event.CreateEvent(world.calendars, world.events, a_clock, secrets.token_bytes)
    return use(world.reach, world.id, Draft(Timing(**timing), EventDetails("Planning"), words))


def on_series(use: Callable[[World, Series], Any]) -> Operation:
    """An operation on a weekly series that is there already."""
    return lambda world: lambda series=world.series: use(world, series)


def delete(world: World, event: Any) -> None:
    delete_event.DeleteEvent(world.calendars, world.events, a_clock)(world.reach, world.id, event.id)


def authorize(world: World) -> Any:
    """A call by someone whose use was noted within the hour, but who is remembered no longer."""
    account = world.account
    secret = account.create_key(account.own, KeyWording()).secret
    now = [NOON]
    use = AuthenticateKey(RememberedCredentials(DynamoCredentials(world.table), lambda: now[0], 10), lambda: now[0])
    use(secret)
    world.settle()
    now[0] += timedelta(seconds=10)
    return lambda: use(secret)


def authorize_again(world: World) -> Any:
    use = authorize(world)
    use()
    return use


def note_use(world: World) -> Any:
    """What the authorizer does beside a call, once an hour."""
    account = world.account
    secret = account.create_key(account.own, KeyWording()).secret
    store = DynamoCredentials(world.table)
    caller = store.holder_of(fingerprint(secret))
    assert caller is not None

    def note() -> None:
        store.note_use(caller, NOON)
        world.settle()

    return note


def on_feed(use: Callable[[World, Feed], Any]) -> Operation:
    """An operation on a feed of the calendar, which is there already."""

    def ready(world: World) -> Any:
        feed = world.added_feed()
        return lambda: use(world, feed)

    return ready


def fetch_feed(world: World) -> Any:
    """A fetch by an application that fetched within the hour."""
    token = new_token(secrets.token_bytes)
    world.added_feed(fingerprint=token_fingerprint(token), last_fetched_at=NOON)
    return lambda: FetchFeed(world.feeds, a_clock)(token)


def note_fetched(world: World) -> Any:
    """What is done beside a fetch, once an hour."""
    feed = world.added_feed()

    def note() -> None:
        world.feeds.note_fetched(feed, NOON)
        world.settle()

    return note


def on_job(use: Callable[[World, ImportJob], Any], *, sent: bool = False, done: bool = False) -> Operation:
    """An operation on an import of one event, before its file was sent, or after it, or when it is done."""

    def ready(world: World) -> Any:
        job = world.added_job()
        if sent or done:
            job = world.upload(job)
        if done:
            world.run_job(job)
        return lambda: use(world, job)

    return ready


def managing(use: Callable[[Account, Any], Any]) -> Operation:
    """An operation on an owner with two keys, one of which is given to it."""
    return lambda world: lambda account=world.account: use(account, account.key_id)


OPERATIONS: dict[str, Operation] = {
    "authorize a key": authorize,
    "authorize a key, seconds later": authorize_again,
    "note that a key was used": note_use,
    "calendars.create": lambda world: (
        lambda: calendars.CreateCalendar(world.calendars, a_clock, secrets.token_bytes)(
            Reach(an_owner()), CalendarDetails("Work")
        )
    ),
    "calendars.list": lambda world: lambda: calendars.ListCalendars(world.calendars)(world.reach, None, 100),
    "calendars.get": lambda world: lambda: calendars.GetCalendar(world.calendars)(world.reach, world.id),
    "calendars.patch": lambda world: (
        lambda: calendars.ChangeCalendar(world.calendars, a_clock)(
            world.reach, world.id, lambda _: CalendarDetails("Travel")
        )
    ),
    "calendars.delete": lambda world: lambda: calendars.DeleteCalendar(world.calendars)(world.reach, world.id),
    "events.create, one day": lambda world: lambda: create(world, **day_timing(NOON, HOUR)),
    "events.create, three days": lambda world: lambda: create(world, **day_timing(NOON, 2 * DAY)),
    "events.create, over 31 days": lambda world: lambda: create(world, **day_timing(NOON, 60 * DAY)),
    "events.create, with an idempotency key": lambda world: lambda: create_once(world, "a key"),
    "events.create, repeated with its key": lambda world: repeated(world, "a key"),
    "events.create, a series": lambda world: (
        lambda: create_series(world, "RRULE:FREQ=WEEKLY", **day_timing(NOON, HOUR))
    ),
    "events.get": lambda world: (
        lambda: get_events.GetEvent(world.calendars, world.events)(world.reach, world.id, world.one_day.id)
    ),
    "events.get, an occurrence": on_series(
        lambda world, series: get_events.GetEvent(world.calendars, world.events)(
            world.reach, world.id, series.named(world.untouched)
        )
    ),
    "events.list by ids, three": lambda world: (
        lambda: get_events.GetEvents(world.calendars, world.events)(
            world.reach, world.id, [world.one_day.id, world.three_days.id, world.long.id]
        )
    ),
    "events.list, a day": lambda world: lambda: world.listed(date(2026, 3, 28), date(2026, 3, 29)),
    "events.list, a month": lambda world: lambda: world.listed(date(2026, 3, 1), date(2026, 4, 1)),
    "events.list, 45 days": lambda world: lambda: world.listed(date(2026, 3, 1), date(2026, 4, 15)),
    "events.list, a year": lambda world: lambda: world.listed(date(2026, 1, 1), date(2027, 1, 1)),
    "events.list, the next 20": lambda world: lambda: world.listed(date(2026, 3, 1), None, 20),
    "events.occurrences, the next 20": on_series(
        lambda world, series: list_occurrences.ListOccurrences(world.calendars, world.events)(
            world.reach, world.id, series.event.id, OpenQuery(date(2026, 3, 1), None), size=20
        )
    ),
    "events.patch, one day": lambda world: lambda: world.change(world.one_day, **day_timing(NOON, HOUR)),
    "events.patch, to another day": lambda world: lambda: world.change(world.one_day, **day_timing(NOON + DAY, HOUR)),
    "events.patch, three days": lambda world: lambda: world.change(world.three_days, **day_timing(NOON - DAY, 2 * DAY)),
    "events.patch, an occurrence": on_series(
        lambda world, series: world.edit(series.named(world.untouched), Scope.THIS)
    ),
    "events.patch, an override": on_series(
        lambda world, series: world.edit(series.named(world.overridden), Scope.THIS, "Retrospective")
    ),
    "events.patch, following": on_series(
        lambda world, series: world.edit(series.named(world.untouched), Scope.FOLLOWING)
    ),
    "events.patch, all": on_series(lambda world, series: world.edit(series.named(world.untouched), Scope.ALL)),
    "events.delete, one day": lambda world: lambda: delete(world, world.one_day),
    "events.delete, three days": lambda world: lambda: delete(world, world.three_days),
    "events.delete, an occurrence": on_series(
        lambda world, series: delete_event.DeleteEvent(world.calendars, world.events, a_clock)(
            world.reach, world.id, series.named(world.untouched)
        )
    ),
    "events.delete, following": on_series(
        lambda world, series: delete_event.DeleteEvent(world.calendars, world.events, a_clock)(
            world.reach, world.id, series.named(world.untouched), scope=Scope.FOLLOWING
        )
    ),
    "events.reset": on_series(
        lambda world, series: delete_event.ResetOccurrence(world.calendars, world.events, a_clock)(
            world.reach, world.id, series.named(world.overridden)
        )
    ),
    "events.export": lambda world: world.exported,
    "events.import, a new event": lambda world: world.imported,
    "events.import, the same again": lambda world: world.imported() and world.imported,
    "import_jobs.create": lambda world: (
        lambda: import_jobs.CreateImportJob(world.reached_jobs, a_clock, secrets.token_bytes)(
            world.reach, world.id, 1, dry_run=False
        )
    ),
    "import_jobs.upload": on_job(World.upload),
    "an import job of one event": on_job(World.run_job, sent=True),
    "import_jobs.get": on_job(
        lambda world, job: import_jobs.GetImportJob(world.reached_jobs)(world.reach, world.id, job.id)
    ),
    "import_jobs.list": on_job(
        lambda world, _: import_jobs.ListImportJobs(world.reached_jobs)(world.reach, world.id, None, 100)
    ),
    "import_jobs.results": on_job(
        lambda world, job: import_jobs.ListImportResults(world.reached_jobs)(world.reach, world.id, job.id, 0, 100),
        done=True,
    ),
    "import_jobs.delete": on_job(
        lambda world, job: import_jobs.DeleteImportJob(world.reached_jobs)(world.reach, world.id, job.id), done=True
    ),
    "feeds.create": on_feed(
        lambda world, _: feeds.CreateFeed(world.feeds, world.calendars, a_clock, secrets.token_bytes)(
            world.reach, [world.id], FeedWording(FeedDetail.FULL)
        )
    ),
    "feeds.list": on_feed(lambda world, _: feeds.ListFeeds(world.reached_feeds)(world.reach)),
    "feeds.get": on_feed(lambda world, feed: feeds.GetFeed(world.reached_feeds)(world.reach, feed.id)),
    "feeds.patch": on_feed(
        lambda world, feed: feeds.ChangeFeed(world.reached_feeds, a_clock)(
            world.reach, feed.id, lambda _: FeedWording(FeedDetail.BUSY)
        )
    ),
    "feeds.rotate": on_feed(
        lambda world, feed: feeds.RotateFeed(world.reached_feeds, a_clock, secrets.token_bytes)(world.reach, feed.id)
    ),
    "feeds.delete": on_feed(lambda world, feed: feeds.DeleteFeed(world.reached_feeds)(world.reach, feed.id)),
    "feeds.fetch, without its events": fetch_feed,
    "note that a feed was fetched": note_fetched,
    "me.get": managing(lambda account, _: account.keyrings.of(account.owner)),
    "keys.list": managing(lambda account, _: account.keyrings.of(account.owner).keys),
    "keys.create": managing(lambda account, _: account.create_key(account.own, KeyWording())),
    "keys.patch": managing(
        lambda account, key: keys.ChangeKey(account.keyrings, account.calendars)(
            account.own, key, lambda _: KeyWording("other")
        )
    ),
    "keys.rotate": managing(lambda account, key: keys.RotateKey(account.keyrings, "dbk_")(account.own, key, HOUR)),
    "keys.revoke": managing(lambda account, key: keys.RevokeKey(account.keyrings)(account.own, key)),
    "identities.claim": managing(
        lambda account, _: identities.ClaimIdentity(account.own_data, account.claims, a_clock, secrets.token_bytes)(
            account.a_user()
        )
    ),
    "identities.attach": lambda world: world.account.redeem(),
    "owners.create": managing(
        lambda account, _: owners.CreateOwner(account.keyrings)(
            account.admin, owners.OwnerWording(secrets.token_hex(8))
        )
    ),
    "owners.list": managing(lambda account, _: owners.ListOwners(account.owners)(None, 1)),
    "owners.suspend, two keys": managing(
        lambda account, _: owners.SetOwnerStatus(account.keyrings)(account.managed(), OwnerStatus.SUSPENDED)
    ),
    "owners.delete, two keys": managing(lambda account, _: owners.DeleteOwner(account.keyrings)(account.managed())),
}


OF_ONE_CALENDAR = [
    name
    for name in OPERATIONS
    if name.startswith(("calendars", "events", "import", "feeds")) and name != "events.export"  # which reads all of it
]


def documented() -> dict[str, tuple[int, int, float, float]]:
    """The table in `docs/storage.md`: requests, depth, read units, write units, by operation."""
    row = re.compile(r"^\| (.+?) \| (\d+) \| (\d+) \| ([\d.]+) \| ([\d.]+) \|$", re.MULTILINE)
    text = Path("docs/storage.md").read_text()
    return {name: (int(a), int(b), float(c), float(d)) for name, a, b, c, d in row.findall(text)}


def measure(world: World, name: str) -> Record:
    operate = OPERATIONS[name](world)
    with world.recorder.recording() as record:
        operate()
    return record


def test_every_operation_is_documented() -> None:
    assert list(documented()) == list(OPERATIONS)


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_costs_what_the_docs_say(tables: Tables, name: str) -> None:
    world = World(*tables)
    crowd(world.plain, world.calendar, 7)
    record = measure(world, name)
    assert (record.requests, record.waves, record.read_units, record.write_units) == documented()[name]
    assert "Scan" not in record.operations


@pytest.mark.parametrize("name", OF_ONE_CALENDAR)
def test_it_costs_the_same_in_a_calendar_of_10_000_events(tables: Tables, crowded: Calendar, name: str) -> None:
    world = World(*tables, crowded)
    try:
        record = measure(world, name)
        assert (record.requests, record.waves, record.read_units, record.write_units) == documented()[name]
    finally:
        world.clear()


def test_a_change_that_changes_nothing_writes_nothing(tables: Tables) -> None:
    world = World(*tables)
    use = change_event.ChangeEvent(world.calendars, world.events, a_clock, secrets.token_bytes)
    same = Draft(Timing(**day_timing(NOON, HOUR)), world.one_day.details)
    with world.recorder.recording() as record:
        use(world.reach, world.id, world.one_day.id, lambda _: same)
    assert record.write_units == 0


def test_a_page_of_a_crowded_day_reads_no_other_day_to_its_end(
    tables: Tables,
) -> None:
    world = World(*tables)
    for index in range(300):
        world.added(timed(datetime(2026, 3, 1 + index % 3, 12, tzinfo=UTC)))
    with world.recorder.recording() as record:
        page = world.listed(date(2026, 3, 1), date(2026, 3, 4), size=10)
    assert len(page.events) == 10
    assert record.requests <= 4


def test_a_retried_put_is_a_success(table: StagingTable) -> None:
    store = DynamoEvents(table)
    event = an_event()
    add(store, event)
    add(store, event)
    changed = retitled(event, "Review")
    replace_with(store, event, changed)
    replace_with(store, event, changed)
    assert store.find(event.calendar_id, event.id).result() == changed
