"""What can be wrong with a credential, or too much for it: leaves of the tree in `domain.errors`.

What a key that does not work is told helps nobody who guesses: a key that was revoked and one that never was are not
told apart.
"""

from domain.errors import Forbidden, Unauthenticated


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
    """Raised for a key that nobody has, be it revoked or made up; and for a user who was detached meanwhile."""

    code = "credential_unknown"

    def __init__(self) -> None:
        super().__init__(
            "This credential does not work, or no longer. If it is a key, it may have been revoked; use another."
        )


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
