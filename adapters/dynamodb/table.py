"""The one table: every key, every index, and the definition that CDK, the tests and the local engine create it from.

    item                       pk                              sk
    owner                      owner#<owner_id>                profile
    owner, in the list of all  owners                          <owner_id>
    name of an owner           owner-name#<name>               name
    lock of an owner           owner#<owner_id>                lock
    deletion of an owner       owner#<owner_id>                deletion#<instant>
    key, as its owner sees it  owner#<owner_id>                key#<key_id>
    key, as callers prove it   key#<sha-256 of the key>        key
    identity, as its owner s.  owner#<owner_id>                identity#<identity_id>
    identity, as RapidAPI says rapidapi#<user>                 identity
    claim of an identity       claim#<sha-256 of the code>     claim
    tried claim codes          owner#<owner_id>                attempts#<hour>
    action of an admin         audit                           <entry_id>
    calendar                   owner#<owner_id>                calendar#<calendar_id>
    deletion of a calendar     owner#<owner_id>                deletion#<calendar_id>
    feed, as its owner sees it owner#<owner_id>                feed#<feed_id>
    feed, as it is fetched     feed#<sha-256 of the token>     feed
    answer to a request        owner#<owner_id>                idempotency#<sha-256 of its key>
    more of it                 owner#<owner_id>                idempotency#<sha-256 of its key>#<nonce>#<number>
    event, home copy           <calendar_id>#events            <date of its id>#<event_id>
    event, another day's copy  <calendar_id>#events            <date>#<event_id>
    event, spanning copy       <calendar_id>#spanning          <last date>#<event_id>
    tombstone                  as the home copy it replaces
    dropped overrides          <calendar_id>#dropped           <instant>#<event_id of one>
    UID that was imported      <calendar_id>#uids              <sha-256 of it>
    import job                 <calendar_id>#imports           job#<job_id>
    chunk of its file          <calendar_id>#imports           part#<job_id>#<sha-256 of the part>#<number>
    some of its results        <calendar_id>#imports           results#<job_id>#<number of the first>
    layout of the table        layout                          layout

`docs/storage.md` says why. Keys are made here and nowhere else.
"""

from datetime import date
from hashlib import sha256
from typing import Any, TypedDict
from uuid import UUID

from domain.event import Uid
from domain.ids import CalendarId, EventId, FeedId, IdentityId, ImportJobId, KeyId, OwnerId, home_date

Item = dict[str, Any]


class Key(TypedDict):
    """The primary key of an item."""

    pk: str
    sk: str


PARTITION_KEY, SORT_KEY = "pk", "sk"
TTL_ATTRIBUTE = "expires_epoch"
LAST_USED = "last_used_at"
"""The one attribute of a credential that the authorizer writes."""

LAST_FETCHED = "last_fetched_at"
"""The one attribute of a feed that fetching it writes."""

OWNER, FEED = "owner#", "feed#"
"""What the partition keys of an owner's own items begin with, and those of feeds as they are fetched."""

OWN_CALENDAR, DELETION = "calendar#", "deletion#"
"""What the sort keys of an owner's calendars begin with, and those of deletions."""

LAYOUT_KEY = Key(pk="layout", sk="layout")
"""Where the table says by which layout it is kept."""

STREAM_VIEW = "NEW_AND_OLD_IMAGES"

OWNERS, AUDIT = "owners", "audit"
"""Partitions of their own: the list of all owners, and the record of what was done to them."""

KEYRING = ("identity#", "profile")
"""The bounds of the sort keys that make up an owner's keyring: identities, keys and the owner itself, in this order."""

_ANSWER = "idempotency#"
_BEHIND_ALL = "~"  # sorts behind every id
_ID = 36  # characters

BY_CHANGE = "by_change"
"""Home copies and tombstones by the time of their last change."""

INDEXES = {BY_CHANGE: ("calendar_id", "change_position")}


Position = tuple[str, str]
"""A primary key to look up by."""


def key_of(item: Item) -> Key:
    """The primary key of an item that there is."""
    return Key(pk=item["pk"], sk=item["sk"])


def position(item: Item | Key) -> Position:
    """Where an item is, as something to look it up by."""
    return item["pk"], item["sk"]


def profile_key(owner_id: OwnerId) -> Key:
    return Key(pk=owner_partition(owner_id), sk="profile")


def owner_entry_key(owner_id: OwnerId) -> Key:
    return Key(pk=OWNERS, sk=str(owner_id))


def lock_key(owner_id: OwnerId) -> Key:
    return Key(pk=owner_partition(owner_id), sk="lock")


