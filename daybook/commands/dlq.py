"""`daybook dlq`"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.log import LEVEL
from daybook.commands.managing import Data, Database, Place, Region, Stack, Table, at_table, group
from daybook.failure import Failure
from daybook.plainly import plainly

if TYPE_CHECKING:  # it needs botocore, and --help does not
    from daybook import dead_letters

dlq = group()

_Queues = Annotated[
    list[str] | None,
    typer.Option("--queue", help="The URL of a worker's queue, repeatable; by default all that the stack has."),
]


@dlq.command("list")
def list_letters(
    data: Data = Path(".daybook"), database: Database = None, stack: Stack = None, region: Region = None
) -> None:
    """List the dead letters of a data folder, or, with --stack, how many there are in each queue of a deployment."""
    with plainly():
        if stack is not None:
            _list_queues(stack, region)
        elif region is not None:
            raise Failure("--region tells where a deployed stack is. Name that with --stack.")
        else:
            _list_parked(data, database)


@dlq.command("replay")
def replay_letters(
    queue: _Queues = None,
    data: Data = Path(".daybook"),
    database: Database = None,
    stack: Stack = None,
    table: Table = None,
    region: Region = None,
) -> None:
    """Have the workers try their dead letters once more; forget those that are done by that.

    Of a data folder, or of a deployment, which --stack names, or else --table and each --queue. Any number of times:
    what was done stays done.
    """
    place = Place(data, database, stack, table, region)
    with plainly():
        if (queue and not place.deployed) or (table is not None and not queue):
            raise Failure("--queue and --table go together: they tell where a deployment is. --stack tells both.")
        with at_table(place):
            done, failed, gone = _replayed(queue or [], place)
        print(f"{_count(len(done), 'dead letter')} done, {len(failed)} failed again, {len(gone)} gone from the stream.")
        for name in failed:
            print(f"{name} failed again; the log says why.")
        for name in gone:
            print(f"{name} is older than the stream. See docs/operations.md for what to do.")
        if failed or gone:
            raise Failure("Some are left.")


def _list_parked(data: Path, database: str | None) -> None:
    from daybook.dead_letters import parking

    letters = list(parking(data, database).letters())
    for letter in letters:
        for record in letter.records or ():
            keys = record["dynamodb"]["Keys"]
            print(f"{letter.name}  {record['eventName']}  {keys['pk']['S']}  {keys['sk']['S']}")
    print(_count(len(letters), "dead letter"))


def _list_queues(stack: str, region: str | None) -> None:
    from daybook.aws_errors import told
    from daybook.control_plane import client, use_region
    from daybook.dead_letters import waiting
    from daybook.deployment import queues_of

    use_region(region)
    with told(f"The queues of the stack {stack} cannot be read"):
        waiting_in = {queue: waiting(client("sqs", None), queue) for queue in queues_of(stack)}
    for queue, count in waiting_in.items():
        print(f"{count:8,}  {queue}")
    print(_count(sum(waiting_in.values()), "dead letter"))


def _replayed(queues: Sequence[str], place: Place) -> tuple[list[str], list[str], list[str]]:
    from daybook import dead_letters
    from functions import meter_owners, purge, run_import_jobs

    os.environ.setdefault(LEVEL, "WARNING")
    workers = [purge.handler, run_import_jobs.handler]
    if not place.deployed:
        return dead_letters.replay(dead_letters.parking(place.data, place.database).letters(), workers)
    return dead_letters.replay(_queued(queues, place), [*workers, meter_owners.handler])


def _queued(queues: Sequence[str], place: Place) -> "Iterator[dead_letters.DeadLetter]":
    from daybook import dead_letters
    from daybook.aws_errors import told
    from daybook.control_plane import client
    from daybook.deployment import lead_to_usage_plans, queues_of
    from functions.wiring import settings

    if place.stack is not None:
        lead_to_usage_plans(place.stack)
    for queue in queues or queues_of(place.stack or ""):
        with told(f"The queue {queue} cannot be read"):
            sqs, streams = client("sqs", None), client("dynamodbstreams", place.database)
            yield from dead_letters.queued(sqs, streams, queue, settings().table)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
