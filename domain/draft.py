"""An event as a client words it."""

from collections.abc import Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.event import EventDetails
from domain.recurrence import lines
from domain.recurrence.recurrence import Recurrence
from domain.when import Timing, When


class Draft(NamedTuple):
    """When, what, and, in lines of iCalendar, how it recurs: not at all if there are none."""

    timing: Timing
    details: EventDetails
    recurrence: Sequence[str] = ()

    def read_in(self, default: ZoneInfo, *, overrides_follow: bool = False) -> tuple[When, Recurrence | None]:
        """When it is and how it recurs; InvalidField, naming the field, if there is no sense in it.

        Where `overrides_follow`, they may be all that is left of a series.
        """
        when = self.timing.read_in(default)
        if not self.recurrence:
            return when, None
        made = lines.read_unchecked(self.recurrence, self.timing.anchor(when), when.local_zone)
        return when, made if overrides_follow else lines.checked(made)
