"""Opaque cursors: a position in a list, bound to the query that it belongs to.

They carry a checksum, not a signature: a cursor gives no access to anything, it only must not be mixed up.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any, TypeVar

from domain.errors import InvalidCursor

_CHECK_BYTES = 6

T = TypeVar("T")


def pack(query: object, position: object) -> str:
    """Make a cursor of a position; both it and the query must be JSON."""
    text = json.dumps(position, separators=(",", ":")).encode()
    return _encoded(_check(query, text) + text)


def unpack(query: object, cursor: str, read: Callable[[Any], T]) -> T:
    """The position in a cursor, made sense of by `read`; InvalidCursor if it was altered or made by another query."""
    try:
        raw = urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
        check, text = raw[:_CHECK_BYTES], raw[_CHECK_BYTES:]
        if check == _check(query, text) and _encoded(raw) == cursor:
            return read(json.loads(text))
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        pass
    raise InvalidCursor(
        "This cursor does not belong to this query. Repeat the query that gave it, or start without one.",
        field="cursor",
    )


def _encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _check(query: object, text: bytes) -> bytes:
    return sha256(json.dumps(query, sort_keys=True).encode() + b"\n" + text).digest()[:_CHECK_BYTES]
