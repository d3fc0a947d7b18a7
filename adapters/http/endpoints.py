"""Every endpoint of the API, one row each.

CDK, the local gateway, authorisation, OpenAPI and the tests all read these rows; none has a list of its own. The name
of a row is also the name of its function's module, its sample event, its operationId and its log entries.
"""

from typing import Literal

from domain.records import dataclass

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Data = Literal["none", "read", "write", "fetch"]


@dataclass(frozen=True, slots=True)
class Access:
    """Who may call: everyone, or whoever has a credential with the `scope`, if one is needed.

    `shows_events` says that the answer is more than a credential may see that is limited to when someone is busy.
    """

    scope: str | None = None
    public: bool = False
    shows_events: bool = False


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What AWS must know of an endpoint; what clients must know is in its function's signature.

    `data` says what the function does with the table; its role is granted that and no more: `fetch` is to read, and to
    note that it was read. `location` is the path under which what it creates can be read, if it can. `direct_only` says
    that it is not behind the RapidAPI door; nor is what only admins may call. `in_steps` says that it writes in several
    steps, each of which may be repeated, so that it cannot be a part of one; `with_file` says that what it takes or
    gives is no JSON.
    """

    name: str
    method: Method
    path: str
    access: Access
    data: Data
    status: int = 200
    location: str | None = None
    direct_only: bool = False
    in_steps: bool = False
    with_file: bool = False

    @property
    def resource(self) -> str:
        return self.name.partition(".")[0]

    @property
    def action(self) -> str:
        return self.name.partition(".")[2]

    @property
    def module(self) -> str:
        """The function's module; its `handler` is what Lambda calls."""
        return f"functions.{self.resource}.{self.action}"

    @property
    def in_batches(self) -> bool:
        """Whether a batch may have it: it is somebody's own, takes and gives JSON, and is no batch."""
        return not (self.access.public or self.access == ADMIN or self.with_file or self.name == BATCH)

    @property
    def tag(self) -> str:
        """What the documentation lists it under: what its scope is about, if it needs one."""
        return (self.access.scope or self.resource).partition(":")[0]


BATCH, IMPORT = "batch.run", "events.import"
PUBLIC = Access(public=True)
AUTHENTICATED = Access()
ADMIN = Access("admin")


def owned(scope: str, *, shows_events: bool = False) -> Access:
    """The caller's own data, with that scope."""
    return Access(scope, shows_events=shows_events)


CALENDARS = "/v1/calendars"
CALENDAR = f"{CALENDARS}/{{calendar_id}}"
EVENTS = f"{CALENDAR}/events"
EVENT = f"{EVENTS}/{{event_id}}"
KEYS = "/v1/keys"
KEY = f"{KEYS}/{{key_id}}"
CALENDAR_FEEDS = f"{CALENDAR}/feeds"
CALENDAR_FEED = f"{CALENDAR_FEEDS}/{{feed_id}}"
FEEDS = "/v1/feeds"
FEED = f"{FEEDS}/{{feed_id}}"
PUBLIC_FEED = "/feeds/{file}"
IMPORT_JOBS = f"{CALENDAR}/import-jobs"
IMPORT_JOB = f"{IMPORT_JOBS}/{{job_id}}"
IDENTITIES = "/v1/identities"
IDENTITY = f"{IDENTITIES}/{{identity_id}}"
OWNERS = "/v1/admin/owners"
OWNER = f"{OWNERS}/{{owner_id}}"
OWNER_KEYS = f"{OWNER}/keys"
OWNER_KEY = f"{OWNER_KEYS}/{{key_id}}"
OWNER_IDENTITIES = f"{OWNER}/identities"
OWNER_IDENTITY = f"{OWNER_IDENTITIES}/{{identity_id}}"

_READ_EVENTS, _WRITE_EVENTS = owned("events:read", shows_events=True), owned("events:write", shows_events=True)
_READ_FEEDS, _WRITE_FEEDS = owned("feeds:read"), owned("feeds:write", shows_events=True)

