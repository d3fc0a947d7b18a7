"""The sample events: one for each row, replayed through the Lambda handler on the real engine."""

import inspect
import json
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from adapters.dynamodb.calendars import DynamoCalendars
from adapters.dynamodb.claims import DynamoClaims
from adapters.dynamodb.client import Table
from adapters.dynamodb.events import DynamoEvents
from adapters.dynamodb.feeds import DynamoFeeds
from adapters.dynamodb.import_jobs import DynamoImportJobs
from adapters.dynamodb.owners import DynamoOwners
from adapters.http.endpoints import BY_NAME, ENDPOINTS, Endpoint
from adapters.http.feed_files import token_in
from adapters.http.gateway import Context
from adapters.http.markers import RawBody, Seen, Uses
from adapters.http.openapi import resolver
from adapters.http.routes import Routes
from adapters.settings import Settings
from daybook.control_plane import ensure_table
from domain.calendar import Calendar
from domain.feed_token import fingerprint
from domain.identity import Claim, code_fingerprint, identity_of
from domain.ids import CalendarId, EventId, FeedId, ImportJobId, KeyId, OwnerId
from domain.keyring import Keyring
from domain.recurrence import lines
from domain.time import local_of
from functions import wiring
from tests.builders import (
    BERLIN,
    HOUR,
    NOON,
    a_calendar,
    a_clock,
    a_feed,
    a_grant,
    a_key,
    add,
    an_event,
    an_import_job,
    an_owner_named,
    timed,
)

CALENDAR = UUID("019ca8b5-1000-7d3e-8a41-5f0c2b9d7e10")
EVENT = UUID("0cb8ad4f-bd80-8c55-be6b-0f4d2a7c11aa")
SERIES = UUID("0cb8ad4f-bd80-8d21-9f3a-5e1c7b60d2f4")


def sample(row: Endpoint) -> dict[str, Any]:
    return json.loads(Path(f"events/{row.name}.json").read_text())


def every_row(function: Any) -> Any:
    return pytest.mark.parametrize("row", ENDPOINTS, ids=lambda row: row.name)(function)


