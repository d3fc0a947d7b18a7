"""The doctor on a table that was filled over HTTP, and at the command line."""

import json
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from adapters.dynamodb.client import Table
from adapters.dynamodb.doctor.diagnosis import Diagnosis
from adapters.dynamodb.doctor.examination import Examination
from adapters.settings import LOCAL_CREDENTIALS, Settings
from daybook.cli import app
from daybook.control_plane import ensure_table
from daybook.stream_pump import StreamPump
from functions import purge, run_import_jobs, wiring
from tests.conftest import MakeApi
from tests.support.stream import unparked
from tests.support.world import AT, World, a_world

ICS = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:{0}@example.org
DTSTART:20260329T090000Z
SUMMARY:{0}
RRULE:FREQ=DAILY;COUNT=9
END:VEVENT
BEGIN:VEVENT
UID:{0}@example.org
RECURRENCE-ID:20260330T090000Z
DTSTART:20260330T220000Z
DURATION:PT5H
SUMMARY:{0} moved
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def own_table(wired: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    """A table that no other test has been at, behind the functions."""
    name = f"doctor-{secrets.token_hex(6)}"
    ensure_table(wired, name)
    with monkeypatch.context() as patch:
        patch.setenv(Settings.TABLE, name)
        wiring.reset()
        yield Table(name, endpoint_url=wired, region="local", credentials=LOCAL_CREDENTIALS)
    wiring.reset()


@pytest.fixture
def world(own_table: Table, new_api: MakeApi, through_rapidapi: MakeApi) -> World:
    return a_world(new_api, new_api(scopes=frozenset({"*", "admin"})), through_rapidapi)


def examined(table: Table) -> Diagnosis:
    return Examination(table, lambda: datetime.now(UTC), lambda _: None)(repair=False)


def drain(url: str, folder: Path) -> None:
    """Let the workers do all that there is to do."""
    table = wiring.settings().table
    for name, worker in (("purge", purge.handler), ("imports", run_import_jobs.handler)):
        pump = StreamPump(url, table, worker, folder / name, unparked)
        while pump.pump():
            pass


def live(world: World) -> None:
    """Do what people do, all of it."""
    api, calendar = world.api, world.calendar
    weekly = api.new_event(calendar, **AT, recurrence=["RRULE:FREQ=WEEKLY"])["id"]
    below = f"{calendar}/events/{weekly}"
    later = {"starts_at": "2026-04-05T23:00:00Z", "ends_at": "2026-04-06T03:00:00Z"}
    for day in ("0405", "0412", "0419", "0503", "0510"):
        done(api.patch(f"{below}_2026{day}T090000Z", {"title": "Alone", **(later if day == "0405" else {})}))
    done(api.patch(f"{below}_20260426T090000Z", {"title": "From now on"}, params={"scope": "following"}))
    done(api.delete(f"{below}_20260412T090000Z"))
    done(api.patch(below, {"starts_at": "2026-03-29T10:00:00Z", "ends_at": "2026-03-29T11:00:00Z"}))
    for length in ("2026-03-29T11:00:00Z", "2026-04-02T11:00:00Z", "2026-06-02T11:00:00Z"):
        event = api.new_event(calendar, starts_at="2026-03-29T10:00:00Z", ends_at=length)["id"]
        done(api.patch(f"{calendar}/events/{event}", {"starts_on": "2026-07-01", "ends_on": "2026-07-03"} | NO_TIMES))
    done(api.delete(f"{calendar}/events/{event}"))
    kind = {"Content-Type": "text/calendar"}
    for name in ("first", "second", "first"):
        done(api("POST", f"{calendar}/import", content=ICS.format(name).encode(), headers=kind))
    job = api.post(f"{calendar}/import-jobs", {}).headers["Location"]
    content = ICS.format("third").encode()
    done(api("PUT", f"{job}/parts/1", content=content, headers={"Content-Type": "application/octet-stream"}))


NO_TIMES = {"starts_at": None, "ends_at": None, "time_zone": None}


def part(world: World) -> None:
    """Take leave of what can be deleted, revoked and detached."""
    api = world.api
    gone = api.new_calendar()
    api.new_event(gone, **AT)
    done(api.post(f"{gone}/feeds", {"detail": "busy"}))
    done(api.post(f"/v1/feeds/{world.feed_id}/rotate", {}))
    done(api.post(f"/v1/keys/{world.key_id}/rotate", {}))
    done(api.delete(f"/v1/identities/{world.identity_id}"))
    done(api.delete(gone))


def done(response: Any) -> None:
    assert response.status_code < 300, response.text


def test_a_table_that_was_lived_in_is_healthy(world: World, own_table: Table, wired: str, tmp_path: Path) -> None:
    live(world)
    part(world)
    assert examined(own_table).findings == []
    drain(wired, tmp_path)
    diagnosis = examined(own_table)
    assert diagnosis.findings == []
    assert diagnosis.items.keys() >= {"event", "tombstone", "uid", "feed", "key", "identity", "import_job", "deletion"}


def test_the_doctor_is_called_at_the_command_line(own_table: Table, wired: str) -> None:
    def doctor(*options: str) -> Any:
        at = ["--table", wiring.settings().table, "--database", wired]
        return CliRunner().invoke(app, ["doctor", *options, *at])

    own_table.put({"pk": "owner-name#Ada", "sk": "name", "type": "owner_name", "owner_id": str(uuid4())})
    told = doctor("--json")
    (fault,) = json.loads(told.stdout)["faults"]
    assert (told.exit_code, fault["kind"], fault["outcome"]) == (1, "entry of no owner", "found")
    mended = doctor("--repair")
    assert mended.exit_code == 0
    assert mended.stdout.startswith("entry of no owner: owner-name#Ada name: owner ")
    assert "(repaired)" in mended.stdout
    healthy = doctor()
    assert (healthy.exit_code, healthy.stderr) == (0, "")
    assert healthy.stdout.startswith("No faults.\n")
    own_table.put({"pk": "nowhere", "sk": "1", "type": "strange"})
    assert doctor("--repair").exit_code == 1