ENDPOINTS = (
    Endpoint("calendars.create", "POST", CALENDARS, owned("calendars:write"), "write", 201, location=CALENDARS),
    Endpoint("calendars.list", "GET", CALENDARS, owned("calendars:read"), "read"),
    Endpoint("calendars.get", "GET", CALENDAR, owned("calendars:read"), "read"),
    Endpoint("calendars.replace", "PUT", CALENDAR, owned("calendars:write"), "write", 204),
    Endpoint("calendars.patch", "PATCH", CALENDAR, owned("calendars:write"), "write", 204),
    Endpoint("calendars.delete", "DELETE", CALENDAR, owned("calendars:write"), "write", 202),
    Endpoint("events.create", "POST", EVENTS, _WRITE_EVENTS, "write", 201, location=EVENTS),
    Endpoint("events.list", "GET", EVENTS, _READ_EVENTS, "read"),
    Endpoint("events.get", "GET", EVENT, _READ_EVENTS, "read"),
    Endpoint("events.replace", "PUT", EVENT, _WRITE_EVENTS, "write", 204),
    Endpoint("events.patch", "PATCH", EVENT, _WRITE_EVENTS, "write", 204),
    Endpoint("events.delete", "DELETE", EVENT, _WRITE_EVENTS, "write", 204),
    Endpoint("events.occurrences", "GET", f"{EVENT}/occurrences", _READ_EVENTS, "read"),
    Endpoint("events.reset", "POST", f"{EVENT}/reset", _WRITE_EVENTS, "write", 204),
    Endpoint("calendar_feeds.create", "POST", CALENDAR_FEEDS, _WRITE_FEEDS, "write", 201, location=CALENDAR_FEEDS),
    Endpoint("calendar_feeds.list", "GET", CALENDAR_FEEDS, _READ_FEEDS, "read"),
    Endpoint("calendar_feeds.get", "GET", CALENDAR_FEED, _READ_FEEDS, "read"),
    Endpoint("calendar_feeds.patch", "PATCH", CALENDAR_FEED, _WRITE_FEEDS, "write", 204),
    Endpoint(
        "calendar_feeds.rotate", "POST", f"{CALENDAR_FEED}/rotate", _WRITE_FEEDS, "write", 201, location=CALENDAR_FEEDS
    ),
    Endpoint("calendar_feeds.delete", "DELETE", CALENDAR_FEED, _WRITE_FEEDS, "write", 204),
    Endpoint("feeds.create", "POST", FEEDS, _WRITE_FEEDS, "write", 201, location=FEEDS),
    Endpoint("feeds.list", "GET", FEEDS, _READ_FEEDS, "read"),
    Endpoint("feeds.get", "GET", FEED, _READ_FEEDS, "read"),
    Endpoint("feeds.patch", "PATCH", FEED, _WRITE_FEEDS, "write", 204),
    Endpoint("feeds.rotate", "POST", f"{FEED}/rotate", _WRITE_FEEDS, "write", 201, location=FEEDS),
    Endpoint("feeds.delete", "DELETE", FEED, _WRITE_FEEDS, "write", 204),
    Endpoint("feeds.fetch", "GET", PUBLIC_FEED, PUBLIC, "fetch", direct_only=True),
    Endpoint("events.export", "GET", f"{CALENDAR}/export", _READ_EVENTS, "read", with_file=True),
    Endpoint(IMPORT, "POST", f"{CALENDAR}/import", _WRITE_EVENTS, "write", in_steps=True, with_file=True),
    Endpoint("import_jobs.create", "POST", IMPORT_JOBS, _WRITE_EVENTS, "write", 201, location=IMPORT_JOBS),
    Endpoint("import_jobs.list", "GET", IMPORT_JOBS, _READ_EVENTS, "read"),
    Endpoint("import_jobs.get", "GET", IMPORT_JOB, _READ_EVENTS, "read"),
    Endpoint(
        "import_jobs.upload",
        "PUT",
        f"{IMPORT_JOB}/parts/{{part}}",
        _WRITE_EVENTS,
        "write",
        204,
        in_steps=True,
        with_file=True,
    ),
    Endpoint("import_jobs.results", "GET", f"{IMPORT_JOB}/results", _READ_EVENTS, "read"),
    Endpoint("import_jobs.delete", "DELETE", IMPORT_JOB, _WRITE_EVENTS, "write", 204, in_steps=True),
    Endpoint(BATCH, "POST", "/v1/batch", AUTHENTICATED, "write", in_steps=True),
    Endpoint("me.get", "GET", "/v1/me", AUTHENTICATED, "read"),
    Endpoint("keys.create", "POST", KEYS, owned("keys:write"), "write", 201, location=KEYS),
    Endpoint("keys.list", "GET", KEYS, owned("keys:read"), "read"),
    Endpoint("keys.get", "GET", KEY, owned("keys:read"), "read"),
    Endpoint("keys.patch", "PATCH", KEY, owned("keys:write"), "write", 204),
    Endpoint("keys.rotate", "POST", f"{KEY}/rotate", owned("keys:write"), "write", 201, location=KEYS),
    Endpoint("keys.revoke", "DELETE", KEY, owned("keys:write"), "write", 204),
    Endpoint("identities.claim", "POST", "/v1/identity-claims", owned("identities:write"), "write", 201),
    Endpoint("identities.attach", "POST", IDENTITIES, owned("identities:write"), "write", 201, location=IDENTITIES),
    Endpoint("identities.list", "GET", IDENTITIES, owned("identities:read"), "read"),
    Endpoint("identities.get", "GET", IDENTITY, owned("identities:read"), "read"),
    Endpoint("identities.detach", "DELETE", IDENTITY, owned("identities:write"), "write", 204),
    Endpoint("owners.create", "POST", OWNERS, ADMIN, "write", 201, location=OWNERS),
    Endpoint("owners.list", "GET", OWNERS, ADMIN, "read"),
    Endpoint("owners.get", "GET", OWNER, ADMIN, "read"),
    Endpoint("owners.patch", "PATCH", OWNER, ADMIN, "write", 204),
    Endpoint("owners.suspend", "POST", f"{OWNER}/suspend", ADMIN, "write", 204),
    Endpoint("owners.resume", "POST", f"{OWNER}/resume", ADMIN, "write", 204),
    Endpoint("owners.delete", "DELETE", OWNER, ADMIN, "write", 202),
    Endpoint("owners.usage", "GET", f"{OWNER}/usage", ADMIN, "read"),
    Endpoint("owner_keys.create", "POST", OWNER_KEYS, ADMIN, "write", 201, location=OWNER_KEYS),
    Endpoint("owner_keys.list", "GET", OWNER_KEYS, ADMIN, "read"),
    Endpoint("owner_keys.get", "GET", OWNER_KEY, ADMIN, "read"),
    Endpoint("owner_keys.patch", "PATCH", OWNER_KEY, ADMIN, "write", 204),
    Endpoint("owner_keys.rotate", "POST", f"{OWNER_KEY}/rotate", ADMIN, "write", 201, location=OWNER_KEYS),
    Endpoint("owner_keys.revoke", "DELETE", OWNER_KEY, ADMIN, "write", 204),
    Endpoint("owner_identities.attach", "POST", OWNER_IDENTITIES, ADMIN, "write", 201, location=OWNER_IDENTITIES),
    Endpoint("owner_identities.list", "GET", OWNER_IDENTITIES, ADMIN, "read"),
    Endpoint("owner_identities.get", "GET", OWNER_IDENTITY, ADMIN, "read"),
    Endpoint("owner_identities.detach", "DELETE", OWNER_IDENTITY, ADMIN, "write", 204),
    Endpoint("audit.list", "GET", "/v1/admin/audit", ADMIN, "read"),
    Endpoint("service.root", "GET", "/", PUBLIC, "none"),
    Endpoint("service.ping", "GET", "/ping", PUBLIC, "none"),
    Endpoint("service.docs", "GET", "/docs", PUBLIC, "none"),
    Endpoint("service.docs_asset", "GET", "/docs/{asset}", PUBLIC, "none"),
    Endpoint("service.openapi", "GET", "/openapi.json", PUBLIC, "none"),
)

BY_NAME = {endpoint.name: endpoint for endpoint in ENDPOINTS}
SCOPES = tuple(sorted({endpoint.access.scope for endpoint in ENDPOINTS if endpoint.access.scope}))
