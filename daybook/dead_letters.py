"""What workers could not do, however often it was tried: kept for somebody to look at, and to be tried once more.

On a laptop each record is a file of the data folder. On AWS it is a message of a queue that tells where in the table's
stream the records were; the stream keeps them for a day.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from daybook.failure import Failure
from daybook.stream_pump import Turn, Worker, first_failure

Record = Mapping[str, Any]

_GONE = {"TrimmedDataAccessException", "ResourceNotFoundException"}
_MOST_MESSAGES, _HIDDEN_SECONDS = 10, 900
_MOST_EMPTY_PAGES = 20


class DeadLetter(NamedTuple):
    """Records that a worker gave up; None if they are kept nowhere any more. `forget` is for when they are done."""

    name: str
    records: Sequence[Record] | None
    forget: Callable[[], object]


class Replay(NamedTuple):
    """The names of the letters that were done now, that failed again, and whose records are gone."""

    done: list[str]
    failed: list[str]
    gone: list[str]


class Parking:
    """A folder of records that were given up, one file each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def park(self, record: Record) -> None:
        """Keep a record, in one step."""
        self._folder.mkdir(parents=True, exist_ok=True)
        number = record["dynamodb"]["SequenceNumber"]
        fresh = self._folder / f"{number}.new"
        fresh.write_text(json.dumps(record, default=str))
        fresh.replace(self._folder / f"{number}.json")

    def letters(self) -> Iterator[DeadLetter]:
        """All of them, in the order of the stream."""
        for path in sorted(self._folder.glob("*.json")):
            yield DeadLetter(path.stem, [json.loads(path.read_text())], path.unlink)


def parking(data: Path, url: str | None) -> Parking:
    """That of a data folder, for its own engine or for a database elsewhere."""
    return Parking(data / ("dead-letters" if url is None else "dead-letters-elsewhere"))


def waiting(sqs: Any, queue: str) -> int:
    """About how many there are in a queue, those included that were tried a moment ago and are hidden for a while."""
    counts = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
    told = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=list(counts))["Attributes"]
    return sum(int(told[name]) for name in counts)


def queued(sqs: Any, streams: Any, queue: str, table: str) -> Iterator[DeadLetter]:
    """Those of a queue, each once: one that fails again is hidden for a while and then there again.

    Raise Failure for one that is about another table than that: what was deleted there may be alive here.
    """
    while messages := sqs.receive_message(
        QueueUrl=queue, MaxNumberOfMessages=_MOST_MESSAGES, VisibilityTimeout=_HIDDEN_SECONDS
    ).get("Messages"):
        for message in messages:
            where = json.loads(message["Body"])["DDBStreamBatchInfo"]
            if f":table/{table}/" not in where["streamArn"]:
                raise Failure(f"The queue {queue} is of another table than {table}: {where['streamArn']}.")

            def forget(handle: str = message["ReceiptHandle"]) -> None:
                sqs.delete_message(QueueUrl=queue, ReceiptHandle=handle)

            yield DeadLetter(message["MessageId"], _records_at(streams, where), forget)


def replay(letters: Iterable[DeadLetter], workers: Sequence[Worker]) -> Replay:
    """Give the records of each letter to all workers, who leave alone what is not theirs, and forget what is done."""
    outcome = Replay([], [], [])
    for letter in letters:
        if letter.records is None:
            outcome.gone.append(letter.name)
        elif any(first_failure(worker, letter.records, Turn()) is not None for worker in workers):
            outcome.failed.append(letter.name)
        else:
            letter.forget()
            outcome.done.append(letter.name)
    return outcome


def _records_at(streams: Any, where: Mapping[str, Any]) -> list[Record] | None:
    """The records of the stream from one number to another; None if they are there no more."""
    last, found = int(where["endSequenceNumber"]), list[Record]()
    try:
        for page in _pages(streams, where):
            found += [one for one in page if _number(one) <= last]
            if page and _number(page[-1]) >= last:
                break
    except ClientError as error:
        if error.response["Error"]["Code"] not in _GONE:
            raise
    return found or None


def _pages(streams: Any, where: Mapping[str, Any]) -> Iterator[list[Record]]:
    """What the stream holds from a number on. Some pages are empty, and at its open end all are."""
    iterator = streams.get_shard_iterator(
        StreamArn=where["streamArn"],
        ShardId=where["shardId"],
        ShardIteratorType="AT_SEQUENCE_NUMBER",
        SequenceNumber=where["startSequenceNumber"],
    )["ShardIterator"]
    empty = 0
    while iterator is not None and empty < _MOST_EMPTY_PAGES:
        answer = streams.get_records(ShardIterator=iterator)
        empty = 0 if answer["Records"] else empty + 1
        yield answer["Records"]
        iterator = answer.get("NextShardIterator")


def _number(record: Record) -> int:
    return int(record["dynamodb"]["SequenceNumber"])
