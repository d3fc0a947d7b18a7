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
