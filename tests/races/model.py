"""What may be true of events after several clients have changed them, some of them without learning what came of it."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Story:
    """All that was tried on one event. A change is told by the title that it gives, which no other one gives."""

    acknowledged: dict[int, str] = field(default_factory=dict)
    uncertain: list[str] = field(default_factory=list)
    deleted: bool = False
    uncertain_deletions: int = 0

    def tell_change(self, title: str, version: int, seen: int | None) -> None:
        """A change was acknowledged, with the version that it made, perhaps on the condition of one."""
        assert version not in self.acknowledged, f"two changes made version {version}"
        assert seen is None or version == seen + 1, f"a change of version {seen} made version {version}"
        self.acknowledged[version] = title

    def check(self, event: dict[str, Any] | None, version: int | None) -> None:
        """Compare it with what the API shows in the end."""
        if event is None or version is None:
            assert self.deleted or self.uncertain_deletions, "an acknowledged event is lost"
            return
        assert not self.deleted, "a deleted event is back"
        changes = {made: title for made, title in self.acknowledged.items() if made > 1}
        assert version >= max(self.acknowledged, default=1), "an acknowledged change is lost"
        assert len(changes) <= version - 1 <= len(changes) + len(self.uncertain), "a change was made twice"
        if version in self.acknowledged:
            assert event["title"] == self.acknowledged[version]
        elif version > 1:
            assert event["title"] in self.uncertain


@dataclass
class Model:
    """The stories of all events by their tags, one for each request that makes an event; and what is known of ids."""

    stories: dict[str, Story] = field(default_factory=lambda: defaultdict(Story))
    created: dict[str, str] = field(default_factory=dict)
    asked_for: set[str] = field(default_factory=set)

    def tell_created(self, tag: str, event: dict[str, Any]) -> None:
        """An event was acknowledged as made by the request of that tag."""
        known = self.created.setdefault(tag, event["id"])
        assert known == event["id"], "one request made two events"
        self.stories[tag].acknowledged.setdefault(1, event["title"])

    def check(self, listed: dict[str, list[dict[str, Any]]], versions: dict[str, int]) -> None:
        """Compare all with the events that the API lists in the end, by their tags."""
        assert not listed.keys() - self.asked_for
        for tag in self.asked_for:
            events = listed.get(tag, [])
            assert len(events) <= 1, "one request made two events"
            if tag in self.created or events:
                event = events[0] if events else None
                self.stories[tag].check(event, versions[event["id"]] if event else None)
