"""Plays Lambda's event source mapping: reads the table's stream and gives the records to the worker, in order.

The position is kept in a file, written after the worker is done: what was not finished is given to it again. A record
that fails again and again is parked, so that those behind it are not held up for ever.
"""

import json
import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from threading import Event, Thread
from typing import Any

from daybook.control_plane import client

Worker = Callable[[dict[str, Any], Any], dict[str, Any]]
Park = Callable[[Mapping[str, Any]], object]

_IDLE_SECONDS, _BUSY_SECONDS, _TROUBLE_SECONDS, _BATCH, _TRIES = 0.5, 0.1, 2.0, 1000, 10
_NEW_SHARDS_SECONDS = 60.0
_A_TURN_MILLISECONDS = 900_000
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Turn:
    """What our workers look at of Lambda's context: no time is left once they are told to end."""

    ends: Event = field(default_factory=Event)

    def get_remaining_time_in_millis(self) -> int:
        return 0 if self.ends.is_set() else _A_TURN_MILLISECONDS


def first_failure(worker: Worker, records: Sequence[Any], turn: Turn) -> str | None:
    """Give records to a worker; return the number of the first one that it could not do, or broke down at."""
    try:
        failures = worker({"Records": records}, turn)["batchItemFailures"]
    except Exception:
        logger.exception("The stream worker broke down.")
        if len(records) == 1:
            return str(records[0]["dynamodb"]["SequenceNumber"])
        return next((one for record in records if (one := first_failure(worker, [record], turn)) is not None), None)
    return str(failures[0]["itemIdentifier"]) if failures else None


class StreamPump:
    """Feeds a worker until stopped. `kept` is the file that remembers how far each shard is done; `park` is given what
    failed `_TRIES` times."""

    def __init__(self, url: str | None, table: str, worker: Worker, kept: Path, park: Park) -> None:
        self._streams = client("dynamodbstreams", url)
        self._streams.meta.events.register("before-parse.dynamodb-streams.GetRecords", _as_it_came)
        self._arn = client("dynamodb", url).describe_table(TableName=table)["Table"].get("LatestStreamArn")
        self._worker = worker
        self._kept = kept
        self._park = park
        self._failures: Counter[str] = Counter()
        self._done: dict[str, str] = self._remembered()
        self._iterators: dict[str, str | None] = {}
        self._shards: list[str] = []
        self._shards_until = 0.0
        self._stopping = Event()
        self._thread = Thread(target=self._run, name=f"pump-{kept.stem}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish the batch at hand and end."""
        self._stopping.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                pause = _pause_after(self.pump())
            except Exception:
                logger.exception("The stream worker failed; it will be tried again.")
                self._iterators.clear()
                pause = _TROUBLE_SECONDS
            self._stopping.wait(pause)

    def pump(self) -> int:
        """Take a batch from each shard through the worker; return how many records there were."""
        if time.monotonic() > self._shards_until:
            described = self._streams.describe_stream(StreamArn=self._arn)["StreamDescription"]["Shards"]
            self._shards = [shard["ShardId"] for shard in described]
            self._shards_until = time.monotonic() + _NEW_SHARDS_SECONDS
        return sum(self._pump_shard(shard) for shard in self._shards)

    def _pump_shard(self, shard: str) -> int:
        iterator = self._iterators.get(shard, "") or self._iterator(shard)
        answer = self._streams.get_records(ShardIterator=iterator, Limit=_BATCH)
        records = answer["Records"]
        if records:
            self._give(shard, records)
        self._iterators[shard] = answer.get("NextShardIterator")
        return len(records)

    def _give(self, shard: str, records: Sequence[Any]) -> None:
        """Remember what the worker did; raise RuntimeError if there is a record that it could not do yet."""
        numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
        failed = first_failure(self._worker, records, Turn(self._stopping))
        if failed is None:
            self._remember(shard, numbers[-1])
            return
        if failed in numbers[1:]:
            self._remember(shard, numbers[numbers.index(failed) - 1])
        self._failures[failed] += 1
        if failed not in numbers or self._failures[failed] < _TRIES:
            raise RuntimeError(f"The worker could not do record {failed}.")
        self._park(records[numbers.index(failed)])
        self._remember(shard, failed)
        raise RuntimeError(f"The worker could not do record {failed}, {_TRIES} times. It is a dead letter now.")

    def _iterator(self, shard: str) -> str:
        done = self._done.get(f"{self._arn}/{shard}")
        where = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": done} if done else {}
        answer = self._streams.get_shard_iterator(
            StreamArn=self._arn, ShardId=shard, **(where or {"ShardIteratorType": "TRIM_HORIZON"})
        )
        return str(answer["ShardIterator"])

    def _remembered(self) -> dict[str, str]:
        try:
            return dict(json.loads(self._kept.read_text()))
        except (OSError, ValueError):
            return {}

    def _remember(self, shard: str, sequence_number: str) -> None:
        self._done[f"{self._arn}/{shard}"] = sequence_number
        fresh = self._kept.with_suffix(".new")
        fresh.write_text(json.dumps(self._done))
        fresh.replace(self._kept)


def _pause_after(records: int) -> float:
    """Until the next look at the stream: under load, long enough for some records to gather, since a look costs more
    than they do."""
    if records >= _BATCH:
        return 0.0
    return _BUSY_SECONDS if records else _IDLE_SECONDS


def _as_it_came(response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: object) -> None:
    """Take the reading of records out of botocore's hands: that costs ten times as much, and makes other values of them
    than the JSON that Lambda would hand on."""
    if response_dict["status_code"] == HTTPStatus.OK:
        customized_response_dict.update(json.loads(response_dict["body"]))
        response_dict["body"] = b"{}"
