"""The examination of a whole table: the only thing in Daybook that scans.

A scan of a table that is in use is no snapshot. So what looks wrong in it is only suspected, and looked at again until
two looks, one after the other, see the same.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from adapters.dynamodb.client import Page, Table
from adapters.dynamodb.doctor.calendars import VANISHED, Check, on_calendar, purge_calendars
from adapters.dynamodb.doctor.diagnosis import Diagnosis, Finding, Outcome
from adapters.dynamodb.doctor.events import LOST
from adapters.dynamodb.doctor.families import check_for, type_of
from adapters.dynamodb.doctor.findings import Fault, unreadable
from adapters.dynamodb.doctor.look import Look
from adapters.dynamodb.doctor.overrides import MISSING_OVERRIDE
from adapters.dynamodb.doctor.roster import Roster
from adapters.dynamodb.faults import StorageFault
from adapters.dynamodb.table import TTL_ATTRIBUTE, Item, Key, key_of, place_in_calendar
from domain.clock import Clock
from domain.errors import Conflict, OutcomeUnknown, Unavailable
from domain.ids import CalendarId

_LOOKS = 5
_ORDER = {LOST: -1, MISSING_OVERRIDE: 1}
"""What is mended first and last: an override that is lost may be found again before its series is without it."""


@dataclass(frozen=True, slots=True)
class Examination:
    """Looks at every item of a table. `progress` is told how many were read, after every page."""

    table: Table
    clock: Clock
    progress: Callable[[int], None]

    def __call__(self, *, repair: bool, purge: bool = False) -> Diagnosis:
        """Say what is wrong; mend it if that is asked for, and safe; `purge` what vanished calendars left."""
        known = Roster.read(self.table)
        diagnosis, vanished = Diagnosis(), Counter[CalendarId]()
        faults: dict[tuple[str, str, str], Fault] = {}
        for page in self.table.scan():
            for fault in self._page(page, known, diagnosis, vanished):
                faults.setdefault((fault.kind, fault.key["pk"], fault.key["sk"]), fault)
            self.progress(diagnosis.items.total())
        for fault in sorted(faults.values(), key=lambda one: _ORDER.get(one.kind, 0)):
            diagnosis.findings.append(Finding(fault, self._mended(fault) if repair else Outcome.FOUND))
        diagnosis.findings += self._vanished(vanished, repair=repair, purge=purge)
        return diagnosis

    def _page(self, page: Page, known: Roster, diagnosis: Diagnosis, vanished: Counter[CalendarId]) -> Iterable[Fault]:
        """The faults of a page's items, which are looked at side by side."""
        begun = []
        for item in page.items:
            diagnosis.items[type_of(item)] += 1
            within = place_in_calendar(key_of(item))
            calendar_id = within[0] if within is not None else None
            if calendar_id is not None and known.has_lost(calendar_id):
                vanished[calendar_id] += 1
            elif calendar_id is not None and calendar_id not in known.owners:
                diagnosis.being_deleted += 1
            elif item.get(TTL_ATTRIBUTE, math.inf) > self.clock().timestamp():
                begun.append(self.table.begin(self._examined, item, calendar_id, known))
        return [fault for one in begun for fault in one.result()]

    def _examined(self, item: Item, calendar_id: CalendarId | None, known: Roster) -> Sequence[Fault]:
        """What is wrong with an item, and was at one moment for sure; what never stands still is left for later."""
        check, key, before = check_for(item), key_of(item), None
        if calendar_id is not None:
            check = on_calendar(check, known.place_of(calendar_id))
        if not _faults(check, Look(self.table, known, self.clock(), [item]), key):
            return []
        for _ in range(_LOOKS):
            look = Look(self.table, known, self.clock())
            faults = _faults(check, look, key)
            if not faults or (before is not None and look.saw_the_same_as(before)):
                return faults
            before = look
        return []

    def _mended(self, fault: Fault) -> Outcome:
        if not fault.mend:
            return Outcome.BEYOND_REPAIR
        try:
            self.table.write_together(fault.mend)
        except Conflict:
            return Outcome.CHANGED
        return Outcome.REPAIRED

    def _vanished(self, suspected: Counter[CalendarId], *, repair: bool, purge: bool) -> list[Finding]:
        """The calendars that nobody has, and that nobody has made while this went on."""
        now = Roster.read(self.table, consistent=True) if suspected else Roster({}, (), {})
        lost = {one: count for one, count in suspected.items() if now.has_lost(one)}
        if lost and purge:
            purge_calendars(self.table, lost)
        outcome = Outcome.REPAIRED if purge else Outcome.BEYOND_REPAIR if repair else Outcome.FOUND
        words = "{} items of a calendar that no owner has, and that is not being deleted"
        return [
            Finding(Fault(VANISHED, Key(pk=str(one), sk="*"), words.format(count)), outcome)
            for one, count in lost.items()
        ]


def _faults(check: Check, look: Look, key: Key) -> list[Fault]:
    """What a check finds. An item that none of them can read must not keep the others from being looked at."""
    try:
        return list(check(look, key))
    except (Unavailable, OutcomeUnknown, StorageFault):
        raise
    except Exception:
        return [unreadable(look.get(key) or dict(key))]
