"""`daybook identities`"""

from collections.abc import Sequence
from typing import Annotated

import typer

from adapters.http.schemas.identities import IdentityView
from daybook.commands.managing import Force, OfOwner, group, managing
from daybook.management import author, owner_id_of
from domain.identity import identity_id
from functions.wiring import identities as wiring
from functions.wiring import keyrings

identities = group("Identities: RapidAPI users who act for an owner.")

_User = Annotated[str, typer.Argument(metavar="USER", help="As RapidAPI names the user in X-RapidAPI-User.")]


@managing(identities, "list")
def list_identities(owner: OfOwner) -> Sequence[IdentityView]:
    """List the RapidAPI users who act for an owner."""
    owner_id = owner_id_of(owner)
    found = keyrings.all_keyrings().read(author("owner_identities.list"), owner_id).identities
    return [IdentityView.of(identity, owner_id) for identity in found]


@managing(identities, "attach")
def attach_identity(user: _User, owner: OfOwner) -> IdentityView:
    """Let a RapidAPI user act for an owner. A user with data of its own is refused."""
    owner_id = owner_id_of(owner)
    return IdentityView.of(wiring.attach_identity()(author("owner_identities.attach"), owner_id, user), owner_id)


@managing(identities, "detach")
def detach_identity(user: _User, owner: OfOwner, force: Force = False) -> str:
    """Let a RapidAPI user be an account of its own again. What it made stays with the owner."""
    detach = wiring.detach_identity()
    detach(author("owner_identities.detach"), owner_id_of(owner), identity_id(user), force=force)
    return f"{user} is detached."
