"""The command line."""

import os
from pathlib import Path
from typing import Annotated

import typer

from daybook.commands import doctor, files, upgrade
from daybook.commands.audit import audit
from daybook.commands.dlq import dlq
from daybook.commands.identities import identities
from daybook.commands.keys import keys
from daybook.commands.managing import Data, Database
from daybook.commands.owners import owners
from daybook.plainly import plainly

app = typer.Typer(
    help="Daybook: a calendar API of your own.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(owners, name="owners")
app.add_typer(keys, name="keys")
app.add_typer(identities, name="identities")
app.add_typer(audit, name="audit")
app.add_typer(dlq, name="dlq")
files.add_to(app)
doctor.add_to(app)
upgrade.add_to(app)


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8080,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    data: Data = Path(".daybook"),
    database: Database = None,
) -> None:
    """Serve the API on this machine, until Ctrl-C."""
    os.environ.setdefault("POWERTOOLS_LOG_LEVEL", "WARNING")
    from daybook.server import serve as run

    with plainly():
        run(host, port, data, database)


@app.command()
def openapi() -> None:
    """Print the OpenAPI document."""
    from daybook.description import describe

    print(describe())
