"""What a client knows of its things, by what it asked for and what was answered; never by looking."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

Facts = dict[str, str]
"""Title, start and end of an event, by the names that they have in the API."""

_FEW = 4
_TOLD = ("title", "starts_at", "ends_at", "starts_on", "ends_on")


def facts_of(listed: dict[str, Any]) -> Facts:
    """What an event in an answer says of itself."""
    return {name: listed[name] for name in _TOLD if listed[name] is not None}


class Made(NamedTuple):
    """A creation that was answered: what was sent, under which key, and what came back."""

    path: str
    body: Any
    key: str
    said: str


@dataclass
class KnownCalendar:
    """A calendar and its rows, as a list shows them: events by their ids, series as their occurrences."""

    path: str
    rows: dict[str, Facts] = field(default_factory=dict)
    feeds: dict[str, str] = field(default_factory=dict)
    overrides: set[str] = field(default_factory=set)

    @property
    def id(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def events(self) -> str:
        return f"{self.path}/events"

    def singles(self) -> list[str]:
        """The events that do not recur."""
        return [row for row in self.rows if "_" not in row]

    def occurrences(self) -> dict[str, list[str]]:
        """What there is of each series, in the order of the original starts."""
        found: dict[str, list[str]] = {}
        for row in sorted(one for one in self.rows if "_" in one):
            found.setdefault(row.partition("_")[0], []).append(row)
        return found


@dataclass
class Knowledge:
    """All that is one client's. A feed is known by its path, a key by its secret.

    `deleted` are paths of calendars, `left` those of feeds that lead nowhere any more, since the last look at them.
    """

    calendars: list[KnownCalendar] = field(default_factory=list)
    deleted: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)
    keys: dict[str, str] = field(default_factory=dict)
    revoked: list[str] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)

    @property
    def has_few_calendars(self) -> bool:
        return len(self.calendars) < _FEW

    def feeds(self) -> dict[str, str]:
        return {feed: path for calendar in self.calendars for feed, path in calendar.feeds.items()}
