"""Overrides and the series that lists them: neither is without the other, unless there is word that it goes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from adapters.dynamodb.doctor.findings import Fault, unchanged
from adapters.dynamodb.doctor.homes import event_of, is_tombstone
from adapters.dynamodb.doctor.look import Look
from adapters.dynamodb.events import writes_of
from adapters.dynamodb.table import Item, dropped_partition, home_key, key_of, spanning_partition
from domain.event import Event
from domain.ids import lineage_of_override, override_id
from domain.ports import Edit
from domain.series import Series, SeriesOf

UNLISTED, BEYOND, MISSING_OVERRIDE = "unlisted override", "override beyond its series", "missing override"
_AT_ONCE = 20


def unlisted_override(look: Look, override: Event) -> Iterator[Fault]:
    """An override that no series lists, and that nobody is about to remove, or that windows would miss."""
    if override.origin is None:
        return
    home = home_key(override.calendar_id, override.id)
    relatives = _relatives(look, override)
    series = _listing(override, relatives) or _listing(override, _spanning(look, override))
    if series is None:
        if not _is_dropped(look, override) and not any(map(_is_unreadable, relatives)):
            removal = writes_of(Edit(override, None), look.now)
            seen = {one["sk"]: one for one in relatives if one is not None and key_of(one) != home}
            mend = (*removal, *(unchanged(key_of(one), one) for one in list(seen.values())[:_AT_ONCE]))
            yield Fault(UNLISTED, home, f"no series lists it; it was one of {override.origin.series_id}", mend)
    elif series.last_date < override.when.touched_dates()[1]:
        yield Fault(BEYOND, home, f"it is later than the end, {series.last_date}, of its series {series.event.id}")


def missing_overrides(look: Look, event: Event) -> Iterator[Fault]:
    """Overrides that a series lists and that are not there. To mend that, they are as the series has them, which is
    what reading them says already."""
    if event.recurrence is None or not event.recurrence.overridden:
        return
    overridden = event.recurrence.overridden
    keys = {one: home_key(event.calendar_id, override_id(event.id, one)) for one in overridden}
    kept = dict(zip(keys, look.get_many(list(keys.values())), strict=True))
    missing = [one for one, item in kept.items() if not _is_override(item)]
    if not missing:
        return
    gone = missing[:_AT_ONCE]  # what a transaction holds
    left = {original: at for original, at in overridden.items() if original not in gone}
    plain = event.changed(event.when, event.details, look.now, replace(event.recurrence, overridden=left))
    mend = (*writes_of(Edit(event, plain), look.now), *(unchanged(keys[one], kept[one]) for one in gone))
    words = f"it lists {len(missing)} that are not there: {', '.join(keys[one]['sk'] for one in gone)}"
    yield Fault(MISSING_OVERRIDE, home_key(event.calendar_id, event.id), words, mend)


def _is_override(kept: Item | None) -> bool:
    return kept is not None and "series_id" in kept and "title" in kept


def _relatives(look: Look, override: Event) -> list[Item | None]:
    """The home copies of the series that it came from, and of those that came of that one by splitting."""
    calendar_id, origin = override.calendar_id, override.origin
    first = [home_key(calendar_id, origin.series_id)] if origin is not None else []
    return look.get_many([*first, *look.roster.series_of(calendar_id, lineage_of_override(override.id))])


def _spanning(look: Look, override: Event) -> list[Item]:
    """Series that were split meanwhile are among these."""
    return look.partition("pk = :spanning", {":spanning": spanning_partition(override.calendar_id)})


def _is_unreadable(home: Item | None) -> bool:
    """Whether it cannot be told what a series lists."""
    return home is not None and not is_tombstone(home) and event_of(home) is None


def _listing(override: Event, items: Sequence[Item | None]) -> Series | None:
    for event in map(event_of, items):
        if event is not None and event.recurrence is not None:
            series = Series(event, event.recurrence)
            if SeriesOf([series]).adopted(override) is not None:
                return series
    return None


def _is_dropped(look: Look, override: Event) -> bool:
    words = look.partition("pk = :dropped", {":dropped": dropped_partition(override.calendar_id)})
    return any(str(override.id) in str(one.get("dropped_event_ids")).split(",") for one in words)
