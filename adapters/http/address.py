"""Where a request was sent to, for answers that name addresses."""

import re
from typing import Annotated

from adapters.http.caller import caller_of
from adapters.http.doors import RAPIDAPI, door_of
from adapters.http.markers import Seen
from adapters.http.requests import ProxyEvent, header
from domain.records import dataclass

_HOST = re.compile(r"[A-Za-z0-9._-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Address:
    """`origin` is the scheme and host that the direct door was reached by, None where that is not known: RapidAPI's
    proxy has an address of its own. `stage` is what comes before the paths of rows, empty or as in `/live`.
    """

    origin: str | None
    stage: str

    def path(self, path: str) -> str:
        """A row's path, as it follows the host here."""
        return f"{self.stage}{path}"

    def url(self, path: str, public_url: str | None) -> str | None:
        """The whole address of a row's path: below the public one, if that is set."""
        if public_url is not None:
            return f"{public_url}{path}"
        return f"{self.origin}{self.path(path)}" if self.origin is not None else None


def address_of(event: ProxyEvent) -> Address:
    """The address of a caller's request; CredentialMissing if no authorizer let it through."""
    host = header(event, "Host") or ""
    direct = caller_of(event).rapidapi_user is None and _HOST.fullmatch(host)
    return Address(f"{_scheme(event)}://{host}" if direct else None, stage_of(event))


RequestAddress = Annotated[Address, Seen(lambda event, _: address_of(event))]


def stage_of(event: ProxyEvent) -> str:
    """What comes before the segments of the row, where there is a stage."""
    stage: str = event["requestContext"]["path"].rsplit("/", event["resource"].count("/"))[0]
    return stage


def seen_stage(event: ProxyEvent) -> str:
    """What clients see of the stage: nothing at RapidAPI's door, where the proxy puts it before each path."""
    return "" if door_of(event) == RAPIDAPI else stage_of(event)


def _scheme(event: ProxyEvent) -> str:
    """As the proxy that is nearest to the client says, if there is one."""
    scheme = (header(event, "X-Forwarded-Proto") or "").partition(",")[0].strip().lower()
    return "https" if scheme == "https" else "http"
