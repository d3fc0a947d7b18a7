"""The command line."""

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from adapters.http.endpoints import SCOPES
from daybook.failure import Failure
from domain.errors import DaybookError

app = typer.Typer(
    help="Daybook: a calendar API of your own.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
keys = typer.Typer(help="API keys: what proves to be an owner.", no_args_is_help=True)
app.add_typer(keys, name="keys")

Data = Annotated[Path, typer.Option(help="Folder that keeps the data.", file_okay=False)]
Database = Annotated[
    str | None, typer.Option(help="URL of another DynamoDB endpoint, instead of the embedded engine.", metavar="URL")
]


def _plainly(command: Callable[..., None]) -> Callable[..., None]:
    """End with a sentence instead of a traceback where the sentence says it all."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except (Failure, DaybookError) as error:
            print(f"daybook: {error}", file=sys.stderr)
            raise typer.Exit(1) from None

    return run


@app.command()
@_plainly
def serve(
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8080,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    data: Data = Path(".daybook"),
    database: Database = None,
) -> None:
    """Serve the API on this machine, until Ctrl-C."""
    os.environ.setdefault("POWERTOOLS_LOG_LEVEL", "WARNING")
    from daybook.server import serve as run

    run(host, port, data, database)


@app.command()
@_plainly
def openapi() -> None:
    """Print the OpenAPI document."""
    from daybook.description import describe

    print(describe())


@keys.command("create")
@_plainly
def create_key(
    owner: Annotated[str, typer.Option(help="Name of the owner; made if there is none of that name.")],
    label: Annotated[str | None, typer.Option(help="What the key is for.")] = None,
    scope: Annotated[
        list[str] | None,
        typer.Option(help=f"What the key may do, repeatable; without it, all of {', '.join(SCOPES)}."),
    ] = None,
    data: Data = Path(".daybook"),
    database: Database = None,
) -> None:
    """Make a key and print it, once, and nothing else. Works whether or not a server runs on the data folder."""
    from daybook.server import database as open_database
    from domain.credential import EVERY_SCOPE
    from functions import wiring

    unknown = sorted(set(scope or ()) - {*SCOPES, EVERY_SCOPE})
    if unknown:
        raise Failure(f"There is no scope {unknown[0]}. Choose from {', '.join(SCOPES)}.")
    with open_database(data, database):
        print(wiring.create_key()(owner, frozenset(scope or {EVERY_SCOPE}), label))
