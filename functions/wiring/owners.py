"""Owners, as those manage them who manage them all."""

from domain.use_cases import owners
from functions.wiring.keyrings import all_keyrings, owner_store


def create_owner() -> owners.CreateOwner:
    return owners.CreateOwner(all_keyrings())


def list_owners() -> owners.ListOwners:
    return owners.ListOwners(owner_store())


def change_owner() -> owners.ChangeOwner:
    return owners.ChangeOwner(all_keyrings())


def set_owner_status() -> owners.SetOwnerStatus:
    return owners.SetOwnerStatus(all_keyrings())


def delete_owner() -> owners.DeleteOwner:
    return owners.DeleteOwner(all_keyrings())


def find_owner() -> owners.FindOwner:
    return owners.FindOwner(owner_store())