def owner_deletion_key(owner_id: OwnerId, deleted_at: str) -> Key:
    """Each deletion has its own: a RapidAPI user may be deleted again within a day, and the stream must show that."""
    return Key(pk=owner_partition(owner_id), sk=f"{DELETION}{deleted_at}")


def owner_name_key(name: str) -> Key:
    return Key(pk=f"owner-name#{name}", sk="name")


def listed_key_key(owner_id: OwnerId, key_id: KeyId) -> Key:
    return Key(pk=owner_partition(owner_id), sk=f"key#{key_id}")


def proving_key_key(fingerprint: str) -> Key:
    return Key(pk=f"key#{fingerprint}", sk="key")


def listed_identity_key(owner_id: OwnerId, identity_id: IdentityId) -> Key:
    return Key(pk=owner_partition(owner_id), sk=f"identity#{identity_id}")


def proving_identity_key(rapidapi_user: str) -> Key:
    return Key(pk=f"rapidapi#{rapidapi_user}", sk="identity")


def claim_key(fingerprint: str) -> Key:
    return Key(pk=f"claim#{fingerprint}", sk="claim")


def attempts_key(owner_id: OwnerId, hour: str) -> Key:
    return Key(pk=owner_partition(owner_id), sk=f"attempts#{hour}")


def audit_key(entry_id: UUID) -> Key:
    return Key(pk=AUDIT, sk=str(entry_id))


def calendar_key(owner_id: OwnerId, calendar_id: CalendarId) -> Key:
    return Key(pk=owner_partition(owner_id), sk=f"{OWN_CALENDAR}{calendar_id}")


def calendars_behind(calendar_id: CalendarId | None) -> tuple[str, str]:
    """The bounds of the sort keys of an owner's calendars, all or those behind one."""
    return _behind(OWN_CALENDAR, calendar_id)


def deletion_key(owner_id: OwnerId, calendar_id: CalendarId) -> Key:
    return Key(pk=owner_partition(owner_id), sk=f"{DELETION}{calendar_id}")


def listed_feed_key(owner_id: OwnerId, feed_id: FeedId) -> Key:
    return Key(pk=owner_partition(owner_id), sk=f"feed#{feed_id}")


def feeds_behind(feed_id: FeedId | None) -> tuple[str, str]:
    """The bounds of the sort keys of an owner's feeds, all or those behind one."""
    return _behind("feed#", feed_id)


def proving_feed_key(fingerprint: str) -> Key:
    return Key(pk=f"{FEED}{fingerprint}", sk="feed")


def answer_key(owner_id: OwnerId, key_hash: str) -> Key:
    return Key(pk=owner_partition(owner_id), sk=f"{_ANSWER}{key_hash}")


def answer_piece_key(owner_id: OwnerId, key_hash: str, nonce: bytes, number: int) -> Key:
    return Key(pk=owner_partition(owner_id), sk=f"{_ANSWER}{key_hash}#{nonce.hex()}#{number:03}")


def all_answers() -> tuple[str, str]:
    """The bounds of the sort keys of what was answered to an owner."""
    return _behind(_ANSWER, None)


def home_key(calendar_id: CalendarId, event_id: EventId) -> Key:
    """Where the truth about an event is; raises EventNotFound for an id that Daybook cannot have made."""
    return day_key(calendar_id, home_date(event_id), event_id)


def day_key(calendar_id: CalendarId, day: date, event_id: EventId) -> Key:
    return Key(pk=event_partition(calendar_id), sk=f"{day}#{event_id}")


def days_between(first: date, last: date) -> tuple[str, str]:
    """The bounds of the sort keys of what is copied to two dates and those between."""
    return str(first), f"{last}{_BEHIND_ALL}"


def day_in(key: Key) -> date:
    """The date that a copy is for."""
    return date.fromisoformat(key["sk"].partition("#")[0])


def spanning_key(calendar_id: CalendarId, last: date, event_id: EventId) -> Key:
    return Key(pk=spanning_partition(calendar_id), sk=f"{last}#{event_id}")


def dropped_key(calendar_id: CalendarId, dropped_at: str, event_id: EventId) -> Key:
    return Key(pk=dropped_partition(calendar_id), sk=f"{dropped_at}#{event_id}")


def uid_key(calendar_id: CalendarId, uid: Uid) -> Key:
    return Key(pk=uids_partition(calendar_id), sk=sha256(repr(tuple(uid)).encode()).hexdigest())


def import_job_key(calendar_id: CalendarId, job_id: ImportJobId) -> Key:
    return Key(pk=imports_partition(calendar_id), sk=f"job#{job_id}")


