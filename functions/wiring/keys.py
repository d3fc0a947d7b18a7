"""Keys."""

from domain.use_cases import keys
from functions.wiring import settings
from functions.wiring.calendars import calendar_store
from functions.wiring.keyrings import all_keyrings


def create_key() -> keys.CreateKey:
    return keys.CreateKey(all_keyrings(), calendar_store(), settings().api_key_prefix)


def change_key() -> keys.ChangeKey:
    return keys.ChangeKey(all_keyrings(), calendar_store())


def rotate_key() -> keys.RotateKey:
    return keys.RotateKey(all_keyrings(), settings().api_key_prefix)


def revoke_key() -> keys.RevokeKey:
    return keys.RevokeKey(all_keyrings())
