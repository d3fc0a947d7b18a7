"""The doctor on copies of events, overrides and UIDs."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.dynamodb.client import Page, Table
from adapters.dynamodb.deletions import dropped_to_item
from adapters.dynamodb.doctor.diagnosis import Outcome
from adapters.dynamodb.doctor.examination import Examination
from adapters.dynamodb.event_items import event_to_items
from adapters.dynamodb.imported_items import uid_item
from adapters.dynamodb.table import Item, Key, day_key, home_key, key_of, spanning_key
from domain.errors import Conflict
from domain.event import Event, Imported, Uid
from domain.ids import EventId, override_id
from domain.ports import Dropped, Edit
from tests.adapters.doctor.plants import Find, Plant, added, changed, is_told_and_undone, lost
from tests.adapters.doctor.ward import FIRST, Ward
from tests.builders import DAY, HOUR, NOON, a_clock, add, an_event, moved, remove, timed


def copies(event: Event) -> list[Item]:
    return event_to_items(event)


def copy_of(name: str, number: int) -> Find:
    """A copy of one of the events; the first is at home."""
    return lambda ward: key_of(copies(getattr(ward, name))[number])


def copy_at(name: str, key: Callable[[Ward], Key]) -> Callable[[Ward], Item]:
    """A further copy of an event, at another key."""
    return lambda ward: {**copies(getattr(ward, name))[1], **key(ward)}


def of_nothing(ward: Ward) -> Item:
    """A copy of an event that is so old that it may have had a tombstone."""
    old = an_event(ward.calendar.id, timed(NOON, 24 * HOUR))
    return copies(replace(old, updated_at=NOON - 120 * DAY))[1]


def uid_key_of(ward: Ward) -> Key:
    return key_of(_uid(ward.imported))


def uid_of_nobody(ward: Ward) -> Item:
    return _uid(replace(ward.imported, imported=Imported(Uid("two@example.org"))))


stray_day = copy_at("days", lambda ward: day_key(ward.calendar.id, date(2026, 5, 1), ward.days.id))
stray_spanning = copy_at("series", lambda ward: spanning_key(ward.calendar.id, date(2026, 5, 1), ward.series.id))


def _uid(event: Event) -> Item:
    item = uid_item(event)
    assert item is not None
    return item


RESTORED: list[tuple[str, Plant]] = [
    ("missing copy", lost(copy_of("days", 1))),
    ("missing copy", lost(copy_of("long", 1))),
    ("missing copy", lost(copy_of("series", 1))),
    ("lost home copy", lost(copy_of("days", 0))),
    ("stale copy", changed(copy_of("days", 2), title="Another", version=7)),
    ("stale copy", changed(copy_of("days", 1), change_position="2026-01-01#x")),
    ("stale copy", changed(copy_of("long", 1), type="evnt")),
    ("stale copy", changed(copy_of("second", 1), overridden=None)),
    ("altered item", changed(copy_of("one_day", 0), type="evnt")),
    ("altered item", changed(copy_of("one_day", 0), change_position="2026-01-01#x")),
    ("altered item", changed(copy_of("moved", 0), change_position="2026-03-28#x")),
    ("orphan copy", added(lambda ward: copies(ward.deleted)[1])),
    ("orphan copy", added(of_nothing)),
    ("stray copy", added(stray_day)),
    ("stray copy", added(stray_spanning)),
    ("wrong tombstone", changed(copy_of("deleted", 0), change_position=None)),
    ("wrong tombstone", changed(copy_of("deleted", 0), expires_epoch=None)),
    ("missing UID", lost(uid_key_of)),
    ("UID that leads nowhere", added(uid_of_nobody)),
    ("misplaced item", added(lambda ward: {**_uid(ward.imported), "sk": "0" * 64})),
    ("wrong UID", changed(uid_key_of, more=1)),
]


@pytest.mark.parametrize(("kind", "plant"), RESTORED)
def test_what_follows_from_an_event_is_restored(ward: Ward, kind: str, plant: Plant) -> None:
    is_told_and_undone(ward, kind, plant)


def of_nobody(ward: Ward) -> EventId:
    """Where an override of an occurrence would be that is as the series has it."""
    return override_id(ward.series.id, FIRST)


def override_beyond_its_series(ward: Ward) -> Key:
    recurrence = ward.series.recurrence
    assert recurrence is not None
    ended = replace(ward.series, recurrence=replace(recurrence, overrides_until=None))
    for item in copies(ward.series)[1:]:
        ward.table.delete(key_of(item))
    for item in copies(ended):
        ward.table.put(item)
    return home_key(ward.calendar.id, override_id(ward.series.id, FIRST + 21 * DAY))


BEYOND_REPAIR: list[tuple[str, Plant]] = [
    ("unreadable item", changed(copy_of("one_day", 0), title=None)),
    ("misplaced item", added(lambda ward: {**copies(an_event(ward.calendar.id))[0], **copy_of("one_day", 0)(ward)})),
    ("altered item", changed(copy_of("one_day", 0), type="tombstone")),
    ("altered item", changed(copy_of("one_day", 0), of_another_version=1)),
    (
        "misplaced item",
        added(lambda ward: {"pk": f"{ward.calendar.id}#events", "sk": "2026-03-28#nobody", "type": "event"}),
    ),
]


@pytest.mark.parametrize(("kind", "plant"), BEYOND_REPAIR)
def test_what_only_a_person_can_mend_is_left_alone(ward: Ward, kind: str, plant: Plant) -> None:
    key = plant(ward)
    spoilt = ward.items()
    assert ward.faults() == [(kind, key)]
    assert ward.outcomes() == [Outcome.BEYOND_REPAIR]
    assert ward.items() == spoilt


def test_two_events_of_one_uid_are_left_alone(ward: Ward) -> None:
    other = replace(an_event(ward.calendar.id), imported=ward.imported.imported)
    ward.table.put(copies(other)[0])
    assert ward.faults() == [("wrong UID", key_of(_uid(other)))]
    assert ward.outcomes() == [Outcome.BEYOND_REPAIR]


def test_an_override_that_no_series_lists_is_removed(ward: Ward) -> None:
    unlisted = replace(ward.override, id=of_nobody(ward))
    add(ward.events, unlisted)
    assert ward.faults() == [("unlisted override", home_key(ward.calendar.id, unlisted.id))]
    assert ward.outcomes() == [Outcome.REPAIRED]
    assert ward.faults() == []
    assert ward.items()[tuple(home_key(ward.calendar.id, unlisted.id).values())]["type"] == "tombstone"


def test_an_override_that_is_being_removed_is_no_fault(ward: Ward) -> None:
    unlisted = replace(ward.override, id=of_nobody(ward))
    add(ward.events, unlisted)
    ward.table.put(dropped_to_item(Dropped(ward.calendar.id, [unlisted.id]), a_clock()))
    assert ward.faults() == []


def test_a_series_lists_no_override_that_is_not_there(ward: Ward) -> None:
    for item in copies(ward.override):
        ward.table.delete(key_of(item))
    assert ward.faults() == [("missing override", home_key(ward.calendar.id, ward.series.id))]
    assert ward.outcomes() == [Outcome.REPAIRED]
    assert ward.faults() == []
    recurrence = ward.kept(ward.series.id).recurrence
    assert recurrence is not None
    assert ward.override.original not in recurrence.overridden
    assert len(recurrence.overridden) == 2


def test_an_override_that_is_found_again_stays(ward: Ward) -> None:
    before = ward.items()
    ward.table.delete(home_key(ward.calendar.id, ward.override.id))
    assert {kind for kind, _ in ward.faults()} == {"lost home copy", "missing override"}
    assert sorted(ward.outcomes()) == [Outcome.CHANGED, Outcome.REPAIRED]
    assert ward.items() == before


def test_an_override_that_windows_miss_is_told(ward: Ward) -> None:
    key = override_beyond_its_series(ward)
    assert ("override beyond its series", key) in ward.faults()
    assert Outcome.BEYOND_REPAIR in ward.outcomes()


def test_a_copy_that_was_changed_meanwhile_is_left_alone(ward: Ward) -> None:
    key = added(stray_day)(ward)
    (found,) = ward.examined().findings
    ward.change(key, title="Another")
    with pytest.raises(Conflict):
        ward.table.write_together(found.fault.mend)
    assert ward.table.get(key) is not None


def test_what_was_only_written_between_two_reads_is_no_fault(ward: Ward) -> None:
    """The scan has seen an event that is deleted, and a copy that is stale, by the time they are looked at."""
    event = an_event(ward.calendar.id, timed(NOON, 72 * HOUR))
    add(ward.events, event)
    (page,) = ward.table.scan()
    remove(ward.events, event)
    ward.events.write([Edit(ward.days, moved(ward.days, timed(NOON + 20 * DAY, 2 * DAY)))], a_clock())
    examination = Examination(Scanned(ward.table, page), a_clock, lambda _: None)
    assert examination(repair=False).findings == []


class Scanned(Table):
    """A table whose scan gives what there was a moment ago."""

    def __init__(self, table: Table, page: Page) -> None:
        self.__dict__.update(table.__dict__)
        self._page = page

    def scan(self, **how: Any) -> Iterator[Page]:
        yield from super().scan(**how) if how else [self._page]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_copy_is_spoilt_is_restored(ward: Ward, data: st.DataObject) -> None:
    before = ward.items()
    events = (ward.one_day, ward.days, ward.long, ward.moved, ward.series, ward.second, ward.override, ward.imported)
    every = [item for event in events for item in copies(event)]
    alone = {tuple(key_of(items[0]).values()) for event in events if len(items := copies(event)) == 1}
    kept = data.draw(st.sampled_from(every))
    at = (kept["pk"], kept["sk"])
    spoil = data.draw(st.sampled_from(["lose", "alter", "add", "strip"]))
    if spoil == "lose" and at not in alone:
        ward.table.delete(key_of(kept))
    elif not kept.get("change_position"):
        name = data.draw(st.sampled_from(sorted(kept.keys() - {"pk", "sk"})))
        ward.change(key_of(kept), **({"more": "x"} if spoil == "add" else {name: None if spoil == "strip" else "x"}))
    else:
        name = data.draw(st.sampled_from(["change_position", "type"]))
        ward.change(key_of(kept), **{name: None if spoil == "strip" else "x"})
    if ward.items() != before:
        assert ward.faults()
        ward.outcomes()
        assert ward.faults() == []
        assert ward.items() == before
