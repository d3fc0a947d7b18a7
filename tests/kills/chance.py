"""What is left to chance: times, lengths, titles. The same seed gives the same, in the same order."""

from datetime import UTC, datetime, timedelta
from random import Random

from tests.kills.knowledge import Facts

BEGIN, DAYS = datetime(2026, 3, 1, tzinfo=UTC), 24
DAY = timedelta(days=1)
_LENGTHS = (timedelta(), timedelta(hours=1), 3 * DAY, 12 * DAY, 40 * DAY)


class Chance(Random):
    """Chance, in the words of the campaign. All that it dates begins within `DAYS` days."""

    def title(self) -> str:
        """One that nothing else has."""
        return f"{self.getrandbits(64):016x}"

    def start(self) -> datetime:
        return BEGIN + timedelta(minutes=self.randrange(60 * 24 * DAYS))

    def facts(self) -> Facts:
        """An event: of a moment, an hour, some days or more than 31; now and then of whole days."""
        start, length = self.start(), self.choice(_LENGTHS)
        if self.random() < 0.2:
            first = start.date()
            return {"title": self.title(), "starts_on": str(first), "ends_on": str(first + length)}
        return {"title": self.title(), **between(start, start + length)}

    def timed(self) -> Facts:
        """An event that takes some time."""
        start = self.start()
        return {"title": self.title(), **between(start, start + self.choice(_LENGTHS[1:]))}


def between(start: datetime, end: datetime) -> Facts:
    return {"starts_at": text(start), "ends_at": text(end)}


def text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
