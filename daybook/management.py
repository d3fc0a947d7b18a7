"""Managing owners and credentials at the command line, which is on the record like what an admin does."""

import getpass
import os
import socket
from contextlib import suppress
from itertools import islice
from typing import Any
from uuid import UUID

from daybook.failure import Failure
from domain.audit import Entry
from domain.author import Admin, Author
from domain.calendar import Calendar
from domain.errors import CalendarNotFound
from domain.grant import EVERYTHING
from domain.ids import CalendarId, OwnerId
from domain.keyring import Keyring
from domain.owner import Owner, is_like_an_id, may_be_known_as
from domain.owner_errors import NameTaken, OwnerNotFound
from domain.use_cases.calendars import every_calendar
from domain.use_cases.keys import KeyWording, NewKey
from domain.use_cases.owners import OwnerWording
from domain.use_cases.pages import everything
from functions.wiring import audit, calendars, keyrings, keys, owners


def admin(action: str) -> Admin:
    """Whoever is at the keyboard, doing what the endpoint of that name does."""
    return Admin(None, f"cli:{_user()}@{socket.gethostname()}", action)


def author(action: str, owner: str) -> Author:
    """The same, doing it to the owner of that name or id; OwnerNotFound if there is none."""
    return admin(action).on(owner_id_of(owner))


def keyring_of(owner: str) -> Keyring:
    """That of the owner of that name or id; OwnerNotFound if there is none."""
    return keyrings.all_keyrings().of(owner_id_of(owner))


def owner_id_of(owner: str) -> OwnerId:
    """The owner of that name or id; OwnerNotFound if there is none."""
    name = owner.strip()
    named = keyrings.owner_store().named(name) if may_be_known_as(name) else None
    if named is not None:
        return named
    try:
        return keyrings.all_keyrings().of(OwnerId(UUID(name))).owner.id
    except ValueError:
        raise OwnerNotFound from None


def calendar_of(owner: str, calendar: str) -> Calendar:
    """The owner's calendar of that id or title; CalendarNotFound, or Failure if several have the title."""
    owner_id = owner_id_of(owner)
    with suppress(ValueError):
        return calendars.calendar_store().get(owner_id, CalendarId(UUID(calendar)))
    titled = [one for one in every_calendar(calendars.calendar_store(), owner_id) if one.details.title == calendar]
    if len(titled) > 1:
        raise Failure(f"{len(titled)} calendars are called {calendar}. Name the one by its id.")
    if not titled:
        raise CalendarNotFound
    return titled[0]


def create_key(owner: str, wording: KeyWording) -> NewKey:
    """A key for the owner of that name or id. An owner of a new name is made, if the key can be."""
    try:
        owner_id = owner_id_of(owner)
    except OwnerNotFound:
        if is_like_an_id(owner.strip()) or wording.calendars is not None:
            raise
        wording.granted_by(EVERYTHING)
        owner_id = _new_owner(owner)
    return keys.create_key()(admin("owner_keys.create").on(owner_id), wording)


def every_owner() -> list[Owner]:
    """All owners, however many."""
    return list(everything(keyrings.owner_store().page))


def newest_entries(most: int) -> list[Entry]:
    """What was done last, the newest first."""
    return list(islice(everything(audit.audit_trail().page), most))


def change_owner(owner: str, **wording: Any) -> Owner:
    """Another name or plan for an owner."""

    def change(current: Owner) -> OwnerWording:
        return OwnerWording(current.name, current.plan)._replace(**wording)

    return owners.change_owner()(author("owners.patch", owner), change)


def _new_owner(name: str) -> OwnerId:
    try:
        return owners.create_owner()(admin("owners.create"), OwnerWording(name)).id
    except NameTaken:  # by another command, at this very moment
        return owner_id_of(name)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user need not have a name
        return f"uid {os.getuid()}"
