"""`daybook identities`"""

from collections.abc import Sequence
from typing import Annotated

import typer

from adapters.http.schemas.identity_views import IdentityView, identity_view
from daybook.commands.managing import Force, OfOwner, group, managing
from daybook.management import author, keyring_of
from domain.identity import identity_id
from functions.wiring import identities as wiring

identities = group()

_User = Annotated[str, typer.Argument(metavar="USER", help="As RapidAPI names the user in X-RapidAPI-User.")]


@managing(identities, "list")
def list_identities(owner: OfOwner) -> Sequence[IdentityView]:
    """List the RapidAPI users who act for an owner."""
    keyring = keyring_of(owner)
    return [identity_view(identity, keyring.owner.id) for identity in keyring.identities]


@managing(identities, "get")
def get_identity(user: _User, owner: OfOwner) -> IdentityView:
    """Show one of the RapidAPI users who act for an owner."""
    keyring = keyring_of(owner)
    return identity_view(keyring.identity(identity_id(user)), keyring.owner.id)


@managing(identities, "attach")
def attach_identity(user: _User, owner: OfOwner) -> IdentityView:
    """Let a RapidAPI user act for an owner. A user with data of its own is refused."""
    acting = author("owner_identities.attach", owner)
    return identity_view(wiring.attach_identity()(acting, user), acting.owner_id)


@managing(identities, "detach")
def detach_identity(user: _User, owner: OfOwner, force: Force = False) -> str:
    """Let a RapidAPI user be an account of its own again. What it made stays with the owner."""
    wiring.detach_identity()(author("owner_identities.detach", owner), identity_id(user), force=force)
    return f"{user} is detached."
