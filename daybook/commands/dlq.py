"""`daybook dlq`"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from adapters.log import LEVEL
from daybook.commands.managing import Data, Database, Region, Table, at_table, group
from daybook.failure import Failure
from daybook.plainly import plainly

dlq = group()

_Queues = Annotated[
    list[str] | None,
    typer.Option("--queue", help="The URL of a worker's queue, as the stack's outputs tell; may be given twice."),
]


@dlq.command("list")
def list_letters(data: Data = Path(".daybook"), database: Database = None) -> None:
    """List the dead letters of a data folder."""
    from daybook.dead_letters import parking

    letters = list(parking(data, database).letters())
    for letter in letters:
        for record in letter.records or ():
            keys = record["dynamodb"]["Keys"]
            print(f"{letter.name}  {record['eventName']}  {keys['pk']['S']}  {keys['sk']['S']}")
    print(_count(len(letters), "dead letter"))


@dlq.command("replay")
def replay_letters(
    queue: _Queues = None,
    data: Data = Path(".daybook"),
    database: Database = None,
    table: Table = None,
    region: Region = None,
) -> None:
    """Have the workers try their dead letters once more; forget those that are done by that.

    Of a data folder, or, with --queue and --table, of a deployment. Any number of times: what was done stays done.
    """
    if (table is None) != (not queue):
        raise typer.BadParameter("--queue and --table go together: they tell where a deployment is.")
    with plainly(), at_table(data, database, table, region):
        done, failed, gone = _replayed(queue or [], table or "", data, database)
        print(f"{_count(len(done), 'dead letter')} done, {len(failed)} failed again, {len(gone)} gone from the stream.")
        for name in failed:
            print(f"{name} failed again; the log says why.")
        for name in gone:
            print(f"{name} is older than the stream. See docs/operations.md for what to do.")
        if failed or gone:
            raise Failure("Some are left.")


def _replayed(
    queues: Sequence[str], table: str, data: Path, database: str | None
) -> tuple[list[str], list[str], list[str]]:
    from daybook import dead_letters
    from daybook.control_plane import client
    from functions import purge, run_import_jobs

    os.environ.setdefault(LEVEL, "WARNING")

    def letters() -> Iterator[dead_letters.DeadLetter]:
        if not queues:
            yield from dead_letters.parking(data, database).letters()
        for queue in queues:
            yield from dead_letters.queued(client("sqs", None), client("dynamodbstreams", None), queue, table)

    return dead_letters.replay(letters(), [purge.handler, run_import_jobs.handler])


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
