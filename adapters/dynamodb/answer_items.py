"""How kept answers look as items: compressed, and sealed with the idempotency key, of which only a hash is kept.

So whoever reads the table, or a copy of it, finds no secret that an answer showed once.
"""

import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256, shake_256
from typing import Any

from adapters.dynamodb.items import epoch, instant_text, item
from adapters.dynamodb.table import TTL_ATTRIBUTE, Item, Key, answer_key, answer_piece_key
from domain.answers import Answer
from domain.ids import OwnerId

NONCE_BYTES = 16
_PIECE_BYTES = 350 * 1024
"""What an item may hold of an answer; most answers need but one."""


def answer_to_items(owner_id: OwnerId, key: str, answer: Answer, nonce: bytes) -> Iterator[Item]:
    """The pieces that do not fit into the first item, if any, and then that. The nonce is never used twice."""
    sealed = _sealed(zlib.compress(answer.content), key, nonce)
    pieces = [sealed[start : start + _PIECE_BYTES] for start in range(_PIECE_BYTES, len(sealed), _PIECE_BYTES)]
    until = {"expires_at": instant_text(answer.expires_at), TTL_ATTRIBUTE: epoch(answer.expires_at)}
    for number, piece in enumerate(pieces):
        yield item(answer_piece_key(owner_id, hash_of(key), nonce, number), "idempotency_piece", content=piece, **until)
    yield item(
        answer_key(owner_id, hash_of(key)),
        "idempotency",
        fingerprint=answer.fingerprint,
        nonce=nonce,
        content=sealed[:_PIECE_BYTES],
        pieces=len(pieces),
        **until,
    )


def keys_of_pieces(owner_id: OwnerId, key: str, kept: Mapping[str, Any]) -> list[Key]:
    """Where the rest of an answer is, in its order."""
    nonce = bytes(kept["nonce"])
    return [answer_piece_key(owner_id, hash_of(key), nonce, number) for number in range(int(kept["pieces"]))]


def answer_from_items(key: str, kept: Mapping[str, Any], pieces: list[Item]) -> Answer:
    """An answer of its first item and the rest, in whatever order that came."""
    rest = sorted(pieces, key=lambda piece: str(piece["sk"]))
    sealed = b"".join(bytes(one["content"]) for one in (kept, *rest))
    content = zlib.decompress(_sealed(sealed, key, bytes(kept["nonce"])))
    return Answer(kept["fingerprint"], content, datetime.fromisoformat(kept["expires_at"]))


def hash_of(key: str) -> str:
    return sha256(key.encode()).hexdigest()


def _sealed(content: bytes, key: str, nonce: bytes) -> bytes:
    """The content under a stream of bits that follows from key and nonce; done twice, it is as before."""
    stream = shake_256(b"daybook answer\0" + nonce + key.encode()).digest(len(content))
    return (int.from_bytes(content) ^ int.from_bytes(stream)).to_bytes(len(content))
