"""The database of a command: that of a data folder, any other endpoint, or a deployed table."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from adapters.dynamodb.faults import StorageFault
from adapters.dynamodb.layout import NewerLayout, bring_up_to_date, is_current
from adapters.dynamodb.table import definition
from adapters.settings import Settings
from daybook.aws_errors import told
from daybook.control_plane import client, ensure_table
from daybook.data_folder import running_engine
from daybook.engine import Engine
from daybook.failure import Failure
from functions import wiring

TABLE = "daybook"


@contextmanager
def database(data: Path, url: str | None, *, serves: bool = False) -> Iterator[Engine]:
    """The database to use, with its table, and the environment that leads the functions to it."""
    running = running_engine(data, serves=serves) if url is None else nullcontext(Engine(url, None))
    with running as engine, _failures(f"The database at {engine.url} cannot be used"):
        ensure_table(engine.url, TABLE)
        _lead_to(TABLE, engine.url)
        upgrade()
        yield engine


@contextmanager
def deployed(table: str, url: str | None) -> Iterator[None]:
    """Lead the functions to a table that is there already; Failure if it is not, or is not ours to use."""
    with _failures(f"The table {table} cannot be used"):
        described = client("dynamodb", url).describe_table(TableName=table)["Table"]
        if described["KeySchema"] != definition(table)["KeySchema"]:
            raise Failure(f"The table {table} is none of Daybook's.")
        _lead_to(table, url)
        _look_at_layout()
        yield


def upgrade() -> None:
    """Move what an earlier Daybook kept in other places; Failure if a later one did."""
    with _told_if_newer():
        bring_up_to_date(wiring.table(), _tell_of_moved)


def _look_at_layout() -> None:
    with _told_if_newer():
        if not is_current(wiring.table()):
            print("An earlier version kept this table. `daybook upgrade` brings it up to date.", file=sys.stderr)


@contextmanager
def _told_if_newer() -> Iterator[None]:
    try:
        yield
    except NewerLayout:
        raise Failure("That was kept by a later version of Daybook. Use that one.") from None


def _tell_of_moved(count: int) -> None:
    if count:
        print(f"{count:,} items of an earlier version moved", file=sys.stderr, flush=True)


@contextmanager
def _failures(words: str) -> Iterator[None]:
    try:
        with told(words):
            yield
    except StorageFault as error:
        raise Failure(f"{words}: {error}") from None


def _lead_to(table: str, url: str | None) -> None:
    os.environ[Settings.TABLE] = table
    os.environ[Settings.DATABASE_URL] = url or ""
