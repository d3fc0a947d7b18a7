"""`daybook owners`"""

from collections.abc import Sequence
from typing import Annotated

import typer

from adapters.http.schemas.owner_views import OwnerView, UsageView, owner_view, usage_view
from daybook.commands.managing import OwnerName, group, managing
from daybook.failure import Failure
from daybook.management import admin, author, change_owner, every_owner, keyring_of, owner_id_of
from domain.owner import OwnerStatus, Plan
from domain.use_cases.owners import OwnerWording
from functions.wiring import owners as wiring
from functions.wiring.usage import measure_usage

owners = group()

_NewName = Annotated[str, typer.Argument(metavar="NAME", help="A name that no other owner has.")]


@managing(owners, "list")
def list_owners() -> Sequence[OwnerView]:
    """List all owners."""
    return [owner_view(owner) for owner in every_owner()]


@managing(owners, "get")
def get_owner(owner: OwnerName) -> OwnerView:
    """Show an owner."""
    return owner_view(keyring_of(owner).owner)


@managing(owners, "create")
def create_owner(
    name: _NewName, plan: Annotated[Plan, typer.Option(help="No limit follows from it yet.")] = Plan.FREE
) -> OwnerView:
    """Create an owner, without any key yet. One named rapidapi:USER is the owner that a RapidAPI user is anyway."""
    return owner_view(wiring.create_owner()(admin("owners.create"), OwnerWording(name, plan)))


@managing(owners, "rename")
def rename_owner(owner: OwnerName, name: _NewName) -> OwnerView:
    """Give an owner another name."""
    return owner_view(change_owner(owner, name=name))


@managing(owners, "plan")
def set_plan(owner: OwnerName, plan: Annotated[Plan, typer.Argument(metavar="PLAN")]) -> OwnerView:
    """Put an owner on another plan. No limit follows from it yet."""
    return owner_view(change_owner(owner, plan=plan))


@managing(owners, "suspend")
def suspend_owner(owner: OwnerName) -> OwnerView:
    """Let no credential of an owner work until it is resumed. No data is touched."""
    return owner_view(wiring.set_owner_status()(author("owners.suspend", owner), OwnerStatus.SUSPENDED))


@managing(owners, "resume")
def resume_owner(owner: OwnerName) -> OwnerView:
    """Let the credentials of a suspended owner work again."""
    return owner_view(wiring.set_owner_status()(author("owners.resume", owner), OwnerStatus.ACTIVE))


@managing(owners, "delete")
def delete_owner(owner: OwnerName, yes: Annotated[bool, typer.Option("--yes", help="Really do it.")] = False) -> str:
    """Delete an owner with all credentials, calendars and events, for good."""
    acting = author("owners.delete", owner)
    if not yes:
        raise Failure(f"This deletes {owner} with all calendars and events, for good. Repeat it with --yes.")
    wiring.delete_owner()(acting)
    return f"{owner} is deleted. What it had is removed in the background; on a laptop, while a server runs."


@managing(owners, "usage")
def usage_of_owner(owner: OwnerName) -> UsageView:
    """Show how much an owner has."""
    owner_id = owner_id_of(owner)
    return usage_view(owner_id, measure_usage()(owner_id))
