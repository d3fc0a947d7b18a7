"""The tokens of feeds: 256 random bits in base64url (RFC 4648 §5), for they are part of an address.

Only the SHA-256 of a token is ever kept. It has so much randomness that a slow hash would add nothing.
"""

import hashlib
import re
from base64 import urlsafe_b64encode

from domain.ids import Randomness

_BYTES, _SHOWN = 32, 4
_TOKEN = re.compile(r"[\w-]{43}", re.ASCII)


def new_token(randomness: Randomness) -> str:
    """A fresh token; it must be shown once and forgotten."""
    return urlsafe_b64encode(randomness(_BYTES)).rstrip(b"=").decode()


def is_well_formed(token: str) -> bool:
    """Whether this can be a token at all."""
    return _TOKEN.fullmatch(token) is not None


def fingerprint(token: str) -> str:
    """What is kept of a token: its SHA-256 in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def hint(token: str) -> str:
    """What may be shown of a token later, so that people recognise it."""
    return f"{token[:_SHOWN]}…"
