"""Who calls, and what they reach by it: many credentials, one owner."""

from collections.abc import Set as AbstractSet
from datetime import datetime

from domain.errors import CalendarNotFound
from domain.grant import Grant
from domain.ids import CalendarId, OwnerId
from domain.records import dataclass


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose calendars, and which of them: all, unless a credential is limited to some."""

    owner_id: OwnerId
    calendars: AbstractSet[CalendarId] | None = None

    def owner_of(self, calendar_id: CalendarId) -> OwnerId:
        """The owner through whom to reach a calendar; CalendarNotFound if it is out of reach."""
        if self.calendars is not None and calendar_id not in self.calendars:
            raise CalendarNotFound
        return self.owner_id


@dataclass(frozen=True, slots=True)
class Caller:
    """Someone who proved to be, or to act for, an owner; `rapidapi_user` if it was RapidAPI that vouched for them.

    `metered_since` is known to the authorizer alone.
    """

    owner_id: OwnerId
    credential_id: str
    grant: Grant
    suspended: bool = False
    plan: str | None = None
    rapidapi_user: str | None = None
    metered_since: datetime | None = None

    @property
    def reach(self) -> Reach:
        return Reach(self.owner_id, self.grant.calendars)
