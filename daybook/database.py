"""The database of a command: that of a data folder, any other endpoint, or a deployed table."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from adapters.dynamodb.table import definition
from adapters.settings import Settings
from daybook.control_plane import client, ensure_table
from daybook.data_folder import running_engine
from daybook.engine import Engine
from daybook.failure import Failure

TABLE = "daybook"


@contextmanager
def database(data: Path, url: str | None, *, serves: bool = False) -> Iterator[Engine]:
    """The database to use, with its table, and the environment that leads the functions to it."""
    if url is not None:
        yield _ready(Engine(url, None))
        return
    with running_engine(data, serves=serves) as engine:
        yield _ready(engine)


def use_deployed(table: str, region: str | None, url: str | None) -> None:
    """Lead the functions to a table that is there already; Failure if it is not, or is not ours to use."""
    if region is not None:
        os.environ[Settings.REGION] = os.environ["AWS_DEFAULT_REGION"] = region
    try:
        described = client("dynamodb", url).describe_table(TableName=table)["Table"]
    except (BotoCoreError, ClientError) as error:
        raise Failure(f"The table {table} cannot be used: {error}") from None
    if described["KeySchema"] != definition(table)["KeySchema"]:
        raise Failure(f"The table {table} is none of Daybook's.")
    _lead_to(table, url)


def _ready(engine: Engine) -> Engine:
    try:
        ensure_table(engine.url, TABLE)
    except (BotoCoreError, ClientError) as error:
        raise Failure(f"The database at {engine.url} cannot be used: {error}") from None
    _lead_to(TABLE, engine.url)
    return engine


def _lead_to(table: str, url: str | None) -> None:
    os.environ[Settings.TABLE] = table
    if url is not None:
        os.environ[Settings.DATABASE_URL] = url
