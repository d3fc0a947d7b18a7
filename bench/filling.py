"""Fills the engine's database file before there is a server: a hundred thousand events in half a minute.

They are written as an export of DynamoDB, which the engine can import; through the API they would take several minutes.
"""

import gzip
import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from boto3.dynamodb.types import TypeSerializer

from adapters.dynamodb.event_items import event_to_items
from adapters.dynamodb.table import definition
from daybook import engine
from daybook.database import TABLE
from domain.event import Event


def fill(database: Path, events: Iterable[Event]) -> None:
    """Make a database that holds the table with these events, and nothing else."""
    with TemporaryDirectory(prefix="daybook-bench-") as folder:
        export, schema = Path(folder, "export"), Path(folder, "schema.json")
        schema.write_text(json.dumps({"Table": definition(TABLE)}))
        _export(export / TABLE / "data", events)
        command = [str(engine.binary()), "import", "--source", str(export), "--schema", str(schema)]
        imported = subprocess.run([*command, "--output", str(database)], capture_output=True, text=True, check=False)
        if imported.returncode:
            raise SystemExit(f"The engine could not import the events:\n{imported.stderr}")


def _export(folder: Path, events: Iterable[Event]) -> None:
    typed = TypeSerializer().serialize
    folder.mkdir(parents=True)
    with gzip.open(folder / "items.json.gz", "wt", compresslevel=1) as lines:
        for event in events:
            for item in event_to_items(event):
                lines.write(json.dumps({"Item": {name: typed(value) for name, value in item.items()}}) + "\n")
