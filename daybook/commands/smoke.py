"""`daybook smoke`"""

import os
import signal
from typing import Annotated

import typer

from daybook.plainly import plainly

_Url = Annotated[str, typer.Argument(metavar="URL", help="Where the API is, with its stage if it has one.")]


def add_to(app: typer.Typer) -> None:
    """Make it a command of its own."""
    app.command("smoke")(smoke)


def smoke(url: _Url) -> None:
    """Try the documented flow on an API that is up, on a calendar that is deleted again.

    DAYBOOK_KEY in the environment is the key to call with: one that may do all with calendars and events; at RapidAPI's
    address, a key of RapidAPI. Instead, DAYBOOK_PROXY_SECRET calls the RapidAPI door as RapidAPI does.
    """
    from daybook.smoke.credential import credential
    from daybook.smoke.run import run

    _clean_up_when_told_to_end()
    with plainly():
        run(url, credential(url, os.environ))


def _clean_up_when_told_to_end() -> None:
    """Also where a shell in the background, or who watches over a pipeline, had it told otherwise."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
