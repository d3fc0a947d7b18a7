"""What the tests of whole servers share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.server import Server, free_port


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server that the test starts and stops."""
    made = Server(tmp_path / "data", free_port())
    yield made
    made.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server that tests share which only need one; what they make must not meet."""
    made = Server(tmp_path_factory.mktemp("served") / "data", free_port())
    yield made.start()
    made.close()
