"""Managing owners and credentials at the command line, which is on the record like what an admin does."""

import getpass
import socket
from typing import Any
from uuid import UUID

from domain.author import Author
from domain.credential_errors import OwnerNotFound
from domain.ids import OwnerId
from domain.owner import Owner
from domain.use_cases.keys import KeyWording, NewKey
from domain.use_cases.owners import OwnerWording
from functions.wiring import keyrings, keys, owners

_PAGE = 100


def author(action: str) -> Author:
    """Whoever is at the keyboard, doing what the endpoint of that name does."""
    return Author(None, f"cli:{getpass.getuser()}@{socket.gethostname()}", action=action)


def owner_id_of(owner: str) -> OwnerId:
    """The owner of that name or id; OwnerNotFound if there is none."""
    named = keyrings.owner_store().named(owner.strip())
    if named is not None:
        return named
    try:
        return keyrings.all_keyrings().read(author("owners.get"), OwnerId(UUID(owner))).owner.id
    except ValueError:
        raise OwnerNotFound from None


def create_key(owner: str, wording: KeyWording) -> NewKey:
    """A key for the owner of that name or id. An owner of a new name is made."""
    try:
        owner_id = owner_id_of(owner)
    except OwnerNotFound:
        owner_id = owners.create_owner()(author("owners.create"), OwnerWording(owner)).id
    return keys.create_key()(author("owner_keys.create"), owner_id, wording)


def every_owner() -> list[Owner]:
    """All owners, however many."""
    found: list[Owner] = []
    more = True
    while more:
        page, more = owners.list_owners()(found[-1].id if found else None, _PAGE)
        found += page
    return found


def change_owner(owner: str, **wording: Any) -> Owner:
    """Another name or plan for an owner."""

    def change(current: Owner) -> OwnerWording:
        return OwnerWording(current.name, current.plan)._replace(**wording)

    return owners.change_owner()(author("owners.patch"), owner_id_of(owner), change)
