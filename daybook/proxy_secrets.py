"""The secrets of RapidAPI's proxy, as Secrets Manager keeps them: one text, with commas between them.

All of them are valid, the one that RapidAPI sends and those that it sent before or will send. CloudFormation reads them
into the authorizer's environment, only at a deploy that changes something about the authorizer: `version` is for that.
"""

import re
from collections.abc import Sequence
from typing import Any

from botocore.exceptions import ClientError

from adapters.settings import several
from daybook.aws_errors import code, told
from daybook.control_plane import client
from daybook.failure import Failure

SHORTEST, LONGEST, MOST = 16, 200, 5
"""Characters of a secret, and how many there may be: Lambda takes 4 KB of environment in all."""

_VALID = re.compile(rf"[!-+\--~]{{{SHORTEST},{LONGEST}}}")  # printable ASCII without space and comma
_HINT = 4
_MISSING = "ResourceNotFoundException"


class ProxySecrets:
    """Those that are kept under a name."""

    def __init__(self, name: str) -> None:
        self.name = name
        with told(f"The secret {name} cannot be looked up"):
            self._client = client("secretsmanager", None)

    @property
    def region(self) -> str:
        return str(self._client.meta.region_name)

    def all(self) -> list[str]:
        """All of them, the newest last; none if nothing is kept under the name."""
        found = self._current()
        return several(found["SecretString"]) if found else []

    def version(self) -> str:
        """The id of what is kept now, which is another one after each change. Raise Failure if nothing is."""
        found = self._current()
        if found is None:
            raise Failure(
                f"There is no secret {self.name} in {self.region}, and the RapidAPI door needs it."
                " Keep it with `daybook rapidapi-secret set`."
            )
        return str(found["VersionId"])

    def keep(self, secrets: Sequence[str]) -> None:
        """Keep these and no others."""
        text = ",".join(secrets)
        with told(f"The secret {self.name} cannot be kept"):
            try:
                self._client.put_secret_value(SecretId=self.name, SecretString=text)
            except ClientError as error:
                if code(error) != _MISSING:
                    raise
                words = "Secrets of RapidAPI's proxy, for Daybook's authorizer"
                self._client.create_secret(Name=self.name, Description=words, SecretString=text)

    def _current(self) -> dict[str, Any] | None:
        with told(f"The secret {self.name} cannot be read"):
            try:
                found: dict[str, Any] = self._client.get_secret_value(SecretId=self.name)
            except ClientError as error:
                if code(error) == _MISSING:
                    return None
                raise
        if "SecretString" not in found:
            raise Failure(f"The secret {self.name} holds bytes, and is none of Daybook's.")
        return found


def validated(secret: str) -> str:
    """A secret as it was typed or pasted, without what is around it. Raise Failure if it cannot be one."""
    secret = secret.strip()
    if not _VALID.fullmatch(secret):
        raise Failure(
            f"A secret has {SHORTEST} to {LONGEST} letters, digits and signs of ASCII,"
            f" without commas and spaces; this has {len(secret)} characters."
        )
    return secret


def hint(secret: str) -> str:
    """What one may show of a secret, to tell it from others."""
    return f"…{secret[-_HINT:]}"


def with_hint(secrets: Sequence[str], given: str) -> str:
    """The one of them that has this hint, or these last characters. Raise Failure unless it is one alone."""
    wanted = f"…{given.strip().removeprefix('…')}"
    found = [one for one in secrets if hint(one) == wanted]
    if not found:
        raise Failure(f"No secret ends with {wanted}. There are: {hints(secrets)}.")
    if len(found) > 1:
        raise Failure(
            f"{len(found)} secrets end with {wanted}. `daybook rapidapi-secret set` keeps one in place of all."
        )
    return found[0]


def hints(secrets: Sequence[str]) -> str:
    """The hints of all, in a line."""
    return ", ".join(map(hint, secrets)) or "none"
