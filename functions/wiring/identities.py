"""Identities."""

import secrets

from adapters.dynamodb.claims import DynamoClaims
from domain.use_cases import identities
from functions.wiring import now, once, table
from functions.wiring.calendars import calendar_store
from functions.wiring.keyrings import all_keyrings, owner_store


@once
def claim_store() -> DynamoClaims:
    return DynamoClaims(table())


def own_data() -> identities.OwnData:
    return identities.OwnData(owner_store(), calendar_store())


def claim_identity() -> identities.ClaimIdentity:
    return identities.ClaimIdentity(own_data(), claim_store(), now, secrets.token_bytes)


def attach_identity() -> identities.AttachIdentity:
    return identities.AttachIdentity(all_keyrings(), own_data())


def redeem_claim() -> identities.RedeemClaim:
    return identities.RedeemClaim(attach_identity(), claim_store())


def detach_identity() -> identities.DetachIdentity:
    return identities.DetachIdentity(all_keyrings())
