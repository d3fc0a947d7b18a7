"""Whether the workers behind the table's stream have seen all that it holds, and done it."""

import json
from typing import Any

from daybook.control_plane import client
from daybook.database import TABLE
from tests.support.server import Server, items_of

_WORKERS = ("stream.json", "imports.json")


def caught_up(server: Server) -> bool:
    return all(_is_done(server, worker) for worker in _WORKERS)


def left_of(server: Server, calendars: set[str]) -> list[dict[str, Any]]:
    """What the table holds of calendars by their paths, but for the word of their deletion."""
    ids = {path.rpartition("/")[2] for path in calendars}
    return [item for item in items_of(server.engine_url) if item["pk"].partition("#")[0] in ids]


def _is_done(server: Server, worker: str) -> bool:
    """Whether nothing comes behind what a worker has remembered as done."""
    streams = client("dynamodbstreams", server.engine_url)
    arn = client("dynamodb", server.engine_url).describe_table(TableName=TABLE)["Table"]["LatestStreamArn"]
    kept = server.data / worker
    done = json.loads(kept.read_text()) if kept.exists() else {}
    shards = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
    return not any(_behind(streams, arn, shard["ShardId"], done) for shard in shards)


def _behind(streams: Any, arn: str, shard: str, done: dict[str, str]) -> list[Any]:
    number = done.get(f"{arn}/{shard}")
    if number is None:
        where = {"ShardIteratorType": "TRIM_HORIZON"}
    else:
        where = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": number}
    iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, **where)["ShardIterator"]
    return list(streams.get_records(ShardIterator=iterator, Limit=1)["Records"])
