"""What all items have in common.

Empty values are left out; each `to_item` has a `from_item` beside it. Facts stand beside the keys as attributes of
their own; instants are stored in UTC with a fixed width, so that they sort as text.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from adapters.dynamodb.table import Item, Key


def instant_text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def instant_or_none(kept: Mapping[str, Any], name: str) -> datetime | None:
    """An instant that may be missing."""
    return datetime.fromisoformat(kept[name]) if name in kept else None


def text_or_none(moment: datetime | None) -> str | None:
    """How it is written."""
    return instant_text(moment) if moment is not None else None


def epoch(moment: datetime) -> int:
    """How the TTL attribute is written."""
    return int(moment.timestamp())


def item(key: Key, kind: str, **attributes: object) -> Item:
    """An item of a type, without its empty attributes."""
    return {
        **key,
        "type": kind,
        **{name: value for name, value in attributes.items() if value not in (None, [], {}, "")},
    }
