"""What an incoming calendar object comes to, given what is there already: pure rules; nothing is read or written here.

The file wins, unless it holds an older revision than what was imported before (RFC 5546 §2.1.5). What says nothing new
changes nothing, so that the same file may come any number of times.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import UTC, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.errors import InvalidField
from domain.event import Event, Imported, Origin, Uid, given_uid
from domain.ids import CalendarId, EventId, Randomness, new_event_id, override_id
from domain.incoming import Incoming, IncomingObject, Outcome
from domain.ports import Dropped, Edit
from domain.records import dataclass
from domain.recurrence import lines
from domain.recurrence.recurrence import Recurrence
from domain.recurrence.stamps import stamp_text
from domain.series import Series
from domain.time import FIRST_DAY, LAST_DAY, utc_of
from domain.when import When


class Plan(NamedTuple):
    """What is to be done, and what that comes to; the series is the last edit."""

    outcome: Outcome
    event_id: EventId | None = None
    edits: Sequence[Edit] = ()
    dropped: Dropped | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is there already: the event of the UID; overrides of it, by id; and occurrences on their own, by UID."""

    event: Event | None = None
    overrides: Mapping[EventId, Event] = field(default_factory=dict)
    lone: Mapping[Uid, Event] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Importing:
    """Plans what objects come to on one calendar. `zone` is where times without one are read."""

    calendar_id: CalendarId
    zone: ZoneInfo
    now: datetime
    randomness: Randomness

    def plan(self, incoming: IncomingObject, known: Known) -> Plan:
        """Raise InvalidField or TooLarge for what makes no sense."""
        if incoming.main is not None:
            return self._whole(incoming, incoming.main, known)
        if known.event is not None and known.event.recurrence is not None:
            return self._occurrences_of(known.event, incoming, known)
        return self._alone(incoming.uid, incoming.occurrences, known)

    def lone_uid(self, uid: str, incoming: Incoming) -> Uid:
        """What an occurrence is known by as long as its series is not."""
        if incoming.original is None:
            return Uid(uid)
        moment, is_date = incoming.original
        if is_date:
            return Uid(uid, stamp_text(moment.date()))
        return Uid(uid, stamp_text(moment if moment.tzinfo else utc_of(moment, self.zone)))

    def originals(self, incoming: IncomingObject, kept: Event) -> set[datetime]:
        """The original starts that its occurrences have in the series that there will be; `kept` is there now."""
        when, recurrence = kept.when, kept.recurrence
        if incoming.main is not None and incoming.occurrences:
            when, recurrence = incoming.main.draft.read_in(self.zone, overrides_follow=True)
        if recurrence is None:
            return set()
        return {_original(one, when, recurrence) for one in incoming.occurrences}

    def _whole(self, incoming: IncomingObject, main: Incoming, known: Known) -> Plan:
        when, recurrence = main.draft.read_in(self.zone, overrides_follow=True)
        if recurrence is None and incoming.occurrences:
            return self._with_strays(incoming, main, known)
        given = Uid(incoming.uid)
        event = self._event(known.event, main, given, when, recurrence)
        made: list[Event] = []
        if recurrence is not None:
            series = Series(event, recurrence)
            made = self._overrides(event, _in_force(incoming.occurrences, main, series), known)
            event = replace(event, recurrence=_with_overrides(series, made))
        stale = [Edit(one, None) for one in known.lone.values()]
        if known.event is not None and not stale:
            if _says_the_same(known.event, event) and all(_is_kept(one, known) for one in made):
                return Plan(Outcome.UNCHANGED, event.id)
            if (newer := _newer(known.event, main)) is not None:
                return Plan(Outcome.SKIPPED, event.id, reason=newer)
        return self._written(known, event, made, stale)

    def _with_strays(self, incoming: IncomingObject, main: Incoming, known: Known) -> Plan:
        """An event that does not recur, and occurrences of it all the same: they stand on their own."""
        first = self._whole(replace(incoming, occurrences=()), main, replace(known, lone={}))
        others = self._alone(incoming.uid, incoming.occurrences, known)
        outcome = first.outcome if first.outcome is not Outcome.UNCHANGED else others.outcome
        return first._replace(outcome=outcome, edits=[*others.edits, *first.edits])

    def _occurrences_of(self, series: Event, incoming: IncomingObject, known: Known) -> Plan:
        """Occurrences of a series that is there already; what else was changed in it stays."""
        recurrence = Series.of(series).recurrence
        made = self._overrides(series, incoming.occurrences, known)
        if all(_is_kept(one, known) for one in made):
            return Plan(Outcome.UNCHANGED, series.id)
        others = [one for one in known.overrides.values() if one.original in recurrence.overridden]
        ids = {one.id for one in made}
        everything = [*(one for one in others if one.id not in ids), *made]
        event = series.changed(series.when, series.details, self.now, recurrence)
        event = replace(event, recurrence=_with_overrides(Series(event, recurrence), everything))
        return self._written(known, event, made, [])

    def _alone(self, uid: str, occurrences: Sequence[Incoming], known: Known) -> Plan:
        """Occurrences of a series that nobody knows: each is an event of its own, until its series comes."""
        edits: list[Edit] = []
        outcome, event_id = Outcome.UNCHANGED, None
        for one in occurrences:
            when, recurrence = one.draft.read_in(self.zone)
            given = self.lone_uid(uid, one)
            old = known.lone.get(given)
            event = self._event(old, one, given, when, recurrence)
            event_id = event_id or event.id
            if old is None or (not _says_the_same(old, event) and _newer(old, one) is None):
                edits.append(Edit(old, event))
                outcome = Outcome.CREATED if old is None and outcome is not Outcome.UPDATED else Outcome.UPDATED
        return Plan(outcome, event_id, edits)

    def _event(self, old: Event | None, new: Incoming, uid: Uid, when: When, recurrence: Recurrence | None) -> Event:
        """The next version of an event, or a new one."""
        if old is None:
            made = Event(
                new_event_id(when.encoded_start(), self.randomness),
                self.calendar_id,
                when,
                new.draft.details,
                self._created_at(new),
                self.now,
                recurrence=recurrence,
            )
        else:
            made = old.changed(when, new.draft.details, self.now, recurrence)
        own = uid if old is None or old.uid != Uid(str(old.id)) else None
        return replace(made, imported=Imported(own, new.sequence, made.version, new.lines))

    def _overrides(self, series: Event, occurrences: Sequence[Incoming], known: Known) -> list[Event]:
        """Occurrences as overrides of a series, by original start, of its version."""
        recurrence = Series.of(series).recurrence
        made: dict[datetime, Event] = {}
        for one in occurrences:
            when, _ = one.draft.read_in(series.when.local_zone or self.zone)
            original = _original(one, series.when, recurrence)
            event_id = override_id(series.id, original)
            old = known.overrides.get(event_id)
            made[original] = Event(
                event_id,
                self.calendar_id,
                when,
                one.draft.details,
                old.created_at if old is not None else self._created_at(one),
                self.now,
                series.version,
                None,
                Origin(series.id, series.when.local_zone is None, is_override=True),
                Imported(given_uid(series), one.sequence, series.version, one.lines),
            )
        return list(made.values())

    def _created_at(self, new: Incoming) -> datetime:
        """When its file says that it was made; now, if it does not, or that is yet to come."""
        return min(new.created_at or self.now, self.now)

    def _written(self, known: Known, event: Event, made: Sequence[Event], stale: Sequence[Edit]) -> Plan:
        """The edits that keep an event and its overrides, all of a version that nothing of it has had."""
        old, kept = known.event, known.overrides
        version = max([event.version, *(one.version + 1 for one in kept.values())])
        event, *made = (_at(version, one) for one in (event, *made))
        changed = [Edit(kept.get(one.id), one) for one in made if not _is_kept(one, known)]
        gone = _no_longer(old, event)
        word = Dropped(self.calendar_id, gone) if gone else None
        outcome = Outcome.CREATED if old is None else Outcome.UPDATED
        return Plan(outcome, event.id, [*changed, *stale, Edit(old, event)], word)


