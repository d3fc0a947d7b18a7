"""What all of these commands have in common: where the table is, how answers are printed, and how mistakes are told."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from daybook import output
from daybook.failure import Failure
from daybook.plainly import plainly

Data = Annotated[Path, typer.Option(help="Folder that keeps the data.", file_okay=False)]
Database = Annotated[
    str | None, typer.Option(help="URL of another DynamoDB endpoint, instead of the embedded engine.", metavar="URL")
]
Table = Annotated[
    str | None, typer.Option(help="A deployed table, with your AWS credentials, instead of a data folder.")
]
Stack = Annotated[
    str | None, typer.Option(help="A deployed stack, with your AWS credentials: its table, instead of a data folder.")
]
Region = Annotated[str | None, typer.Option(help="The AWS region of what is deployed.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, as the API would answer.")]

OwnerName = Annotated[str, typer.Argument(metavar="OWNER", help="The owner's name or id.")]
OfOwner = Annotated[str, typer.Option("--owner", help="The owner's name or id.")]
Force = Annotated[bool, typer.Option(help="Do it even if nothing is left then that can manage keys.")]

Command = Callable[..., Any]


class Place(NamedTuple):
    """Where a table is: in a data folder, at another endpoint, or deployed, where its stack's name will do."""

    data: Path
    database: str | None
    stack: str | None
    table: str | None
    region: str | None

    @property
    def deployed(self) -> bool:
        return self.stack is not None or self.table is not None


def group() -> typer.Typer:
    """A group of commands."""
    return typer.Typer(no_args_is_help=True)


def managing(
    commands: typer.Typer,
    name: str,
    *,
    in_words: Callable[[Any], str] | None = None,
    is_well: Callable[[Any], bool] = lambda _: True,
) -> Callable[[Command], Command]:
    """Add a command that works on a table, to which its options lead, and prints what it returns.

    `in_words` makes for people what a table would not tell them, and `is_well` says whether the exit status is 0.
    """

    def add(command: Command) -> Command:
        @wraps(command)
        def run(
            *,
            data: Path,
            database: str | None,
            stack: str | None,
            table: str | None,
            region: str | None,
            as_json: bool,
            **arguments: Any,
        ) -> None:
            with plainly(), at_table(Place(data, database, stack, table, region)):
                answer = command(**arguments)
                if answer is None:
                    return
                print(output.as_json(answer) if as_json else (in_words or output.in_words)(answer))
                if not is_well(answer):
                    raise typer.Exit(1)

        signature = inspect.signature(command)
        run.__signature__ = signature.replace(  # type: ignore[attr-defined]
            parameters=[*signature.parameters.values(), *_OPTIONS], return_annotation=None
        )
        taken = {name: hint for name, hint in command.__annotations__.items() if name != "return"}
        run.__annotations__ = {**taken, **{one.name: one.annotation for one in _OPTIONS}}
        commands.command(name)(run)
        return command

    return add


@contextmanager
def at_table(place: Place) -> Iterator[None]:
    """The table at a place, for as long as a command needs it; its name is in the settings."""
    if place.deployed:
        with _at_deployed(place):
            yield
        return
    if place.region is not None:
        raise Failure("--region tells where a deployed table is. Name that with --stack or --table.")
    from daybook.database import database  # which needs botocore, and --help does not

    with database(place.data, place.database):
        yield


@contextmanager
def _at_deployed(place: Place) -> Iterator[None]:
    if place.stack is not None and place.table is not None:
        raise Failure("--stack and --table both tell which table. Give one of them.")
    from daybook.control_plane import use_region
    from daybook.database import deployed
    from daybook.deployment import table_of

    use_region(place.region)
    with deployed(place.table or table_of(place.stack or ""), place.database):
        yield


def _option(name: str, annotation: Any, default: object) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


_OPTIONS = (
    _option("data", Data, Path(".daybook")),
    _option("database", Database, None),
    _option("stack", Stack, None),
    _option("table", Table, None),
    _option("region", Region, None),
    _option("as_json", Json, False),
)
