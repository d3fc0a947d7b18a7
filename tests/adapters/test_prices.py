"""What the environment may say of the cost of calls through RapidAPI."""

import pytest

from adapters.http import billing
from adapters.http.endpoints import BY_NAME, ENDPOINTS
from adapters.http.prices import Prices, prices_in
from adapters.settings import BadSetting, Settings

BOTH = "read: Requests=1; Credits=1, write: Requests=1; Credits=2"


def cost(prices: Prices, name: str, events: int = 0) -> str:
    """What a call of an endpoint costs."""
    return prices.text({named: amount.of(events) for named, amount in prices.of(BY_NAME[name]).items()})


def test_a_price_is_of_all_that_read_of_all_that_write_or_of_one_endpoint() -> None:
    prices = prices_in(f"{BOTH}, me.get: Requests=1, events.export: Requests=1; Credits=10; Items Out=3")
    assert cost(prices, "events.get") == "Requests=1; Credits=1; Items Out=0"
    assert cost(prices, "events.create") == "Requests=1; Credits=2; Items Out=0"
    assert cost(prices, "me.get") == "Requests=1; Credits=0; Items Out=0"
    assert cost(prices, "events.export") == "Requests=1; Credits=10; Items Out=3"
    assert cost(prices, "service.ping") == "Requests=0; Credits=0; Items Out=0"


def test_lines_and_spaces_do_not_matter() -> None:
    assert prices_in("\n  read:Requests=1;Credits=1 ,\n  write : Requests=1 ;  Credits=2,\n") == prices_in(BOTH)


def test_requests_are_always_said_and_said_first() -> None:
    assert cost(prices_in("read: Credits=1, write: Credits=2; Requests=1"), "events.list") == "Requests=0; Credits=1"


@pytest.mark.parametrize(("events", "due"), [(0, 1), (1, 1), (50, 1), (51, 2), (5000, 100)])
def test_an_import_may_cost_something_for_so_many_events_begun(events: int, due: int) -> None:
    prices = prices_in(f"{BOTH}, events.import: Requests=1; Credits=1/50")
    assert cost(prices, "events.import", events) == f"Requests=1; Credits={due}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Requests=1", "is no price"),
        ("read: Requests=1", "no price of write"),
        ("me.get: Requests=1", "no price of read and of write"),
        (f"{BOTH}, read: Requests=2", "read has two prices"),
        (f"{BOTH}, events.lust: Requests=1", "events.lust is neither"),
        (f"{BOTH}, owners.list: Requests=1", "owners.list is neither"),
        (f"{BOTH}, feeds.fetch: Requests=1", "feeds.fetch is neither"),
        (f"{BOTH}, me.get:", "nothing is no amount"),
        (f"{BOTH}, me.get: Requests", "Requests is no amount"),
        (f"{BOTH}, me.get: Requests=-1", "Requests=-1 is no amount"),
        (f"{BOTH}, me.get: Requests=0.5", "is no amount"),
        (f"{BOTH}, me.get: Credits!=1", "is no amount"),
        (f"{BOTH}, me.get: Crédits=1", "is no amount"),
        (f"{BOTH}, me.get: Credits=\u0661", "is no amount"),
        (f"{BOTH}, me.get: Requests=1;", "nothing is no amount"),
        (f"{BOTH}, me.get: Requests=1; Requests=2", "names an object twice"),
        (f"{BOTH}, me.get: credits=1", "differ in case"),
        (f"{BOTH}, me.get: A=1; B=1; C=1; D=1", "at most 4"),
        (f"{BOTH}, events.list: Credits=1/50", "only events.import"),
        (f"{BOTH}, events.import: Credits=1/0", "is no amount"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(text: str, words: str) -> None:
    with pytest.raises(BadSetting, match=f"^{Settings.RAPIDAPI_BILLING}: .*{words}"):
        prices_in(text)


@pytest.mark.parametrize("environment", [{}, {Settings.RAPIDAPI_BILLING: ""}])
def test_nothing_is_configured_unless_it_is(environment: dict[str, str]) -> None:
    assert billing.prices_of(environment) is None


def test_every_endpoint_that_uses_the_table_has_a_price() -> None:
    prices = prices_in(BOTH)
    assert {row.data for row in ENDPOINTS if not prices.of(row)} == {"none", "fetch"}