def _original(incoming: Incoming, when: When, recurrence: Recurrence) -> datetime:
    """The original start that a RECURRENCE-ID names; one of the other kind is read as of the series' kind."""
    moment, is_date = incoming.original or (recurrence.anchor, False)
    if not FIRST_DAY <= moment.date() <= LAST_DAY:
        raise InvalidField("recurrence_id", f"RECURRENCE-ID must lie between {FIRST_DAY} and {LAST_DAY}.")
    zone = when.local_zone
    if zone is None:
        return datetime.combine(moment.date(), time.min, UTC)
    if is_date:
        moment = datetime.combine(moment.date(), recurrence.anchor.time())
    return moment if moment.tzinfo else utc_of(moment, zone)


def _in_force(occurrences: Sequence[Incoming], main: Incoming, series: Series) -> list[Incoming]:
    """Without what an older revision said of occurrences that the series, as it now is, has no more."""

    def is_in_force(one: Incoming) -> bool:
        return one.sequence >= main.sequence or series.yields(_original(one, series.event.when, series.recurrence))

    return [one for one in occurrences if is_in_force(one)]


def _with_overrides(series: Series, overrides: Sequence[Event]) -> Recurrence:
    """The recurrence that leaves to overrides what is theirs; TooManyExceptions if they are too many."""
    overridden = {one.original: series.local_at(one.original) for one in overrides}
    until = max((one.when.touched_dates()[1] for one in overrides), default=None)
    return lines.checked(replace(series.recurrence, overridden=overridden, overrides_until=until))


def _at(version: int, event: Event) -> Event:
    imported = event.imported
    return replace(event, version=version, imported=replace(imported, version=version) if imported else None)


def _no_longer(old: Event | None, new: Event) -> list[EventId]:
    """The overrides that a series had and has no more."""
    if old is None or old.recurrence is None:
        return []
    kept = new.recurrence.overridden if new.recurrence is not None else {}
    return [override_id(old.id, original) for original in old.recurrence.overridden if original not in kept]


def _is_kept(override: Event, known: Known) -> bool:
    """Whether an override is there already, as it is, and its series knows it."""
    old = known.overrides.get(override.id)
    series = known.event.recurrence if known.event is not None else None
    is_alive = series is not None and override.original in series.overridden
    return old is not None and is_alive and _says_the_same(old, override)


def _says_the_same(old: Event, new: Event) -> bool:
    return _said(old) == _said(new)


def _said(event: Event) -> object:
    recurrence = event.recurrence
    if recurrence is not None:
        recurrence = replace(recurrence, overrides_until=None)
    return event.when, event.details, recurrence, event.imported.lines if event.imported is not None else ()


def _newer(old: Event, new: Incoming) -> str | None:
    """Why an event is not to be replaced; None if it is."""
    known = old.imported.sequence if old.imported is not None else 0
    if new.sequence >= known:
        return None
    return f"What is here is of a later revision: SEQUENCE {known}, and the file has {new.sequence}."
