"""`daybook rapidapi-secret`"""

import sys
from collections.abc import Sequence
from getpass import getpass
from typing import Annotated

import typer

from daybook.commands.managing import Region, group
from daybook.control_plane import use_region
from daybook.failure import Failure
from daybook.plainly import plainly
from daybook.proxy_secrets import MOST, ProxySecrets, hint, hints, validated, with_hint
from infra.configuration import defaults

rapidapi_secret = group()

_Name = Annotated[
    str | None,
    typer.Option(help="What it is called in Secrets Manager; by default as cdk.json says, `rapidapi_secret`."),
]
_Hint = Annotated[str, typer.Argument(metavar="HINT", help="Its last four characters, as `list` shows them.")]


@rapidapi_secret.command("set")
def set_secret(name: _Name = None, region: Region = None) -> None:
    """Keep a secret, typed at a prompt or read from stdin, in the place of all that there are."""
    with plainly():
        kept = _kept(name, region)
        _keep(kept, [_read()])


@rapidapi_secret.command("add")
def add_secret(name: _Name = None, region: Region = None) -> None:
    """Keep a further secret, typed at a prompt or read from stdin: the old ones go on working beside it."""
    with plainly():
        kept = _kept(name, region)
        secrets, secret = kept.all(), _read()
        if secret in secrets:
            raise Failure(f"{hint(secret)} is kept already. There are: {hints(secrets)}.")
        if len(secrets) >= MOST:
            raise Failure(
                f"There are {MOST} already: {hints(secrets)}. Drop one first: `daybook rapidapi-secret remove`."
            )
        _keep(kept, [*secrets, secret])


@rapidapi_secret.command("remove")
def remove_secret(old: _Hint, name: _Name = None, region: Region = None) -> None:
    """Drop a secret that RapidAPI sends no longer."""
    with plainly():
        kept = _kept(name, region)
        secrets = kept.all()
        dropped = with_hint(secrets, old)
        if len(secrets) == 1:
            raise Failure(f"{hint(dropped)} is the only one. Put another in its place: `daybook rapidapi-secret set`.")
        _keep(kept, [one for one in secrets if one != dropped])


@rapidapi_secret.command("list")
def list_secrets(name: _Name = None, region: Region = None) -> None:
    """Show the last characters of all secrets that are kept, the newest last."""
    with plainly():
        for secret in _kept(name, region).all():
            print(f"{hint(secret)}  {len(secret)} characters")


def _kept(name: str | None, region: str | None) -> ProxySecrets:
    use_region(region)
    return ProxySecrets(name or str(defaults()["rapidapi_secret"]))


def _read() -> str:
    """Never an argument: those are seen by all who can list processes."""
    if sys.stdin.isatty():
        return validated(getpass("The proxy's secret, as RapidAPI shows it: "))
    return validated(sys.stdin.read())


def _keep(kept: ProxySecrets, secrets: Sequence[str]) -> None:
    kept.keep(secrets)
    print(f"{kept.name} in {kept.region} holds {hints(secrets)} now.")
    print("It counts after the next `make deploy RAPIDAPI=1`, which sees by itself that it changed.")
