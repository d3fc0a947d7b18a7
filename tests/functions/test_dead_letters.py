"""Dead letters: parked after so many tries, replayed from a folder or a queue, forgotten when done."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from adapters.dynamodb.staging import StagingTable
from daybook.control_plane import client
from daybook.dead_letters import Parking, Replay, parking, queued, replay
from daybook.failure import Failure
from daybook.stream_pump import _TRIES, StreamPump
from functions import purge, run_import_jobs
from tests.conftest import TABLE
from tests.functions.test_purge import left_of
from tests.support.api import Api
from tests.support.stream import drain
from tests.support.world import AT

WORKERS = [purge.handler, run_import_jobs.handler]


class Poison:
    """A worker who cannot do what tells of some partitions."""

    def __init__(self) -> None:
        self.partitions: set[str] = set()
        self.given: list[str] = []

    def __call__(self, event: dict[str, Any], context: object) -> dict[str, Any]:
        for record in event["Records"]:
            if record["dynamodb"]["Keys"]["pk"]["S"] in self.partitions:
                return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]}]}
            self.given.append(record["dynamodb"]["Keys"]["pk"]["S"])
        return {"batchItemFailures": []}


def put(table: StagingTable, *partitions: str) -> None:
    for partition in partitions:
        table.put({"pk": partition, "sk": "x", "type": "test"})


def test_a_record_that_fails_again_and_again_is_parked_and_those_behind_it_go_on(
    wired: str, table: StagingTable, caught_up: Path, tmp_path: Path
) -> None:
    worker, lot = Poison(), Parking(tmp_path / "dead-letters")
    worker.partitions = {"bad"}
    put(table, "before", "bad", "behind")
    pump = StreamPump(wired, TABLE, worker, caught_up, lot.park)
    for _ in range(_TRIES):
        with pytest.raises(RuntimeError):
            pump.pump()
        pump._iterators.clear()
    drain(pump)
    assert [one for one in worker.given if one in {"before", "behind"}] == ["before", "behind"]
    (letter,) = lot.letters()
    assert letter.records is not None
    assert letter.records[0]["dynamodb"]["Keys"]["pk"]["S"] == "bad"


def test_a_record_that_breaks_the_worker_down_is_parked_as_well(
    wired: str, table: StagingTable, caught_up: Path, tmp_path: Path
) -> None:
    given, lot = [], Parking(tmp_path / "dead-letters")

    def worker(event: dict[str, Any], _context: object) -> dict[str, Any]:
        names = [record["dynamodb"]["Keys"]["pk"]["S"] for record in event["Records"]]
        if "broken" in names:
            raise ValueError("not in our words")
        given.extend(names)
        return {"batchItemFailures": []}

    put(table, "first", "broken", "last")
    pump = StreamPump(wired, TABLE, worker, caught_up, lot.park)
    for _ in range(_TRIES):
        with pytest.raises(RuntimeError):
            pump.pump()
        pump._iterators.clear()
    drain(pump)
    assert {"first", "last"} <= set(given)
    (letter,) = lot.letters()
    assert replay([letter], [worker]) == Replay([], [letter.name], [])


def test_a_letter_is_forgotten_only_when_it_is_done(tmp_path: Path) -> None:
    worker, lot = Poison(), Parking(tmp_path / "dead-letters")
    for number, partition in enumerate(("good", "bad")):
        keys = {"pk": {"S": partition}, "sk": {"S": "x"}}
        lot.park({"eventName": "INSERT", "dynamodb": {"Keys": keys, "SequenceNumber": str(number)}})
    worker.partitions = {"bad"}
    assert replay(lot.letters(), [worker]) == Replay(["0"], ["1"], [])
    worker.partitions = set()
    assert replay(lot.letters(), [worker]) == Replay(["1"], [], [])
    assert list(lot.letters()) == []
    assert worker.given == ["good", "bad"]


def test_a_purge_that_was_given_up_is_made_up_for(
    wired: str, api: Api, caught_up: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calendar = api.new_calendar()
    api.new_event(calendar, **AT)
    api.delete(calendar)
    lot = parking(tmp_path, None)
    with monkeypatch.context() as patch:
        patch.setattr(purge, "_purge", lambda _: 1 / 0)
        pump = StreamPump(wired, TABLE, purge.handler, caught_up, lot.park)
        for _ in range(_TRIES):
            with pytest.raises(RuntimeError):
                pump.pump()
            pump._iterators.clear()
    assert left_of(wired, calendar.rpartition("/")[2])
    done, failed, gone = replay(lot.letters(), WORKERS)
    assert (len(done), failed, gone) == (1, [], [])
    assert not left_of(wired, calendar.rpartition("/")[2])


class Queue:
    """A double of what we use of SQS: messages that are hidden once received, until deleted."""

    def __init__(self, *bodies: dict[str, Any]) -> None:
        self.hidden: list[str] = []
        self.messages = [
            {"MessageId": f"m{at}", "ReceiptHandle": f"h{at}", "Body": json.dumps(body)}
            for at, body in enumerate(bodies)
        ]

    def receive_message(self, **_: Any) -> dict[str, Any]:
        shown = [one for one in self.messages if one["MessageId"] not in self.hidden][:1]
        self.hidden += [one["MessageId"] for one in shown]
        return {"Messages": shown} if shown else {}

    def delete_message(self, *, QueueUrl: str, ReceiptHandle: str) -> None:  # noqa: N803 as boto3 has it
        assert QueueUrl == "the queue"
        self.messages = [one for one in self.messages if one["ReceiptHandle"] != ReceiptHandle]


def batch_info(wired: str, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """What Lambda would say, in a queue, of the records that are wanted."""
    streams = client("dynamodbstreams", wired)
    arn = client("dynamodb", wired).describe_table(TableName=TABLE)["Table"]["LatestStreamArn"]
    for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
        at = {"StreamArn": arn, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
        iterator, numbers = streams.get_shard_iterator(**at)["ShardIterator"], []
        while records := (answer := streams.get_records(ShardIterator=iterator))["Records"]:
            numbers += [one["dynamodb"]["SequenceNumber"] for one in records if wanted(one)]
            iterator = answer["NextShardIterator"]
        if numbers:
            ends = {"startSequenceNumber": numbers[0], "endSequenceNumber": numbers[-1], "batchSize": len(numbers)}
            return {"DDBStreamBatchInfo": {**ends, "shardId": shard["ShardId"], "streamArn": arn}}
    raise AssertionError("no such records")


def test_letters_of_a_queue_are_found_in_the_stream(wired: str, api: Api) -> None:
    calendar = api.new_calendar()
    api.new_event(calendar, **AT)
    api.delete(calendar)
    assert left_of(wired, calendar.rpartition("/")[2])
    sort_key = f"deletion#{calendar.rpartition('/')[2]}"
    there = batch_info(wired, lambda one: one["dynamodb"]["Keys"]["sk"]["S"] == sort_key)
    trimmed = {"DDBStreamBatchInfo": {**there["DDBStreamBatchInfo"], "shardId": "shardId-000000000000-00000000"}}
    queue = Queue(there, trimmed)
    letters = queued(queue, client("dynamodbstreams", wired), "the queue", TABLE)
    with pytest.raises(Failure, match="another table"):
        list(queued(Queue(there), client("dynamodbstreams", wired), "the queue", "other"))
    assert replay(letters, WORKERS) == Replay(["m0"], [], ["m1"])
    assert [one["MessageId"] for one in queue.messages] == ["m1"]
    assert not left_of(wired, calendar.rpartition("/")[2])
