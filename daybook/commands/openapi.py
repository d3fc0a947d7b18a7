"""`daybook openapi`"""

import re
from enum import StrEnum
from typing import Annotated

import typer

_URL = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?")
_FOR_LISTING = "RapidAPI"


class Flavour(StrEnum):
    """For whom the document is."""

    DAYBOOK = "daybook"
    RAPIDAPI = "rapidapi"


def _url(text: str | None) -> str | None:
    if text is not None and not _URL.fullmatch(text):
        raise typer.BadParameter("a whole URL is wanted, as in https://calendar.example.org.")
    return text.rstrip("/") if text else None


def _option(what: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(
        help=what, metavar="URL", callback=_url, rich_help_panel=_FOR_LISTING
    )
    return option


_Flavour = Annotated[Flavour, typer.Option(help="The API's own document, or the one to import at RapidAPI.")]
_Server = Annotated[str | None, _option("Where RapidAPI's proxy reaches the API: the output RapidapiUrl.")]
_Website = Annotated[str | None, _option("The website that the listing names.")]
_Thumbnail = Annotated[str | None, _option("Its picture, of at most 500 by 500 pixels.")]
_Public = Annotated[bool, typer.Option("--public", help="Let everybody find it.", rich_help_panel=_FOR_LISTING)]


def add_to(app: typer.Typer) -> None:
    """Make it a command."""
    app.command("openapi")(openapi)


def openapi(
    flavour: _Flavour = Flavour.DAYBOOK,
    server: _Server = None,
    website: _Website = None,
    thumbnail: _Thumbnail = None,
    public: _Public = False,
) -> None:
    """Print the OpenAPI document: the API's own, in OpenAPI 3.1, or that of a listing at RapidAPI, in 3.0."""
    from daybook import description
    from daybook.listing import Listing

    if flavour is Flavour.DAYBOOK:
        print(description.describe())
    elif server is None:
        raise typer.BadParameter("RapidAPI must know where to find the API: give --server, too.")
    else:
        print(description.describe_for_rapidapi(Listing(server, website, thumbnail, public)))
