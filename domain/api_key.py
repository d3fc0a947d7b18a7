"""API keys: a prefix that scanners know, 256 random bits in base62, and a CRC that finds typos without a look-up.

Only the SHA-256 of a key is ever kept. A key has so much randomness that a slow hash would add nothing.
"""

import binascii
import hashlib
import string

from domain.ids import Randomness

_BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
_SECRET_LENGTH = 43  # what 32 bytes need in base 62
_CHECK_LENGTH = 6  # what 32 bits need in base 62


def new_key(prefix: str, randomness: Randomness) -> str:
    """A fresh key; it must be shown once and forgotten."""
    body = prefix + _base62(int.from_bytes(randomness(32)), _SECRET_LENGTH)
    return body + _check(body)


def is_well_formed(key: str) -> bool:
    """Whether this can be a key at all, whatever its prefix: the length and the check fit."""
    body, check = key[:-_CHECK_LENGTH], key[-_CHECK_LENGTH:]
    return key.isascii() and _SECRET_LENGTH <= len(body) <= 2 * _SECRET_LENGTH and check == _check(body)


def fingerprint(key: str) -> str:
    """What is kept of a key: its SHA-256 in hexadecimal."""
    return hashlib.sha256(key.encode()).hexdigest()


def hint(key: str, prefix: str) -> str:
    """What may be shown of a key later, so that people recognise it."""
    return f"{prefix}…{key[-4:]}"


def _check(body: str) -> str:
    return _base62(binascii.crc32(body.encode()), _CHECK_LENGTH)


def _base62(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, digit = divmod(number, 62)
        digits.append(_BASE62[digit])
    return "".join(reversed(digits))
