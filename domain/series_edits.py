"""What becomes of a series when its wording changes: pure rules; nothing is read or written here.

A change of the start, the zone or the rules keeps what can be kept. If a client leaves the recurrence as it is and
moves the start, what is said of it in dates goes along: an EXDATE stays as long as something recurs there, else it
follows its occurrence. Overrides stay as long as their original start is still one of the series'. The others are
dropped, and named.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.draft import Draft
from domain.errors import InvalidField
from domain.event import Event
from domain.recurrence import lines
from domain.recurrence.recurrence import Recurrence
from domain.recurrence.rule import Rule
from domain.series import Series
from domain.time import instant, utc_of
from domain.when import AllDay, Timed, Timing, When


def reworded(base: Event, shown: Event, draft: Draft, default: ZoneInfo, now: datetime) -> Event:
    """The next version of an event or a series, as a draft words it.

    `shown` is what the client sees and changes: the same, or one of its occurrences, so that a start that is moved
    there moves the first one as far. Raise InvalidField for a draft that makes no sense.
    """
    when = draft.timing.read_in(default)
    if not draft.recurrence:
        return base.changed(when, draft.details, now)
    anchor, when = _shifted(base, shown, draft.timing, when)
    recurrence = _reworded(base, draft.recurrence, anchor, when.local_zone)
    changed = base.changed(when, draft.details, now, recurrence)
    if base.recurrence is not None and recurrence is not base.recurrence:
        return replace(changed, recurrence=lines.checked(_with_overrides(changed, recurrence, base)))
    return changed


def dropped(old: Recurrence | None, new: Recurrence | None) -> list[datetime]:
    """The original starts of the overrides that an old recurrence had and a new one has not."""
    kept = new.overridden if new is not None else {}
    return [original for original in (old.overridden if old is not None else {}) if original not in kept]


def _shifted(base: Event, shown: Event, timing: Timing, when: When) -> tuple[datetime, When]:
    """Where the first occurrence is on the wall clock, and when, if the one that is shown is to be at `when`."""
    kept = base.recurrence
    if kept is None:
        return timing.anchor(when), when
    stays = (when.encoded_start(), when.local_zone) == (shown.when.encoded_start(), shown.when.local_zone)
    if shown.id == base.id:
        return kept.anchor if stays else timing.anchor(when), when
    anchor = kept.anchor if stays else kept.anchor + (timing.anchor(when) - Series(base, kept).local_at(shown.original))
    return anchor, _beginning(when, anchor)


def _beginning(when: When, local: datetime) -> When:
    """As long as another time, but with another start; InvalidField beyond the calendar."""
    try:
        if isinstance(when, AllDay):
            return AllDay.between(local.date(), local.date() + (when.ends_on - when.starts_on))
        start = instant(local, when.zone, "starts_at")
        return Timed.between(start, start + (when.ends_at - when.starts_at), when.zone)
    except OverflowError:
        raise InvalidField("starts_at", "The series would begin before the calendar does.") from None


def _reworded(base: Event, words: Sequence[str], anchor: datetime, zone: ZoneInfo | None) -> Recurrence:
    kept = base.recurrence
    if kept is None or not _are_the_same(words, kept, base.when.local_zone):
        return lines.read(words, anchor, zone)
    if (anchor, zone) == (kept.anchor, base.when.local_zone):
        return kept
    return lines.read(lines.written(_moved_along(kept, anchor, zone), zone), anchor, zone)


def _are_the_same(words: Sequence[str], kept: Recurrence, zone: ZoneInfo | None) -> bool:
    """Whether lines say of a series what is kept of it already."""
    known = lines.written(kept, zone)
    if list(words) == known:
        return True
    with suppress(InvalidField):
        return lines.written(lines.read(words, kept.anchor, zone), zone) == known
    return False


def _moved_along(kept: Recurrence, anchor: datetime, zone: ZoneInfo | None) -> Recurrence:
    """What is said of a series in dates, after its start has moved to another place or to another clock."""
    moved_by = anchor - kept.anchor
    of_day = datetime.combine(anchor.date(), kept.anchor.time())
    clock = anchor - of_day
    dates = {time + clock if time.time() == kept.anchor.time() else time for time in kept.dates}
    if zone is None:
        dates = {datetime.combine(time.date(), anchor.time()) for time in dates}
    unbounded = tuple(rule._replace(count=None, until=None, last=None) for rule in kept.rules)
    free = Recurrence(anchor, unbounded, tuple(sorted(time for time in dates if time > anchor)))

    def image(time: datetime) -> datetime | None:
        on_its_day = datetime.combine(time.date(), anchor.time())
        candidates = (time, time + clock, time + moved_by, on_its_day)
        return next((one for one in candidates if one >= anchor and free.has(one)), None)

    def along(rule: Rule) -> Rule:
        if rule.until is None or rule.last is None:
            return rule
        last = image(rule.last) or max(anchor, rule.last + moved_by)
        return rule._replace(until=utc_of(last, zone) if zone else last)

    excluded = {found for time in kept.excluded if (found := image(time)) is not None}
    return replace(free, rules=tuple(map(along, kept.rules)), excluded=tuple(sorted(excluded)))


def _with_overrides(changed: Event, recurrence: Recurrence, base: Event) -> Recurrence:
    """The recurrence with those overrides of before whose original start it still has."""
    before = base.recurrence
    if before is None or (changed.when.local_zone is None) != (base.when.local_zone is None):
        return recurrence
    series = Series(changed, recurrence)
    overridden = {key: series.local_at(key) for key in before.overridden if series.yields(key)}
    return replace(recurrence, overridden=overridden, overrides_until=before.overrides_until)
