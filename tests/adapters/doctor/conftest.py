"""One table for the tests that spoil it: each of them finds it in good health, and leaves it so."""

from collections.abc import Iterator

import pytest

from adapters.dynamodb.client import Table
from adapters.dynamodb.table import definition
from adapters.settings import LOCAL_CREDENTIALS
from daybook.control_plane import client
from tests.adapters.doctor.ward import Ward


@pytest.fixture(scope="session")
def healthy(engine_url: str) -> Ward:
    """A table without TTL, which would sweep up what tests' clocks think is not over."""
    name = "daybook-ward"
    client("dynamodb", engine_url).create_table(**definition(name))
    return Ward(Table(name, endpoint_url=engine_url, region="local", credentials=LOCAL_CREDENTIALS))


@pytest.fixture
def ward(healthy: Ward) -> Iterator[Ward]:
    before = healthy.items()
    yield healthy
    healthy.put_back(before)
