"""`daybook keys`"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated
from uuid import UUID

import typer

from adapters.http import limits
from adapters.http.endpoints import SCOPES
from adapters.http.schemas.keys import KeyView, NewKeyView
from daybook import management
from daybook.commands.managing import Force, OfOwner, group, managing
from daybook.failure import Failure
from daybook.management import author, owner_id_of
from domain.grant import EVERY_SCOPE, Detail
from domain.ids import CalendarId, KeyId
from domain.key import Key
from domain.use_cases.keys import KeyWording
from functions.wiring import keyrings, now
from functions.wiring import keys as wiring

keys = group("API keys: what proves to be an owner.")

_KeyId = Annotated[UUID, typer.Argument(metavar="KEY", help="The key's id, as `daybook keys list` shows it.")]
_NewOwner = Annotated[str, typer.Option("--owner", help="Name or id of the owner, made if there is none of that name.")]
_Label = Annotated[str | None, typer.Option(help="What the key is for.")]
_Scopes = Annotated[
    list[str] | None,
    typer.Option("--scope", help=f"What the key may do, repeatable: {EVERY_SCOPE}, {', '.join(SCOPES)}."),
]
_Calendars = Annotated[
    list[UUID] | None, typer.Option("--calendar", help="The only calendars that the key reaches, repeatable.")
]
_Detail = Annotated[Detail | None, typer.Option(help="How much of events the key shows.")]
_Days = Annotated[float | None, typer.Option("--days", help="After how many days the key expires.", min=0)]


@managing(keys, "list")
def list_keys(owner: OfOwner) -> Sequence[KeyView]:
    """List an owner's keys, oldest first."""
    return [_view(key) for key in keyrings.all_keyrings().read(author("owner_keys.list"), owner_id_of(owner)).keys]


@managing(keys, "get")
def get_key(key: _KeyId, owner: OfOwner) -> KeyView:
    """Show a key, without its secret."""
    return _view(keyrings.all_keyrings().read(author("owner_keys.get"), owner_id_of(owner)).key(KeyId(key)))


@managing(keys, "create")
def create_key(
    owner: _NewOwner,
    label: _Label = None,
    scope: _Scopes = None,
    calendar: _Calendars = None,
    detail: _Detail = None,
    days: _Days = None,
) -> NewKeyView:
    """Make a key and print it, once, and nothing else. Works whether or not a server runs on the data folder."""
    wording = _wording(label=label, scopes=scope, calendars=calendar, detail=detail, days=days)
    return NewKeyView.of_new(management.create_key(owner, wording))


@managing(keys, "change")
def change_key(
    key: _KeyId,
    owner: OfOwner,
    label: _Label = None,
    scope: _Scopes = None,
    calendar: _Calendars = None,
    detail: _Detail = None,
    days: _Days = None,
    force: Force = False,
) -> KeyView:
    """Change what is given of a key; the rest stays."""
    wanted = _wording(label=label, scopes=scope, calendars=calendar, detail=detail, days=days)
    change = wiring.change_key()

    def merged(kept: Key) -> KeyWording:
        grant = kept.grant
        return KeyWording(
            label=wanted.label or kept.label,
            scopes=wanted.scopes or grant.scopes,
            calendars=wanted.calendars or grant.calendars,
            detail=wanted.detail or grant.detail,
            expires_at=wanted.expires_at or grant.expires_at,
        )

    return _view(change(author("keys.patch"), owner_id_of(owner), KeyId(key), merged, force=force))


@managing(keys, "rotate")
def rotate_key(
    key: _KeyId,
    owner: OfOwner,
    overlap: Annotated[
        int, typer.Option(help="Seconds for which the old key goes on working.", min=0, max=limits.OVERLAP_SECONDS_MOST)
    ] = limits.OVERLAP_SECONDS_DEFAULT,
) -> NewKeyView:
    """Put a new key in the place of an old one and print it, once, and nothing else."""
    rotate = wiring.rotate_key()
    made = rotate(author("keys.rotate"), owner_id_of(owner), KeyId(key), timedelta(seconds=overlap))
    return NewKeyView.of_new(made)


@managing(keys, "revoke")
def revoke_key(key: _KeyId, owner: OfOwner, force: Force = False) -> str:
    """Revoke a key, so that it never works again."""
    wiring.revoke_key()(author("owner_keys.revoke"), owner_id_of(owner), KeyId(key), force=force)
    return f"{key} is revoked."


def _view(key: Key) -> KeyView:
    return KeyView.of(key, now())


def _wording(
    *,
    label: str | None,
    scopes: list[str] | None,
    calendars: list[UUID] | None,
    detail: Detail | None,
    days: float | None,
) -> KeyWording:
    unknown = sorted(set(scopes or ()) - {*SCOPES, EVERY_SCOPE})
    if unknown:
        raise Failure(f"There is no scope {unknown[0]}. Choose from {EVERY_SCOPE}, {', '.join(SCOPES)}.")
    return KeyWording(
        label=label,
        scopes=frozenset(scopes) if scopes else None,
        calendars=frozenset(map(CalendarId, calendars)) if calendars else None,
        detail=detail,
        expires_at=now() + timedelta(days=days) if days is not None else None,
    )
