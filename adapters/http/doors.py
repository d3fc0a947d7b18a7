"""The two front doors, with the same routes: who knocks at which, and with what.

A door's identity sources are always present there (API Gateway refuses the call otherwise), so its authorizer's answer
may be cached: no header that several users share is ever the only one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Door:
    """A way into the API; `headers` are its authorizer's identity sources, in the order the use case takes them."""

    name: str
    headers: tuple[str, ...]


DIRECT = Door("direct", ("X-Api-Key",))
RAPIDAPI = Door("rapidapi", ("X-RapidAPI-Proxy-Secret", "X-RapidAPI-User"))

STAGE_VARIABLE = "door"
"""The stage variable that tells the one authorizer which door it guards."""


def door_of(event: Mapping[str, Any]) -> Door:
    """The door that an authorizer's event came through."""
    return RAPIDAPI if (event.get("stageVariables") or {}).get(STAGE_VARIABLE) == RAPIDAPI.name else DIRECT


def identity(event: Mapping[str, Any], door: Door) -> list[str]:
    """The values of a door's headers, whatever their case; empty where missing."""
    given = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    return [given.get(name.lower()) or "" for name in door.headers]
