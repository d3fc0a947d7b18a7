"""What proves who calls. It comes from the environment: arguments are seen by all who can list processes."""

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from adapters.http.doors import DIRECT, RAPIDAPI
from daybook.failure import Failure

KEY, PROXY_SECRET = "DAYBOOK_KEY", "DAYBOOK_PROXY_SECRET"
_USER = "daybook-smoke"
_MARKETPLACE = ".rapidapi.com"
_NOBODYS = "nobody-has-this"


class Credential(NamedTuple):
    """The headers to send; `wrong` are such as nobody has, None if it is not our door that would refuse them."""

    headers: Mapping[str, str]
    wrong: Mapping[str, str] | None

    @property
    def at_our_door(self) -> bool:
        return self.wrong is not None


def credential(url: str, environment: Mapping[str, str]) -> Credential:
    """An API key; at RapidAPI's address a key of that; or the proxy's secret, to be let in as RapidAPI is.

    Raise Failure if there is none.
    """
    host = (urlsplit(url.strip()).hostname or "").lower()
    if host.endswith(_MARKETPLACE):
        return Credential({"X-RapidAPI-Key": _taken(environment, KEY), "X-RapidAPI-Host": host}, None)
    if environment.get(PROXY_SECRET) and not environment.get(KEY):
        secret, user = RAPIDAPI.headers
        return Credential({secret: _taken(environment, PROXY_SECRET), user: _USER}, {secret: _NOBODYS, user: _USER})
    (key,) = DIRECT.headers
    return Credential({key: _taken(environment, KEY)}, {key: _NOBODYS})


def _taken(environment: Mapping[str, str], name: str) -> str:
    given = environment.get(name, "").strip()
    if not re.fullmatch(r"[!-~]+", given):
        raise Failure(
            f"{name} in the environment, or KEY= of make smoke, must be the key to call with."
            " `daybook keys create --owner me` makes one; with --stack STACK for a deployment."
        )
    return given
