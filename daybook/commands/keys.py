"""`daybook keys`"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

import typer

from adapters.http import limits
from adapters.http.schemas.key_views import KeyView, NewKeyView, key_view, new_key_view
from adapters.http.schemas.values import GRANTABLE
from daybook import management
from daybook.commands.managing import Force, OfOwner, group, managing
from daybook.failure import Failure
from daybook.management import author, keyring_of
from domain.grant import Detail
from domain.ids import CalendarId, KeyId
from domain.key import Key
from domain.use_cases.keys import KeyWording
from functions.wiring import keys as wiring
from functions.wiring import now

keys = group()

_KeyId = Annotated[UUID, typer.Argument(metavar="KEY", help="The key's id, as `daybook keys list` shows it.")]
_NewOwner = Annotated[str, typer.Option("--owner", help="Name or id of the owner, made if there is none of that name.")]
_Label = Annotated[str | None, typer.Option(help="What the key is for.")]
_Scopes = Annotated[
    list[str] | None,
    typer.Option("--scope", help=f"What the key may do, repeatable: {', '.join(GRANTABLE)}."),
]
_Calendars = Annotated[
    list[UUID] | None, typer.Option("--calendar", help="The only calendars that the key reaches, repeatable.")
]
_Detail = Annotated[Detail | None, typer.Option(help="How much of events the key shows.")]
_Days = Annotated[int | None, typer.Option("--days", help="After how many days the key expires.", min=1, max=36_500)]


def _secret(made: NewKeyView) -> str:
    return made["secret"]


@managing(keys, "list")
def list_keys(owner: OfOwner) -> Sequence[KeyView]:
    """List an owner's keys, oldest first."""
    return [_view(key) for key in keyring_of(owner).keys]


@managing(keys, "get")
def get_key(key: _KeyId, owner: OfOwner) -> KeyView:
    """Show a key, without its secret."""
    return _view(keyring_of(owner).key(KeyId(key)))


@managing(keys, "create", in_words=_secret)
def create_key(
    owner: _NewOwner,
    label: _Label = None,
    scope: _Scopes = None,
    calendar: _Calendars = None,
    detail: _Detail = None,
    days: _Days = None,
) -> NewKeyView:
    """Make a key and print it, once, and nothing else. Works whether or not a server runs on the data folder."""
    return new_key_view(
        management.create_key(
            owner, KeyWording(label, _scopes(scope), _calendars(calendar), detail, _expiry_after(days))
        )
    )


@managing(keys, "change")
def change_key(
    key: _KeyId,
    owner: OfOwner,
    label: Annotated[str | None, typer.Option(help='What the key is for; "" for no label.')] = None,
    scope: _Scopes = None,
    calendar: _Calendars = None,
    all_calendars: Annotated[bool, typer.Option("--all-calendars", help="Lift the limit to some.")] = False,
    detail: _Detail = None,
    days: _Days = None,
    no_expiry: Annotated[bool, typer.Option("--no-expiry", help="Let the key work until it is revoked.")] = False,
    force: Force = False,
) -> KeyView:
    """Change what is given of a key; the rest stays."""
    if (calendar and all_calendars) or (days and no_expiry):
        raise Failure("--calendar and --all-calendars, or --days and --no-expiry, cannot both be meant.")
    scopes, calendars, expires_at = _scopes(scope), _calendars(calendar), _expiry_after(days)

    def changed(kept: Key) -> KeyWording:
        grant = kept.grant
        return KeyWording(
            label=kept.label if label is None else label or None,
            scopes=scopes or grant.scopes,
            calendars=None if all_calendars else calendars or grant.calendars,
            detail=detail or grant.detail,
            expires_at=None if no_expiry else expires_at or grant.expires_at,
        )

    change = wiring.change_key()
    return _view(change(author("owner_keys.patch", owner), KeyId(key), changed, force=force))


@managing(keys, "rotate", in_words=_secret)
def rotate_key(
    key: _KeyId,
    owner: OfOwner,
    overlap: Annotated[
        int, typer.Option(help="Seconds for which the old key goes on working.", min=0, max=limits.OVERLAP_SECONDS_MOST)
    ] = limits.OVERLAP_SECONDS_DEFAULT,
) -> NewKeyView:
    """Put a new key in the place of an old one and print it, once, and nothing else."""
    rotate = wiring.rotate_key()
    return new_key_view(rotate(author("owner_keys.rotate", owner), KeyId(key), timedelta(seconds=overlap)))


@managing(keys, "revoke")
def revoke_key(key: _KeyId, owner: OfOwner, force: Force = False) -> str:
    """Revoke a key, so that it never works again."""
    wiring.revoke_key()(author("owner_keys.revoke", owner), KeyId(key), force=force)
    return f"{key} is revoked."


def _view(key: Key) -> KeyView:
    return key_view(key, now())


def _scopes(given: list[str] | None) -> frozenset[str] | None:
    unknown = sorted(set(given or ()) - set(GRANTABLE))
    if unknown:
        raise Failure(f"There is no scope {unknown[0]}. Choose from {', '.join(GRANTABLE)}.")
    return frozenset(given) if given else None


def _calendars(given: list[UUID] | None) -> frozenset[CalendarId] | None:
    return frozenset(map(CalendarId, given)) if given else None


def _expiry_after(days: int | None) -> datetime | None:
    return now() + timedelta(days=days) if days else None
