"""What the authorizer needs from the world; a contract like those in `domain.ports`."""

from datetime import datetime
from typing import Protocol

from domain.caller import Caller


class Credentials(Protocol):
    """Credentials as callers prove them: each is found at once by what is proved, with all that it may do."""

    def holder_of(self, fingerprint: str) -> Caller | None:
        """Return who holds the key with that fingerprint, expired or not, if there is such a key and it is not
        revoked."""

    def rapidapi_caller(self, user: str) -> Caller | None:
        """Return the caller that a RapidAPI user is by an identity, if there is one."""

    def note_use(self, caller: Caller, now: datetime) -> None:
        """Have it recorded that a credential was used, at most once an hour.

        Neither waits for that nor fails: a record that gets lost is made up for by the next use.
        """
