"""The functions, in this process, wired to a database: for measuring them without HTTP."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from adapters.settings import Settings
from daybook.database import TABLE
from functions import wiring


@contextmanager
def wired(database_url: str, **settings: str) -> Iterator[None]:
    """Functions find the table there, meanwhile, and these settings in the environment."""
    wiring.reset()
    try:
        with patch.dict(os.environ, {Settings.TABLE: TABLE, Settings.DATABASE_URL: database_url, **settings}):
            yield
    finally:
        wiring.reset()
