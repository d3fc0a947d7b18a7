"""The dollars in `docs/costs.md` follow from its prices and from the counts in `docs/storage.md`, which tests take."""

import re
from pathlib import Path

import pytest

COSTS, STORAGE = Path("docs/costs.md").read_text(), Path("docs/storage.md").read_text()
NUMBER = r"([\d.]+)"

COUNTS = {
    name: (int(depth), float(reads), float(writes))
    for name, depth, reads, writes in re.findall(
        rf"^\| (.+?) \| \d+ \| (\d+) \| {NUMBER} \| {NUMBER} \|$", STORAGE, re.MULTILINE
    )
}
PRICES = {
    unit: float(price)
    for unit, price in re.findall(rf"^\| [^|]+ \| ([^|]+?) \| {NUMBER} \|$", COSTS.partition("\n## ")[0], re.MULTILINE)
}
OPERATIONS = {
    name: (float(storage), float(total))
    for name, storage, total in re.findall(rf"^\| (\w+\.[^|]+?) \| {NUMBER} \| {NUMBER} \|$", COSTS, re.MULTILINE)
}
USERS = re.findall(rf"^\| ([^|]+?) \| (\d+ % [^|]+?) \| {NUMBER} \|$", COSTS, re.MULTILINE)


def storage_of(name: str) -> float:
    _, reads, writes = COUNTS[name]
    return reads * PRICES["read unit"] + writes * PRICES["write unit"]


def total_of(name: str) -> float:
    milliseconds = 3 + 5 * COUNTS[name][0]
    return PRICES["call"] + PRICES["invocation"] + milliseconds * PRICES["ms of 1,024 MB"] + storage_of(name)


def test_there_are_prices_and_three_users() -> None:
    assert len(PRICES) == 5
    assert len(OPERATIONS) >= 7
    assert len(USERS) == 3


@pytest.mark.parametrize("name", OPERATIONS)
def test_what_a_million_calls_cost(name: str) -> None:
    assert OPERATIONS[name] == (round(storage_of(name), 2), round(total_of(name), 2))


@pytest.mark.parametrize(("user", "mix", "dollars"), USERS)
def test_what_a_million_calls_of_a_user_cost(user: str, mix: str, dollars: str) -> None:
    parts = {name: int(share) for share, name in re.findall(r"(\d+) % ([^·]+?)(?: ·|$)", mix)}
    assert sum(parts.values()) == 100, user
    assert float(dollars) == round(sum(share * total_of(name) for name, share in parts.items()) / 100, 2)
