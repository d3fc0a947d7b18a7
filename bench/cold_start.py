"""Cold start: what a function does before its first answer, beside making a boto3 client and reading one item.

Each measurement is an interpreter of its own that times itself; the three take turns. Functions run from the package
that would be deployed, boto3 from where it is installed; all have byte code, which the first, uncounted turn leaves.
"""

import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from sysconfig import get_path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from adapters.dynamodb.credentials import DynamoCredentials
from adapters.http.caller import authorizer_context
from adapters.settings import Settings
from bench import package
from bench.calendars import Measured
from bench.report import Row, Section, progress
from bench.server import clean_environment
from daybook.database import TABLE
from domain import api_key

_RUNS = 11
_SAMPLE = Path(__file__).parents[1] / "events" / "events.list.json"
_TIMED = """
import decimal, json, logging, re, sys, threading, time, traceback  # Lambda's runtime has these already
given = json.loads(sys.stdin.read())
start = time.perf_counter()
{load}
loaded = time.perf_counter()
{call}
print(loaded - start, time.perf_counter() - start)
"""


class _Program(NamedTuple):
    deployed: bool
    load: str
    call: str


_REFERENCE = "boto3's DynamoDB client"
_PROGRAMS = {
    _REFERENCE: _Program(
        deployed=False,
        load="import boto3; client = boto3.client('dynamodb', endpoint_url=given['url'], region_name='local',"
        " aws_access_key_id='local', aws_secret_access_key='local')",
        call="client.get_item(TableName=given['table'], Key={'pk': {'S': 'none'}, 'sk': {'S': 'none'}})",
    ),
    "functions.authorizer": _Program(
        deployed=True,
        load="from functions.authorizer import handler",
        call="handler(given['authorizer'], None)",
    ),
    "functions.events.list": _Program(
        deployed=True,
        load="from functions.events.list import handler",
        call="assert handler(given['list'], None)['statusCode'] == 200",
    ),
}

Turn = dict[str, tuple[float, float]]


def measure(at: Measured) -> Section:
    """Compare each with boto3 in the same turn."""
    progress(f"Cold start: {_RUNS} fresh interpreters for each program")
    with TemporaryDirectory(prefix="daybook-bench-") as folder:
        package.assemble(Path(folder, "package"))
        given = json.dumps(_given(at))
        turns = [{name: _time(name, given, at, Path(folder)) for name in _PROGRAMS} for _ in range(1 + _RUNS)][1:]
    note = (
        "Milliseconds in a fresh interpreter, median, and the median ratio to boto3 in the same turn: for the import"
        " (boto3: with making the client), and with the first call (boto3: reading one item)."
    )
    return Section("Cold start", note, [_row(name, turns) for name in _PROGRAMS])


def _row(name: str, turns: list[Turn]) -> Row:
    row: dict[str, str | float] = {"program": name}
    for index, column in enumerate(("import", "with first call")):
        row[f"{column}, ms"] = round(median(turn[name][index] for turn in turns) * 1000)
        row[f"{column}, ratio"] = round(median(turn[name][index] / turn[_REFERENCE][index] for turn in turns), 2)
    return row


def _time(name: str, given: str, at: Measured, folder: Path) -> tuple[float, float]:
    program = _PROGRAMS[name]
    environment = clean_environment(
        **{Settings.TABLE: TABLE, Settings.DATABASE_URL: at.server.engine_url},
        PYTHONPATH=str(folder / "package") if program.deployed else get_path("platlib"),
        PYTHONPYCACHEPREFIX=str(folder / "bytecode"),
    )
    ran = subprocess.run(
        [sys.executable, "-S", "-c", _TIMED.format(load=program.load, call=program.call)],
        input=given,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=folder,
    )
    loaded, answered = map(float, ran.stdout.split()[-2:])  # functions log to stdout, too
    return loaded, answered


def _given(at: Measured) -> dict[str, Any]:
    """What the programs are called with: the sample event, for the calendar and owner at hand."""
    caller = DynamoCredentials(at.server.table()).holder_of(api_key.fingerprint(at.server.key))
    assert caller is not None
    listing = json.loads(_SAMPLE.read_text())
    listing["pathParameters"]["calendar_id"] = str(at.id)
    listing["requestContext"]["authorizer"] = authorizer_context(caller)
    stage = "arn:aws:execute-api:local:000000000000:daybook/local"
    asking = {"multiValueHeaders": {"X-Api-Key": [at.server.key]}, "methodArn": f"{stage}/GET/v1/calendars"}
    return {"url": at.server.engine_url, "table": TABLE, "authorizer": asking, "list": listing}
