"""What the rules about owners, keys and identities refuse: leaves of the tree in `domain.errors`."""

from domain.errors import NotFound, Refused
from domain.ids import KeyId


class KeyNotFound(NotFound):
    """Raised when an owner has no key of that id."""

    code = "key_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such key.")


class IdentityNotFound(NotFound):
    """Raised when an owner has no identity of that id."""

    code = "identity_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such identity.")


class OwnerNotFound(NotFound):
    """Raised when there is no owner of that id or name."""

    code = "owner_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such owner.")


class LastKey(Refused):
    """Raised, unless forced, where no credential would be left that can manage keys."""

    code = "last_key"

    def __init__(self) -> None:
        super().__init__(
            "Nothing else of yours could manage keys after this. Make another key with keys:write first,"
            " or repeat this with force=true."
        )


class KeyNotUsable(Refused):
    """Raised for a change of a key that was revoked, or a rotation of one that works no longer."""

    code = "key_not_usable"

    def __init__(self, status: str) -> None:
        super().__init__(f"This key is {status}. Make a new one.", status=status)


class KeyReplaced(Refused):
    """Raised where a key that was rotated is rotated again, or given more or less time than its overlap."""

    code = "key_replaced"

    def __init__(self, by: KeyId) -> None:
        super().__init__(
            "This key was rotated, and ends with the overlap. Rotate or change the one that replaced it.",
            replaced_by=str(by),
        )


class TooMany(Refused):
    """Raised where an owner has as many of a kind, such as keys or feeds, as one may have."""

    code = "too_many"

    def __init__(self, what: str, most: int) -> None:
        super().__init__(f"There are {most} {what} already, which is the most. Remove one first.", limit=most)


class NameTaken(Refused):
    """Raised where an owner would get the name of another."""

    code = "name_taken"

    def __init__(self) -> None:
        super().__init__("There is an owner of that name already.", field="name")


class OwnOwner(Refused):
    """Raised where an admin would suspend or delete the owner of the very credential in use."""

    code = "own_owner"

    def __init__(self) -> None:
        super().__init__("Your own credential belongs to this owner. Use that of another, or the command line.")


class OwnerLocked(Refused):
    """Raised where an owner takes nothing new: it was deleted just now, or its RapidAPI user belongs to another now."""

    code = "owner_locked"

    def __init__(self) -> None:
        super().__init__(
            "This account takes nothing new: it was just deleted, or is attached to another. Try again later."
        )


class IdentityNative(Refused):
    """Raised where a RapidAPI user would be taken from, or given to, the owner that the user is anyway."""

    code = "identity_native"

    def __init__(self) -> None:
        super().__init__("This RapidAPI user and this account are the same; there is nothing to attach or detach.")


class IdentityAttached(Refused):
    """Raised where a RapidAPI user is attached to another owner already."""

    code = "identity_attached"

    def __init__(self) -> None:
        super().__init__("This RapidAPI user is attached to an account already. Detach it there first.")


class IdentityLocked(Refused):
    """Raised where a RapidAPI user's own owner cannot be left at this moment."""

    code = "identity_locked"

    def __init__(self) -> None:
        super().__init__("This RapidAPI user is being attached by somebody, or was just deleted. Try again later.")


class IdentityHasData(Refused):
    """Raised where a RapidAPI user has calendars or keys of its own: nothing is ever merged or lost silently."""

    code = "identity_has_data"

    def __init__(self, what: str) -> None:
        super().__init__(
            f"This RapidAPI user has {what} of its own, and nothing is merged silently. As that user, take out what you"
            f" want to keep and delete its {what}, then claim again; or leave it apart and use a direct key for each.",
            has=what,
        )


class IdentitySuspended(Refused):
    """Raised where a RapidAPI user whose own owner is suspended would be attached to another."""

    code = "identity_suspended"

    def __init__(self) -> None:
        super().__init__("This RapidAPI user is suspended, and cannot be attached to an account.")
