"""What belongs to calendars: it counts as long as they are there, and goes once they have vanished."""

from collections.abc import Callable, Collection, Iterator

from adapters.dynamodb.client import Table, Write
from adapters.dynamodb.doctor.findings import Fault
from adapters.dynamodb.doctor.look import Look
from adapters.dynamodb.table import Key, key_of, place_in_calendar
from domain.ids import CalendarId

VANISHED = "vanished calendar"

Check = Callable[[Look, Key], Iterator[Fault]]
"""What is wrong with the item at a key, and, where it is the truth about others, with those."""


def on_calendar(check: Check, calendar: Key) -> Check:
    """A check of what belongs to a calendar, whose faults count, and are mended, only as long as that is there."""

    def guarded(look: Look, key: Key) -> Iterator[Fault]:
        faults = list(check(look, key))
        if faults and look.get(calendar) is not None:
            still = Write(key=calendar, condition="attribute_exists(pk)", checks=True)
            yield from (one._replace(mend=(still, *one.mend)) if one.mend else one for one in faults)

    return guarded


def purge_calendars(table: Table, vanished: Collection[CalendarId]) -> None:
    """Delete all that lies in partitions of calendars that are gone for good, so that nobody writes there.

    The indexes list only what is as it should be; so this, too, reads the keys of the whole table.
    """
    for page in table.scan(keys_only=True):
        table.delete_all([key for key in map(key_of, page.items) if _is_of(key, vanished)])


def _is_of(key: Key, calendars: Collection[CalendarId]) -> bool:
    within = place_in_calendar(key)
    return within is not None and within[0] in calendars
