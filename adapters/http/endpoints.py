"""Every endpoint of the API, one row each.

CDK, the local gateway, authorisation, OpenAPI and the tests all read these rows; none has a list of its own. The name
of a row is also the name of its function's module, its sample event, its operationId, its log entries and its scope.
"""

from dataclasses import dataclass
from typing import Literal

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Data = Literal["none", "read", "write"]


@dataclass(frozen=True, slots=True)
class Access:
    """Who may call: everyone, or the holder of a credential with `scope`."""

    scope: str | None

    @property
    def public(self) -> bool:
        return self.scope is None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What AWS must know of an endpoint; what clients must know is in its function's signature.

    `data` says what the function does with the table; its role is granted that and no more.
    """

    name: str
    method: Method
    path: str
    access: Access
    data: Data
    status: int = 200

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


PUBLIC = Access(scope=None)


def owned(scope: str) -> Access:
    """The caller's own data, with that scope."""
    return Access(scope)


CALENDARS = "/v1/calendars"
CALENDAR = f"{CALENDARS}/{{calendar_id}}"
EVENTS = f"{CALENDAR}/events"
EVENT = f"{EVENTS}/{{event_id}}"

ENDPOINTS = (
    Endpoint("calendars.create", "POST", CALENDARS, owned("calendars:write"), data="write", status=201),
    Endpoint("calendars.list", "GET", CALENDARS, owned("calendars:read"), data="read"),
    Endpoint("calendars.get", "GET", CALENDAR, owned("calendars:read"), data="read"),
    Endpoint("calendars.replace", "PUT", CALENDAR, owned("calendars:write"), data="write", status=204),
    Endpoint("calendars.patch", "PATCH", CALENDAR, owned("calendars:write"), data="write", status=204),
    Endpoint("calendars.delete", "DELETE", CALENDAR, owned("calendars:write"), data="write", status=202),
    Endpoint("events.create", "POST", EVENTS, owned("events:write"), data="write", status=201),
    Endpoint("events.list", "GET", EVENTS, owned("events:read"), data="read"),
    Endpoint("events.get", "GET", EVENT, owned("events:read"), data="read"),
    Endpoint("events.replace", "PUT", EVENT, owned("events:write"), data="write", status=204),
    Endpoint("events.patch", "PATCH", EVENT, owned("events:write"), data="write", status=204),
    Endpoint("events.delete", "DELETE", EVENT, owned("events:write"), data="write", status=204),
    Endpoint("service.root", "GET", "/", PUBLIC, data="none"),
    Endpoint("service.ping", "GET", "/ping", PUBLIC, data="none"),
    Endpoint("service.docs", "GET", "/docs", PUBLIC, data="none"),
    Endpoint("service.docs_asset", "GET", "/docs/{asset}", PUBLIC, data="none"),
    Endpoint("service.openapi", "GET", "/openapi.json", PUBLIC, data="none"),
)

BY_NAME = {endpoint.name: endpoint for endpoint in ENDPOINTS}
SCOPES = tuple(sorted({endpoint.access.scope for endpoint in ENDPOINTS if endpoint.access.scope}))
