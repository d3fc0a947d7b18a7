"""Proving who calls. The authorizer imports this: nothing here may cost a cold start."""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from hmac import compare_digest

from domain import api_key
from domain.caller import Caller
from domain.clock import Clock
from domain.credential_errors import (
    CredentialExpired,
    CredentialMalformed,
    CredentialMissing,
    CredentialUnknown,
    ProxyUnknown,
)
from domain.credential_ports import Credentials
from domain.grant import EVERYTHING
from domain.owner import implicit_owner, may_be_rapidapi_user, rapidapi_name
from domain.records import dataclass

_LONGEST_PLAN = 32


@dataclass(frozen=True, slots=True)
class AuthenticateKey:
    """The direct door: an API key proves its owner."""

    credentials: Credentials
    clock: Clock

    def __call__(self, key: str) -> Caller:
        """Raise CredentialMissing, CredentialMalformed, CredentialUnknown or CredentialExpired, in this order.

        That the owner is suspended is no reason to doubt the key; the caller says so.
        """
        if not key:
            raise CredentialMissing
        if not api_key.is_well_formed(key):
            raise CredentialMalformed
        caller = self.credentials.holder_of(api_key.fingerprint(key))
        if caller is None:
            raise CredentialUnknown
        now = self.clock()
        if caller.grant.has_expired(now):
            raise CredentialExpired
        self.credentials.note_use(caller, now)
        return caller


@dataclass(frozen=True, slots=True)
class AuthenticateRapidApi:
    """The RapidAPI door: the proxy's secret vouches for the user that it names, and for what they subscribed to."""

    credentials: Credentials
    clock: Clock
    proxy_secrets: AbstractSet[str]

    def __call__(self, secret: str, user: str, subscription: str = "") -> Caller:
        """Raise CredentialMissing without a secret and a user, ProxyUnknown unless the secret is a configured one.

        All secrets are compared, each in constant time.
        """
        if not secret or not user:
            raise CredentialMissing
        known = [compare_digest(secret.encode(), one.encode()) for one in self.proxy_secrets]
        if not any(known) or not may_be_rapidapi_user(user):
            raise ProxyUnknown
        caller = self.credentials.rapidapi_caller(user)
        if caller is None:
            caller = Caller(implicit_owner(user), rapidapi_name(user), EVERYTHING, rapidapi_user=user)
        else:
            self.credentials.note_use(caller, self.clock())
        return replace(caller, plan=_plan(subscription))


def _plan(subscription: str) -> str | None:
    """RapidAPI's `BASIC`, `PRO`, `ULTRA`, … as plans are written here; None if there is none."""
    plan = subscription.strip().lower()
    return plan if plan.isascii() and plan.isalnum() and len(plan) <= _LONGEST_PLAN else None
