"""The doctor on feeds, import jobs, calendars and whatever else there is."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from adapters.dynamodb.deletions import deletion_to_item, dropped_to_item
from adapters.dynamodb.doctor.diagnosis import Outcome
from adapters.dynamodb.feed_items import listed_feed, proving_feed
from adapters.dynamodb.import_job_items import chunks_of, import_job_to_item, results_to_item
from adapters.dynamodb.table import (
    Item,
    Key,
    calendar_key,
    key_of,
    listed_key_key,
    owner_partition,
    profile_key,
)
from domain.import_job import JobStatus
from domain.ports import Dropped
from tests.adapters.doctor.plants import Plant, added, changed, is_told_and_undone
from tests.adapters.doctor.ward import FILE, Ward
from tests.builders import (
    DAY,
    HOUR,
    NOON,
    a_calendar,
    a_clock,
    a_feed,
    add,
    an_event,
    an_import_job,
    timed,
)


def address(ward: Ward) -> Key:
    return key_of(proving_feed(ward.feed))


def job(ward: Ward) -> Key:
    return key_of(import_job_to_item(ward.job))


def of_a_feed_of_before(ward: Ward) -> Item:
    return proving_feed(replace(ward.feed, fingerprint=secrets.token_hex(32)))


def chunk_of_nothing(ward: Ward) -> Item:
    (chunk,) = chunks_of(an_import_job(ward.calendar, created_at=NOON - HOUR), "0" * 64, b"content")
    return chunk


def results_of_nothing(ward: Ward) -> Item:
    return results_to_item(an_import_job(ward.calendar, created_at=NOON - HOUR), [])


def listed_key(ward: Ward) -> Key:
    return listed_key_key(ward.owner.id, ward.key.id)


def calendar(ward: Ward) -> Key:
    return calendar_key(ward.owner.id, ward.calendar.id)


def an_item(pk: str, sk: str, **attributes: Any) -> Callable[[Ward], Item]:
    return lambda ward: {"pk": pk.format(ward.calendar.id, ward.owner.id), "sk": sk, **attributes}


FIXED: list[tuple[str, Plant]] = [
    ("address of no feed", added(of_a_feed_of_before)),
    ("differing feed", changed(address, detail="busy")),
    ("altered import job", changed(job, expires_epoch=None)),
    ("part of no import job", added(chunk_of_nothing)),
    ("part of no import job", added(results_of_nothing)),
]


@pytest.mark.parametrize(("kind", "plant"), FIXED)
def test_what_is_but_half_there_is_made_whole_or_taken_away(ward: Ward, kind: str, plant: Plant) -> None:
    is_told_and_undone(ward, kind, plant)


TOLD: list[tuple[str, Plant]] = [
    ("unknown item", added(an_item("nowhere", "1", type="strange"))),
    ("unknown item", added(an_item("nowhere", "1"))),
    ("unknown item", added(an_item("{0}#uids", "1", type="strange"))),
    ("unknown item", added(an_item("{0}#imports", "job", type="import_part"))),
    ("unknown item", added(an_item("{0}#elsewhere", "1", type="event"))),
    ("unreadable item", added(an_item("{1}", "1", type="lock"))),
    ("unreadable item", added(an_item("claim#1", "claim", type="claim"))),
    ("misplaced item", added(an_item("claim#1", "claim", type="claim", fingerprint="2", expires_epoch=2_000_000_000))),
    ("misplaced item", added(an_item("audit", "1", type="audit_entry", id=str(uuid4())))),
    ("unreadable item", added(an_item("owner#{1}", "idempotency#1", type="idempotency"))),
    ("unreadable item", added(an_item("owner#{1}", "attempts#1", attempts=1))),
    ("unreadable item", changed(calendar, time_zone="Nowhere/Land")),
    ("altered item", changed(calendar, more=1)),
    ("altered item", changed(listed_key, more=1)),
    ("misplaced item", changed(lambda ward: profile_key(ward.owner.id), id=str(uuid4()))),
    ("altered item", changed(lambda ward: key_of(listed_feed(ward.feed)), more=1)),
    ("unreadable item", changed(address, calendars=None)),
]


@pytest.mark.parametrize(("kind", "plant"), TOLD)
def test_what_nobody_but_a_person_can_judge_is_told(ward: Ward, kind: str, plant: Plant) -> None:
    key = plant(ward)
    spoilt = ward.items()
    assert (kind, key) in ward.faults()
    assert Outcome.BEYOND_REPAIR in ward.outcomes()
    if kind != "misplaced item":
        assert ward.items().keys() == spoilt.keys()


def test_what_has_expired_is_no_fault(ward: Ward) -> None:
    over = {"expires_epoch": int(NOON.timestamp()) - 1}
    for plant in (
        added(lambda _: proving_feed(a_feed())),
        added(chunk_of_nothing),
        added(an_item("nowhere", "1", type="strange")),
    ):
        ward.change(plant(ward), **over)
    assert ward.faults() == []


def test_what_is_for_a_time_only_is_no_fault(ward: Ward) -> None:
    item = {"pk": owner_partition(ward.owner.id), "sk": "idempotency#1", "type": "idempotency"}
    ward.table.put({**item, "expires_epoch": int((NOON + DAY).timestamp())})
    assert ward.faults() == []


def test_a_feed_without_address_gets_it_back(ward: Ward) -> None:
    before = ward.items()
    ward.table.delete(address(ward))
    assert ward.faults() == [("feed without address", key_of(listed_feed(ward.feed)))]
    assert ward.outcomes() == [Outcome.REPAIRED]
    assert ward.faults() == []
    ward.change(address(ward), last_fetched_at=before[tuple(address(ward).values())]["last_fetched_at"])
    assert ward.items() == before


def test_a_feed_of_vanished_calendars_goes(ward: Ward) -> None:
    before, gone = ward.items(), a_calendar(ward.owner.id)
    ward.feeds.add(feed := a_feed(gone))
    assert ward.faults() == [("feed of vanished calendars", key_of(listed_feed(feed)))]
    ward.table.put(word := deletion_to_item(gone, a_clock()))
    assert ward.faults() == []
    ward.table.delete(key_of(word))
    assert ward.outcomes() == [Outcome.REPAIRED]
    assert ward.items() == before


def test_a_job_without_its_file_is_told(ward: Ward) -> None:
    (at,) = [at for at in ward.items() if at[1].startswith("part#")]
    ward.table.delete(Key(pk=at[0], sk=at[1]))
    assert ward.faults() == [("import job without its file", job(ward))]
    assert ward.outcomes() == [Outcome.BEYOND_REPAIR]
    ended = replace(ward.job, status=JobStatus.DONE)
    ward.table.put(import_job_to_item(ended))
    assert ward.faults() == []


def test_a_part_of_a_job_that_is_just_being_deleted_is_no_fault(ward: Ward) -> None:
    for chunk in chunks_of(an_import_job(ward.calendar), "0" * 64, FILE):
        ward.table.put(chunk)
    assert ward.faults() == []


def test_what_a_vanished_calendar_left_is_purged(ward: Ward) -> None:
    before, gone = ward.items(), a_calendar(ward.owner.id)
    event = an_event(gone.id, timed(NOON, 2 * DAY))
    add(ward.events, event)
    ward.jobs.add(an_import_job(gone))
    ward.table.put(dropped_to_item(Dropped(gone.id, [event.id]), a_clock()))
    assert ward.faults() == [("vanished calendar", Key(pk=str(gone.id), sk="*"))]
    ward.table.put(word := deletion_to_item(gone, a_clock()))
    assert ward.faults() == []
    assert ward.examined().being_deleted == 5
    ward.table.delete(key_of(word))
    assert ward.outcomes() == [Outcome.BEYOND_REPAIR]
    assert ward.examined().findings, "it is not deleted unless that is asked for"
    assert [one.outcome for one in ward.examined(purge=True).findings] == [Outcome.REPAIRED]
    assert ward.items() == before


def test_a_calendar_that_is_unreadable_loses_nothing(ward: Ward) -> None:
    ward.change(calendar(ward), type="strange", title=None)
    spoilt = ward.items()
    assert ward.faults() == [("unknown item", calendar(ward))]
    ward.outcomes()
    assert ward.items() == spoilt


def test_a_healthy_table_has_no_faults(ward: Ward) -> None:
    diagnosis = ward.examined(repair=True)
    assert diagnosis.findings == []
    assert diagnosis.healthy
    assert diagnosis.items.total() == len(ward.items())
