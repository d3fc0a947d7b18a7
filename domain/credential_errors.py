"""What can be wrong with a credential, and what the rules about owners and credentials refuse.

Leaves of the tree in `domain.errors`. What a key that does not work is told helps nobody who guesses: a key that was
revoked and one that never was are not told apart.
"""

from domain.errors import Forbidden, NotFound, Refused, Unauthenticated
from domain.ids import KeyId


class CredentialMissing(Unauthenticated):
    """Raised where there is neither a key nor a call through RapidAPI."""

    code = "credential_missing"

    def __init__(self) -> None:
        super().__init__("A credential is needed: an API key in the header X-Api-Key, or a call through RapidAPI.")


class CredentialMalformed(Unauthenticated):
    """Raised, without a look at the table, for what cannot be a key: its length or its check is wrong."""

    code = "credential_malformed"

    def __init__(self) -> None:
        super().__init__("X-Api-Key does not hold one whole API key. Check it for typing errors and missing letters.")


class CredentialUnknown(Unauthenticated):
    """Raised for a key that nobody has, be it revoked or made up."""

    code = "credential_unknown"

    def __init__(self) -> None:
        super().__init__("This API key does not work. It may have been revoked; use another one of yours.")


class CredentialExpired(Unauthenticated):
    """Raised for a key past its expiry, or rotated out and past its overlap."""

    code = "credential_expired"

    def __init__(self) -> None:
        super().__init__("This API key has expired. Use the key that replaced it, or make a new one.")


class ProxyUnknown(Unauthenticated):
    """Raised at the RapidAPI door unless one of the configured secrets comes with a user."""

    code = "proxy_unknown"

    def __init__(self) -> None:
        super().__init__("This call did not come through RapidAPI: its proxy secret or its user is not valid.")


class OwnerSuspended(Forbidden):
    """Raised for every credential of a suspended owner."""

    code = "owner_suspended"

    def __init__(self) -> None:
        super().__init__("This account is suspended. Nothing is lost; ask whoever runs this service.")


class ScopeMissing(Forbidden):
    """Raised for a credential without the scope that the endpoint asks for."""

    code = "scope_missing"

    def __init__(self, scope: str) -> None:
        super().__init__(f"Your credential lacks the scope {scope}.", scope=scope)


class DetailLimited(Forbidden):
    """Raised where events would be shown to a credential that may know no more than when someone is busy."""

    code = "detail_limited"

    def __init__(self) -> None:
        super().__init__("Your credential shows only when someone is busy, not the events themselves.", detail="busy")


class CalendarsLimited(Forbidden):
    """Raised where a credential that is limited to some calendars would make another one."""

    code = "calendars_limited"

    def __init__(self) -> None:
        super().__init__("Your credential is limited to certain calendars, so it cannot create others.")


class GrantExceeded(Forbidden):
    """Raised where a credential would hand out, change or take away more than it may do itself."""

    code = "grant_exceeded"

    def __init__(self) -> None:
        super().__init__("A credential can manage only what may do no more than itself, and for no longer.")


class RapidApiOnly(Forbidden):
    """Raised where a claim is made by someone who did not come through RapidAPI."""

    code = "rapidapi_only"

    def __init__(self) -> None:
        super().__init__("Only a RapidAPI user can be claimed. Make this call through RapidAPI, as that user.")


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
    """Raised for a change of a key that works no longer."""

    code = "key_not_usable"

    def __init__(self, status: str) -> None:
        super().__init__(f"This key is {status}. Make a new one.", status=status)


class KeyReplaced(Refused):
    """Raised where a key is rotated that was rotated before."""

    code = "key_replaced"

    def __init__(self, by: KeyId) -> None:
        super().__init__("This key was rotated before. Rotate the one that replaced it.", replaced_by=str(by))


class TooMany(Refused):
    """Raised where an owner has as many credentials of a kind as one may have."""

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
    """Raised where an owner takes nothing new: it is being deleted, or its RapidAPI user belongs to another now."""

    code = "owner_locked"

    def __init__(self) -> None:
        super().__init__(
            "This account takes nothing new, because it is being deleted or attached to another. Try again later."
        )


class IdentityNative(Refused):
    """Raised where a RapidAPI user would be taken from, or given to, the owner that the user is anyway."""

    code = "identity_native"

    def __init__(self) -> None:
        super().__init__("This RapidAPI user and this account are the same; there is nothing to attach or detach.")


class IdentityAttached(Refused):
    """Raised where a RapidAPI user is attached to another owner already, or just being attached."""

    code = "identity_attached"

    def __init__(self) -> None:
        super().__init__("This RapidAPI user is attached to an account already. Detach it there first.")


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
