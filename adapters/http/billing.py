"""What RapidAPI is told that a call through it costs: a header of each answer, if prices are configured.

Where they are not, which every function finds out, nothing else is loaded.
"""

import os
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from adapters.http.doors import Door, door_of
from adapters.http.endpoints import Endpoint
from adapters.http.replies import Answer
from adapters.settings import Settings

if TYPE_CHECKING:
    from adapters.http.prices import Prices

HEADER = "X-RapidAPI-Billing"

_NO_HEADERS: Mapping[str, str] = {}


@cache
def prices() -> "Prices | None":
    """What calls cost, if that is configured; read once. BadSetting if it makes no sense."""
    return prices_of(os.environ)


def prices_of(environment: Mapping[str, str]) -> "Prices | None":
    """What calls cost by an environment; BadSetting."""
    text = environment.get(Settings.RAPIDAPI_BILLING)
    if not text:
        return None
    from adapters.http.prices import prices_in  # noqa: PLC0415 who bills nobody would wait for it in vain

    return prices_in(text)


def headers(row: Endpoint, event: Mapping[str, Any], answer: Answer) -> Mapping[str, str]:
    """What an answer says of the cost of its call, if that came through RapidAPI."""
    known = prices()
    if known is None or not door_of(event).is_billed:
        return _NO_HEADERS
    from adapters.http.costs import cost  # noqa: PLC0415 likewise

    return {HEADER: known.text(cost(known, row, answer))}


def headers_of_refusals(door: Door, known: "Prices | None") -> Mapping[str, str]:
    """What all answers say that the gateway gives by itself at a door."""
    return {HEADER: known.text({})} if known is not None and door.is_billed else _NO_HEADERS
