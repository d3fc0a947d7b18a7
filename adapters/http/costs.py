"""What a call costs, by its answer.

What was refused, had not changed, or was done before costs nothing. A batch costs what one call does of `Requests`, and
of all else what its operations cost, unless it has a price of its own.
"""

from collections.abc import Mapping
from http import HTTPStatus

import orjson

from adapters.http.endpoints import BATCH, BY_NAME, Endpoint
from adapters.http.idempotency import REPLAYED
from adapters.http.prices import Cost, Prices
from adapters.http.replies import Answer


def cost(prices: Prices, row: Endpoint, answer: Answer) -> Cost:
    """How much of each object a call costs; what is not named is none."""
    if not _was_done(answer.status, answer.headers):
        return {}
    price = prices.of(row)
    events = _imported(answer) if any(amount.per for amount in price.values()) else 0
    own = {name: amount.of(events) for name, amount in price.items()}
    return own if row.name != BATCH or prices.has_own(row) else _cost_of_batch(prices, own, answer)


def _was_done(status: int, headers: Mapping[str, str]) -> bool:
    return status < HTTPStatus.MULTIPLE_CHOICES and REPLAYED not in headers


def _cost_of_batch(prices: Prices, own: Cost, answer: Answer) -> Cost:
    done = [one for one in orjson.loads(answer.body)["data"] if _was_done(one["status"], one["headers"])]
    parts = [prices.of(BY_NAME[one["operation"]]) for one in done]
    requests, *others = prices.objects
    summed = {name: sum(part[name].value for part in parts if name in part) for name in others}
    return {requests: own.get(requests, 0), **summed}


def _imported(answer: Answer) -> int:
    """How many events an import made or changed."""
    view = orjson.loads(answer.body)["data"]
    return 0 if view["dry_run"] else int(view["created"]) + int(view["updated"])
