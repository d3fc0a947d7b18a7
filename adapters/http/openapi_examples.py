"""What answers look like: one example of each kind of resource, made by the views themselves."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from adapters.http.address import Address
from adapters.http.schemas.batch_views import OutcomeView
from adapters.http.schemas.calendar_views import CalendarView, calendar_view
from adapters.http.schemas.event_views import EventView, event_view
from adapters.http.schemas.feed_views import FeedView, NewFeedView, feed_view, new_feed_resource
from adapters.http.schemas.identity_views import ClaimView, IdentityView, claim_resource, identity_view
from adapters.http.schemas.import_job_views import ImportJobView, import_job_view
from adapters.http.schemas.import_views import ImportView, ResultView, import_view, result_view
from adapters.http.schemas.key_views import KeyView, NewKeyView, key_view, new_key_view
from adapters.http.schemas.me_views import MeView, me_resource
from adapters.http.schemas.owner_views import EntryView, OwnerView, UsageView, entry_view, owner_view, usage_view
from adapters.http.schemas.resource import Deletion, deletion
from domain.audit import Entry
from domain.calendar import Calendar, CalendarDetails
from domain.caller import Caller
from domain.event import Attendee, Event, EventDetails, Reminder
from domain.feed import Feed, FeedDetail
from domain.grant import Grant
from domain.identity import CLAIM_LIFETIME, Claim, identity_of
from domain.ids import CalendarId, EventId, FeedId, ImportJobId, KeyId, OwnerId
from domain.import_job import ImportJob, JobStatus
from domain.incoming import ImportResult, Outcome
from domain.key import Key
from domain.keyring import Keyring
from domain.owner import Owner
from domain.use_cases.feeds import NewFeed
from domain.use_cases.identities import NewClaim
from domain.use_cases.keys import NewKey
from domain.use_cases.usage import Usage
from domain.when import Timed

_NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
_CALENDAR = Calendar(
    CalendarId(UUID("019ca8b5-1000-7d3e-8a41-5f0c2b9d7e10")),
    OwnerId(UUID(int=0)),
    CalendarDetails("Work", None, ZoneInfo("Europe/Berlin"), "teal", {"team": "platform"}),
    created_at=_NOW,
    updated_at=_NOW,
)
_EVENT = Event(
    EventId(UUID("0cb8ad4f-bd80-8c55-be6b-0f4d2a7c11aa")),
    _CALENDAR.id,
    Timed(datetime(2026, 3, 29, 7, tzinfo=UTC), datetime(2026, 3, 29, 8, tzinfo=UTC), ZoneInfo("Europe/Berlin")),
    EventDetails(
        "Planning",
        description="Bring the *numbers*.",
        location="Room 4",
        attendees=(Attendee("ada@example.org", "Ada Lovelace"),),
        reminders=(Reminder(15),),
    ),
    created_at=_NOW,
    updated_at=_NOW,
)
_OWNER = Owner(OwnerId(UUID("019ca8b4-2000-7b1f-8e13-6a2d3c4b5e60")), "Acme", _NOW, _NOW)
_KEY = Key(
    KeyId(UUID("019ca8b6-3000-7c2e-9f57-1b0a4d6c8e21")),
    "",
    "dbk_…wxyz",
    "Backup job",
    Grant(frozenset({"calendars:read", "events:read"}), expires_at=_NOW + timedelta(days=365)),
    _NOW,
    _NOW,
)
_FEED = Feed(
    FeedId(UUID("019ca8b8-5000-7e4a-9d25-3f6b8c0a1e47")),
    _OWNER.id,
    (_CALENDAR.id,),
    "Family wall",
    FeedDetail.TITLE,
    90,
    730,
    "",
    "Zm9v…",
    _NOW,
    _NOW,
)
_RESULTS = [
    ImportResult("planning@example.org", 4, Outcome.CREATED, _EVENT.id),
    ImportResult("retreat@example.org", 17, Outcome.FAILED, reason="DTSTART is missing: it says when the event is."),
]
_JOB = ImportJob(
    ImportJobId(UUID("019ca8b9-6000-7b5c-8a36-4d7e9f0b1c58")),
    _CALENDAR.id,
    _OWNER.id,
    dry_run=False,
    parts=("", ""),
    created_at=_NOW,
    updated_at=_NOW + timedelta(seconds=5),
    status=JobStatus.RUNNING,
    total=12_000,
    counts={Outcome.CREATED: 2_698, Outcome.FAILED: 2},
    version=29,
)
_IDENTITY = identity_of("ada", _NOW)
_CLAIM = NewClaim(Claim(_KEY.id, "", "ada", _NOW + CLAIM_LIFETIME), "7K3Q-M0XW-9TRC-45ZB")
_ENTRY = Entry(
    UUID("019ca8b7-4000-7a3d-8b68-2c1b5e7d9f32"),
    _NOW,
    "owner_keys.create",
    _OWNER.id,
    str(_KEY.id),
    _OWNER.id,
    _OWNER.name,
    (_KEY.id,),
)
_CALLER = Caller(_OWNER.id, str(_KEY.id), _KEY.grant, plan=_OWNER.plan)

_CREATED: OutcomeView = {
    "operation": "calendars.create",
    "status": 201,
    "headers": {"ETag": '"1"', "Location": f"/v1/calendars/{_CALENDAR.id}"},
    "body": {"data": calendar_view(_CALENDAR), "meta": {}},
    "omitted": False,
}
_NEW_FEED = NewFeed(_FEED, "(the-token)")

EXAMPLES: Mapping[object, Mapping[str, Any]] = {
    CalendarView: calendar_view(_CALENDAR),
    OutcomeView: _CREATED,
    EventView: event_view(_EVENT),
    Deletion: deletion("calendar", _CALENDAR.id).view,
    MeView: me_resource(_CALLER, Keyring(_OWNER, (_KEY,))).view,
    KeyView: key_view(_KEY, _NOW),
    NewKeyView: new_key_view(NewKey(_KEY, "dbk_(the key itself)")),
    ImportView: import_view(_CALENDAR.id, _RESULTS, dry_run=False),
    ImportJobView: import_job_view(_JOB),
    ResultView: result_view(_RESULTS[1]),
    FeedView: feed_view(_FEED),
    NewFeedView: new_feed_resource(_NEW_FEED, Address("https://calendar.example.org", ""), public_url=None).view,
    ClaimView: claim_resource(_CLAIM).view,
    IdentityView: identity_view(_IDENTITY, _OWNER.id),
    OwnerView: owner_view(_OWNER),
    UsageView: usage_view(_OWNER.id, Usage(calendars=3, events=1742, keys=2, identities=1)),
    EntryView: entry_view(_ENTRY),
}
"""By the view that they are examples of."""