def import_jobs_behind(job_id: ImportJobId | None) -> tuple[str, str]:
    """The bounds of the sort keys of a calendar's import jobs, all or those behind one."""
    return _behind("job#", job_id)


def chunk_key(calendar_id: CalendarId, job_id: ImportJobId, fingerprint: str, number: int) -> Key:
    return Key(pk=imports_partition(calendar_id), sk=f"part#{job_id}#{fingerprint}#{number:03}")


def chunks(job_id: ImportJobId, fingerprint: str | None = None) -> tuple[str, str]:
    """The bounds of the sort keys of the chunks of a job's file, all or those of one part."""
    first = f"part#{job_id}#{fingerprint or ''}"
    return first, f"{first}{_BEHIND_ALL}"


def results_key(calendar_id: CalendarId, job_id: ImportJobId, first: int) -> Key:
    return Key(pk=imports_partition(calendar_id), sk=f"results#{job_id}#{first:08}")


def results_from(job_id: ImportJobId, first: int) -> tuple[str, str]:
    """The bounds of the sort keys of a job's results, from those on that begin with that one."""
    return f"results#{job_id}#{first:08}", f"results#{job_id}#{_BEHIND_ALL}"


def owner_in(key: Key) -> OwnerId:
    """The owner in whose partition an item is; ValueError if it is in none."""
    kind, owner_id = key["pk"][: len(OWNER)], key["pk"][len(OWNER) :]
    return OwnerId(_id_in(owner_id if kind == OWNER else ""))


def calendar_in(key: Key) -> CalendarId:
    """The calendar that an owner's item is, or tells the deletion of; ValueError if there is none."""
    return CalendarId(_id_in(key["sk"].removeprefix(OWN_CALENDAR).removeprefix(DELETION)))


def place_in_calendar(key: Key) -> tuple[CalendarId, str] | None:
    """The calendar in one of whose partitions an item is, and which of them. None if in none."""
    calendar_id, _, place = key["pk"].partition("#")
    try:
        return (CalendarId(_id_in(calendar_id)), place) if place else None
    except ValueError:
        return None


def event_in(key: Key) -> EventId:
    """The event that a copy is of, by its key; ValueError if it is of none."""
    return EventId(_id_in(key["sk"].rpartition("#")[2]))


def job_in(key: Key) -> ImportJobId:
    """The import job that an item belongs to, by its key; ValueError if to none."""
    return ImportJobId(_id_in(key["sk"].partition("#")[2][:_ID]))


def owner_partition(owner_id: OwnerId) -> str:
    return f"{OWNER}{owner_id}"


def event_partition(calendar_id: CalendarId) -> str:
    return f"{calendar_id}#events"


def spanning_partition(calendar_id: CalendarId) -> str:
    return f"{calendar_id}#spanning"


def dropped_partition(calendar_id: CalendarId) -> str:
    return f"{calendar_id}#dropped"


def uids_partition(calendar_id: CalendarId) -> str:
    return f"{calendar_id}#uids"


def imports_partition(calendar_id: CalendarId) -> str:
    return f"{calendar_id}#imports"


def change_position(updated_at: str, event_id: EventId) -> str:
    """The sort key of `by_change`."""
    return f"{updated_at}#{event_id}"


def definition(name: str) -> dict[str, Any]:
    """The table as the CreateTable call wants it."""
    attributes = sorted({PARTITION_KEY, SORT_KEY, *(part for index in INDEXES.values() for part in index)})
    return {
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": one, "AttributeType": "S"} for one in attributes],
        "KeySchema": _schema(PARTITION_KEY, SORT_KEY),
        "GlobalSecondaryIndexes": [
            {"IndexName": index, "KeySchema": _schema(*keys), "Projection": {"ProjectionType": "ALL"}}
            for index, keys in INDEXES.items()
        ],
        "StreamSpecification": {"StreamEnabled": True, "StreamViewType": STREAM_VIEW},
    }


def _id_in(text: str) -> UUID:
    """An id, written as we write it; ValueError if it is none."""
    found = UUID(text)
    if str(found) != text:
        raise ValueError(text)
    return found


def _behind(kind: str, last: UUID | None) -> tuple[str, str]:
    """The bounds of sort keys that are a kind and an id: all of them, or those behind one."""
    return f"{kind}{last}!" if last else kind, f"{kind}{_BEHIND_ALL}"


def _schema(partition: str, sort: str) -> list[dict[str, str]]:
    return [{"AttributeName": partition, "KeyType": "HASH"}, {"AttributeName": sort, "KeyType": "RANGE"}]
