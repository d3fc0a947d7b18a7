"""Owners with their keyrings: what keys, identities and owners have in common."""

import secrets

from adapters.dynamodb.owners import DynamoOwners
from domain.use_cases.keyrings import Keyrings
from functions.wiring import now, once, pause, table


@once
def owner_store() -> DynamoOwners:
    return DynamoOwners(table(), now)


def all_keyrings() -> Keyrings:
    return Keyrings(owner_store(), now, secrets.token_bytes, pause)