@pytest.fixture
def seeded(wired: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A table of its own, with all that the samples are about, and the functions wired to it."""
    name = f"samples-{secrets.token_hex(4)}"
    ensure_table(wired, name)
    with monkeypatch.context() as patch:
        patch.setenv(Settings.TABLE, name)
        wiring.reset()
        _seed(wiring.table())
        yield
    wiring.reset()


def _seed(table: Table) -> None:
    caller = sample(BY_NAME["keys.create"])["requestContext"]["authorizer"]
    mine, managed = sample(BY_NAME["keys.get"])["pathParameters"], sample(BY_NAME["owner_keys.get"])["pathParameters"]
    owners = DynamoOwners(table, a_clock)
    for owner_id, key_id, user in (
        (caller["owner_id"], mine["key_id"], "ada"),
        (managed["owner_id"], managed["key_id"], "bob"),
    ):
        owner = replace(an_owner_named(), id=OwnerId(UUID(owner_id)))
        own = a_key(a_grant("*", "admin"), id=KeyId(UUID(caller["credential_id"])))
        keys = (a_key(id=KeyId(UUID(key_id))), own)
        owners.save(Keyring(owner, keys, (identity_of(user, NOON),)))
    code = json.loads(sample(BY_NAME["identities.attach"])["body"])["code"]
    DynamoClaims(table).add(Claim(UUID(int=1), code_fingerprint(code), "carol", wiring.now() + HOUR))
    calendar = replace(a_calendar(OwnerId(UUID(caller["owner_id"])), zone=BERLIN), id=CalendarId(CALENDAR))
    DynamoCalendars(table, a_clock).add(calendar)
    token = token_in(sample(BY_NAME["feeds.fetch"])["pathParameters"]["file"])
    feed_id = FeedId(UUID(sample(BY_NAME["feeds.get"])["pathParameters"]["feed_id"]))
    DynamoFeeds(table, a_clock).add(a_feed(calendar, id=feed_id, fingerprint=fingerprint(token)))
    _seed_import_job(table, calendar)
    when = timed(a_clock().replace(day=29, hour=7, minute=0, second=0, microsecond=0), HOUR, BERLIN)
    add(DynamoEvents(table), replace(an_event(calendar.id, when), id=EventId(EVENT)))
    weekly = lines.read(["RRULE:FREQ=WEEKLY"], local_of(when.starts_at, BERLIN), BERLIN)
    add(DynamoEvents(table), replace(an_event(calendar.id, when), id=EventId(SERIES), recurrence=weekly))


def _seed_import_job(table: Table, calendar: Calendar) -> None:
    job_id = ImportJobId(UUID(sample(BY_NAME["import_jobs.get"])["pathParameters"]["job_id"]))
    job = an_import_job(calendar, parts=2, id=job_id, created_at=wiring.now())
    DynamoImportJobs(table, wiring.now).add(job)


@every_row
def test_a_sample_gets_the_answer_its_row_promises(seeded: None, row: Endpoint) -> None:
    answer = import_module(row.module).handler(sample(row), Context("request-1"))
    assert answer["statusCode"] == row.status, answer["body"]
    assert answer["multiValueHeaders"]["X-Request-Id"] == [sample(row)["requestContext"]["requestId"]]
    assert set(answer) == {"statusCode", "multiValueHeaders", "body", "isBase64Encoded"}


@every_row
def test_a_sample_is_what_the_gateway_would_send_for_its_row(row: Endpoint) -> None:
    event = sample(row)
    match = Routes(ENDPOINTS).match(event["httpMethod"], event["path"])
    assert match is not None
    assert match.endpoint is row
    assert event["resource"] == row.path
    assert event["pathParameters"] == (dict(match.path_parameters) or None)


@every_row
def test_powertools_reads_a_sample_as_we_do(seeded: None, row: Endpoint) -> None:
    function = import_module(row.module).handler
    seen: list[dict[str, Any]] = []

    def handler(**arguments: Any) -> None:
        seen.append(arguments)

    handler.__annotations__ = {name: one for name, one in function.handler.__annotations__.items() if name != "return"}
    handler.__signature__ = _without_return(function.handler)  # type: ignore[attr-defined]
    double = type(function)(row, handler)
    event = sample(row)
    if function.binding.raw_body is not None:
        event["body"] = None  # which Powertools is not told of
    event["headers"]["Content-Type"] = "application/json"  # the only JSON that Powertools reads
    resolver([double]).resolve(event, Context("request-1"))  # type: ignore[arg-type]
    ours = function.binding.arguments(sample(row))
    (theirs,) = seen
    known_to_clients = {name: value for name, value in ours.items() if name in theirs}
    assert {name: theirs[name] for name in known_to_clients} == known_to_clients
    assert set(ours) - set(theirs) == _given_by_us(function.handler)
    defaults = {name: value for name, value in theirs.items() if name not in ours}
    assert all(value in (None, 100, False, True) for value in defaults.values())


def _given_by_us(handler: Any) -> set[str]:
    hints = handler.__annotations__.items()
    return {
        name for name, hint in hints if isinstance(getattr(hint, "__metadata__", [None])[-1], Uses | Seen | RawBody)
    }


def _without_return(handler: Any) -> Any:
    return inspect.signature(handler).replace(return_annotation=inspect.Signature.empty)


def test_there_is_a_sample_for_each_row_and_no_other() -> None:
    assert sorted(path.stem for path in Path("events").iterdir()) == sorted(row.name for row in ENDPOINTS)


def test_samples_hold_no_secret() -> None:
    for path in Path("events").iterdir():
        assert not re.search(r"dbk_[0-9A-Za-z]{20}", path.read_text())


def test_what_only_reads_is_answered_without_pydantic_and_boto3(seeded: None) -> None:
    """Neither is loaded by the first call, either: the plain forms of parameters need no pydantic."""
    reading = [row for row in ENDPOINTS if row.method == "GET"]
    script = """
import json, sys
from importlib import import_module
for module, name in (one.split("=") for one in sys.argv[1:]):
    with open(f"events/{name}.json") as file:
        answer = import_module(module).handler(json.load(file), None)
    assert answer["statusCode"] == 200, answer
    heavy = {"pydantic", "aws_lambda_powertools", "boto3", "botocore.session"} & sys.modules.keys()
    assert not heavy, f"{name} loads {heavy}"
"""
    rows = [f"{row.module}={row.name}" for row in reading]
    done = subprocess.run([sys.executable, "-c", script, *rows], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
