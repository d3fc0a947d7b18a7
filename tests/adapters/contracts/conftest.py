"""Every adapter of a port, to be held to the same contract."""

from dataclasses import dataclass
from typing import Any

import pytest

from adapters.dynamodb.answers import DynamoAnswers
from adapters.dynamodb.audit import DynamoAuditTrail
from adapters.dynamodb.calendars import DynamoCalendars
from adapters.dynamodb.claims import DynamoClaims
from adapters.dynamodb.credentials import DynamoCredentials
from adapters.dynamodb.events import DynamoEvents
from adapters.dynamodb.feeds import DynamoFeeds
from adapters.dynamodb.import_jobs import DynamoImportJobs
from adapters.dynamodb.owners import DynamoOwners
from adapters.dynamodb.staging import StagingTable
from adapters.memory.answers import MemoryAnswers
from adapters.memory.calendars import MemoryCalendars
from adapters.memory.claims import MemoryClaims
from adapters.memory.credentials import MemoryCredentials
from adapters.memory.events import MemoryEvents
from adapters.memory.feeds import MemoryFeeds
from adapters.memory.import_jobs import MemoryImportJobs
from adapters.memory.locks import Locks
from adapters.memory.owners import MemoryAuditTrail, MemoryOwners
from adapters.memory.unit_of_work import MemoryUnitOfWork
from domain.answers import Answers
from domain.credential_ports import Credentials
from domain.feed_ports import Feeds
from domain.import_ports import ImportJobs
from domain.owner_ports import AuditTrail, Claims, Owners
from domain.ports import Calendars, Events
from domain.unit_of_work import UnitOfWork
from tests.builders import a_clock


@dataclass
class Stores:
    """The adapters of one kind, on the same data."""

    calendars: Calendars
    events: Events
    owners: Owners
    credentials: Credentials
    claims: Claims
    trail: AuditTrail
    feeds: Feeds
    import_jobs: ImportJobs
    answers: Answers
    in_one_step: UnitOfWork


def _in_memory() -> Stores:
    locks, claims = Locks(a_clock), MemoryClaims()
    owners, calendars, events = MemoryOwners(locks, claims), MemoryCalendars(locks=locks), MemoryEvents()
    answers = MemoryAnswers(a_clock)
    return Stores(
        calendars,
        events,
        owners,
        MemoryCredentials(owners),
        claims,
        MemoryAuditTrail(owners),
        MemoryFeeds(calendars, owners),
        MemoryImportJobs(a_clock),
        answers,
        MemoryUnitOfWork([calendars, events, answers]),
    )


def _in_dynamodb(table: StagingTable) -> Stores:
    return Stores(
        DynamoCalendars(table, a_clock),
        DynamoEvents(table),
        DynamoOwners(table, a_clock),
        DynamoCredentials(table),
        DynamoClaims(table),
        DynamoAuditTrail(table),
        DynamoFeeds(table, a_clock),
        DynamoImportJobs(table, a_clock),
        DynamoAnswers(table, a_clock),
        table.in_one_step,
    )


@pytest.fixture(params=["memory", "dynamodb"])
def stores(request: pytest.FixtureRequest) -> Stores:
    return _in_memory() if request.param == "memory" else _in_dynamodb(request.getfixturevalue("table"))


def _the(name: str) -> Any:
    @pytest.fixture(name=name)
    def store(stores: Stores) -> Any:
        return getattr(stores, name)

    return store


calendars, events, owners, credentials, claims, trail, feeds, import_jobs, answers, in_one_step = map(
    _the,
    (
        "calendars",
        "events",
        "owners",
        "credentials",
        "claims",
        "trail",
        "feeds",
        "import_jobs",
        "answers",
        "in_one_step",
    ),
)
