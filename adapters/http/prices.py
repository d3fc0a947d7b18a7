"""What calls through RapidAPI cost, in the objects that its plans count: `Requests`, and up to four of the deployer's.

A price is said for all calls that read, for all that write, and for single endpoints by the names of their rows, as in
`read: Requests=1; Credits=1, write: Requests=1; Credits=2, events.import: Requests=1; Credits=1/50`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from adapters.http.doors import RAPIDAPI
from adapters.http.endpoints import BY_NAME, IMPORT, Endpoint
from adapters.settings import BadSetting, Settings
from domain.records import dataclass

REQUESTS = "Requests"
READ, WRITE = "read", "write"
MOST_OWN_OBJECTS = 4

_AMOUNT = r"([A-Za-z0-9][A-Za-z0-9 _-]*)=(\d{1,6})(?:/([1-9]\d{0,5}))?"

Cost = Mapping[str, int]


class Amount(NamedTuple):
    """How much of an object a call costs: `value`, or that for each `per` events begun."""

    value: int
    per: int | None = None

    def of(self, events: int) -> int:
        return self.value * max(1, -(-events // self.per)) if self.per else self.value


Price = Mapping[str, Amount]


@dataclass(frozen=True, slots=True)
class Prices:
    """The price of each call; `objects` are all that any costs. What a price does not name costs none of it."""

    objects: tuple[str, ...]
    prices: Mapping[str, Price]

    def of(self, row: Endpoint) -> Price:
        return self.prices.get(row.name) or self.prices.get(row.data, {})

    def has_own(self, row: Endpoint) -> bool:
        """Whether an endpoint's price is said by its name."""
        return row.name in self.prices

    def text(self, cost: Cost) -> str:
        """A cost as RapidAPI reads it: all objects by name, since it adds one of each that is not there."""
        return "; ".join(f"{name}={cost.get(name, 0)}" for name in self.objects)


def prices_in(text: str) -> Prices:
    """Read the setting; BadSetting if it makes no sense."""
    prices: dict[str, Price] = {}
    for entry in filter(None, map(str.strip, text.split(","))):
        name, colon, price = map(str.strip, entry.partition(":"))
        if not colon:
            raise _bad(f"{entry} is no price; one is as in read: Requests=1; Credits=1.")
        if name in prices:
            raise _bad(f"{name} has two prices.")
        prices[name] = _price(name, price)
    if missing := {READ, WRITE} - prices.keys():
        raise _bad(f"it says no price of {' and of '.join(sorted(missing))}.")
    return Prices(_objects(prices), prices)


def _price(name: str, text: str) -> Price:
    if name not in {READ, WRITE} and not (name in BY_NAME and RAPIDAPI.leads_to(BY_NAME[name])):
        raise _bad(f"{name} is neither {READ} nor {WRITE} nor the name of an endpoint at that door.")
    amounts = dict(_amounts(text))
    if len(amounts) < len(text.split(";")):
        raise _bad(f"the price of {name} names an object twice.")
    if name != IMPORT and any(amount.per for amount in amounts.values()):
        raise _bad(f"only {IMPORT} can cost something for so many events each, not {name}.")
    return amounts


def _amounts(text: str) -> Iterator[tuple[str, Amount]]:
    for part in map(str.strip, text.split(";")):
        found = re.fullmatch(_AMOUNT, part, re.ASCII)
        if found is None:
            raise _bad(f"{part or 'nothing'} is no amount of an object; one is as in Credits=2, without commas.")
        name, value, per = found.groups()
        yield name, Amount(int(value), int(per) if per else None)


def _objects(prices: Mapping[str, Price]) -> tuple[str, ...]:
    named = dict.fromkeys((REQUESTS, *(name for price in prices.values() for name in price)))
    if len({name.lower() for name in named}) < len(named):
        raise _bad("two objects differ in case only. Write each as the plans at RapidAPI do.")
    if len(named) > 1 + MOST_OWN_OBJECTS:
        raise _bad(f"RapidAPI counts {REQUESTS} and at most {MOST_OWN_OBJECTS} objects more.")
    return tuple(named)


def _bad(what: str) -> BadSetting:
    return BadSetting(f"{Settings.RAPIDAPI_BILLING}: {what}")
