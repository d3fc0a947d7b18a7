"""Which check an item goes to: by its partition if that is a calendar's, and by its type otherwise."""

from collections.abc import Iterator, Mapping

from adapters.dynamodb.credential_items import IDENTITY, LISTED, OWNER_NAME
from adapters.dynamodb.deletions import DROPPED
from adapters.dynamodb.doctor import alone
from adapters.dynamodb.doctor.calendars import Check
from adapters.dynamodb.doctor.events import check_copy
from adapters.dynamodb.doctor.feeds import check_listed_feed, check_proving_feed
from adapters.dynamodb.doctor.findings import UNKNOWN, Fault
from adapters.dynamodb.doctor.import_jobs import check_import
from adapters.dynamodb.doctor.keyrings import check_listed, check_profile
from adapters.dynamodb.doctor.look import Look
from adapters.dynamodb.doctor.proofs import (
    check_owner_entry,
    check_owner_name,
    check_proving_identity,
    check_proving_key,
)
from adapters.dynamodb.doctor.uids import check_uid
from adapters.dynamodb.owner_items import PROFILE
from adapters.dynamodb.table import OWNER, Item, Key, key_of, place_in_calendar

_ATTEMPTS, _IDEMPOTENCY = "attempts", "idempotency"
_PASSING = {_ATTEMPTS, _IDEMPOTENCY}
"""What the sort keys of an owner's items begin with that have nothing but their end; the first have no type."""

_BY_TYPE: Mapping[str, Check] = {
    **dict.fromkeys(alone.TYPES - {DROPPED}, alone.check_alone),
    **dict.fromkeys(LISTED, check_listed),
    PROFILE: check_profile,
    "owner_entry": check_owner_entry,
    OWNER_NAME: check_owner_name,
    "key": check_proving_key,
    IDENTITY: check_proving_identity,
    "listed_feed": check_listed_feed,
    "feed": check_proving_feed,
}


def check_for(item: Item) -> Check:
    """The check that an item goes to; whatever is none of ours is a fault."""
    key, kind = key_of(item), str(item.get("type"))
    within = place_in_calendar(key)
    if within is not None:
        return _on_calendars(within[1], kind)
    if key["pk"].startswith(OWNER) and key["sk"].partition("#")[0] in _PASSING:
        return alone.check_passing
    return _BY_TYPE.get(kind, _unknown)


def type_of(item: Item) -> str:
    """As what an item counts."""
    return str(item.get("type", _ATTEMPTS if item["sk"].startswith(_ATTEMPTS) else "unknown"))


def _on_calendars(place: str, kind: str) -> Check:
    """The check for a partition of a calendar."""
    if place in {"events", "spanning"}:
        return check_copy
    if place == "imports":
        return check_import
    if (place, kind) == ("uids", "uid"):
        return check_uid
    return alone.check_alone if (place, kind) == ("dropped", DROPPED) else _unknown


def _unknown(look: Look, key: Key) -> Iterator[Fault]:
    kept = look.get(key)
    if kept is not None:
        yield Fault(UNKNOWN, key, f"type {kept.get('type')} is none of ours, or none that has a key like this")
