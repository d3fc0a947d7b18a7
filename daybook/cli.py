"""The command line. A group of commands is imported when one of it is called: --help and `serve` need none of them."""

import os
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from adapters.log import LEVEL
from daybook.commands import deploy_context, doctor, files, openapi, smoke, upgrade
from daybook.commands.managing import Data, Database
from daybook.plainly import plainly

_GROUPS = {
    "owners": "Owners: the identities that data belongs to.",
    "keys": "API keys: what proves to be an owner.",
    "identities": "Identities: RapidAPI users who act for an owner.",
    "audit": "The record of what was done to owners and credentials.",
    "dlq": "Dead letters: what the workers behind the table's stream could not do.",
    "rapidapi-secret": "Secrets of RapidAPI's proxy, kept in AWS Secrets Manager for a deployment.",
}
"""Modules of `daybook.commands`, in each of which a group has the same name, but for hyphens."""


class _Commands(TyperGroup):
    """All commands; groups are empty until one of their commands is looked for."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0]
        if name in _GROUPS:
            module = name.replace("-", "_")
            found = typer.main.get_group(getattr(import_module(f"daybook.commands.{module}"), module))
            found.help = _GROUPS[name]
            self.commands[name] = found
        return super().resolve_command(ctx, args)


app = typer.Typer(
    cls=_Commands,
    help="Daybook: a calendar API of your own.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for _name, _words in _GROUPS.items():
    app.add_typer(typer.Typer(help=_words), name=_name)
files.add_to(app)
doctor.add_to(app)
upgrade.add_to(app)
openapi.add_to(app)
smoke.add_to(app)
deploy_context.add_to(app)


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8080,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    data: Data = Path(".daybook"),
    database: Database = None,
) -> None:
    """Serve the API on this machine, until Ctrl-C."""
    os.environ.setdefault(LEVEL, "WARNING")
    from daybook.server import serve as run

    with plainly():
        run(host, port, data, database)
